package theory

import (
	"math"

	"cascade/engine/portable"
)

// GrowthRate returns the rate d ln U/dt at which the overlap of small weights with the data's pattern grows, t = lr times
// updates, where m2 = E[(sum_i v_i/N)^2] is the second moment of the data:
//
//	E[m^2] - 1/N
//
// The 1/N is the model's own correlation of a spin with itself. For n = 0 (infinitely many spins) it is m^2. A hidden unit
// of variance 1 grows N times faster. [CPT, text after eq. (3)]; its Fig. 1 caption, m^2 eps N, belongs to variance 1.
func GrowthRate(n int, m2 float64) float64 {
	if n == 0 {
		return m2
	}
	return m2 - 1/float64(n)
}

// GrowthPerUpdate returns ln(1 + lr rate), the growth of ln U in one update of size lr. It is what a fitted slope has to be
// compared with: at lr rate = 0.033 it is 1.6 % below lr rate.
func GrowthPerUpdate(lr, rate float64) float64 { return math.Log1p(float64(lr * rate)) }

// Stretched returns the learning rate at which one update makes small weights of that growth rate grow as much as so many updates at lr do.
func Stretched(lr, rate float64, updates int) float64 {
	if rate <= 0 || updates == 1 {
		return float64(lr * float64(updates))
	}
	return (portable.Exp(float64(float64(updates)*GrowthPerUpdate(lr, rate))) - 1) / rate
}

// SaddlePoint returns the largest root h* of
//
//	h = (1/n) sum_i w_i tanh(h w_i),  n = len(w),
//
// the hidden value that dominates p(h) ~ exp[-N f(h)] when N is large; 0 when q = |w|^2/n <= 1. [CPT, eq. (3)], where one
// sum too many is printed. The right side minus h is concave for h > 0, so Newton's method from h = (1/n) sum |w_i| comes
// down on the root without fail: 5 to 10 steps, up to 60 within 1e-12 of the transition, n hyperbolic tangents each.
// Relative error about 1e-16/(q-1). A *ConvergenceError means that a weight is no finite number.
func SaddlePoint(w []float64) (float64, error) {
	q, bound := 0.0, 0.0
	for _, x := range w {
		q += float64(x * x)
		bound += math.Abs(x)
	}
	n := float64(len(w))
	if q <= n {
		return 0, nil
	}
	return concaveRoot("saddle point", bound/n, func(h float64) (value, slope float64) {
		for _, x := range w {
			t := portable.Tanh(float64(h * x))
			value += float64(x * t)
			slope += float64(float64(x*x) * (1 - float64(t*t)))
		}
		return value/n - h, slope/n - 1
	})
}

// FreeEnergy returns f(h) = h^2/2 - (1/n) sum_i ln 2cosh(h w_i): p(h) ~ exp[-N f(h)]. [CPT, Fig. 6, for one hidden unit].
func FreeEnergy(w []float64, h float64) float64 {
	sum := 0.0
	for _, x := range w {
		sum += portable.Log2Cosh(float64(h * x))
	}
	return float64(h*h)/2 - sum/float64(len(w))
}

// Susceptibility returns chi = (1/N) sum_ij (<v_i v_j> - <v_i><v_j>) for N -> infinity, in the state of hidden value h (the
// saddle point, of which one sign is taken above the transition): with t_i = tanh(h w_i) and averages over i,
//
//	chi = <1-t^2> + <w (1-t^2)>^2 / (1 - <w^2 (1-t^2)>)
//
// Below the transition (h = 0) it is 1 + u^2/(1-q) with u = <w> = U/sqrt(N) and q = <w^2> = |w|^2/N; for homogeneous
// weights it is (1-m^2)/(1 - w^2 (1-m^2)) with m = tanh(h w). +Inf at the transition. [CPT, App. A], which omits the
// diagonal (the 1 of the first form).
func Susceptibility(w []float64, h float64) float64 {
	noise, response, gain := 0.0, 0.0, 0.0
	for _, x := range w {
		t := portable.Tanh(float64(h * x))
		d := 1 - float64(t*t)
		noise += d
		response += float64(x * d)
		gain += float64(float64(x*x) * d)
	}
	n := float64(len(w))
	noise, response, gain = noise/n, response/n, gain/n
	if gain >= 1 {
		return math.Inf(1)
	}
	return noise + float64(response*response)/(1-gain)
}

// Stationary returns where the training ends when the data are plenty: every weight at w = sqrt(beta), the hidden
// saddle point at h* = sqrt(beta) m. It holds exactly at every N, for the teacher is one of the student's models. [CPT,
// App. A].
func Stationary(beta float64) (w, h float64) {
	w = math.Sqrt(beta)
	return w, float64(w * Magnetisation(beta))
}

// Final returns where the training on a finite number of samples ends, for N -> infinity and beta > 1: the squared length
// q = |w|^2/N and the alignment cos(w, xi),
//
//	q = beta + 1/(beta m^2 (1-m^2) samples),  cos = 1/sqrt(1 + 1/(beta^2 m^2 (1-m^2) samples)).
//
// The samples' own correlations pull the weights off the pattern. At M = 1000 and beta = 1.4: 0.9989.
func Final(beta float64, samples int) (q, alignment float64) {
	m := Magnetisation(beta)
	m2 := float64(m * m)
	s2 := 1 / float64(float64(beta*m2)*float64((1-m2)*float64(samples)))
	return beta + s2, 1 / math.Sqrt(1+s2/beta)
}

// CrossingTime returns the time t = lr times updates at which homogeneous weights that start at w0 reach the transition
// w = 1, in continuous time: for n = 0 (infinitely many spins) ln(1/w0)/m^2, else
//
//	t = integral from w0 to 1 of dw/(w (E_beta[m^2] - E_{w^2}[m^2]))
//
// with exact sums, by adaptive Simpson integration over ln w to a relative error of about 1e-9, worse where beta-1 is
// below 1/n. +Inf for data that don't make them grow to 1 (beta <= 1). Cost for n = 900: a few ms. It panics unless
// 0 < w0 <= 1.
func CrossingTime(n int, beta, w0 float64) float64 {
	if !(w0 > 0 && w0 <= 1) {
		panic("theory: CrossingTime starts outside (0,1]")
	}
	if !(beta > 1) {
		return math.Inf(1)
	}
	if n == 0 {
		m := Magnetisation(beta)
		return -math.Log(w0) / float64(m*m)
	}
	cw := NewCurieWeiss(n, beta)
	data := cw.Square()
	inverse := func(x float64) float64 { // x = ln w
		cw.Beta = portable.Exp(2 * x)
		return 1 / (data - cw.Square())
	}
	return simpson(inverse, math.Log(w0), 0)
}

// simpson integrates a smooth f from a to b: composite Simpson sums of 8, 16, ... intervals until two of them, after
// Richardson's extrapolation, agree to 1e-10, at most 2^14.
func simpson(f func(float64) float64, a, b float64) float64 {
	trapezoid := float64((b-a)*(f(a)+f(b))) / 2
	previous, best := math.Inf(1), 0.0
	for n := 1; n <= 1<<13; n *= 2 {
		d := (b - a) / float64(n)
		mid := 0.0
		for i := range n {
			mid += f(a + float64(d*(float64(i)+0.5)))
		}
		finer := (trapezoid + float64(d*mid)) / 2
		best = finer + (finer-trapezoid)/3
		if n >= 8 && math.Abs(best-previous) <= 1e-10*math.Abs(best) {
			break
		}
		trapezoid, previous = finer, best
	}
	return best
}
