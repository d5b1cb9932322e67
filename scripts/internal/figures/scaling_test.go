package figures

import (
	"fmt"
	"math"
	"testing"

	"cascade/engine/experiments"
	"cascade/engine/theory"
)

// syntheticScaling is what a perfect run of the rank-one machine would record, at 1600 and 3200 units a layer.
func syntheticScaling() *experiments.Record {
	r := &experiments.Record{Link: "synthetic", Series: map[string]*experiments.Series{}, Scalars: map[string]experiments.Scalar{
		"w_c": {Value: 4.01, Error: 0.01, Theory: 4}, "phi0": {Value: 1.17, Error: 0.01, Theory: theory.ScalingFunction(0)}, "spread": {Value: 0.02, Error: 0.01},
	}}
	for _, n := range []int{1600, 3200} {
		law, root := theory.NewRankOne(n, n, 0), math.Sqrt(float64(n)/2)
		chi, collapse := &experiments.Series{}, &experiments.Series{}
		for i := range 40 {
			w := 2.4 + 0.06*float64(i)
			law.W = w
			x, _ := law.Susceptibility()
			chi.X, chi.Y = append(chi.X, w), append(chi.Y, x)
			collapse.X, collapse.Y = append(collapse.X, root*(w*w/16-1)), append(collapse.Y, 4*x/root)
		}
		r.Series[fmt.Sprintf("chi.%d", n)], r.Series[fmt.Sprintf("collapse.%d", n)] = chi, collapse
		r.Series[fmt.Sprintf("chi.%d.theory", n)] = chi
	}
	return r
}

// syntheticRelaxation is a perfect run of the slowing-down protocol.
func syntheticRelaxation() *experiments.Record {
	r := &experiments.Record{Link: "synthetic", Series: map[string]*experiments.Series{}, Scalars: map[string]experiments.Scalar{"z": {Value: 2.02, Error: 0.05, Theory: 2}}}
	limit := &experiments.Series{}
	for _, n := range []int{200, 400} {
		law, s := theory.NewBlockGibbs(n, n), &experiments.Series{}
		for _, w := range []float64{2, 2.5, 3, 3.5, 3.8, 4} {
			lambda, _ := law.Odd(w, func() {})
			s.X, s.Y = append(s.X, w), append(s.Y, -1/math.Log(lambda))
			if w < 4 && n == 400 {
				limit.X, limit.Y = append(limit.X, w), append(limit.Y, theory.RelaxationSweeps(w, 4))
			}
		}
		copied := &experiments.Series{X: append(experiments.Reals{}, s.X...), Y: append(experiments.Reals{}, s.Y...)}
		r.Series[fmt.Sprintf("tau.%d", n)], r.Series[fmt.Sprintf("tau.%d.theory", n)] = s, copied
	}
	r.Series["tau.theory"] = limit
	return r
}

// loops are slower and slower ramps.
func loops(areas ...float64) (list []*experiments.Record) {
	for i, a := range areas {
		list = append(list, &experiments.Record{Link: "synthetic", Params: map[string]any{"k": i, "w": 5.0}, Scalars: map[string]experiments.Scalar{
			"area": {Value: a, Error: 0.002}, "coercive": {Value: a, Error: 0.01, Theory: 0.3},
		}})
	}
	return list
}

