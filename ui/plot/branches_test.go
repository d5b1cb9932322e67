package plot

import (
	"fmt"
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

func TestBranchLabelsDoNotMeet(t *testing.T) {
	var l BranchLabels
	for i, want := range []bool{true, false, true, false, false} {
		k := []int{0, 1, 2, 0, 3}[i]
		y := []float64{100, 105, 140, 200, 200}[i]
		left := []float64{0, 0, 0, 0, 280}[i]
		if l.Add(k, "β 1.4", 300, y, 12, left, 400) != want {
			t.Errorf("label %d: %v", i, !want)
		}
	}
}
