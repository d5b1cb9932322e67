package theory

import (
	"math"

	"cascade/engine/portable"
)

// Trajectory is the solved training of the one-hidden-unit machine on Curie-Weiss data, update by update. The weights of N
// spins are followed in the space of three directions,
//
//	w = Along xi + Start x + Noise y,  |xi|^2 = |x|^2 = |y|^2 = N,
//
// orthogonal to each other: the data's pattern xi, the rest x of the initial weights, and the direction y into which the
// sampling error of the data pulls. One update of gradient ascent with c = (N E[m^2]-1)/(N-1), s^2 = Start^2 + Noise^2 is
//
//	Along += lr (Along E[m^2] - n)
//	Start += lr (Start (1-c)/N - p Start/s)
//	Noise += lr (Along sqrt((E[m^2]-E[m^4])/samples) + Noise (1-c)/N - p Noise/s)
//
// where n and p are the mean and half the difference of the negative terms <v_i h> of a machine with the weights Along+s
// on half of its spins and Along-s on the others, computed exactly ([OneHidden]). For s = 0 this is the exact homogeneous
// dynamics, Along += lr Along (E_beta[m^2] - E_{Along^2}[m^2]); two values in place of the true weights' distribution cost
// about s^4/4 in Along and s^3/4 in Start, for Gaussian weights, after the transition. Before the transition Start stays (its rate is -m^2/N), after it Start decays and Noise relaxes
// to the value of [Final]. [CPT, eq. (3)], with its 1/N and its sums put right, the finite-size terms and the sampling
// error added.
//
// With Saddle set the negative terms are those of the saddle point, N -> infinity; then n = 0 is allowed and means that
// the data too are from the infinite system.
//
// The exported fields may be changed between updates (a parameter changed during the run); for a new beta call
// [Trajectory.Teach]. A Trajectory must not be used by two goroutines; an update costs 3 µs at any N and allocates nothing.
type Trajectory struct {
	Along, Start, Noise float64 // the weights, see above

	LR      float64 // learning rate for hidden variance 1/N; lr N for hidden variance 1
	Square  float64 // E[m^2] of the data; the run's own sample mean makes the prediction sharper
	Fourth  float64 // E[m^4] of the data
	Samples int     // size of the data set; 0: infinite
	Saddle  bool    // take the negative terms from the saddle point
	// Restart is the number of sweeps of chains that begin each update at the data (CD) and give the negative terms; 0: samples of the
	// machine itself, as exact averages or persistent chains give. See [Trajectory.restarted].
	Restart int

	n        int
	absolute float64     // E|m| of the data
	exact    *OneHidden  // with the two weights; nil for n = 0
	pair     *[2]float64 // the two weights, for the saddle point
}

// NewTrajectory returns the trajectory of n spins taught at inverse temperature beta, with infinitely many samples and
// weights 0; set Along, Start and LR. For n = 0, infinitely many spins, Saddle is set. It panics for n < 0 and n = 1.
func NewTrajectory(n int, beta float64) *Trajectory {
	if n < 0 || n == 1 {
		panic("theory: Trajectory of fewer than two spins")
	}
	t := &Trajectory{n: n, Saddle: n == 0, pair: new([2]float64)}
	if n > 0 {
		t.exact = NewOneHidden(n, 2)
	}
	t.Teach(beta)
	return t
}

// Teach changes the teacher's inverse temperature, between two updates: Square and Fourth become the exact moments for
// beta, and what the old data's sampling error left in the weights belongs to Start from now on.
func (t *Trajectory) Teach(beta float64) {
	t.Start, t.Noise = t.across(), 0
	if t.n == 0 {
		m := Magnetisation(beta)
		t.absolute, t.Square = m, float64(m*m)
		t.Fourth = float64(t.Square * t.Square)
		return
	}
	t.Square, t.Fourth, t.absolute = NewCurieWeiss(t.n, beta).Moments()
}

// across returns s, the size of the weights' part orthogonal to the pattern.
func (t *Trajectory) across() float64 {
	return math.Sqrt(float64(t.Start*t.Start) + float64(t.Noise*t.Noise))
}

// weights returns the two weights Along+s and Along-s, in the Trajectory's own memory.
func (t *Trajectory) weights() []float64 {
	s := t.across()
	t.pair[0], t.pair[1] = t.Along+s, t.Along-s
	return t.pair[:]
}

// Step makes one update. A *ConvergenceError means that the weights have diverged (a learning rate beyond all reason).
func (t *Trajectory) Step() error {
	mean, half, err := t.negative()
	if err != nil {
		return err
	}
	decay := 0.0 // of everything across the pattern, per unit of lr
	if s := t.across(); s > 0 {
		decay = half / s
	}
	if t.n > 0 {
		correlation := (float64(float64(t.n)*t.Square) - 1) / float64(t.n-1)
		decay -= (1 - correlation) / float64(t.n)
	}
	pull := 0.0
	if t.Samples > 0 {
		pull = float64(t.Along * math.Sqrt((t.Square-t.Fourth)/float64(t.Samples)))
	}
	t.Along += float64(t.LR * (float64(t.Along*t.Square) - mean))
	t.Start -= float64(t.LR * float64(t.Start*decay))
	t.Noise += float64(t.LR * (pull - float64(t.Noise*decay)))
	return nil
}

