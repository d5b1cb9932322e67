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
// magnetisation tau = tanh(w m/Alpha) there; the visible one is the data's m. 0, 0 for Beta <= 1.
func (s SharedWeight) Stationary() (w, tau float64) {
	m := Magnetisation(s.Beta)
	if m == 0 {
		return 0, 0
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
	if float64(w*w) <= s.Alpha {
		return 0
	}
	tau, _ := concaveRoot("hidden magnetisation", 1, func(tau float64) (value, slope float64) {
		inner := portable.Tanh(float64(w * tau))
		outer := portable.Tanh(float64(w*inner) / s.Alpha)
		return outer - tau, float64(float64(float64(w*w)/s.Alpha)*float64((1-float64(outer*outer))*(1-float64(inner*inner)))) - 1
	})
	return tau
}
