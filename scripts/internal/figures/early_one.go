package figures

import (
	"fmt"
	"math"
	"strings"

	"cascade/engine/experiments"
	"cascade/engine/observables"
	"cascade/engine/theory"
)

// onePatternPanels are figure 1 left and its insets.
func onePatternPanels() []panel {
	const growth = "ln U grows along a straight line, slope over ln(1 + ε(N⟨m²⟩ − 1)σₕ²) in 0.97 to 1.03 while q = w²σₕ² is below 0.8"
	const final = "; at the end √q = √β within 1 %, alignment above 0.99"
	straight := func(link, which string, bare bool) panel {
		p := panel{figure: "1 left", links: seeds(3, link), criterion: which + growth, measure: func(r []*experiments.Record) (string, bool, error) { return straightLine(r, bare) }}
		if bare {
			p.criterion += "; mean slope over ε N m²σₕ² within 5 % of 1"
		}
		p.criterion += final
		return p
	}
	return []panel{
		straight("mattis?beta=1.2&n=400&samples=3000&lr=0.03&updates=1300", "β = 1.2, N = 400: ", true),
		straight("mattis", "β = 1.4, N = 900: ", true),
		straight("mattis?beta=2&n=100&updates=400", "β = 2, N = 100: ", false),
		straight("mattis?lr=5e-5&hvar=1", "β = 1.4, N = 900, the caption's hidden variance 1: ", true),
		{figure: "1 left", links: []string{adiabatic("mattis?n=5000", 12, 240, 300, 2), adiabatic("mattis?n=5000", 12, 240, 300, 3)},
			criterion: "upper inset: χ(1 − q) within 5 % of 1 in each quarter of 0.3 ≤ q ≤ 0.9; N = 5000, for at q = 0.9 the finite size takes 1/(N(1−q)²), 11 % at N = 900",
			measure:   divergence},
		{figure: "1 left", links: []string{adiabatic("mattis", 11, 500, 1000, 3), adiabatic("mattis", 12, 500, 1000, 4)},
			criterion: "lower inset: h* of theory is 0 up to q = 1 and above 0 after; the chains' law splits, ⟨abs m⟩²/⟨m²⟩ passing from 2/π of one peak to 1 of two through the 1/√2 of the critical law, at q = 1 within 2/√N; " +
				"at the end ⟨abs h⟩ is h* within 3 %",
			measure: departure},
	}
}

// adiabatic goes to q = 0.2 or 0.3, which this seed has after so many updates, in strides, and from there slowly, with chains that keep up.
func adiabatic(link string, strides, updates, chains, seed int) string {
	return with(link, fmt.Sprintf("lr=1&init=0.05&method=exact&chains=%d&seed=%d&updates=%d&events=%d.lr.0.005,%[4]d.k.20", chains, seed, updates, strides))
}

// straightLine judges growth and end of the one-pattern machine: with bare, against the formula for large N as well.
func straightLine(r []*experiments.Record, bare bool) (string, bool, error) {
	var slope, plain, length, alignment span
	for _, r := range r {
		c, err := curves(r, "overlap", "q", "alignment")
		if err != nil {
			return "", false, err
		}
		var p [3]float64
		for i, name := range []string{"beta", "n", "lr"} {
			if p[i], err = parameter(r, name); err != nil {
				return "", false, err
			}
		}
		beta, n, lr := p[0], p[1], p[2]
		if r.Params["hvar"] == "1" {
			lr *= n
		}
		var fit observables.Fit
		u := c[0].Y
		for i := range u {
			if u[i] > 3*u[0] && c[1].Y[i] < 0.8 {
				fit.Add(c[0].X[i], math.Log(u[i]))
			}
		}
		b, _ := fit.Slope()
		slope.add(b / math.Log1p(lr*(theory.NewCurieWeiss(int(n), beta).Square()-1/n)))
		m := theory.Magnetisation(beta)
		plain.add(b / (lr * m * m))
		length.add(math.Sqrt(end(c[1]) / beta))
		alignment.add(end(c[2]))
	}
	pass := slope.within(1, 0.03) && length.within(1, 0.01) && alignment.low > 0.99
	text := fmt.Sprintf("slope over theory %v", &slope)
	if bare {
		pass = pass && math.Abs(plain.Mean()-1) < 0.05
		text += fmt.Sprintf(", over ε N m²σₕ² %v", &plain)
	}
	return fmt.Sprintf("%s; √(q/β) %v; alignment %v", text, &length, &alignment), pass, nil
}

