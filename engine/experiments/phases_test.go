package experiments

import (
	"math"
	"slices"
	"strings"
	"testing"

	"cascade/engine/internal/check"
)

// alongMode measures the weights along the modes that a run's phases name, from the weights alone.
func alongMode(s *Session) float64 {
	switch r := s.run.(type) {
	case *mattis:
		return math.Abs(r.along)
	case *sharedWeight:
		return math.Abs(r.along)
	case *hopfield:
		return length(r.amplitudes[0])
	case *trained:
		w := 0.0
		for i, x := range r.triplets.U.Row(0) {
			for j, y := range r.triplets.V.Row(0) {
				w += float64(x) * float64(r.trainer.Machine.W.Row(i)[j]) * float64(y)
			}
		}
		return math.Abs(w)
	}
	return math.NaN()
}

// TestPhasesAddUp: what the parts of an update say is what the weights did.
func TestPhasesAddUp(t *testing.T) {
	for _, link := range []string{smallMattis, smallMattis + "&hvar=1&lr=0.0005", smallMattis + "&method=exact", "binary?n=50&hidden=30&samples=20&chains=10",
		"hopfield?n=60&samples=30&chains=20", smallDigits, smallDigits + "&method=cd", "digits?side=9&hidden=13&samples=60&batch=60&chains=12&modes=3"} {
		s := open(t, link)
		if err := s.Prepare(still); err != nil {
			t.Fatal(err)
		}
		if s.Phases() != nil {
			t.Errorf("%s: phases of no update", link)
		}
		steps(t, s, 130) // of digits the odd updates are not measured from here on, so that the modes stay the same
		before := alongMode(s)
		c := s.Checkpoint(nil, plenty)
		steps(t, s, 1)
		p := s.Phases()[0]
		if p.Data == 0 || p.Model == 0 || p.Change == 0 {
			t.Errorf("%s: %+v", link, p)
		}
		check.Within(t, link+": before + change = after", p.Before+p.Change, p.After, 1e-9)
		check.Within(t, link+": after", p.After, alongMode(s), 1e-6)
		if !strings.HasPrefix(link, "hopfield") { // whose direction turns
			check.Within(t, link+": change", (alongMode(s)-before)/p.Change, 1, 2e-3)
		}
		if s.Return(c); s.Phases() != nil {
			t.Errorf("%s: phases after a return", link)
		}
	}
	if steps(t, open(t, "scaling?sizes=1&points=8&sweeps=8&chains=20"), 1).Phases() != nil {
		t.Error("a protocol has phases")
	}
}

// TestUnitPhasesAreTheWeights: what the pictures say of an update is what one column of the weights did, and a machine without pictures has none.
func TestUnitPhasesAreTheWeights(t *testing.T) {
	s := steps(t, open(t, smallDigits), 20)
	machine := s.run.(*trained).trainer.Machine
	before := make([][]float32, machine.W.Rows)
	for i := range before {
		before[i] = append(before[i], machine.W.Row(i)...)
	}
	steps(t, s, 1)
	u := s.UnitPhases()
	if len(u.Data) != u.Side*u.Side || len(u.Sample) != len(u.Data) || len(u.Fantasy) != len(u.Data) {
		t.Fatalf("pictures of %d, %d and %d cells, side %d", len(u.Data), len(u.Sample), len(u.Fantasy), u.Side)
	}
	rate, moved := s.run.(*trained).trainer.Rate, 0.0
	for i := range u.Data {
		change := float64(u.Weights[i] - before[i][u.Unit-1])
		moved += math.Abs(change)
		if math.Abs(change-rate*float64(u.Data[i]-u.Model[i])) > 1e-6 || math.Abs(change-float64(u.Change[i])) > 1e-6 {
			t.Fatalf("cell %d: the weight moved by %g, the terms are %g and %g", i, change, u.Data[i], u.Model[i])
		}
	}
	if moved == 0 {
		t.Error("no weight moved")
	}
	for name, means := range map[string][]float32{"data": u.HiddenData, "model": u.HiddenModel} {
		if slices.Min(means) < 0 || slices.Max(means) > 1 || len(means) != machine.W.Cols {
			t.Errorf("means of %d hidden units between %g and %g in the %s phase", len(means), slices.Min(means), slices.Max(means), name)
		}
	}
	if steps(t, open(t, smallMattis), 1).UnitPhases() != nil {
		t.Error("pictures of spins")
	}
}
