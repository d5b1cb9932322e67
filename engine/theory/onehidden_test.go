package theory

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"cascade/engine/internal/check"
)

// enumerated holds averages over all 2^N states of p(v) ~ exp[(w.v)^2/(2N)].
type enumerated struct {
	vh        []float64
	chi, logZ float64
}

func enumerate(w []float64) enumerated {
	n := len(w)
	v, e, z := make([]float64, n), enumerated{vh: make([]float64, n)}, 0.0
	for state := range 1 << n {
		field, total := 0.0, 0.0
		for i := range v {
			v[i] = float64(2*(state>>i&1) - 1)
			field += w[i] * v[i]
			total += v[i]
		}
		p := math.Exp(field * field / float64(2*n))
		z += p
		e.chi += p * total * total / float64(n)
		for i := range v {
			e.vh[i] += p * v[i] * field / float64(n)
		}
	}
	for i := range v {
		e.vh[i] /= z
	}
	e.chi /= z
	e.logZ = math.Log(z)
	return e
}

func gaussian(n int, scale float64, r *rand.Rand) []float64 {
	w := make([]float64, n)
	for i := range w {
		w[i] = scale * r.NormFloat64()
	}
	return w
}

func TestOneHiddenEqualsEnumeration(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	for _, scale := range []float64{0, 0.01, 0.7, 1, 1.5, 4} {
		w := gaussian(11, scale, r)
		want := enumerate(w)
		o := NewOneHidden(11, 11)
		copy(o.W, w)
		if err := o.Solve(); err != nil {
			t.Fatal(err)
		}
		for i := range w {
			check.Within(t, "<v_i h>", o.VH[i], want.vh[i], 1e-13)
		}
		check.Close(t, "chi", o.Chi, want.chi, 12)
		check.Close(t, "ln Z", o.LogZ, want.logZ, 12)
	}
}

func TestOneHiddenOfEqualWeightsIsCurieWeiss(t *testing.T) {
	for _, n := range []int{2, 101, 900, 2503} {
		for _, w := range []float64{0.1, 0.95, 1, 1.3, -1.1} {
			o := NewOneHidden(n, 1)
			o.W[0] = w
			if err := o.Solve(); err != nil {
				t.Fatal(err)
			}
			square := NewCurieWeiss(n, w*w).Square()
			check.Close(t, "<v h>", o.VH[0], w*square, 11)
			check.Close(t, "chi", o.Chi, float64(n)*square, 11)
			if o.Nodes > 100 {
				t.Errorf("%d nodes for n = %d, w = %g", o.Nodes, n, w)
			}
		}
	}
}

func TestOneHiddenSharesWeights(t *testing.T) {
	few, all := NewOneHidden(1034, 2), NewOneHidden(1034, 1034) // 1034 > 2*512, the length of a product
	for i := range all.W {
		few.W[i%2] = 1.1 - float64(i%2)
		all.W[i] = few.W[i%2]
	}
	if err := errors.Join(few.Solve(), all.Solve()); err != nil {
		t.Fatal(err)
	}
	check.Close(t, "<v_0 h>", few.VH[0], all.VH[0], 11)
	check.Close(t, "<v_1 h>", few.VH[1], all.VH[1], 11)
	check.Close(t, "chi", few.Chi, all.Chi, 11)
	check.Close(t, "ln Z", few.LogZ, all.LogZ, 12)
}

func TestOneHiddenNegativeTermIsTheGradientOfLogZ(t *testing.T) {
	o := NewOneHidden(17, 17)
	logZ := func(w []float64) float64 {
		copy(o.W, w)
		if err := o.Solve(); err != nil {
			t.Fatal(err)
		}
		return o.LogZ
	}
	w := gaussian(17, 1, rand.New(rand.NewPCG(5, 2)))
	logZ(w)
	check.Gradient(t, "ln Z", logZ, w, append([]float64(nil), o.VH...), 1e-4, 1e-8)
}

func TestOneHiddenReportsDivergedWeights(t *testing.T) {
	for _, w := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e5, 1e200} {
		o := NewOneHidden(101, 101)
		o.W[7] = w * 101
		var e *ConvergenceError
		if err := o.Solve(); !errors.As(err, &e) {
			t.Errorf("weight %g: error %v", w, err)
		}
	}
}