// divergence compares the chains' susceptibility with 1/(1-q) below the transition.
func divergence(r []*experiments.Record) (string, bool, error) {
	const bins, low, high = 4, 0.3, 0.9
	var found [bins]observables.Stat
	for _, r := range r {
		c, err := curves(r, "q", "chi")
		if err != nil {
			return "", false, err
		}
		for i, q := range c[0].Y {
			if b := int(bins * (q - low) / (high - low)); q >= low && q < high {
				found[b].Add(c[1].Y[i] * (1 - q))
			}
		}
	}
	pass := true
	var text []string
	for b, s := range found {
		if s.N() < 10 {
			return "", false, fmt.Errorf("only %d measurements in part %d of 0.3 <= q <= 0.9", s.N(), b+1)
		}
		pass = pass && math.Abs(s.Mean()-1) < 0.05
		text = append(text, fmt.Sprintf("%.3f ± %.3f", s.Mean(), s.StdErr()))
	}
	return "χ(1 − q) in the quarters: " + strings.Join(text, ", "), pass, nil
}

// departure finds the q at which the chains' magnetisation becomes two-peaked.
func departure(r []*experiments.Record) (string, bool, error) {
	var at, height span
	sharp, tolerance := true, 0.0
	for _, r := range r {
		c, err := curves(r, "q", "chi", "m", "h", "q.theory", "h.theory")
		if err != nil {
			return "", false, err
		}
		n, err := parameter(r, "n")
		if err != nil {
			return "", false, err
		}
		tolerance = 2 / math.Sqrt(n)
		for i, q := range c[4].Y {
			sharp = sharp && (c[5].Y[i] > 0) == (q > 1)
		}
		q, ratio := c[0].Y, make([]float64, len(c[0].Y))
		for i := range q {
			m2 := c[2].Y[i] * c[2].Y[i]
			square := c[1].Y[i] / n // chi is N<m^2> below the transition, N(<m^2>-<|m|>^2) from there on
			if q[i] >= 1 {
				square += m2
			}
			ratio[i] = m2 / square
		}
		x, ok := lastRise(q, ratio, 1/math.Sqrt2)
		if !ok {
			return "the chains' law does not split", false, nil
		}
		at.add(x)
		height.add(end(c[3]) / end(c[5]))
	}
	text := fmt.Sprintf("it splits at q = %v, 2/√N = %.3f; ⟨abs h⟩/h* at the end %v", &at, tolerance, &height)
	if !sharp {
		text += "; h* is not sharp"
	}
	return text, sharp && math.Abs(at.low-1) < tolerance && math.Abs(at.high-1) < tolerance && height.within(1, 0.03), nil
}

// lastRise returns the x at which y, averaged over 5 neighbours, passes level for the last time, from below.
func lastRise(x, y []float64, level float64) (float64, bool) {
	const half = 2
	mean := func(v []float64, i int) float64 {
		sum := 0.0
		for _, a := range v[i-half : i+half+1] {
			sum += a
		}
		return sum / (2*half + 1)
	}
	for i := len(y) - half - 2; i >= half; i-- {
		if a, b := mean(y, i), mean(y, i+1); a < level && b >= level {
			return mean(x, i) + (mean(x, i+1)-mean(x, i))*(level-a)/(b-a), true
		}
	}
	return 0, false
}
