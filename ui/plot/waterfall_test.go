package plot

import (
	"math"
	"slices"
	"strings"
	"testing"

	"cascade/wasm/protocol"
)

// columnsBlock makes columns of 3 bins from the update from on; branches are at +-x/10, unknown at odd updates.
func columnsBlock(from, n int, counts func(x int) [3]float32) protocol.Block {
	b := protocol.Block{Kind: protocol.Columns, Name: "waterfall", From: from, Rows: 6, Cols: n, Extent: [4]float32{0, 0, -1, 1}}
	for x := from; x < from+n; x++ {
		y := float32(x) / 10
		if x%2 == 1 {
			y = float32(math.NaN())
		}
		c := counts(x)
		b.Data = append(append(b.Data, float32(x), -y, y), c[:]...)
	}
	return b
}

func split(x int) [3]float32 {
	if x < 5 {
		return [3]float32{0, 8, 0}
	}
	return [3]float32{2, 1, 8}
}

func waterfallStore(blocks ...protocol.Block) *Store {
	s := &Store{}
	s.Apply(&protocol.Frame{Run: 1, Blocks: blocks})
	return s
}

// Columns that come again replace what was there; a block behind a hole is dropped; the branches follow.
func TestStoreTakesColumns(t *testing.T) {
	s := waterfallStore(columnsBlock(0, 6, split), columnsBlock(4, 3, func(int) [3]float32 { return [3]float32{1, 1, 1} }), columnsBlock(9, 2, split))
	w := s.Waterfall("waterfall")
	if want := []float32{0, 1, 2, 3, 4, 5, 6}; !slices.Equal(w.X, want) {
		t.Fatalf("columns at %v", w.X)
	}
	if want := []byte{0, 254, 0}; !slices.Equal(w.Shades[9:12], want) || w.Shades[12] != 254 {
		t.Errorf("shades %v", w.Shades)
	}
	x, y := s.Series("waterfall.upper")
	if !slices.Equal(x, []float32{0, 2, 4, 6}) || y[3] != 0.6 {
		t.Errorf("upper branch %v %v", x, y)
	}
	if n := s.Points(); n != 0 {
		t.Errorf("the branches count as %d points", n)
	}
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{columnsBlock(0, 2, split)}}) // the run was brought back: the others are its future
	if x, _ := s.Series("waterfall.lower"); len(s.Waterfall("waterfall").X) != 7 || len(x) != 4 {
		t.Errorf("after going back there are %d columns and %d points", len(w.X), len(x))
	}
	if waterfallStore().Waterfall("waterfall") != nil {
		t.Error("columns out of nothing")
	}
	s.Apply(&protocol.Frame{Run: 2})
	if s.Waterfall("waterfall") != nil {
		t.Error("another run has the columns of the one before")
	}
}

// Each pixel shows the column that was measured nearest in time, or the mean of those within it, the highest bin first.
func TestPaintColumns(t *testing.T) {
	w := waterfallStore(columnsBlock(0, 8, split)).Waterfall("waterfall")
	four := byte(math.Pow(0.25, shadePower)*254 + 0.5)
	got := w.Paint(nil, 20, [2]float64{0, 10}, false, math.Inf(1)) // a pixel for half an update, column 5 from 4.5 on
	top, bottom := got[:20], got[40:]
	if got[8] != 0 || got[20+8] != 254 || top[9] != 254 || bottom[9] != four || top[8] != 0 {
		t.Errorf("at the split: %v", got)
	}
	if top[14] != 254 || top[15] != Gap {
		t.Errorf("at the end, 7.5: %v", top)
	}
	got = w.Paint(got, 2, [2]float64{0, 8}, false, math.Inf(1)) // 0 to 4 in one, 4 to 7 in the other
	if got[0] != 0 || got[2] != 254 || got[1] != byte(3*254/4) {
		t.Errorf("means: %v", got)
	}
	got = w.Paint(nil, 3, [2]float64{1, 8}, true, math.Inf(1)) // to 2, 4 and 8
	if got[3] != 254 || got[4] != 254 || got[2] != byte(3*254/4) {
		t.Errorf("over decades: %v", got)
	}
}

