package figures

import (
	"math"
	"testing"

	"cascade/engine/experiments"
	"cascade/engine/theory"
)

// synthetic makes a record by hand: numbers of the parameters, and series over x.
func synthetic(params map[string]any, x []float64, series map[string]func(x float64) float64) *experiments.Record {
	r := &experiments.Record{Link: "synthetic", Params: params, Series: map[string]*experiments.Series{}, Scalars: map[string]experiments.Scalar{}, Fields: map[string]*experiments.FieldTable{}}
	for name, f := range series {
		s := &experiments.Series{X: x}
		for _, x := range x {
			s.Y = append(s.Y, f(x))
		}
		r.Series[name] = s
	}
	return r
}

func line(n int) (x []float64) {
	for i := range n {
		x = append(x, float64(i))
	}
	return x
}

// times returns f scaled.
func times(s *experiments.Series, factor float64) {
	for i := range s.Y {
		s.Y[i] *= factor
	}
}

func growing() []*experiments.Record {
	rate := math.Log1p(0.05 * (theory.NewCurieWeiss(900, 1.4).Square() - 1.0/900))
	w := func(x float64) float64 { return min(0.001*math.Exp(rate*x), math.Sqrt(1.4)) }
	return []*experiments.Record{synthetic(map[string]any{"beta": 1.4, "n": 900.0, "lr": 0.05, "hvar": "1/n"}, line(400), map[string]func(float64) float64{
		"overlap": func(x float64) float64 { return 30 * w(x) }, "q": func(x float64) float64 { return w(x) * w(x) }, "alignment": func(float64) float64 { return 0.999 },
	})}
}

func diverging() []*experiments.Record {
	q := func(x float64) float64 { return 0.3 + 0.001*x }
	return []*experiments.Record{synthetic(nil, line(600), map[string]func(float64) float64{"q": q, "chi": func(x float64) float64 { return 1 / (1 - q(x)) }})}
}

// departing has chains whose |m|^2 is as large a part of m^2 as a smooth function of q says, 1/sqrt 2 at q = 1.
func departing() []*experiments.Record {
	q := func(x float64) float64 { return 0.7 + 0.002*x }
	saddle := func(x float64) float64 { h, _ := theory.SaddlePoint([]float64{math.Sqrt(q(x))}); return h }
	m := func(x float64) float64 { return 0.1 + saddle(x) }
	ratio := func(x float64) float64 { return math.Sqrt(0.5) + 0.3*math.Tanh(5*(q(x)-1)) }
	return []*experiments.Record{synthetic(map[string]any{"n": 900.0}, line(300), map[string]func(float64) float64{"q": q, "q.theory": q, "h": saddle, "h.theory": saddle, "m": m,
		"chi": func(x float64) float64 {
			square := m(x) * m(x) / ratio(x)
			if q(x) >= 1 {
				square -= m(x) * m(x)
			}
			return 900 * square
		}})}
}

func twoModes() []*experiments.Record {
	a, b := theory.Hopfield(2, 0.3)
	sigma := func(end float64) func(float64) float64 {
		return func(x float64) float64 { return min(1e-4*math.Exp(x/10), end) }
	}
	r := synthetic(map[string]any{"beta": 2.0, "kappa": 0.3, "lr": 0.1}, line(300), map[string]func(float64) float64{
		"sigma1": sigma(2.6), "sigma1.theory": sigma(2.6), "sigma2": sigma(1.4), "sigma2.theory": sigma(1.4),
		"minima": func(x float64) float64 {
			switch {
			case x < 92:
				return 1
			case x < 150:
				return 2
			}
			return 4
		}})
	r.Scalars["rate1"] = experiments.Scalar{Value: 0.1 * a.Rate(), Theory: 0.1 * a.Rate()}
	r.Scalars["rate2"] = experiments.Scalar{Value: 0.1 * b.Rate(), Theory: 0.1 * b.Rate()}
	r.Scalars["t_I"] = experiments.Scalar{Value: 92, Theory: 92.1}
	r.Scalars["t_II"] = experiments.Scalar{Value: 149.5, Theory: 150}
	return []*experiments.Record{r}
}

// threeTimes has one, two and four minima, and samples on them.
func threeTimes() []*experiments.Record {
	var list []*experiments.Record
	for i, wells := range [][][2]float64{{{0, 0}}, {{1, 0}, {-1, 0}}, {{1, 0.5}, {1, -0.5}, {-1, 0.5}, {-1, -0.5}}} {
		r := twoModes()[0]
		r.Update = []int{50, 120, 250}[i]
		add := func(name string, points [][2]float64) {
			f := &experiments.FieldTable{Rows: 2, Cols: len(points), Z: make(experiments.Reals, 2*len(points))}
			for c, p := range points {
				f.Z[c], f.Z[len(points)+c] = p[0], p[1]
			}
			r.Fields[name] = f
		}
		add("free_energy.minima", wells)
		var dots [][2]float64
		for c := range 200 {
			dots = append(dots, wells[c%len(wells)])
		}
		add("projections.data", dots)
		add("magnetisations.data", dots)
		list = append(list, r)
	}
	return list
}