// negative returns the mean and half the difference of the two weights' negative terms <v_i h>.
func (t *Trajectory) negative() (mean, half float64, err error) {
	w := t.weights()
	if t.Restart > 0 {
		mean, half = t.restarted(w)
		return mean, half, nil
	}
	if t.Saddle {
		h, err := SaddlePoint(w)
		up, down := portable.Tanh(float64(h*w[0])), portable.Tanh(float64(h*w[1]))
		return float64(h*(up+down)) / 2, float64(h*(up-down)) / 2, err
	}
	copy(t.exact.W, w)
	err = t.exact.Solve()
	return (t.exact.VH[0] + t.exact.VH[1]) / 2, (t.exact.VH[0] - t.exact.VH[1]) / 2, err
}

// restarted returns the negative terms of chains after Restart sweeps from the data. A chain's hidden unit has the mean h and the
// variance v; from the data h = Along E|m| and v = (1 + <w^2> (1-E[m^2]))/N + Along^2 Var|m|, and with t_i = tanh(h w_i),
// g(h) = <w t>, averages over i and derivatives by h, a sweep and the terms after it are, to the first order in v and 1/N,
//
//	h' = g + v g''/2,  v' = (1 + <w^2 (1-t^2)>)/N + g'^2 v
//	<v_i h> = t_i g + v (t_i g)''/2 + w_i (1-t_i^2)/N
//
// which for many sweeps below the transition is the machine's own w_i/(N(1-q)).
func (t *Trajectory) restarted(w []float64) (mean, half float64) {
	share := 0.0
	if t.n > 0 {
		share = 1 / float64(t.n)
	}
	q := (float64(w[0]*w[0]) + float64(w[1]*w[1])) / 2
	h := float64(t.Along * t.absolute)
	v := float64(share*(1+float64(q*(1-t.Square)))) + max(float64(float64(t.Along*t.Along)*t.Square)-float64(h*h), 0)
	for range t.Restart {
		var x, slope, bend [2]float64 // t_i and its derivatives
		var g, g1, g2 float64
		for i, w := range w {
			x[i] = portable.Tanh(float64(h * w))
			slope[i] = float64(w * (1 - float64(x[i]*x[i])))
			bend[i] = float64(-2*w) * float64(x[i]*slope[i])
			g += float64(w*x[i]) / 2
			g1 += float64(w*slope[i]) / 2
			g2 += float64(w*bend[i]) / 2
		}
		var term [2]float64
		for i := range w {
			second := float64(bend[i]*g) + float64(2*float64(slope[i]*g1)) + float64(x[i]*g2)
			term[i] = float64(x[i]*g) + float64(v*second)/2 + float64(slope[i]*share)
		}
		mean, half = (term[0]+term[1])/2, (term[0]-term[1])/2
		h, v = g+float64(v*g2)/2, float64(share*(1+g1))+float64(float64(g1*g1)*v)
	}
	return mean, half
}

// Q returns q = |w|^2/N, which is 1 at the transition.
func (t *Trajectory) Q() float64 {
	return float64(t.Along*t.Along) + float64(t.Start*t.Start) + float64(t.Noise*t.Noise)
}

// Overlap returns U = xi.w/sqrt(N) = Along sqrt(N); for n = 0, where U is infinite, U/sqrt(N) = Along.
func (t *Trajectory) Overlap() float64 {
	if t.n == 0 {
		return t.Along
	}
	return float64(t.Along * math.Sqrt(float64(t.n)))
}

// Alignment returns cos(w, xi); 0 for w = 0.
func (t *Trajectory) Alignment() float64 {
	q := t.Q()
	if q == 0 {
		return 0
	}
	return t.Along / math.Sqrt(q)
}

// State returns what the machine with the present weights looks like for N -> infinity: the saddle point h* >= 0, the
// magnetisation m = <tanh(h* w_i)> along the pattern, and the [Susceptibility] chi (+Inf at the transition).
func (t *Trajectory) State() (h, m, chi float64, err error) {
	w := t.weights()
	h, err = SaddlePoint(w)
	m = (portable.Tanh(float64(h*w[0])) + portable.Tanh(float64(h*w[1]))) / 2
	return h, m, Susceptibility(w, h), err
}

// Crossing returns the update at which q = |w|^2/N reaches 1 from below, interpolated in ln q between two updates and
// counted from the present one; ok is false when that doesn't happen within limit updates. t isn't changed. pause, which
// must not be nil, is called about every millisecond of work.
func (t *Trajectory) Crossing(limit int, pause func()) (update float64, ok bool) {
	ahead := *t // shares scratch memory with t, which holds nothing between calls
	before := ahead.Q()
	if before >= 1 {
		return 0, false
	}
	for k := range limit {
		if k&127 == 127 {
			pause()
		}
		if ahead.Step() != nil {
			return 0, false
		}
		after := ahead.Q()
		if after >= 1 {
			return float64(k) - math.Log(before)/math.Log(after/before), true
		}
		before = after
	}
	return 0, false
}
