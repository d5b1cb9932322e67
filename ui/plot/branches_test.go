package plot

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"cascade/wasm/protocol"
)

// forkedStore stands at update 8, after it went to 20 and was brought back.
func forkedStore() *Store {
	s := &Store{}
	s.Apply(&protocol.Frame{Run: 1, Update: 20, Segment: 1, Since: 12, Blocks: []protocol.Block{
		seriesBlock("q", 0, 21, identity), seriesBlock("q.theory", 0, 31, identity), seriesBlock("loglik", 0, 20, identity)}})
	s.Apply(&protocol.Frame{Run: 1, Update: 8, Blocks: []protocol.Block{seriesBlock("loglik", 0, 8, identity)}})
	return s
}

var past = Curve{Source: "q"}

func TestTheFutureStaysInSight(t *testing.T) {
	s := forkedStore()
	if x, _ := s.Past(&past); !s.Future() || s.Present() != 8 || len(x) != 9 || s.Points() != 21 {
		t.Errorf("future %v, present %v, %d points up to it, %d in all", s.Future(), s.Present(), len(x), s.Points())
	}
	if x, _ := s.Past(&Curve{Source: "q.theory"}); len(x) != 31 {
		t.Errorf("%d points of the prediction", len(x))
	}
	if x, _ := s.Series("loglik"); len(x) != 20 {
		t.Errorf("%d points of the likelihood", len(x))
	}
	s.Apply(&protocol.Frame{Run: 1, Update: 8, Blocks: []protocol.Block{seriesBlock("q", 0, 9, identity)}}) // asked for before the run went back
	if s.Points() != 21 {
		t.Errorf("what comes once more leaves %d points", s.Points())
	}
	s.Apply(&protocol.Frame{Run: 1, Update: 21, Blocks: []protocol.Block{seriesBlock("q", 21, 1, identity)}})
	if x, _ := s.Past(&past); s.Future() || len(x) != 22 {
		t.Errorf("overtaken, but future %v, %d points", s.Future(), len(x))
	}
}

func TestForkMakesABranch(t *testing.T) {
	s := forkedStore()
	s.Fork(8, "β 1.4")
	x, y := s.Branches()[0].Curve(&past)
	if len(s.Branches()) != 1 || s.Branches()[0].Label != "β 1.4" || x[0] != 8 || x[len(x)-1] != 20 || y[3] != x[3] {
		t.Errorf("branch %v", s.Branches())
	}
	if x, _ := s.Series("q"); len(x) != 9 || s.Future() {
		t.Errorf("%d points are left, future %v", len(x), s.Future())
	}
	if x, _ := s.Series("q.theory"); len(x) != 31 {
		t.Error("the prediction was cut")
	}
	s.Apply(&protocol.Frame{Run: 1, Update: 10, Blocks: []protocol.Block{seriesBlock("q", 21, 3, identity)}})
	if n := s.Points(); n != 9 {
		t.Errorf("%d points: those of the other future must come again", n)
	}
	if s.Fork(10, "k 1"); len(s.Branches()) != 1 {
		t.Error("a branch of nothing")
	}
	if s.ClearBranches(); len(s.Branches()) != 0 {
		t.Error("a branch is left")
	}
}

// TestAThousandForksDoNotGrow: six branches stay, of some hundred points each.
func TestAThousandForksDoNotGrow(t *testing.T) {
	s := &Store{}
	for i := range 1000 {
		s.Apply(&protocol.Frame{Run: 1, Update: 3000, Blocks: []protocol.Block{seriesBlock("q", len(s.pointsOf("q")), 3001-len(s.pointsOf("q")), identity)}})
		s.Apply(&protocol.Frame{Run: 1, Update: 5})
		s.Fork(5, fmt.Sprint(i))
	}
	if n := len(s.Branches()); n != MaxBranches || s.Branches()[n-1].Label != "999" {
		t.Errorf("%d branches, the last %q", n, s.Branches()[n-1].Label)
	}
	for i := range s.Branches() {
		x, _ := s.Branches()[i].Curve(&past)
		if len(x) > branchPoints+1 || x[0] != 5 || x[len(x)-1] != 3000 || !slices.IsSorted(x) {
			t.Errorf("%d points from %v to %v", len(x), x[0], x[len(x)-1])
		}
	}
}

func (s *Store) pointsOf(name string) []float32 { x, _ := s.Series(name); return x }

// TestRestartKeepsTheOldRunAsABranch, also those that it had.
func TestRestartKeepsTheOldRunAsABranch(t *testing.T) {
	s := forkedStore()
	s.Fork(8, "a")
	s.Restart("b")
	s.Apply(&protocol.Frame{Run: 2, Update: 0, Blocks: []protocol.Block{seriesBlock("q", 0, 1, identity)}})
	if list := s.Branches(); len(list) != 2 || list[1].Label != "b" || s.Points() != 1 {
		t.Errorf("branches %v, %d points", list, s.Points())
	}
	s.Apply(&protocol.Frame{Run: 3, Update: 0, Blocks: []protocol.Block{seriesBlock("q", 0, 1, identity)}})
	if len(s.Branches()) != 0 {
		t.Error("another run has the branches of the one before")
	}
}

