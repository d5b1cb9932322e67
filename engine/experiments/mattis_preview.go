package experiments

import (
	"math"

	"cascade/engine/theory"
)

// preview follows the solved training in larger steps, see [Preview]. The free energy is that of its end, where two weights stand for all.
func (r *mattis) preview(now run, rec *recorder, from, to int) *Preview {
	r.n, r.update = r.in.int("n"), from
	r.weights = make([]float64, r.n)
	r.scale = r.hiddenScale()
	machine := r.untrained()
	if before, ok := now.(*mattis); ok {
		machine, r.crossing = before.trainer.Machine, before.crossing
	}
	r.measureWeights(machine)
	start := r.seedling()
	t := theory.NewTrajectory(r.n, r.in.float("beta"))
	t.Along, t.Start, t.LR = start.along, start.across, r.in.float("lr")*r.scale
	t.Saddle, t.Restart = r.in.choice("method") == "saddle", restart(r.in)
	updates, to := stretch(from, to, 2, t.LR) // its state costs as much as a step
	t.LR = theory.Stretched(t.LR, t.Square, updates)
	for u := from; ; u += updates {
		h, m, chi, err := t.State()
		if err != nil {
			break
		}
		for i, y := range []float64{t.Overlap(), t.Q(), t.Alignment(), chi, h, m} {
			rec.point(mattisSeries[i].Name+theorySuffix, u, y)
		}
		before := t.Q()
		if u+updates > to || t.Step() != nil {
			break
		}
		if q := t.Q(); math.IsNaN(r.crossing) && before < 1 && q >= 1 {
			r.predicted = float64(u) - float64(updates)*math.Log(before)/math.Log(q/before)
		}
	}
	p := &Preview{rec: rec, Transitions: r.transitions(), Scalars: r.expected(t.Square)}
	s := math.Sqrt(float64(t.Start*t.Start) + float64(t.Noise*t.Noise))
	r.weights = []float64{t.Along + s, t.Along - s}
	r.landscape(func(f Field) { p.Fields = append(p.Fields, f) })
	return p
}

// expected returns the scalars of a run whose teacher has that E[m^2], as far as theory knows them.
func (r *mattis) expected(square float64) []Scalar {
	beta, nan := r.in.float("beta"), math.NaN()
	m := theory.Magnetisation(beta)
	return []Scalar{
		{"m_data", nan, nan, m}, {"rate", nan, nan, r.growthRate(square)}, {"w_final", nan, nan, math.Sqrt(beta)}, {"m_final", nan, nan, m},
	}
}
