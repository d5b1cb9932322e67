package check

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestCloseAndWithin(t *testing.T) {
	Close(t, "pi", 3.14159, math.Pi, 6)
	Close(t, "nothing", 1e-9, 0, 8)
	Close(t, "infinity", math.Inf(1), math.Inf(1), 8)
	Within(t, "pi", 3.2, math.Pi, 0.1)
	Broken(t, "a wrong seventh digit", func(t T) { Close(t, "pi", 3.14159, math.Pi, 7) })
	Broken(t, "not nothing", func(t T) { Close(t, "nothing", 2e-8, 0, 8) })
	Broken(t, "NaN", func(t T) { Close(t, "NaN", math.NaN(), 0, 1) })
	Broken(t, "NaN", func(t T) { Within(t, "NaN", math.NaN(), 0, 1) })
	Broken(t, "too far", func(t T) { Within(t, "pi", 3.2, math.Pi, 0.05) })
}

func TestBrokenFindsACheckThatCannotFail(t *testing.T) {
	var r recorder
	Broken(&r, "everything", func(T) {})
	if len(r.failures) != 1 {
		t.Errorf("Broken reported %q for a check that never fails", r.failures)
	}
}

func TestAgree(t *testing.T) {
	Agree(t, "mean", 1.03, 0.01, 1, 4)
	Broken(t, "a mean five errors off", func(t T) { Agree(t, "mean", 1.05, 0.01, 1, 4) })
	Broken(t, "a mean without error", func(t T) { Agree(t, "mean", 1, 0, 1, 4) })
	Broken(t, "NaN", func(t T) { Agree(t, "mean", math.NaN(), 0.01, 1, 4) })
}

func TestGradient(t *testing.T) {
	f := func(x []float64) float64 { return x[0]*x[0]*x[1] + math.Sin(x[2]) }
	x := []float64{1.5, -0.5, 0.3}
	grad := []float64{2 * x[0] * x[1], x[0] * x[0], math.Cos(x[2])}
	Gradient(t, "cubic", f, x, grad, 1e-5, 1e-8)
	if x[0] != 1.5 || x[1] != -0.5 || x[2] != 0.3 {
		t.Errorf("the parameters came back as %v", x)
	}
	f32 := func(x []float32) float64 { return float64(x[0]) * float64(x[0]) * float64(x[1]) }
	Gradient(t, "float32", f32, []float32{1.5, -0.5}, []float32{-1.5, 2.25}, 1e-2, 1e-4)
	for i := range grad {
		Broken(t, "a derivative off by 1e-6", func(t T) {
			wrong := append([]float64(nil), grad...)
			wrong[i] += 1e-6
			Gradient(t, "cubic", f, x, wrong, 1e-5, 1e-8)
		})
	}
	Broken(t, "a gradient of the right length, turned by 1e-6", func(t T) {
		wrong := append([]float64(nil), grad...)
		wrong[0] -= 1e-6 * grad[1]
		wrong[1] += 1e-6 * grad[0]
		Gradient(t, "cubic", f, x, wrong, 1e-5, 1e-8)
	})
	Broken(t, "a derivative missing", func(t T) { Gradient(t, "cubic", f, x, grad[:2], 1e-5, 1e-8) })
}

// ring is an Ising ring of 5 spins at inverse temperature beta, simulated by heat bath with a rate that may be wrong.
func ring(beta, rate float64, r *rand.Rand) Kernel {
	const spins, chains = 5, 20_000
	spin := func(state, i int) int { return 2*(state>>(i%spins)&1) - 1 }
	states := make([]int, chains)
	k := Kernel{LogP: make([]float64, 1<<spins), Chains: chains}
	for s := range k.LogP {
		for i := range spins {
			k.LogP[s] += beta * float64(spin(s, i)*spin(s, i+1))
		}
	}
	k.Start = func(chain, state int) { states[chain] = state }
	k.State = func(chain int) int { return states[chain] }
	k.Step = func() {
		for c, s := range states {
			i := r.IntN(spins)
			field := beta * float64(spin(s, i+spins-1)+spin(s, i+1))
			s &^= 1 << i
			if r.Float64() < 1/(1+math.Exp(-rate*field)) {
				s |= 1 << i
			}
			states[c] = s
		}
	}
	return k
}

func TestNoDriftLetsHeatBathPass(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 1))
	NoDrift(t, "heat bath", ring(0.8, 2, r), r)
	NoDrift(t, "a kernel that does nothing", func() Kernel { k := ring(0.8, 2, r); k.Step = func() {}; return k }(), r)
}

func TestNoDriftCatchesBrokenKernels(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 2))
	Broken(t, "heat bath with sigmoid(field) for sigmoid(2 field)", func(t T) { NoDrift(t, "heat bath", ring(0.8, 1, r), r) })
	Broken(t, "heat bath 10 % too cold", func(t T) { NoDrift(t, "heat bath", ring(0.8, 2.2, r), r) })
	Broken(t, "a kernel that freezes", func(t T) {
		k := ring(0.8, 2, r)
		k.Step = func() {
			for range 200 {
				k.Start(r.IntN(k.Chains), 31)
			}
		}
		NoDrift(t, "freezing", k, r)
	})
}

func TestVariationFloor(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 3))
	p := []float64{0.1, 0.2, 0.3, 0.4}
	sum := 0.0
	const repeats = 400
	for range repeats {
		counts := make([]int, 4)
		for range 1000 {
			counts[draw(p, r)]++
		}
		tv, floor := Variation(counts, p)
		sum += tv / floor
	}
	Within(t, "mean ratio of variation and floor, sqrt(2/pi) for Gaussian counts", sum/repeats, math.Sqrt(2/math.Pi), 0.06)
}

func TestChiSquare(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 4))
	p := []float64{0.0001, 0.0999, 0.2, 0.3, 0.399, 0.001}
	counts := make([]int, len(p))
	for range 10_000 {
		counts[draw(p, r)]++
	}
	ChiSquare(t, "right law", counts, p, 4)
	Broken(t, "another law", func(t T) { ChiSquare(t, "law", counts, []float64{0.0001, 0.0999, 0.22, 0.28, 0.399, 0.001}, 4) })
	Broken(t, "one bin", func(t T) { ChiSquare(t, "law", []int{0, 100}, []float64{0, 1}, 4) })
	Broken(t, "an impossible state", func(t T) { ChiSquare(t, "law", []int{500, 500, 1}, []float64{0.5, 0.5, 0}, 4) })
	Broken(t, "too good", func(t T) {
		q, even := make([]float64, 50), make([]int, 50)
		for s := range q {
			q[s], even[s] = 0.02, 1000
		}
		ChiSquare(t, "law", even, q, 4)
	})
}

func draw(p []float64, r *rand.Rand) int {
	u := r.Float64()
	for s, x := range p {
		if u < x || s == len(p)-1 {
			return s
		}
		u -= x
	}
	return 0
}
