package theory

import (
	"math"

	"cascade/engine/portable"
)

// CriticalWeight returns the singular value w_c of a {0,1} machine's weights at which a mode becomes unstable:
//
//	w_c = 2/sqrt(u^T D u),  D = diag(f_i (1-f_i)),
//
// where variance = u^T D u is the variance of the projection u.v of independent visible units with the data's means f_i on
// the mode's unit vector u, and hidden means are 1/2. At most 1/4, so w_c >= 4, the paper's value [CPT, App. D], which it
// extends to means other than 1/2. For MNIST about 4.45.
func CriticalWeight(variance float64) float64 { return 2 / math.Sqrt(variance) }

// BinarySusceptibility returns chi = Var(u.v) of a {0,1} machine below the transition, along the visible (or, with its
// critical weight, hidden) unit vector u of a mode with singular value w:
//
//	chi = 4/(w_c^2 - w^2)
//
// +Inf from w_c on. [CPT, eq. (6)], whose form in beta lacks the factor 1/4: this is a quarter of the +-1 spins' chi.
func BinarySusceptibility(w, critical float64) float64 {
	if w >= critical {
		return math.Inf(1)
	}
	return 4 / (float64(critical*critical) - float64(w*w))
}

// RelaxationSweeps returns the relaxation time -1/ln(w^2/w_c^2) of a mode below the transition in block Gibbs sweeps
// v -> h -> v, each of which multiplies the mode's magnetisation by w^2/w_c^2. +Inf from w_c on. [CPT, Fig. 3 G].
func RelaxationSweeps(w, critical float64) float64 {
	if w >= critical {
		return math.Inf(1)
	}
	return -1 / math.Log(float64(w*w)/float64(critical*critical))
}

// BinaryGrowth returns the growth of ln w_alpha in one centered update of size lr of a {0,1} machine with small weights,
//
//	ln(1 + lr lambda/4),
//
// where lambda is an eigenvalue of the data's covariance with its diagonal replaced by 0, and hidden means are 1/2.
// Derived for the camera-ready paper's numerics; checked there on genome data to 0.4 %.
func BinaryGrowth(lr, lambda float64) float64 { return math.Log1p(float64(lr*lambda) / 4) }

// RankOne is the {0,1} machine whose weights are W u ubar^T with all components of u and ubar of the same size, and whose
// biases b = -W1/2, c = -W^T 1/2 make it symmetric. Its law of the number k of visible units that follow u is a sum,
//
//	P(k) ~ C(Nv,k) (2 cosh(W S/(4 sqrt(Nv Nh))))^Nh,  S = 2k-Nv.
//
// W may be changed at any time. The transition is at W = 4, inverse temperature (W/4)^2 of a Curie-Weiss model.
type RankOne struct {
	Nv, Nh int
	W      float64

	logChoose []float64 // Nv+1
}

// NewRankOne returns the machine; it panics unless nv and nh are positive.
func NewRankOne(nv, nh int, w float64) *RankOne {
	if nv < 1 || nh < 1 {
		panic("theory: rank-one machine without units")
	}
	return &RankOne{Nv: nv, Nh: nh, W: w, logChoose: portable.LogChoose(nv)}
}

// Moments returns E[m^2], E[m^4] and E|m| of m = S/Nv. Cost: Nv/2 exponentials and twice as many logarithms.
func (r *RankOne) Moments() (square, fourth, absolute float64) {
	top, z := math.Inf(-1), 0.0
	for k := (r.Nv + 1) / 2; k <= r.Nv; k++ {
		top = max(top, r.logWeight(k))
	}
	for k := (r.Nv + 1) / 2; k <= r.Nv; k++ {
		weight := portable.Exp(r.logWeight(k) - top)
		if 2*k > r.Nv {
			weight *= 2
		}
		m := float64(2*k-r.Nv) / float64(r.Nv)
		m2 := float64(m * m)
		z += weight
		absolute += float64(m * weight)
		square += float64(m2 * weight)
		fourth += float64(float64(m2*m2) * weight)
	}
	return square / z, fourth / z, absolute / z
}

// logWeight returns the logarithm of P(k), up to a constant.
func (r *RankOne) logWeight(k int) float64 {
	field := float64(r.W*float64(2*k-r.Nv)) / (4 * math.Sqrt(float64(r.Nv)*float64(r.Nh)))
	return r.logChoose[k] + float64(float64(r.Nh)*portable.Log2Cosh(field))
}

// Susceptibility returns chi = Var(u.v) = Nv E[m^2]/4 of the {0,1} units, and the same with |m| in place of m, to be used
// above the transition.
func (r *RankOne) Susceptibility() (plain, absolute float64) {
	square, _, mean := r.Moments()
	quarter := float64(r.Nv) / 4
	return float64(quarter * square), float64(quarter * (square - float64(mean*mean)))
}

// Binder returns the Binder cumulant 1 - E[m^4]/(3 E[m^2]^2). Curves of two sizes cross near W = 4.
func (r *RankOne) Binder() float64 {
	square, fourth, _ := r.Moments()
	return 1 - fourth/float64(3*float64(square*square))
}

// ScalingFunction returns phi(y), the finite-size scaling function of the susceptibility of +-1 spins (four times that of
// {0,1} units) at the transition,
//
//	chi = sqrt(Ne) phi(y),  y = sqrt(Ne) (beta-1),  Ne = Nv Nh/(Nv+Nh),
//	phi(y) = <x^2> under exp(y x^2/2 - x^4/12);
//
// phi(0) = 1.1708287. [CPT, eq. (7)] takes sqrt(Nv Nh) for the size, which collapses curves of one aspect ratio only.
// Trapezoidal sums, whose error for this integrand is that of rounding; |y| up to 50.
func ScalingFunction(y float64) float64 {
	exponent := func(x float64) float64 {
		x2 := float64(x * x)
		return float64(y*x2)/2 - float64(x2*x2)/12
	}
	top := exponent(math.Sqrt(3 * max(y, 0)))
	const d = 1.0 / 64
	z, square := 0.5*portable.Exp(-top), 0.0
	for k := 1; k < 64*32; k++ {
		x := float64(float64(k) * d)
		weight := portable.Exp(exponent(x) - top)
		z += weight
		square += float64(float64(x*x) * weight)
	}
	return square / z
}
