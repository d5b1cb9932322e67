package theory

import (
	"math"

	"cascade/engine/portable"
)

// SharedWeight is the machine of +-1 units in which all Nh = Alpha N hidden units share their weights w_i/Nh, trained on
// Curie-Weiss data of inverse temperature Beta, for N -> infinity and homogeneous weights w. [CPT, App. B], where one
// factor xi_i too many and another normalisation of w are printed.
type SharedWeight struct{ Alpha, Beta float64 }

// Critical returns the weight sqrt(Alpha) of the transition; the singular value w/sqrt(Alpha) is 1 there.
func (s SharedWeight) Critical() float64 { return math.Sqrt(s.Alpha) }

// Rate returns the growth rate m^2/Alpha of small weights, per unit of t = lr times updates.
func (s SharedWeight) Rate() float64 {
	m := Magnetisation(s.Beta)
	return float64(m*m) / s.Alpha
}

// Stationary returns the weight at the end of the training, the root of w tanh(w m/Alpha) = Beta m, and the hidden
// magnetisation tau = tanh(w m/Alpha) there; the visible one is the data's m. For Beta <= 1, where m and tau are 0, w = sqrt(Alpha Beta), the
// limit of that root: both the data and the machine are then Curie-Weiss models of small m, of Beta and w^2/Alpha.
func (s SharedWeight) Stationary() (w, tau float64) {
	m := Magnetisation(s.Beta)
	if m == 0 {
		return math.Sqrt(float64(s.Alpha * max(s.Beta, 0))), 0
	}
	// The left side increases with w and has reached the right one at the larger of 1 and Beta m/tanh(m/Alpha).
	low, high := 0.0, max(1, float64(s.Beta*m)/portable.Tanh(m/s.Alpha))
	for range 200 {
		mid := (low + high) / 2
		if mid == low || mid == high {
			break
		}
		if float64(mid*portable.Tanh(float64(mid*m)/s.Alpha)) < float64(s.Beta*m) {
			low = mid
		} else {
			high = mid
		}
	}
	return high, portable.Tanh(float64(high*m) / s.Alpha)
}

// Transition returns the time at which weights that start at w0 > 0 reach the transition,
//
//	t = (Alpha/m^2) ln[sinh(m/sqrt(Alpha))/sinh(m w0/Alpha)],
//
// because sinh(m w/Alpha), not w, grows exponentially; +Inf for Beta <= 1.
func (s SharedWeight) Transition(w0 float64) float64 {
	m := Magnetisation(s.Beta)
	if m == 0 {
		return math.Inf(1)
	}
	return math.Log(sinh(m/math.Sqrt(s.Alpha))/sinh(float64(m*w0)/s.Alpha)) / s.Rate()
}

// sinh returns tanh x cosh x, which keeps small x precise.
func sinh(x float64) float64 {
	e := portable.Exp(x)
	return float64(portable.Tanh(x)*(e+1/e)) / 2
}

// Step returns the weight after one update, w + lr (m tanh(w m/Alpha) - tau tanh(w tau)), where tau is the largest root of
// tau = tanh(w tanh(w tau)/Alpha).
func (s SharedWeight) Step(w, lr float64) float64 {
	m, tau := Magnetisation(s.Beta), s.hidden(w)
	data := float64(m * portable.Tanh(float64(w*m)/s.Alpha))
	return w + float64(lr*(data-float64(tau*portable.Tanh(float64(w*tau)))))
}

// hidden returns the machine's own hidden magnetisation.
func (s SharedWeight) hidden(w float64) float64 {
	tau, _ := SharedSaddle([]float64{w}, s.Alpha)
	return tau
}

// SharedSaddle returns the hidden magnetisation tau >= 0 of the machine with any weights, Nh = alpha N hidden units and
// N -> infinity: the largest root of
//
//	tau = tanh[ (1/Nh) sum_j w_j tanh(w_j tau) ],
//
// 0 where |w|^2/Nh <= 1. The magnetisation of spin i is tanh(w_i tau). [CPT, App. B]. The right side is concave for tau > 0,
// so Newton's method from 1 comes down on the root: 5 to 10 steps of len(w) hyperbolic tangents. A *ConvergenceError means
// that a weight is no finite number.
func SharedSaddle(w []float64, alpha float64) (float64, error) {
	q := 0.0
	for _, x := range w {
		q += float64(x * x)
	}
	share := 1 / float64(alpha*float64(len(w)))
	if float64(q*share) <= 1 {
		return 0, nil
	}
	return concaveRoot("hidden magnetisation", 1, func(tau float64) (value, slope float64) {
		field, gain := 0.0, 0.0
		for _, x := range w {
			inner := portable.Tanh(float64(x * tau))
			field += float64(x * inner)
			gain += float64(float64(x*x) * (1 - float64(inner*inner)))
		}
		outer := portable.Tanh(float64(field * share))
		return outer - tau, float64(float64(gain*share)*(1-float64(outer*outer))) - 1
	})
}
