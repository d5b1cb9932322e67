package kernels

import (
	"fmt"
	"math"
	"testing"
)

// landscapeSlowly is one point of the landscape by its definition, in float64 of the standard library.
func landscapeSlowly(u, v []float32, h1, h2 float64) float64 {
	sum := 0.0
	for i := range u {
		x := math.Abs(h1*float64(u[i]) + h2*float64(v[i]))
		sum += x + math.Log1p(math.Exp(-2*x))
	}
	return (h1*h1+h2*h2)/2 - sum/float64(len(u))
}

// fill computes the whole grid and returns it with the largest error in units of 1+|f|.
func fill(l *Landscape, u, v []float32, reach float64) (grid []float32, worst float64) {
	grid = make([]float32, l.Points*l.Points)
	l.Set(u, v, reach)
	for r := range l.Rows() {
		l.Row(grid, r)
	}
	for k, f := range grid {
		h := func(j int) float64 { return reach * (2*float64(j)/float64(l.Points-1) - 1) }
		want := landscapeSlowly(u, v, h(k%l.Points), h(k/l.Points))
		if e := math.Abs(float64(f)-want) / (1 + math.Abs(want)); !(e <= worst) {
			worst = e
		}
	}
	return grid, worst
}

func TestLandscapeEqualsItsDefinition(t *testing.T) {
	for _, c := range []struct {
		units, points        int
		first, second, reach float64 // largest weights of the two units; half the side of the grid
	}{{1, 2, 1, 1, 2}, {2, 3, 0, 0, 1}, {3, 5, 1, 1, 3}, {5, 7, 1e-3, 1e-3, 2}, {67, 11, 1, 1, 2.5}, {131, 13, 1.6, 1.6, 3}, {997, 17, 2, 2, 3},
		{61, 12, 4, 4, 3.7}, {61, 8, 11, 6, 3.4}, {131, 7, 0.01, 8, 3}, {131, 7, 8, 0.01, 3}, {61, 7, 8, -8, 3}, {67, 7, 30, 30, 3}, {13, 5, 1e4, 1e4, 10}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			u, v := randomVector(c.units, 1), randomVector(c.units, 2)
			for i := range u {
				u[i] = float32(c.first * math.Tanh(float64(u[i])))
				v[i] = float32(c.second * math.Tanh(float64(v[i])))
				if c.second < 0 { // all on one side
					v[i] = -float32(math.Abs(float64(v[i])))
					u[i] = float32(math.Abs(float64(u[i])))
				}
			}
			l := NewLandscape(c.units, c.points)
			grid, worst := fill(l, u, v, c.reach)
			if !(worst < 1e-6) {
				t.Errorf("error %.2g", worst)
			}
			for k := range grid {
				if grid[k] != grid[len(grid)-1-k] {
					t.Fatalf("f(h) != f(-h) at %d", k)
				}
			}
		})
	}
}

// TestLandscapeKeepsItsOrder computes lanes and periods again, one unit at a time.
func TestLandscapeKeepsItsOrder(t *testing.T) {
	for _, units := range append([]int{997}, unitSizes...) {
		for _, period := range []int{2, 3, 6, 41} {
			e, f := randomVector(pad4(units), 3), randomVector(pad4(units), 4)
			for i := range e {
				e[i], f[i] = 2*float32(math.Exp(float64(3*e[i]))), float32(math.Exp(-float64(f[i]*f[i])))
				if i >= units {
					f[i] = 0
				}
			}
			var lanes [4]float32
			exponents := 0
			for k := range lanes {
				lanes[k] = 1
				for i := k; i < len(e); i += 4 {
					lanes[k] *= 1 + float32(e[i]*f[i])
					if i/4%period == period-1 || i+4 >= len(e) {
						fraction, exponent := math.Frexp(float64(lanes[k]))
						lanes[k], exponents = float32(2*fraction), exponents+exponent-1
					}
				}
			}
			want := math.Log(float64(float32(lanes[0]*lanes[1]))*float64(float32(lanes[2]*lanes[3]))) + float64(math.Ln2*float64(exponents))
			got := product(e, f, period)
			if got := got.log(); got != want {
				t.Errorf("%d units, period %d: %v, want %v", units, period, got, want)
			}
		}
	}
}

// TestLandscapeForgets: a grid that was used for other weights, steep ones among them, gives the same numbers as a new one.
func TestLandscapeForgets(t *testing.T) {
	u, v := randomVector(61, 1), randomVector(61, 2)
	steep := make([]float32, 61)
	for i := range steep {
		steep[i] = 50 * u[i]
	}
	fresh, _ := fill(NewLandscape(61, 9), u, v, 2)
	l := NewLandscape(61, 9)
	fill(l, steep, v, 3)
	fill(l, v, steep, 1)
	again, _ := fill(l, u, v, 2)
	for k := range fresh {
		same(t, "free energy", again[k], fresh[k])
	}
}

// TestLandscapeOfNoNumbers: weights that have overflown give a landscape of no numbers, not an endless loop.
func TestLandscapeOfNoNumbers(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		u, v := randomVector(5, 1), randomVector(5, 2)
		u[3] = float32(bad)
		l, grid := NewLandscape(5, 4), make([]float32, 16)
		l.Set(u, v, 2)
		l.Row(grid, 0)
		if f := float64(grid[0]); !math.IsNaN(f) && !math.IsInf(f, 0) {
			t.Errorf("weight %g: free energy %g", bad, f)
		}
	}
}

func BenchmarkLandscape96x1000(b *testing.B) {
	u, v := randomVector(1000, 1), randomVector(1000, 2)
	l, grid := NewLandscape(1000, 96), make([]float32, 96*96)
	b.ReportAllocs()
	for b.Loop() {
		l.Set(u, v, 2.5)
		for r := range l.Rows() {
			l.Row(grid, r)
		}
	}
}

func BenchmarkLandscapeSet96x1000(b *testing.B) {
	u, v := randomVector(1000, 1), randomVector(1000, 2)
	l := NewLandscape(1000, 96)
	for b.Loop() {
		l.Set(u, v, 2.5)
	}
}
