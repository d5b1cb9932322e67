package figures

import (
	"fmt"
	"math"
	"testing"

	"cascade/engine/experiments"
)

// learned is a made-up record of a machine whose modes are learned one after the other, exactly as the theory says.
func learned(modes int) *experiments.Record {
	r := &experiments.Record{Link: "made up", Series: map[string]*experiments.Series{}, Scalars: map[string]experiments.Scalar{}}
	add := func(name string, u, y float64) {
		s := r.Series[name]
		if s == nil {
			s = &experiments.Series{}
			r.Series[name] = s
		}
		s.X, s.Y = append(s.X, u), append(s.Y, y)
	}
	const wc = 4.45
	for k := 1; k <= modes; k++ {
		rate, start := 0.04/math.Sqrt(float64(k)), 1e-4
		for u := 0.0; u < 1000; u++ {
			grown := start * math.Exp(rate*u)
			w := min(grown, wc*(1+0.1*math.Log(max(grown/wc, 1))))
			rho := w * w / (wc * wc)
			if grown < wc {
				add(fmt.Sprint("sigma", k, ".theory"), u, grown)
			}
			chi, pca, excess, bimodal := 0.2/max(1-rho, 0.05), 0.999, 0.0, 1.0/3
			if rho > 1 {
				chi, pca, excess, bimodal = 4, 0.999/rho, -1.5, 0.9
			}
			for name, y := range map[string]float64{"sigma": w, "rho": rho, "chi": chi, "pca": pca, "excess": excess, "bimodal": bimodal} {
				add(fmt.Sprint(name, k), u, y)
			}
			if k == 1 {
				noise := 0.1 * math.Sin(11*u)
				add("q", u, 0.05*(1+noise)*max(1, 4*math.Floor(min(rho, 1))))
				add("qbar", u, 0.2*(1+noise)*max(1, 2*math.Floor(min(rho, 1))))
			}
		}
		r.Transitions = append(r.Transitions, experiments.Transition{Name: fmt.Sprint("t_", k), Update: math.Log(wc/start) / rate})
		r.Scalars[fmt.Sprint("chi_max", k)] = experiments.Scalar{Value: 4}
		r.Scalars[fmt.Sprint("lambda", k)] = experiments.Scalar{Value: []float64{19.9, 8.3, 1.32, 0.78, 0.5, 0.4, 0.3, 0.2, 0.1, 0.1}[k-1]}
	}
	r.Scalars["w_c1"] = experiments.Scalar{Value: 4.47, Error: 0.03, Theory: wc}
	r.Scalars["clusters"] = experiments.Scalar{Value: 3, Theory: 4}
	r.Scalars["accuracy"] = experiments.Scalar{Value: 0.999}
	return r
}

// TestDataMeasures: each measure passes what the theory says and fails a record in which that is spoilt.
func TestDataMeasures(t *testing.T) {
	scale := func(name string, factor float64) func(r *experiments.Record) {
		return func(r *experiments.Record) {
			for i := range r.Series[name].Y {
				r.Series[name].Y[i] *= factor
			}
		}
	}
	scalar := func(name string, x experiments.Scalar) func(r *experiments.Record) {
		return func(r *experiments.Record) { r.Scalars[name] = x }
	}
	faster := func(r *experiments.Record) {
		for i := range r.Series["sigma1"].Y {
			r.Series["sigma1"].X[i] *= 1.1
		}
	}
	weaker := func(records []*experiments.Record) []*experiments.Record {
		for _, r := range records[1:] {
			for k := 1; k <= 6; k++ {
				r.Scalars[fmt.Sprint("chi_max", k)] = experiments.Scalar{Value: 2}
			}
		}
		return records
	}
	spoilt := []struct {
		figure string
		spoil  func(r *experiments.Record)
	}{
		{"2 A", scalar("clusters", experiments.Scalar{Value: 2, Theory: 2})},
		{"2 A", scalar("accuracy", experiments.Scalar{Value: 0.9})},
		{"2 B", faster},
		{"2 C", scale("pca2", 0.9)},
		{"2 D", scale("bimodal1", 0.5)},
		{"2 D", func(r *experiments.Record) { scaleTo(r.Series["excess2"], 0.4) }},
		{"3 A", func(r *experiments.Record) { r.Transitions[2].Update = 5 }},
		{"3 B", scale("rho3", 1.5)},
		{"3 C", func(r *experiments.Record) { scaleTo(r.Series["qbar"], 0.2) }},
		{"3 D", scalar("w_c1", experiments.Scalar{Value: 4.7, Error: 0.2, Theory: 4.45})},
		{"3 D", scalar("w_c1", experiments.Scalar{Value: 4.53, Error: 0.01, Theory: 4.45})},
		{"3 F", scale("chi7", 0.3)},
		{"7", func(r *experiments.Record) { r.Transitions[1].Update = math.NaN() }},
	}
	for _, p := range dataPanels() {
		make := func() []*experiments.Record {
			var list []*experiments.Record
			for range p.links {
				list = append(list, learned(10))
			}
			return weaker(list)
		}
		if text, pass, err := p.measure(make()); err != nil || !pass {
			t.Errorf("figure %s fails what it should pass: %s %v", p.figure, text, err)
		}
		for _, row := range spoilt {
			if row.figure != p.figure {
				continue
			}
			list := make()
			row.spoil(list[0])
			if text, pass, err := p.measure(list); err != nil || pass {
				t.Errorf("figure %s passes what it should fail: %s %v", p.figure, text, err)
			}
		}
		if _, _, err := p.measure([]*experiments.Record{{Link: "empty"}, {}, {}, {}, {}}); err == nil && p.figure != "7" && p.figure != "3 D" {
			t.Errorf("figure %s judges a record without series", p.figure)
		}
		for _, text := range p.links {
			if link, notes, err := experiments.ParseLink(text); err != nil || len(notes) > 0 || link.String() != text {
				t.Errorf("figure %s: link %s reads as %v %v %v", p.figure, text, link, notes, err)
			}
		}
	}
}

// scaleTo makes a series constant.
func scaleTo(s *experiments.Series, y float64) {
	for i := range s.Y {
		s.Y[i] = y
	}
}
