package plot

import (
	"math"
	"testing"
)

// A parabola is a surface whose heights and slopes are known, and cubics refine it exactly away from the edges.
func TestMeshOfABowl(t *testing.T) {
	b := bowl(1)
	var m Mesh
	if !m.Set(&b, &Heights{Cap: 2, High: 2}, 60) || m.Rows != 81 || m.Cols != 81 {
		t.Fatalf("mesh of %d x %d", m.Rows, m.Cols)
	}
	for r := 3; r < 78; r++ {
		for c := 3; c < 78; c++ {
			x, y := float64(c-40)/40, float64(r-40)/40
			at := m.Land[3*(r*81+c):]
			for i, want := range []float64{(x*x + y*y) / 2, BoxHeight * x, BoxHeight * y} {
				if math.Abs(float64(at[i])-want) > 2e-5 {
					t.Fatalf("number %d at (%v, %v): %v, want %v", i, x, y, at[i], want)
				}
			}
		}
	}
	if z := m.Height(0.5, -0.25); math.Abs(z-0.15625) > 1e-4 {
		t.Errorf("height %v", z)
	}
	for _, outside := range [][2]float64{{1.01, 0}, {0, -1.5}, {math.NaN(), 0}} {
		if z := m.Height(outside[0], outside[1]); !math.IsNaN(z) {
			t.Errorf("height %v at %v", z, outside)
		}
	}
}

// What is missing is over the rim; a fine field is taken as it is; without a scale, or a field, there is no surface.
func TestMeshOfHoles(t *testing.T) {
	b := fieldBlock("f", 64, 70, func(i int) float64 {
		if i == 1000 {
			return math.NaN()
		}
		return float64(i % 7)
	})
	var m Mesh
	if (&m).Set(&b, &Heights{}, 60) || m.Height(0, 0) == 0 {
		t.Error("a surface without a scale")
	}
	if !m.Set(&b, &Heights{Cap: 6, High: 6}, 60) || m.Rows != 64 || m.Cols != 70 || m.Land[3000] != away {
		t.Errorf("mesh of %d x %d", m.Rows, m.Cols)
	}
	for i, v := range m.Land {
		if v != v || math.IsInf(float64(v), 0) {
			t.Fatalf("number %d is %v", i, v)
		}
	}
}

// Points lie on the surface, in the box; those over the rim and beyond the edges are left out.
func TestSpots(t *testing.T) {
	b := bowl(1)
	var m Mesh
	m.Set(&b, &Heights{Cap: 1, High: 2}, 60)
	part := Part{Hue: 3, X: []float32{0, 10, 19, 30, float32(math.NaN())}, Y: []float32{5, 7.5, 9.9, 5, 5}}
	got := m.Spots(nil, part, [4]float32{-20, 20, 0, 10})
	want := []float32{0, 0, 0, 3, 0.5, 0.5, BoxHeight / 2, 3}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if math.Abs(float64(got[i]-want[i])) > 1e-3 {
			t.Errorf("got %v, want %v", got, want)
			break
		}
	}
	if spots := (&Mesh{}).Spots(nil, part, [4]float32{-20, 20, 0, 10}); len(spots) != 0 {
		t.Errorf("spots %v on no surface", spots)
	}
}

func BenchmarkMesh(b *testing.B) {
	f := bowl(1)
	var m Mesh
	for b.Loop() {
		m.Set(&f, &Heights{Cap: 2, High: 2}, 60)
	}
}

// BenchmarkSurface is what the page computes when a field has come that is drawn as a surface: hopfield's, with 1000 points on it.
func BenchmarkSurface(b *testing.B) {
	f := fieldBlock("f", 64, 64, func(i int) float64 { return float64((i%64-31)*(i%64-31) + (i/64-31)*(i/64-31)) })
	part := Part{X: make([]float32, 1000), Y: make([]float32, 1000)}
	p := Panel{Height: "f", X: axis("x"), Y: axis("y")}
	var m Mesh
	var h Heights
	var spots []float32
	for b.Loop() {
		h.Fit(&f, 0.72)
		m.Set(&f, &h, 60)
		spots = m.Spots(spots[:0], part, [4]float32{-1, 1, -1, 1})
		v := Overview.Look(600, 400, 12)
		v.Frame(&p, [2]float64{-1, 1}, [2]float64{-1, 1}, h.Cap, 12)
	}
}
