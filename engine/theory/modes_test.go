package theory

import (
	"math"
	"testing"

	"cascade/engine/internal/check"
)

func TestModesOfAGeneralStart(t *testing.T) {
	// Two patterns learned by two hidden units from a start that is not orthogonal; times from an independent
	// implementation, which agree with a numerical solution to 2e-5.
	for _, row := range []struct {
		beta, kappa          float64
		a, b                 []float64
		first, second, naive float64
	}{
		{2, 0.3, []float64{0.0003, -0.0001}, []float64{0.0002, 0.0004}, 13.031886972314066, 35.5173842911698, 35.473883322336945},
		{3, 0.5, []float64{0.0002, 0.0003}, []float64{-0.0005, 0.0001}, 10.767601477452258, 45.32611351948302, 44.90116718933056},
	} {
		first, second := Hopfield(row.beta, row.kappa)
		check.Within(t, "t_II without projection", second.Transition(dot(row.b, row.b)), row.naive, 1e-6)
		Perpendicular([][]float64{row.a, row.b})
		check.Within(t, "a.b", dot(row.a, row.b), 0, 1e-20)
		check.Within(t, "t_I", first.Transition(dot(row.a, row.a)), row.first, 1e-6)
		check.Within(t, "t_II", second.Transition(dot(row.b, row.b)), row.second, 1e-6)
	}
}

// TestRatesOfFiniteMachines: what a program should see for two patterns and N = 1000, from an independent implementation.
func TestRatesOfFiniteMachines(t *testing.T) {
	for _, row := range []struct{ beta, kappa, first, second float64 }{
		{1.4, 0.2, 0.49549, 0.10691}, {2, 0.3, 0.63383, 0.22956}, {3, 0.5, 0.74863, 0.18209}, {4, 0.6, 0.79899, 0.15676},
	} {
		a, b := Hopfield(row.beta, row.kappa)
		check.Within(t, "first rate", a.FiniteRate(int(1000*a.Fraction+0.5), 1000), row.first, 6e-6)
		check.Within(t, "second rate", b.FiniteRate(int(1000*b.Fraction+0.5), 1000), row.second, 6e-6)
	}
}

func TestModesThatAreNotLearned(t *testing.T) {
	cold := Mode{0.3, 0.9}
	check.Within(t, "rate", cold.Rate(), 0, 0)
	check.Within(t, "final", cold.Final(), 0, 0)
	check.Within(t, "transition", cold.Transition(1e4), math.Inf(1), 0)
	if n := Lumps([]Mode{cold, {0.5, 1.5}, {0.2, 2}}); n != 4 {
		t.Errorf("%d lumps, want 4", n)
	}
}

func TestPerpendicularSkipsZeroVectors(t *testing.T) {
	a := [][]float64{{0, 0, 0}, {1, 2, 2}, {3, 0, 0}}
	Perpendicular(a)
	check.Within(t, "third vector's rest", dot(a[2], a[2]), 8, 1e-14)
}

func TestSharedWeightStationaryStateIsAFixedPoint(t *testing.T) {
	for _, alpha := range []float64{0.1, 0.4444, 1, 3, 50} {
		s := SharedWeight{alpha, 1.4}
		w, tau := s.Stationary()
		check.Close(t, "weight after an update", s.Step(w, 0.5), w, 12)
		check.Close(t, "hidden magnetisation", s.hidden(w), tau, 12)
		check.Close(t, "hidden magnetisation", s.hidden(-w), tau, 12)
		check.Close(t, "growth of a small weight", (s.Step(1e-6, 0.1)-1e-6)/1e-7, s.Rate(), 8)
	}
	w, _ := SharedWeight{0.1, 1.1}.Stationary() // saturated hidden units: w = beta m, below 1
	check.Close(t, "w for alpha = 0.1", w*math.Tanh(10*w*Magnetisation(1.1)), 1.1*Magnetisation(1.1), 12)
	w, _ = SharedWeight{1, 1.4}.Stationary() // equal layers: w = beta
	check.Close(t, "w for alpha = 1", w, 1.4, 13)
	w, tau := SharedWeight{1, 0.9}.Stationary()
	check.Close(t, "w of hot data", w, math.Sqrt(0.9), 13)
	check.Within(t, "tau of hot data", tau, 0, 0)
	check.Within(t, "transition of hot data", SharedWeight{1, 0.9}.Transition(0.1), math.Inf(1), 0)
	check.Close(t, "step from w = 3, about m tanh 3m - tanh 3", SharedWeight{1, 1.4}.Step(3, 1)-3, 0.802-0.990, 2)
}

// TestSharedWeightWithoutMagnetisation: data of beta < 1 end at w^2/alpha = beta but for terms of 1/N.
func TestSharedWeightWithoutMagnetisation(t *testing.T) {
	const n = 1600
	for _, alpha := range []float64{0.5, 2} {
		tr := NewSharedTrajectory(n, int(alpha*n), 0.5)
		tr.Along, tr.LR = 0.6*math.Sqrt(alpha), 100*alpha
		for range 200 {
			tr.Step()
		}
		w, tau := SharedWeight{alpha, 0.5}.Stationary()
		check.Within(t, "final weight over sqrt(alpha beta)", tr.Along/w, 1, 0.005)
		check.Within(t, "hidden magnetisation", tau, 0, 0)
	}
}
