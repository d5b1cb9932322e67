package observables

import (
	"math"
	"testing"
)

// planeOf samples a function on the square from -2 to 2.
func planeOf(points int, f func(x, y float64) float64) *Plane {
	p := &Plane{Points: points, F: make([]float64, points*points), Low: [2]float64{-2, -2}, High: [2]float64{2, 2}}
	for i := range p.F {
		p.F[i] = f(p.at(0, i%points), p.at(1, i/points))
	}
	return p
}

// Double wells have their minima where the function has them, to the second order in the spacing of the grid, 0.067.
func TestWells(t *testing.T) {
	quartic := func(x, y float64) float64 { return 4*(x*x-1)*(x*x-1) + 3*(y-0.3)*(y-0.3) + 0.2*x }
	got := planeOf(61, quartic).Wells()
	want := [][2]float64{{-1.0062, 0.3}, {0.9937, 0.3}} // roots of 16x(x²-1) + 0.2
	if len(got) != 2 {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if math.Abs(got[i][0]-want[i][0]) > 4e-3 || math.Abs(got[i][1]-want[i][1]) > 4e-3 {
			t.Errorf("well %d at %v, want %v", i, got[i], want[i])
		}
	}
}

// A dent of less than a tenth is no well, one of more is; and what goes down to the edge has no minimum inside.
func TestWellsAreDeep(t *testing.T) {
	for _, c := range []struct {
		f    func(x, y float64) float64
		want int
	}{
		{func(x, y float64) float64 { return x*x + y*y }, 1},
		{func(x, y float64) float64 { return 0.08*(x*x-1)*(x*x-1) + y*y }, 1},
		{func(x, y float64) float64 { return 0.15*(x*x-1)*(x*x-1) + y*y }, 2},
		{func(x, y float64) float64 { return (x*x-1)*(x*x-1) + (y*y-1)*(y*y-1) }, 4},
		{func(x, y float64) float64 { return x + y*y }, 0},
		{func(x, y float64) float64 { return 0 }, 0},
	} {
		if got := planeOf(41, c.f).Wells(); len(got) != c.want {
			t.Errorf("got %v, want %d", got, c.want)
		}
	}
}
