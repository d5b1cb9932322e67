package plot

import (
	"slices"
	"testing"

	"cascade/wasm/protocol"
)

func identity(x float64) float64 { return x }

func TestStoreAppendsAndReplaces(t *testing.T) {
	s := &Store{}
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{seriesBlock("m", 0, 3, identity)}})
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{seriesBlock("m", 3, 2, identity)}})
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{seriesBlock("m", 4, 3, func(x float64) float64 { return -x })}})
	x, y := s.Series("m")
	if want := []float32{0, 1, 2, 3, 4, 5, 6}; !slices.Equal(x, want) {
		t.Errorf("x = %v, want %v", x, want)
	}
	if want := []float32{0, 1, 2, 3, -4, -5, -6}; !slices.Equal(y, want) {
		t.Errorf("y = %v, want %v: points from 4 on are replaced, earlier ones kept", y, want)
	}
}

func TestStoreDropsBlockBehindAHole(t *testing.T) {
	s := &Store{}
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{seriesBlock("m", 0, 3, identity)}})
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{seriesBlock("m", 5, 3, identity)}})
	if n := s.Points(); n != 3 {
		t.Errorf("%d points after a hole, want 3, so that the missing ones are asked for again", n)
	}
}

func TestStoreResentTheoryShrinks(t *testing.T) {
	s := &Store{}
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{seriesBlock("m.theory", 0, 7, identity)}})
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{seriesBlock("m.theory", 0, 5, identity)}})
	if x, _ := s.Series("m.theory"); len(x) != 5 {
		t.Errorf("%d points, want the 5 that were sent last", len(x))
	}
}

func TestStorePointsCountsMeasuredMainSeries(t *testing.T) {
	s := &Store{}
	if s.Points() != 0 {
		t.Error("an empty store holds points")
	}
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{
		seriesBlock("m.theory", 0, 101, identity), seriesBlock("loglik", 0, 53, identity),
		seriesBlock("m", 0, 7, identity), seriesBlock("chi", 0, 7, identity)}})
	if n := s.Points(); n != 7 {
		t.Errorf("%d points, want 7: neither predictions nor the likelihood count", n)
	}
}

func TestStoreForgetsAnotherRun(t *testing.T) {
	s := &Store{}
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{seriesBlock("m", 0, 3, identity), fieldBlock("f", 1, 2, func(int) float64 { return 1 })}})
	changed := s.Apply(&protocol.Frame{Run: 2, Segment: 4, Blocks: []protocol.Block{seriesBlock("chi", 0, 2, identity)}})
	if x, _ := s.Series("m"); x != nil {
		t.Error("a series of the run before survives")
	}
	if _, ok := s.Field("f"); ok {
		t.Error("a field of the run before survives")
	}
	if changed {
		t.Error("the first frame of a run reports a change of parameters")
	}
}

func TestStoreReplacesFields(t *testing.T) {
	s := &Store{}
	for n := 2; n < 4; n++ {
		s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{fieldBlock("f", 1, n, func(i int) float64 { return float64(10*n + i) })}})
	}
	b, ok := s.Field("f")
	if !ok || !slices.Equal(b.Data, []float32{30, 31, 32}) {
		t.Errorf("field %v, want the second one", b.Data)
	}
}

// TestBreaksAreTheLinks: whatever frames were missed; those to come are not told.
func TestBreaksAreTheLinks(t *testing.T) {
	st := &protocol.State{Link: "mattis?n=70&events=6.beta.1.5,6.lr.0.1,11.beta.2,40.k.2&lesson=tour.4", Update: 3, Furthest: 12}
	if got := Breaks(st); !slices.Equal(got, []float32{6, 11}) {
		t.Errorf("breaks at %v", got)
	}
	for _, link := range []string{"", "mattis", "mattis?events=", "mattis?events=x.y"} {
		if got := Breaks(&protocol.State{Link: link}); got != nil {
			t.Errorf("%s: breaks at %v", link, got)
		}
	}
}

func TestStoreTellsOfChanges(t *testing.T) {
	s := &Store{}
	frame := func(segment, since, update int, blocks ...protocol.Block) bool {
		return s.Apply(&protocol.Frame{Run: 1, Segment: segment, Since: since, Update: update, Blocks: blocks})
	}
	frame(0, 0, 4, seriesBlock("m", 0, 5, identity))
	if frame(0, 0, 6, seriesBlock("m", 5, 2, identity)) {
		t.Error("a change is reported although the segment stayed the same")
	}
	if !frame(1, 6, 9, seriesBlock("m", 7, 3, identity)) {
		t.Error("no change reported although the segment grew")
	}
	if !frame(2, 11, 12, seriesBlock("m", 10, 3, identity)) || !frame(1, 6, 8, seriesBlock("m", 8, 1, identity)) {
		t.Error("no change reported although the segment is another")
	}
}

func TestStoreAppendIsAmortised(t *testing.T) {
	s := &Store{}
	frame := &protocol.Frame{Run: 1, Blocks: []protocol.Block{seriesBlock("m", 0, 1, identity)}}
	s.Apply(frame)
	next := 1
	perFrame := testing.AllocsPerRun(10007, func() {
		frame.Blocks[0].From = next
		s.Apply(frame)
		next++
	})
	if perFrame >= 1 {
		t.Errorf("%v allocations per point, want fewer than one", perFrame)
	}
}