func shared() []*experiments.Record {
	var list []*experiments.Record
	for _, hidden := range []float64{400, 700, 1000} {
		law := theory.SharedWeight{Alpha: hidden / 900, Beta: 1.4}
		w, _ := law.Stationary()
		sigma := func(x float64) float64 { return min(0.01*x, 1.758) }
		r := synthetic(map[string]any{"beta": 1.4, "n": 900.0, "hidden": hidden, "lr": 0.03}, line(300), map[string]func(float64) float64{
			"overlap": func(float64) float64 { return 30 * w }, "sigma": sigma, "alignment": func(x float64) float64 { return min(0.02*x, 0.999) },
			"m": func(x float64) float64 { return min(max(0.03, 3*(sigma(x)-1)), 0.8145) }, "tau": func(float64) float64 { return 0.9731 }})
		r.Scalars["rate"] = experiments.Scalar{Value: 0.98 * 0.03 * law.Rate(), Theory: 0.98 * 0.03 * law.Rate()}
		list = append(list, r)
	}
	return list
}

func cascading() []*experiments.Record {
	r := &experiments.Record{Scalars: map[string]experiments.Scalar{"lumps": {Value: 8, Theory: 8}},
		Transitions: []experiments.Transition{{Name: "t_1", Update: 101, Theory: 100}, {Name: "t_2", Update: 200, Theory: 202}, {Name: "t_3", Update: 312, Theory: 300}}}
	return []*experiments.Record{r}
}

// TestEarlyMeasures: each measure passes a record that shows what is claimed, and fails it once it is spoilt.
func TestEarlyMeasures(t *testing.T) {
	scalar := func(name string, factor float64) func(r []*experiments.Record) {
		return func(r []*experiments.Record) {
			s := r[len(r)-1].Scalars[name]
			s.Value *= factor
			r[len(r)-1].Scalars[name] = s
		}
	}
	series := func(name string, factor float64) func(r []*experiments.Record) {
		return func(r []*experiments.Record) { times(r[0].Series[name], factor) }
	}
	for name, row := range map[string]struct {
		good    func() []*experiments.Record
		measure func(r []*experiments.Record) (string, bool, error)
		spoil   []func(r []*experiments.Record)
	}{
		"straightLine": {growing, func(r []*experiments.Record) (string, bool, error) { return straightLine(r, true) }, []func(r []*experiments.Record){
			func(r []*experiments.Record) { r[0].Params["lr"] = 0.052 }, series("q", 1.03), series("alignment", 0.98)}},
		"divergence": {diverging, divergence, []func(r []*experiments.Record){series("chi", 1.06), series("chi", 0.94)}},
		"departure": {departing, departure, []func(r []*experiments.Record){series("h", 1.04), series("h.theory", 0),
			func(r []*experiments.Record) {
				for i := range r[0].Series["chi"].Y { // the split comes later
					r[0].Series["chi"].Y[i] += 60
				}
			}}},
		"twoSlopes":      {twoModes, twoSlopes, []func(r []*experiments.Record){scalar("rate1", 1.04), scalar("rate2", 0.94)}},
		"followed":       {twoModes, followed, []func(r []*experiments.Record){series("sigma1", 1.04), series("sigma2.theory", 0.5)}},
		"countedValleys": {twoModes, countedValleys, []func(r []*experiments.Record){scalar("t_I", 1.1), scalar("t_II", 0.9), series("minima", 2)}},
		"valleys": {threeTimes, valleys, []func(r []*experiments.Record){
			func(r []*experiments.Record) { r[0].Fields["free_energy.minima"].Cols = 2 },
			func(r []*experiments.Record) { r[1].Update = 400 },
			func(r []*experiments.Record) { r[1].Fields["free_energy.minima"].Z[2] = 0.5 },
			func(r []*experiments.Record) { r[2].Fields["free_energy.minima"].Z[0] = 1.05 }}},
		"sharedSlopes": {shared, sharedSlopes, []func(r []*experiments.Record){scalar("rate", 1.03), series("overlap", 1.03)}},
		"alignedFirst": {shared, alignedFirst, []func(r []*experiments.Record){series("tau", 0.97), series("m", 0.5), series("sigma", 0.6),
			func(r []*experiments.Record) { times(r[0].Series["alignment"], 0.94) }}},
		"cascade": {cascading, cascade, []func(r []*experiments.Record){scalar("lumps", 0.5),
			func(r []*experiments.Record) { r[0].Transitions[2].Update = 315 },
			func(r []*experiments.Record) { r[0].Transitions[0].Update = 103 }}},
		"overTheory": {twoModes, func(r []*experiments.Record) (string, bool, error) {
			return overTheory(r, []string{"t_I", "t_II"}, []float64{0.03, 0.03})
		}, []func(r []*experiments.Record){scalar("t_I", 1.04), scalar("t_II", 0.95)}},
	} {
		text, pass, err := row.measure(row.good())
		if err != nil || !pass {
			t.Errorf("%s: a good record fails: %s %v", name, text, err)
		}
		for i, spoil := range row.spoil {
			r := row.good()
			spoil(r)
			if text, pass, err := row.measure(r); err == nil && pass {
				t.Errorf("%s: spoilt record %d passes: %s", name, i, text)
			}
		}
		if name == "cascade" {
			continue
		}
		r := row.good()
		clear(r[0].Series)
		clear(r[0].Scalars)
		clear(r[len(r)-1].Scalars)
		if _, pass, err := row.measure(r); err == nil || pass {
			t.Errorf("%s: a record without what is measured passes or is no error", name)
		}
	}
}

// TestEarlyLinks: every link is one that the program knows, without a correction.
func TestEarlyLinks(t *testing.T) {
	for _, p := range earlyPanels() {
		for _, text := range p.links {
			if _, notes, err := experiments.ParseLink(text); err != nil || len(notes) > 0 {
				t.Errorf("%s: %v %v", text, notes, err)
			}
		}
	}
}