// TestFiguresShowBranchesAndFuture and where the run stands, and the branch widens the limits.
func TestFiguresShowBranchesAndFuture(t *testing.T) {
	p := Panel{ID: "q", X: Axis{Label: "update", Time: true, Min: 0, Max: 30}, Y: axis("q"), Curves: withTheory("q", "q", 1)}
	s := forkedStore()
	text := SVG(&p, s, sampleState(), 400, 300, Light)
	if !strings.Contains(text, `stroke-opacity="0.3"`) || strings.Count(text, `stroke="`+Light.Ink+`"`) != 1 {
		t.Errorf("no future, or no present:\n%s", text)
	}
	s.Fork(8, "β 1.4")
	text = SVG(&p, s, sampleState(), 400, 300, Light)
	if strings.Contains(text, `stroke-opacity="0.3"`) || !strings.Contains(text, Light.Pale(1)) || !strings.Contains(text, ">β 1.4</text>") {
		t.Errorf("no branch, or a future:\n%s", text)
	}
	if _, y := p.Limits(s); y[1] < 20 {
		t.Errorf("the branch is out of sight: %v", y)
	}
}

// TestBranchNames: each branch is named once, at an end where no line and no other name is in the way, or else at any.
func TestBranchNames(t *testing.T) {
	p := Panel{ID: "q", Hero: true, X: Axis{Label: "update", Time: true, Min: 0, Max: 30}, Y: axis("q"), Curves: []Curve{{Source: "q"}, {Source: "r"}}}
	flat := func(heights ...float64) *Store { // lines of the run, then two branches of both
		s := &Store{}
		for i := 2; i <= len(heights); i += 2 {
			line := func(k int) func(float64) float64 { return func(float64) float64 { return heights[i-2+k] } }
			s.Apply(&protocol.Frame{Run: 1, Update: 10, Blocks: []protocol.Block{seriesBlock("q", 0, 11, line(0)), seriesBlock("r", 0, 11, line(1))}})
			if i < len(heights) {
				s.Fork(0, []string{"β 1", "β 22"}[i/2-1])
				s.Apply(&protocol.Frame{Run: 1, Update: 0})
			}
		}
		return s
	}
	x, y := func(v float32) float64 { return 30 * float64(v) }, func(v float32) float64 { return float64(v) }
	for _, row := range []struct {
		heights []float64 // in pixels, from the top
		want    [2]float64
	}{
		{[]float64{100, 200, 150, 250, 300, 350}, [2]float64{96, 146}}, // all free: above
		{[]float64{100, 200, 95, 250, 300, 350}, [2]float64{111, 91}},  // the other branch is just above: below
		{[]float64{100, 200, 100, 250, 95, 105}, [2]float64{196, 246}}, // the run is above and below: at the other line
		{[]float64{100, 106, 103, 109, 100, 106}, [2]float64{96, 120}}, // no place of the first is free
	} {
		names := p.BranchNames(flat(row.heights...), x, y, 0, 300, 400, 10)
		if len(names) != 2 || names[0].Text != "β 1" || names[1].Text != "β 22" || math.Abs(names[0].Y-row.want[0]) > 1e-3 || math.Abs(names[1].Y-row.want[1]) > 1e-3 {
			t.Errorf("%v: %v, want heights %v", row.heights, names, row.want)
		}
	}
	s := &Store{} // a line that rises to its end
	s.Apply(&protocol.Frame{Run: 1, Update: 10, Blocks: []protocol.Block{seriesBlock("q", 0, 11, func(x float64) float64 { return 200 - 10*x })}})
	s.Fork(0, "β 3")
	if names := p.BranchNames(s, x, y, 0, 300, 400, 10); len(names) != 1 || names[0].Y != 96 {
		t.Errorf("a rising line: %v", names)
	}
	falling := func(v float32) float64 { return 400 - float64(v) }
	if names := p.BranchNames(s, x, falling, 0, 300, 400, 10); len(names) != 1 || names[0].Y != 311 {
		t.Errorf("a falling line: %v", names)
	}
	crowd := flat(100, 106, 103, 109, 92, 115)
	if names := p.BranchNames(crowd, x, y, 0, 300, 400, 10); len(names) != 2 {
		t.Errorf("names of the hero: %v", names)
	}
	p.Hero = false
	if names := p.BranchNames(crowd, x, y, 0, 300, 400, 10); len(names) != 0 {
		t.Errorf("names on lines, below the hero: %v", names)
	}
	if names := p.BranchNames(flat(100, 200, 150, 250, 300, 350), x, y, 290, 300, 400, 10); len(names) != 0 {
		t.Errorf("where there is no room: %v", names)
	}
}
