package experiments

import (
	"fmt"
	"math"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/observables"
)

// TestRelaxationMeasuresTheExactTime at every weight, against the largest odd eigenvalue of the kernel of a sweep; at the
// transition against the reference entry r1.tau.100.100.4.
func TestRelaxationMeasuresTheExactTime(t *testing.T) {
	check.Native(t)
	_, s := finish(t, "relaxation?sizes=2&points=6&sweeps=400&chains=200")
	var deviations observables.Stat
	for _, m := range s.run.(*relaxation).members {
		for i, w := range m.w {
			lambda, err := m.gibbs.Odd(w, still)
			if err != nil {
				t.Fatal(err)
			}
			want := -1 / math.Log(lambda)
			check.Agree(t, fmt.Sprintf("tau of N = %d at %.3f", m.size, w), m.tau[i], m.tauErr[i], want, 4.5)
			check.Within(t, "its relative error", m.tauErr[i]/want, 0, 0.1)
			deviations.Add(math.Pow((m.tau[i]-want)/m.tauErr[i], 2))
		}
	}
	check.Within(t, "mean square of the deviations in units of their errors", deviations.Mean(), 1, 1)
	theory := series(t, s, "tau.100.theory")
	check.Close(t, "theory at the transition", theory.Y[len(theory.Y)-1], 9.39180836767641, 7)
	check.Within(t, "its weight", theory.X[len(theory.X)-1], 4, 0)
}

// TestRelaxationFindsTheDynamicExponent: the fit to exact times is 3 % below 2 for these sizes, and the run agrees with it.
func TestRelaxationFindsTheDynamicExponent(t *testing.T) {
	check.Native(t)
	x, s := finish(t, "relaxation?sizes=4&points=2&sweeps=500&chains=200")
	exact := observables.NewLeastSquares(2)
	for _, m := range s.run.(*relaxation).members {
		lambda, _ := m.gibbs.Odd(4, still)
		exact.Add(math.Log(-1/math.Log(lambda)), 0.01, 1, math.Log(float64(m.size)))
	}
	slope, _ := exact.At(0, 1)
	check.Within(t, "z of the exact times", 4*slope, 2, 0.07)
	check.Agree(t, "z", x["z"].Value, x["z"].Error, 4*slope, 4)
	check.Within(t, "z of theory", x["z"].Theory, 2, 0)
	check.Within(t, "error of z", x["z"].Error, 0, 0.25)
}

// TestRelaxationIsNearTheLimit: below 0.93 w_c the times are within 10 % of -1/ln(w^2/w_c^2). [CPT, Fig. 3 G]
func TestRelaxationIsNearTheLimit(t *testing.T) {
	check.Native(t)
	weights := relaxationWeights(12, 4)
	if weights[0] != 2 || weights[11] != 4 {
		t.Errorf("weights %v", weights)
	}
	_, s := finish(t, "relaxation?sizes=4&points=6&sweeps=150&chains=100")
	m := s.run.(*relaxation).members[3]
	for i, w := range m.w {
		if w < 0.93*4 {
			check.Within(t, fmt.Sprintf("tau of N = 800 at %.2f, relative", w), m.tau[i]/(-1/math.Log(w*w/16)), 1, 0.1+3*m.tauErr[i]/m.tau[i])
		}
	}
}
