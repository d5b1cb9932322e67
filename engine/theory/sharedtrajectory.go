package theory

import (
	"math"

	"cascade/engine/portable"
)

// SharedTrajectory is the solved training of the shared-weight machine ([SharedWeight]) of N spins and Nh hidden units on
// Curie-Weiss data, update by update. As in [Trajectory], the weights are
//
//	w = Along xi + Start x + Noise y,  |xi|^2 = |x|^2 = |y|^2 = N,
//
// the data's pattern, the rest of the initial weights, and the pull of the data's sampling error. With a = Along, the data's
// m = xi.v/N and the machine's t = T/Nh, the mean of its hidden units, one update of gradient ascent is
//
//	Along += lr (E[m tanh(a m N/Nh)] - n)
//	Start += lr (Start G - p Start/s),  G = E[(1-m^2) sech^2(a m N/Nh)] N/((N-1) Nh)
//	Noise += lr (sqrt(E[(1-m^2) tanh^2(a m N/Nh)]/samples) + Noise G - p Noise/s)
//
// where n and p are the mean and half the difference of <v_i t> on the two halves of the spins, of weights Along+s and Along-s.
// T has an exact one-dimensional law for any weights, because spins are independent when it is fixed,
//
//	P(T) ~ C(Nh,k) prod_i 2cosh(w_i t),  T = 2k-Nh,  <v_i t> = E[t tanh(w_i t)].
//
// For s = 0 this is the exact homogeneous dynamics of any N and Nh. Otherwise two values stand for the weights' distribution,
// and the width that s gives to the data's fields, of relative size s/(a sqrt(N)), is left out. [CPT, App. B].
//
// The exported fields may be changed between updates. An update costs about (N/4 + 4 Nh) exponentials, 30 µs for N = 900,
// Nh = 400.
type SharedTrajectory struct {
	Along, Start, Noise float64
	LR                  float64
	Samples             int // size of the data set; 0: infinite

	n, hidden int
	data      []weighted // m >= 0 of the data, both signs together
	choose    []float64  // ln C(Nh,k)
}

// weighted is a value and its probability.
type weighted struct{ x, p float64 }

// NewSharedTrajectory returns the trajectory of n spins and so many hidden units taught at inverse temperature beta, with
// infinitely many samples and weights 0; set Along, Start and LR. It panics unless n > 1 and hidden > 0.
func NewSharedTrajectory(n, hidden int, beta float64) *SharedTrajectory {
	if n < 2 || hidden < 1 {
		panic("theory: SharedTrajectory of too few units")
	}
	t := &SharedTrajectory{n: n, hidden: hidden, choose: portable.LogChoose(hidden)}
	t.Teach(beta)
	return t
}

// Teach changes the teacher's inverse temperature, between two updates.
func (t *SharedTrajectory) Teach(beta float64) {
	t.Start, t.Noise = t.across(), 0
	t.data = t.data[:0]
	z := 0.0
	NewCurieWeiss(t.n, beta).sum(func(m, weight float64) {
		t.data = append(t.data, weighted{m, weight})
		z += weight
	})
	for i := range t.data {
		t.data[i].p /= z
	}
}

// across returns s, the size of the weights' part orthogonal to the pattern.
func (t *SharedTrajectory) across() float64 {
	return math.Sqrt(float64(t.Start*t.Start) + float64(t.Noise*t.Noise))
}

// Step makes one update.
func (t *SharedTrajectory) Step() {
	along, gain, noise := t.positive()
	s := t.across()
	mean, half := t.negative(t.Along+s, t.Along-s)
	if s > 0 {
		gain -= half / s
	}
	pull := 0.0
	if t.Samples > 0 {
		pull = math.Copysign(math.Sqrt(noise/float64(t.Samples)), t.Along)
	}
	t.Along += float64(t.LR * (along - mean))
	t.Start += float64(t.LR * float64(t.Start*gain))
	t.Noise += float64(t.LR * (pull + float64(t.Noise*gain)))
}

// positive returns the averages over the data: E[m tanh], G and E[(1-m^2) tanh^2].
func (t *SharedTrajectory) positive() (along, gain, noise float64) {
	slope := float64(t.Along*float64(t.n)) / float64(t.hidden)
	for _, d := range t.data {
		h := portable.Tanh(float64(slope * d.x))
		free := float64(d.p * (1 - float64(d.x*d.x)))
		h2 := float64(h * h)
		along += float64(d.p * float64(d.x*h))
		gain += float64(free * (1 - h2))
		noise += float64(free * h2)
	}
	return along, float64(gain*float64(t.n)) / (float64(t.n-1) * float64(t.hidden)), noise
}