// TestScalingClaims: a perfect record passes, one that is spoilt in one point does not, and one that lacks something is an error.
func TestScalingClaims(t *testing.T) {
	scaled := func(name string, factor float64) func(r *experiments.Record) {
		return func(r *experiments.Record) {
			s := r.Series[name]
			y := append(experiments.Reals{}, s.Y...)
			for i := range y {
				y[i] *= factor
			}
			r.Series[name] = &experiments.Series{X: s.X, Y: y}
		}
	}
	scalar := func(name string, value float64) func(r *experiments.Record) {
		return func(r *experiments.Record) { s := r.Scalars[name]; s.Value = value; r.Scalars[name] = s }
	}
	lost := func(name string) func(r *experiments.Record) {
		return func(r *experiments.Record) { delete(r.Series, name); delete(r.Scalars, name) }
	}
	type spoil = func(r *experiments.Record)
	for _, c := range []struct {
		name        string
		make        func() *experiments.Record
		measure     func(r []*experiments.Record) (string, bool, error)
		spoilt, bad map[string]spoil
	}{
		{"divergence", syntheticScaling, func(r []*experiments.Record) (string, bool, error) { return divergesAt(r[0], 0, 0.9, true) },
			map[string]spoil{"w_c": scalar("w_c", 4.15), "chi": scaled("chi.3200", 1.2), "growth": scaled("chi.1600", 1.2)}, map[string]spoil{"w_c": lost("w_c"), "collapse": lost("collapse.1600"), "size": lost("chi.1600")}},
		{"hidden divergence", syntheticScaling, func(r []*experiments.Record) (string, bool, error) { return divergesAt(r[0], 0.25, 0.9, false) },
			map[string]spoil{"chi": scaled("chi.3200", 0.85)}, nil},
		{"spread", syntheticScaling, func(r []*experiments.Record) (string, bool, error) { return collapses(r[0], 4) },
			map[string]spoil{"size": scaled("collapse.1600", 1.25)}, map[string]spoil{"size": lost("collapse.3200")}},
		{"exact collapse", syntheticScaling, exactCollapse,
			map[string]spoil{"curve": scaled("collapse.3200", 1.06), "phi(0)": scalar("phi0", 1.2)}, map[string]spoil{"phi(0)": lost("phi0")}},
		{"slowing down", syntheticRelaxation, func(r []*experiments.Record) (string, bool, error) { return slowsDown(r[0], 0.9, 0.1) },
			map[string]spoil{"limit": scaled("tau.400", 1.12), "own law": scaled("tau.400.theory", 1.12), "z": scalar("z", 2.3)}, map[string]spoil{"limit": lost("tau.theory"), "law": lost("tau.400.theory"), "z": lost("z")}},
	} {
		if text, pass, err := c.measure([]*experiments.Record{c.make()}); !pass || err != nil {
			t.Errorf("%s: a perfect record fails: %s %v", c.name, text, err)
		}
		for what, spoil := range c.spoilt {
			r := c.make()
			spoil(r)
			if text, pass, err := c.measure([]*experiments.Record{r}); pass || err != nil {
				t.Errorf("%s: a record with another %s passes: %s %v", c.name, what, text, err)
			}
		}
		for what, spoil := range c.bad {
			r := c.make()
			spoil(r)
			if _, pass, err := c.measure([]*experiments.Record{r}); pass || err == nil {
				t.Errorf("%s: a record without %s is judged", c.name, what)
			}
		}
	}
	for text, c := range map[string]struct {
		areas []float64
		judge func(r []*experiments.Record) (string, bool, error)
		pass  bool
	}{
		"falls":                        {[]float64{0.3, 0.2, 0.1}, shrinks, true},
		"rises":                        {[]float64{0.2, 0.3, 0.1}, shrinks, false},
		"closes":                       {[]float64{0.3, 0.2, 0.001}, shrinks, false},
		"is wider than the metastable": {[]float64{0.6, 0.4, 0.1}, shrinks, false},
		"is none":                      {[]float64{0.01, -0.01}, noLoop, true},
		"is one below the transition":  {[]float64{0.01, 0.06}, noLoop, false},
	} {
		if measured, pass, err := c.judge(loops(c.areas...)); pass != c.pass || err != nil {
			t.Errorf("a loop that %s: %s, pass %v, %v", text, measured, pass, err)
		}
	}
}

// TestScalingLinksAreGood: none is corrected.
func TestScalingLinksAreGood(t *testing.T) {
	for _, p := range scalingPanels() {
		for _, text := range p.links {
			if l, corrections, err := experiments.ParseLink(text); err != nil || len(corrections) > 0 || l.String() == "" {
				t.Errorf("%s: %v %v", text, corrections, err)
			}
		}
	}
}
