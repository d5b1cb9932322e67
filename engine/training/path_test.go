package training

import (
	"math"
	"testing"

	"cascade/engine/models"
)

// TestPathIsBoundedAndEven adds machines at places that bunch, in several ways.
func TestPathIsBoundedAndEven(t *testing.T) {
	const capacity = 16
	for name, place := range map[string]func(u int) float64{
		"linear": func(u int) float64 { return float64(u) }, "logarithmic": func(u int) float64 { return math.Log(float64(u + 1)) },
		"exponential then flat": func(u int) float64 { return math.Tanh(math.Exp(float64(u-800) / 100)) },
	} {
		p, m := NewPath(capacity), models.New(models.Binary, models.Binary, 5, 3)
		for u := range 1000 {
			m.W.Row(2)[1], m.B[4], m.C[2] = float32(u), float32(-u), float32(2*u)
			p.Add(u, place(u), m)
		}
		list := p.Checkpoints()
		if len(list) != capacity || list[0].Update != 0 || list[capacity-1].At != place(999) {
			t.Fatalf("%s: %d machines, from %d to %d", name, len(list), list[0].Update, list[capacity-1].Update)
		}
		whole := list[capacity-1].At - list[0].At
		for i, c := range list {
			if c.At != place(c.Update) || c.W.Row(2)[1] != float32(c.Update) || c.B[4] != -float32(c.Update) || c.C[2] != 2*float32(c.Update) {
				t.Errorf("%s: machine %d is not that of update %d", name, i, c.Update)
			}
			if i > 0 && name != "logarithmic" && c.At-list[i-1].At > 3*whole/capacity { // whose first steps are larger than that
				t.Errorf("%s: a gap of %g of %g before update %d", name, c.At-list[i-1].At, whole, c.Update)
			}
		}
		if i := p.Nearest(place(500)); math.Abs(list[i].At-place(500)) > 1.6*whole/capacity {
			t.Errorf("%s: nearest to %g is %g", name, place(500), list[i].At)
		}
	}
}

func TestPathLeavesOutWhatDoesNotAdvance(t *testing.T) {
	p, m := NewPath(3), models.New(models.Binary, models.Binary, 2, 2)
	if p.Nearest(0) != -1 {
		t.Error("an empty path has a machine")
	}
	for u, at := range []float64{1, 1, 0.5, math.NaN(), 2} {
		p.Add(u, at, m)
	}
	if list := p.Checkpoints(); len(list) != 2 || list[1].Update != 4 {
		t.Errorf("%d machines are kept", len(list))
	}
}
