package observables

import (
	"math"
	"math/rand/v2"
	"testing"
)

// clouds draws n points around centres, of the given width.
func clouds(n int, centres [][2]float64, width float64, r *rand.Rand) (x, y []float64) {
	for i := range n {
		c := centres[i%len(centres)]
		x = append(x, c[0]+width*r.NormFloat64())
		y = append(y, c[1]+width*r.NormFloat64())
	}
	return x, y
}

// TestClustersCountsClouds: many draws of clouds whose number is known; in 1 of 20 the count may be off.
func TestClustersCountsClouds(t *testing.T) {
	triangle := [][2]float64{{0, 0}, {6, 0}, {1, 5}}
	for _, row := range []struct {
		name    string
		centres [][2]float64
		n, want int
	}{
		{"one", [][2]float64{{3, -2}}, 100, 1},
		{"one", [][2]float64{{3, -2}}, 3000, 1},
		{"two far apart", [][2]float64{{0, 0}, {5, 0}}, 100, 2},
		{"two far apart", [][2]float64{{0, 0}, {0, 5}}, 3000, 2},
		{"two that overlap", [][2]float64{{0, 0}, {2.4, 0}}, 500, 1},
		{"unequal", [][2]float64{{0, 0}, {0, 0}, {0, 0}, {0, 0}, {7, 0}}, 500, 2},
		{"a triangle", triangle, 200, 3},
		{"a triangle", triangle, 3000, 3},
		{"a square", [][2]float64{{0, 0}, {6, 0}, {0, 6}, {6, 6}}, 400, 4},
	} {
		wrong := 0
		for seed := range uint64(20) {
			x, y := clouds(row.n, row.centres, 1, rand.New(rand.NewPCG(seed, 29)))
			for i := range x { // units do not matter
				x[i], y[i] = 1e-3*x[i], 100*y[i]
			}
			if Clusters(x, y) != row.want {
				wrong++
			}
		}
		if wrong > 1 {
			t.Errorf("%s, %d points: wrong in %d of 20 draws", row.name, row.n, wrong)
		}
	}
}

func TestClustersOfOddShapes(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 1))
	var ring, line [2][]float64
	for range 2000 {
		phi := 2 * math.Pi * r.Float64()
		ring[0] = append(ring[0], math.Cos(phi)+0.1*r.NormFloat64())
		ring[1] = append(ring[1], math.Sin(phi)+0.1*r.NormFloat64())
		line[0] = append(line[0], float64(r.IntN(2))+0.05*r.NormFloat64())
		line[1] = append(line[1], 4)
	}
	if n := Clusters(ring[0], ring[1]); n != 1 {
		t.Errorf("a ring has %d clusters", n)
	}
	if n := Clusters(line[0], line[1]); n != 2 {
		t.Errorf("two clouds on a line have %d clusters", n)
	}
	if n := Clusters(make([]float64, 50), make([]float64, 50)); n != 1 {
		t.Errorf("50 equal points have %d clusters", n)
	}
	if n := Clusters([]float64{1, 9}, []float64{3, 4}); n != 1 {
		t.Errorf("two points have %d clusters", n)
	}
}
