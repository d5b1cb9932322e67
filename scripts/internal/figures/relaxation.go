package figures

import (
	"fmt"
	"math"

	"cascade/engine/experiments"
)

// relaxationPanels are figure 3 G.
func relaxationPanels() []panel {
	const slow = "; 4 times the power of Nₑ in τ at w_c is 2 within %s (τ ∝ √N)"
	return []panel{
		{"3 G", []string{"relaxation?sweeps=1000"}, "rank-one control: τ of the largest size within 10 % of −1/ln(w²/w_c²) for w < 0.93 w_c, and of its exact value" + fmt.Sprintf(slow, "10 %"),
			func(r []*experiments.Record) (string, bool, error) { return slowsDown(r[0], 0.93, 0.1) }},
		{"3 G", []string{"relaxation?machine=digits&points=10&sweeps=300&chains=200"}, "digits: τ of the largest size within 10 % of −1/ln(w²/w_c²) for w < 0.8 w_c; for w < 0.93 w_c, where finite size takes more at Nₑ ≈ 50, " +
			"within 10 % of the exact time of the rank-one machine with the same Nₑ and w/w_c" + fmt.Sprintf(slow, "20 %"),
			func(r []*experiments.Record) (string, bool, error) { return slowsDown(r[0], 0.8, 0.2) }},
	}
}

// slowsDown compares the relaxation times of the largest size with the limit of large sizes, up to a part of w_c, and with the law of
// its own size.
func slowsDown(r *experiments.Record, part, zLimit float64) (string, bool, error) {
	z, err := measuredWith(r, "z")
	if err != nil {
		return "", false, err
	}
	tau, err := readSizes(r, "tau")
	if err != nil {
		return "", false, err
	}
	s, size := tau.largest()
	limit, law := r.Series["tau.theory"], r.Series[fmt.Sprintf("tau.%g.theory", size)]
	if limit == nil || law == nil || len(limit.X) < 2 {
		return "", false, fmt.Errorf("%s lacks the laws of N = %g", r.Link, size)
	}
	// -1/ln(w^2/w_c^2) = tau says what w_c is.
	critical := limit.X[0] * math.Exp(1/(2*limit.Y[0]))
	var off, near, own worst
	for i, w := range s.X {
		if w >= 0.93*critical {
			continue
		}
		near.add(w, s.Y[i], -1/math.Log(w*w/(critical*critical)))
		if w < part*critical {
			off.add(w, s.Y[i], -1/math.Log(w*w/(critical*critical)))
		}
		if exact := logAt(law, w); exact > 0 {
			own.add(w, s.Y[i], exact)
		}
	}
	pass := off.within(0.1) && own.within(0.1) && math.Abs(z.Value/2-1) < zLimit
	return fmt.Sprintf("N = %g differs from −1/ln(w²/w_c²) %v below %g w_c, %v below 0.93 w_c; there from the law of its size %v; z = %.3f ± %.3f",
		size, &off, part, &near, &own, z.Value, z.Error), pass, nil
}