// What a run measured behind the update that it was brought back to stays in sight, faint, and is gone when it takes another course.
func TestColumnsOfTheFuture(t *testing.T) {
	s := &Store{}
	s.Apply(&protocol.Frame{Run: 1, Update: 7, Blocks: []protocol.Block{columnsBlock(0, 8, split), seriesBlock("q", 0, 8, identity)}})
	s.Apply(&protocol.Frame{Run: 1, Update: 4})
	w := s.Waterfall("waterfall")
	got := w.Paint(nil, 8, [2]float64{-0.5, 7.5}, false, s.Until())
	if got[8+4] != 254 || got[5] != 76 {
		t.Errorf("at 4 and 5: %d and %d", got[8+4], got[5])
	}
	p, c := Panel{Kind: Columns, X: Axis{Time: true}}, Curve{Source: "waterfall.upper"}
	if x, _ := p.Shown(s, &c); !slices.Equal(x, []float32{0, 2, 4}) {
		t.Errorf("branch up to the present: %v", x)
	}
	changes := w.Changes
	if s.Fork(4, "β 2"); len(w.X) != 5 || len(w.Shades) != 15 || w.Changes == changes {
		t.Errorf("%d columns are left", len(w.X))
	}
	if x, _ := s.Series("waterfall.upper"); !slices.Equal(x, []float32{0, 2, 4}) || len(s.Branches()) != 1 || s.Branches()[0].series["waterfall.upper"] != nil {
		t.Errorf("branch after the fork: %v", x)
	}
	s.Apply(&protocol.Frame{Run: 1, Update: 5, Blocks: []protocol.Block{columnsBlock(5, 1, split)}})
	if len(w.X) != 6 {
		t.Errorf("%d columns after another step", len(w.X))
	}
}

// The panel has the edges of the bins for limits, and a mark in the hue of its own mode alone.
func TestWaterfallPanel(t *testing.T) {
	panels := Panels(protocol.Experiment{Name: "hierarchy"}, map[string]string{"updates": "700", "modes": "3"}, nil)
	p := panels[2]
	if at := idsAt(panels, Third); p.ID != "waterfall1" || !slices.Equal(at, []string{p.ID}) {
		t.Fatalf("%s is not beside the hero, but %s", p.ID, at)
	}
	if p.hueOf("t_1") != 0 || p.hueOf("t_2") != -1 {
		t.Errorf("marks of hues %d and %d", p.hueOf("t_1"), p.hueOf("t_2"))
	}
	seen := View(panels, false, nil)
	for _, q := range seen {
		if q.X.Time && (q.LabelSpace() != seen[0].LabelSpace() || q.TickSpace(nil) != seen[0].TickSpace(nil)) {
			t.Errorf("%s is not aligned with the hero", q.ID)
		}
	}
	if seen = View(panels, true, nil); len(seen[2].Curves) != 0 || seen[2].hueOf("t_1") != 0 {
		t.Errorf("without theory there is still %v", seen[2].Curves)
	}
	long := Panels(protocol.Experiment{Name: "hierarchy"}, map[string]string{"updates": "70000"}, nil)
	if x := long[0].X; !x.Log || x.Min != 1 || x.Max != 70000 {
		t.Errorf("a long run's time is %+v", x)
	}
}

// The golden is a figure that was looked at, as those of TestSVGGolden are.
func TestWaterfallGolden(t *testing.T) {
	p := Panels(protocol.Experiment{Name: "mattis"}, map[string]string{"updates": "10"}, nil)[2]
	got := SVG(&p, waterfallStore(columnsBlock(0, 8, split)), sampleState(), 231, 171, Light)
	golden(t, "waterfall", got)
	if !strings.Contains(got, "<image") {
		t.Error("the figure holds no picture of the histograms")
	}
}