func TestSaddlePointIsTheFreeEnergysMinimum(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 3))
	for _, scale := range []float64{0.5, 0.9, 1.1, 1.5, 3, 30} {
		w := gaussian(101, scale, r)
		h, err := SaddlePoint(w)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for _, x := range w {
			sum += x * math.Tanh(h*x)
		}
		check.Within(t, "h* - (1/n) sum w tanh(h* w)", h-sum/101, 0, 1e-13*(1+h))
		for x := 0.0; x < 3*scale; x += 0.01 {
			if FreeEnergy(w, x) < FreeEnergy(w, h)-1e-14*(1+h*h) {
				t.Errorf("scale %g: f(%g) is below f(h*), h* = %g", scale, x, h)
			}
		}
	}
}

func TestSaddlePointNearTheTransition(t *testing.T) {
	// Half the weights u+s, half u-s: h*^2 = 3(q-1)/<w^4> to leading order in q-1.
	for _, d := range []float64{-1e-3, 0, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12} {
		u := math.Sqrt(1 + d - 0.04)
		w := []float64{u + 0.2, u - 0.2}
		h, err := SaddlePoint(w)
		if err != nil {
			t.Fatalf("q-1 = %g: %v", d, err)
		}
		q := (w[0]*w[0] + w[1]*w[1]) / 2
		want := math.Sqrt(max(0, 3*(q-1)/((math.Pow(w[0], 4)+math.Pow(w[1], 4))/2)))
		check.Within(t, "h*", h, want, (d+1e-15/max(math.Abs(d), 1e-16))*want)
	}
	var e *ConvergenceError
	for _, x := range []float64{math.NaN(), math.Inf(1)} {
		if _, err := SaddlePoint([]float64{1, x}); !errors.As(err, &e) {
			t.Errorf("weight %g: error %v", x, err)
		}
	}
}

func TestSusceptibilityIsTheLimitOfFiniteMachines(t *testing.T) {
	// Below the transition: the exact chi of random weights, whose distance from the limit shrinks as 1/N.
	gap := func(n int) float64 {
		o := NewOneHidden(n, 11)
		copy(o.W, gaussian(11, 0.7, rand.New(rand.NewPCG(5, 4))))
		if err := o.Solve(); err != nil {
			t.Fatal(err)
		}
		return o.Chi - Susceptibility(o.W, 0)
	}
	check.Within(t, "ratio of the gaps at N and 4N", gap(1600)/gap(6400), 4, 0.2)

	// Above: the fluctuations of |m| in one of the two states of the equivalent Curie-Weiss model.
	for _, w := range []float64{1.2, 1.5} {
		h, _ := SaddlePoint([]float64{w})
		cw := NewCurieWeiss(20_000, w*w)
		square, _, absolute := cw.Moments()
		chi := Susceptibility([]float64{w}, h)
		check.Close(t, "chi above the transition", chi, 20_000*(square-absolute*absolute), 2)
		m := math.Tanh(h * w)
		check.Close(t, "chi, homogeneous form", chi, (1-m*m)/(1-w*w*(1-m*m)), 12)
	}
	if chi := Susceptibility([]float64{1}, 0); !math.IsInf(chi, 1) {
		t.Errorf("chi = %g at the transition", chi)
	}
}

func TestCrossingTime(t *testing.T) {
	check.Within(t, "no transition to reach", CrossingTime(101, 1, 0.5), math.Inf(1), 0)
	check.Within(t, "nothing to do", CrossingTime(101, 1.4, 1), 0, 0)
	tr := NewTrajectory(101, 1.4) // small steps approach continuous time
	tr.Along, tr.LR = 0.1, 1e-3
	update, ok := tr.Crossing(10_000, func() {})
	if !ok {
		t.Fatal("no crossing")
	}
	check.Close(t, "time of 1000 small updates", update*tr.LR, CrossingTime(101, 1.4, 0.1), 3)
}

func TestOneHiddenAllocatesNothing(t *testing.T) {
	o := NewOneHidden(97, 97)
	if n := testing.AllocsPerRun(10, func() { _ = o.Solve(); _, _ = SaddlePoint(o.W); Susceptibility(o.W, 0) }); n != 0 {
		t.Errorf("%g allocations", n)
	}
}

func BenchmarkOneHidden900(b *testing.B) {
	o := NewOneHidden(900, 900)
	copy(o.W, gaussian(900, 1.1, rand.New(rand.NewPCG(5, 5))))
	b.ReportAllocs()
	for b.Loop() {
		_ = o.Solve()
	}
}

func BenchmarkSaddlePoint900(b *testing.B) {
	w := gaussian(900, 1.1, rand.New(rand.NewPCG(5, 5)))
	b.ReportAllocs()
	for b.Loop() {
		_, _ = SaddlePoint(w)
	}
}
