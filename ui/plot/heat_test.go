package plot

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cascade/wasm/protocol"
)

// heatStore holds a double valley with 5 rows and 7 columns, and points on it.
func heatStore() *Store {
	land := fieldBlock("free_energy", 5, 7, func(i int) float64 {
		x, y := float64(i%7-3)/2, float64(i/7-2)
		return (x*x-1)*(x*x-1) + y*y/2
	})
	land.Extent = [4]float32{-1.5, 1.5, -2, 2}
	s := &Store{}
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{land,
		fieldBlock("free_energy.minima", 2, 2, func(i int) float64 { return []float64{-1, 1, 0, 0}[i] }),
		fieldBlock("projections", 3, 3, func(i int) float64 { return []float64{-1.1, 0, 0.9, 0.5, 0.1, -0.3, 9, 9, 9}[i] }),
	}})
	return s
}

func heatPanel(t *testing.T) Panel {
	t.Helper()
	panels := Panels(protocol.Experiment{Name: "hopfield"}, nil, nil)
	i := slices.IndexFunc(panels, func(p Panel) bool { return p.Kind == Heat })
	return panels[i]
}

// The golden is a figure that was looked at, as those of TestSVGGolden are.
func TestHeatGolden(t *testing.T) {
	p, file := heatPanel(t), filepath.Join("testdata", "free_energy.svg")
	got := SVG(&p, heatStore(), &protocol.State{}, 331, 211, Light)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs:\n%s", file, got)
	}
}

// A field shows from edge to edge; one without an extent, or without heights, leaves the panel to its points.
func TestHeatLimits(t *testing.T) {
	p, s := heatPanel(t), heatStore()
	if x, y := p.Limits(s); x != [2]float64{-1.5, 1.5} || y != [2]float64{-2, 2} {
		t.Errorf("limits %v %v, want the extent", x, y)
	}
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{fieldBlock("free_energy", 5, 7, func(int) float64 { return 0 })}})
	if x, _ := p.Limits(s); !(x[0] < -1 && x[1] >= 1 && x[1] < 1.5) {
		t.Errorf("limits %v without an extent", x)
	}
	for _, extent := range [][4]float32{{1, 1, -2, 2}, {-1, 1, 2, 2}} {
		b := fieldBlock("free_energy", 5, 7, func(int) float64 { return 0 })
		b.Extent = extent
		s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{b}})
		if x, y := p.Limits(s); !(x[0] < x[1]) || !(y[0] < y[1]) {
			t.Errorf("limits %v %v for the extent %v", x, y, extent)
		}
	}
	if text := SVG(&p, s, &protocol.State{}, 331, 211, Dark); strings.Contains(text, "<image") || strings.Contains(text, "NaN") {
		t.Errorf("a flat field makes a picture:\n%s", text)
	}
}

func TestShade(t *testing.T) {
	b := fieldBlock("f", 2, 3, func(i int) float64 { return []float64{3, 4, 7, 19, math.NaN(), math.Inf(1)}[i] })
	want := []byte{127, Gap, Gap, 0, 32, 64} // the second row is the upper one; roots of 0, 1/64, 1/16, 1/4
	if got := Shade(nil, &b, &Heights{Low: 3, Cap: 64, High: 19}); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := Shade(nil, &b, &Heights{Low: 3, Cap: 4, High: 19}); got[0] != Gap-1 || got[5] != Gap-1 {
		t.Errorf("got %v, want the high end from the cap on", got)
	}
	for _, theme := range []Theme{Light, Dark, Projector} {
		if p := theme.Sequential(false); p[0] != rgb(theme.Low) || p[Gap-1] != rgb(theme.Paper) || p[Gap] != rgb(theme.Paper) {
			t.Errorf("%s runs from %v to %v, want low to paper", theme.Name, p[0], p[Gap-1])
		}
	}
}

// The contour lines of x²+y² are circles, at the heights that Level gives; the chords of a fine grid stay on them.
func TestContoursOfABowl(t *testing.T) {
	const rows, cols = 101, 127
	b := fieldBlock("f", rows, cols, func(i int) float64 {
		x, y := 2*float64(i%cols)/(cols-1)-1, 6*float64(i/cols)/(rows-1)-3
		return x*x + y*y
	})
	b.Extent = [4]float32{-1, 1, -3, 3}
	h := &Heights{Low: 0, Cap: 6.4, High: 10}
	seen := map[int]int{}
	for c := Contours(nil, &b, h); len(c) > 0; c = c[2:] {
		r := math.Hypot(float64(c[0]), float64(c[1])) / math.Sqrt(h.Cap) * ContoursToCap
		k := int(math.Round(r))
		if math.Abs(r-float64(k)) > 0.02 {
			t.Fatalf("(%v, %v) is on no circle: %v", c[0], c[1], r)
		}
		seen[k]++
	}
	if len(seen) != 12 { // 10 sqrt(10/6.4) = 12.5
		t.Errorf("%d circles, want 12", len(seen))
	}
	for k := 1; k <= 12; k++ {
		if seen[k] < 4 {
			t.Errorf("circle %d has %d ends", k, seen[k])
		}
	}
}

// In a cell of a saddle the mean of the corners decides which of them belong together.
func TestContourAtASaddle(t *testing.T) {
	b := fieldBlock("f", 2, 2, func(i int) float64 { return []float64{0, 1, 1, 0}[i] })
	b.Extent = [4]float32{0, 1, 0, 1}
	for height, want := range map[float64][]float32{
		0.25: {0, .25, .25, 0, 1, .75, .75, 1}, // corners 1 and 2 are joined: 0 and 3, the low ones, are cut off
		0.75: {.75, 0, 1, .25, .25, 1, 0, .75},
	} {
		if got := cell(nil, &b, 0, 0, height); !samePieces(got, want) {
			t.Errorf("at %v: %v, want %v", height, got, want)
		}
	}
	b.Data[2] = float32(math.NaN())
	if got := cell(nil, &b, 0, 0, 0.25); len(got) != 0 {
		t.Errorf("a line beside a missing number: %v", got)
	}
}

// samePieces compares lines without regard to their order and direction.
func samePieces(a, b []float32) bool {
	sorted := func(list []float32) (pieces [][4]float32) {
		for ; len(list) >= 4; list = list[4:] {
			p := [4]float32(list)
			if p[0] > p[2] || p[0] == p[2] && p[1] > p[3] {
				p = [4]float32{p[2], p[3], p[0], p[1]}
			}
			pieces = append(pieces, p)
		}
		slices.SortFunc(pieces, func(x, y [4]float32) int { return slices.Compare(x[:], y[:]) })
		return pieces
	}
	return slices.Equal(sorted(a), sorted(b))
}

func TestHeightAt(t *testing.T) {
	b, _ := heatStore().Field("free_energy")
	for _, c := range []struct{ x, y, want float64 }{{-1.5, -2, float64(b.Data[0])}, {0.45, 1.1, float64(b.Data[3*7+4])}, {1.5, 2, float64(b.Data[34])}} {
		if got := HeightAt(&b, c.x, c.y); got != c.want {
			t.Errorf("at %v %v: %v, want %v", c.x, c.y, got, c.want)
		}
	}
	for _, outside := range [][2]float64{{-1.6, 0}, {0, 2.1}, {math.NaN(), 0}} {
		if got := HeightAt(&b, outside[0], outside[1]); !math.IsNaN(got) {
			t.Errorf("at %v: %v, want NaN", outside, got)
		}
	}
	if got := HeightAt(&protocol.Block{}, 0, 0); !math.IsNaN(got) {
		t.Errorf("in no field: %v", got)
	}
}
