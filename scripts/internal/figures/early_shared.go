package figures

import (
	"fmt"
	"math"
	"slices"

	"cascade/engine/experiments"
	"cascade/engine/theory"
)

// sharedWeightPanels are figure 5.
func sharedWeightPanels() []panel {
	machines := []string{"binary", "binary?hidden=700&lr=0.04", "binary?hidden=1000&lr=0.05&updates=700"}
	var left []string
	for _, link := range machines {
		left = append(left, seeds(3, link)...)
	}
	return []panel{
		{figure: "5 left", links: left, criterion: "the mean growth of each of the three machines is within 3 % of the dashed e^(m²εt/α), and 1 % of ln(1 + ε(⟨m²⟩ − 1/N)/α); U at the end within 2 % of √N w*",
			measure: sharedSlopes},
		{figure: "5 right", links: seeds(3, "binary"),
			criterion: "alignment above 0.95 before the singular value is 1; the magnetisation, that of free spins before (below 0.12 up to 0.9), passes half its end only after; at the end the singular value is 1.758, τ 0.9731, m 0.8145, each within 2 %",
			measure:   alignedFirst},
	}
}

// sharedSlopes judges growth and saturation of each machine, whose runs stand together.
func sharedSlopes(r []*experiments.Record) (text string, pass bool, err error) {
	type machine struct{ dashed, exact, final span }
	found := map[float64]*machine{}
	var order []float64
	for _, r := range r {
		var p [4]float64
		for i, name := range []string{"beta", "n", "hidden", "lr"} {
			if p[i], err = parameter(r, name); err != nil {
				return "", false, err
			}
		}
		rate, err := known(r, "rate", true)
		if err != nil {
			return "", false, err
		}
		c, err := curves(r, "overlap")
		if err != nil {
			return "", false, err
		}
		law := theory.SharedWeight{Alpha: p[2] / p[1], Beta: p[0]}
		m := found[p[2]]
		if m == nil {
			m = &machine{}
			found[p[2]] = m
			order = append(order, p[2])
		}
		w, _ := law.Stationary()
		m.dashed.add(rate.Value / (p[3] * law.Rate()))
		m.exact.add(rate.Value / rate.Theory)
		m.final.add(end(c[0]) / (math.Sqrt(p[1]) * w))
	}
	pass = len(order) == 3
	for _, hidden := range order {
		m := found[hidden]
		pass = pass && math.Abs(m.dashed.Mean()-1) < 0.03 && math.Abs(m.exact.Mean()-1) < 0.01 && m.final.within(1, 0.02)
		text += fmt.Sprintf("Nₕ = %g: %.4f ± %.4f of the dashed line, %.4f of ln(1 + ελ), end %.4f; ", hidden, m.dashed.Mean(), m.dashed.StdErr(), m.exact.Mean(), m.final.Mean())
	}
	return text[:max(len(text)-2, 0)], pass, nil
}

// alignedFirst judges the order of events: alignment, transition, magnetisation.
func alignedFirst(r []*experiments.Record) (string, bool, error) {
	var aligned, split, free, sigma, tau, magnetisation span
	for _, r := range r {
		c, err := curves(r, "sigma", "alignment", "m", "tau")
		if err != nil {
			return "", false, err
		}
		s, m := c[0].Y, c[2].Y
		i := slices.IndexFunc(c[1].Y, func(x float64) bool { return x > 0.95 })
		j := slices.IndexFunc(m, func(x float64) bool { return x > end(c[2])/2 })
		if i < 0 || j < 0 {
			return "no alignment or no magnetisation", false, nil
		}
		aligned.add(s[i])
		split.add(s[j])
		highest := 0.0
		for k := range s {
			if s[k] < 0.9 {
				highest = max(highest, m[k])
			}
		}
		free.add(highest)
		sigma.add(end(c[0]))
		tau.add(end(c[3]))
		magnetisation.add(end(c[2]))
	}
	return fmt.Sprintf("aligned at the singular value %v, magnetised at %v, abs m at most %.3f up to 0.9; end %v, τ %v, m %v", &aligned, &split, free.high, &sigma, &tau, &magnetisation),
		aligned.high < 1 && split.low > 1 && free.high < 0.12 && sigma.within(1.758, 0.02) && tau.within(0.9731, 0.02) && magnetisation.within(0.8145, 0.02), nil
}
