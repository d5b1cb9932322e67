package figures

import (
	"fmt"
	"math"

	"cascade/engine/experiments"
	"cascade/engine/observables"
)

// trace is one series of a record.
type trace struct{ x, y []float64 }

// traceOf returns a recorded series, which must have points.
func traceOf(r *experiments.Record, name string) (trace, error) {
	s := r.Series[name]
	if s == nil || len(s.X) == 0 {
		return trace{}, fmt.Errorf("%s has no series %s", r.Link, name)
	}
	return trace{s.X, s.Y}, nil
}

// modeTraces holds the curves of one mode of a trained machine, over the same updates.
type modeTraces struct {
	update                        []float64
	w, rho, chi, pca, excess, bim []float64
}

// modeTracesOf returns the curves of mode k, counted from 1.
func modeTracesOf(r *experiments.Record, k int) (m modeTraces, err error) {
	for name, dst := range map[string]*[]float64{"sigma": &m.w, "rho": &m.rho, "chi": &m.chi, "pca": &m.pca, "excess": &m.excess, "bimodal": &m.bim} {
		c, err := traceOf(r, fmt.Sprint(name, k))
		if err != nil {
			return m, err
		}
		m.update, *dst = c.x, c.y
	}
	return m, nil
}

// firstTwo returns the curves of modes 1 and 2.
func firstTwo(r *experiments.Record) (one, two modeTraces, err error) {
	if one, err = modeTracesOf(r, 1); err == nil {
		two, err = modeTracesOf(r, 2)
	}
	return one, two, err
}

// firstAbove returns the index of the first value that is at least level, or -1.
func firstAbove(y []float64, level float64) int {
	for i, v := range y {
		if v >= level {
			return i
		}
	}
	return -1
}

// baseline returns the mean susceptibility of an emerged mode that is still far from its transition, 0 without such updates.
func (m modeTraces) baseline() float64 {
	var s observables.Stat
	for i, rho := range m.rho {
		if rho > 0.02 && rho < 0.15 {
			s.Add(m.chi[i])
		}
	}
	if s.N() < 3 {
		return 0
	}
	return s.Mean()
}

// rise returns the update at which the susceptibility is tenfold its baseline for the first time, the instability then, by linear
// interpolation, and by how much it rises in all; NaN where it never gets there.
func (m modeTraces) rise() (update, rho, factor float64) {
	base, top := m.baseline(), 0.0
	for _, v := range m.chi {
		top = max(top, v)
	}
	i := firstAbove(m.chi, 10*base)
	if base == 0 || i < 1 {
		return math.NaN(), math.NaN(), top / base
	}
	part := (10*base - m.chi[i-1]) / (m.chi[i] - m.chi[i-1])
	between := func(y []float64) float64 { return y[i-1] + part*(y[i]-y[i-1]) }
	return between(m.update), between(m.rho), top / base
}

// critical returns the critical weight from chi = 4/(w_c^2-w^2) at instabilities from 0.15 to 0.7, weighted as the errors of 4/chi
// are, and its standard error from the scatter.
func (m modeTraces) critical() (w, stdErr float64) {
	n, sum, x, x2 := 0.0, 0.0, 0.0, 0.0
	for i, rho := range m.rho {
		if rho < 0.15 || rho > 0.7 || m.chi[i] <= 0 {
			continue
		}
		weight, v := 1/((1-rho)*(1-rho)), 4/m.chi[i]+m.w[i]*m.w[i]
		n, sum, x, x2 = n+1, sum+weight, x+weight*v, x2+weight*v*v
	}
	if n < 3 {
		return math.NaN(), math.NaN()
	}
	mean := x / sum
	w = math.Sqrt(mean)
	return w, math.Sqrt(max(x2/sum-mean*mean, 0)/(n-1)) / (2 * w)
}

// emergence returns the slope of ln w per update while w is between low and high, and the predicted one.
func emergence(r *experiments.Record, k int, low, high float64) (slope, stdErr, theory float64, err error) {
	w, err := traceOf(r, fmt.Sprint("sigma", k))
	if err != nil {
		return 0, 0, 0, err
	}
	t, err := traceOf(r, fmt.Sprint("sigma", k, ".theory"))
	if err != nil || len(t.x) < 2 {
		return 0, 0, 0, fmt.Errorf("%s: no theory for mode %d", r.Link, k)
	}
	var f observables.Fit
	for i, y := range w.y {
		if y >= high {
			break
		}
		if y >= low {
			f.Add(w.x[i], math.Log(y))
		}
	}
	slope, stdErr = f.Slope()
	last := len(t.x) - 1
	return slope, stdErr, math.Log(t.y[last]/t.y[0]) / (t.x[last] - t.x[0]), nil
}

// jump returns the update at which a noisy curve steps up: the one that splits what is between from and to into two parts of
// the most different means, in units of their error; and the ratio of the means.
func (c trace) jump(from, to float64) (update, ratio, significance float64) {
	for i, u := range c.x {
		var before, after observables.Stat
		for j, v := range c.x {
			switch {
			case v < from || v > to:
			case j < i:
				before.Add(c.y[j])
			default:
				after.Add(c.y[j])
			}
		}
		if before.N() < 3 || after.N() < 3 {
			continue
		}
		if z := (after.Mean() - before.Mean()) / math.Hypot(before.StdErr(), after.StdErr()); z > significance {
			update, ratio, significance = u, after.Mean()/before.Mean(), z
		}
	}
	return update, ratio, significance
}

// transitionOf returns a transition of a record, measured and predicted.
func transitionOf(r *experiments.Record, name string) experiments.Transition {
	for _, t := range r.Transitions {
		if t.Name == name {
			return t
		}
	}
	return experiments.Transition{Name: name, Update: math.NaN(), Theory: math.NaN()}
}