// negative returns the mean and half the difference of <v_i t> of a machine with the weights a and b, each on half the spins.
func (t *SharedTrajectory) negative(a, b float64) (mean, half float64) {
	top, z, up, down := math.Inf(-1), 0.0, 0.0, 0.0
	for k := (t.hidden + 1) / 2; k <= t.hidden; k++ {
		x := float64(2*k-t.hidden) / float64(t.hidden)
		free := (portable.Log2Cosh(float64(a*x)) + portable.Log2Cosh(float64(b*x))) / 2
		logp := t.choose[k] + float64(float64(t.n)*free)
		if logp < top+negligible {
			continue
		}
		shrink, weight := 1.0, 1.0
		if logp > top { // a new maximum shrinks what has been summed before it
			shrink, top = portable.Exp(top-logp), logp
		} else {
			weight = portable.Exp(logp - top)
		}
		if 2*k == t.hidden {
			weight /= 2
		}
		z = float64(z*shrink) + weight
		up = float64(up*shrink) + float64(weight*float64(x*portable.Tanh(float64(a*x))))
		down = float64(down*shrink) + float64(weight*float64(x*portable.Tanh(float64(b*x))))
	}
	up, down = up/z, down/z
	return (up + down) / 2, (up - down) / 2
}

// Q returns |w|^2/Nh, the square of the singular value, which is 1 at the transition.
func (t *SharedTrajectory) Q() float64 {
	s := t.across()
	return (float64(t.Along*t.Along) + float64(s*s)) * float64(t.n) / float64(t.hidden)
}

// Overlap returns U = xi.w/sqrt(N).
func (t *SharedTrajectory) Overlap() float64 { return float64(t.Along * math.Sqrt(float64(t.n))) }

// Alignment returns cos(w, xi); 0 for w = 0.
func (t *SharedTrajectory) Alignment() float64 {
	length := math.Sqrt(float64(t.Along*t.Along) + float64(t.Start*t.Start) + float64(t.Noise*t.Noise))
	if length == 0 {
		return 0
	}
	return t.Along / length
}

// State returns what the machine with the present weights looks like for N -> infinity: the magnetisation m along the pattern
// and that of the hidden units, tau >= 0 ([SharedSaddle]).
func (t *SharedTrajectory) State() (m, tau float64, err error) {
	s := t.across()
	w := [2]float64{t.Along + s, t.Along - s}
	tau, err = SharedSaddle(w[:], float64(t.hidden)/float64(t.n))
	return (portable.Tanh(float64(w[0]*tau)) + portable.Tanh(float64(w[1]*tau))) / 2, tau, err
}

// Susceptibility returns N Var(m) in one lump for N -> infinity, where tau is the hidden magnetisation that [SharedTrajectory.State]
// returns. With averages < > over the spins, of magnetisation m_i = tanh(w_i tau),
//
//	chi = <1-m_i^2> + <w_i (1-m_i^2)>^2 g/(1 - <w_i^2 (1-m_i^2)> g),  g = (1-tau^2) N/Nh,
//
// +Inf at the transition, before which it is 1 + Along^2 (N/Nh)/(1-q). Derived from the saddle point in a small field.
func (t *SharedTrajectory) Susceptibility(tau float64) float64 {
	s, free, pull, gain := t.across(), 0.0, 0.0, 0.0
	for _, w := range [2]float64{t.Along + s, t.Along - s} {
		m := portable.Tanh(float64(w * tau))
		rest := (1 - float64(m*m)) / 2
		free += rest
		pull += float64(w * rest)
		gain += float64(float64(w*w) * rest)
	}
	g := (1 - float64(tau*tau)) * float64(t.n) / float64(t.hidden)
	if left := 1 - float64(gain*g); left > 0 {
		return free + float64(float64(pull*pull)*g)/left
	}
	return math.Inf(1)
}

// Crossing returns the update at which the singular value reaches 1 from below, interpolated between two updates and counted
// from the present one; ok is false when that doesn't happen within limit updates. t isn't changed. pause is called after
// every update.
func (t *SharedTrajectory) Crossing(limit int, pause func()) (update float64, ok bool) {
	ahead := *t // shares with t what no update changes
	before := ahead.Q()
	if before >= 1 {
		return 0, false
	}
	for k := range limit {
		ahead.Step()
		after := ahead.Q()
		if after >= 1 {
			return float64(k) - math.Log(before)/math.Log(after/before), true
		}
		if after == before {
			break
		}
		before = after
		pause()
	}
	return 0, false
}
