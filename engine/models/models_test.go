package models

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/kernels"
)

// TestUnitsKnowTheirDerivatives: the mean is the derivative of the log partition function, the variance that of the mean.
func TestUnitsKnowTheirDerivatives(t *testing.T) {
	const variance = 0.7
	for _, u := range []Unit{Binary, Spin, Gaussian} {
		for _, x := range []float64{-30, -2.5, -0.1, 0, 0.3, 4, 25} {
			at := []float64{x}
			check.Gradient(t, fmt.Sprintf("unit %d at %v", u, x), func(y []float64) float64 { return u.LogPartition(y[0], variance) }, at, []float64{u.Mean(x, variance)}, 1e-5, 1e-8)
			check.Gradient(t, fmt.Sprintf("mean of unit %d at %v", u, x), func(y []float64) float64 { return u.Mean(y[0], variance) }, at, []float64{u.Variance(x, variance)}, 1e-5, 1e-8)
		}
		sum := 0.0
		for _, s := range u.Values() {
			sum += math.Exp(0.8 * s)
		}
		if u != Gaussian {
			check.Close(t, fmt.Sprintf("sum over the values of unit %d", u), math.Log(sum), u.LogPartition(0.8, 0), 12)
		}
	}
}

func random(visible, hidden Unit, nv, nh int, r *rand.Rand) *RBM {
	m := New(visible, hidden, nv, nh)
	m.Variance = 0.3
	for i := range nv {
		for a := range m.W.Row(i) {
			m.W.Row(i)[a] = float32(r.NormFloat64())
		}
		m.B[i] = float32(r.NormFloat64())
	}
	for a := range nh {
		m.C[a] = float32(r.NormFloat64())
	}
	return m
}

// energy is the definition, term by term.
func energy(m *RBM, v, h []float64) float64 {
	e := 0.0
	for i := range v {
		e -= float64(m.B[i]) * v[i]
		for a := range h {
			e -= v[i] * float64(m.W.Row(i)[a]) * h[a]
		}
	}
	for a := range h {
		e -= float64(m.C[a]) * h[a]
	}
	return e
}

// TestFreeEnergySumsOutTheHiddenLayer enumerates all hidden states.
func TestFreeEnergySumsOutTheHiddenLayer(t *testing.T) {
	const nv, nh = 5, 7
	r := rand.New(rand.NewPCG(1, 2))
	for _, u := range []Unit{Binary, Spin} {
		m := random(u, u, nv, nh, r)
		v, h, input := make([]float64, nv), make([]float64, nh), make([]float64, nh)
		for range 5 {
			for i := range v {
				v[i] = u.Values()[r.IntN(2)]
			}
			sum := 0.0
			for s := range 1 << nh {
				for a := range h {
					h[a] = u.Values()[s>>a&1]
				}
				sum += math.Exp(-energy(m, v, h))
			}
			check.Close(t, fmt.Sprintf("F of unit %d", u), m.FreeEnergy(v, input), -math.Log(sum), 10)
		}
	}
}

// TestMirrorExchangesTheLayers: the hidden inputs of a machine are the visible inputs of its mirror.
func TestMirrorExchangesTheLayers(t *testing.T) {
	const nv, nh = 11, 3
	r := rand.New(rand.NewPCG(3, 4))
	m := random(Binary, Spin, nv, nh, r)
	w := m.Mirror()
	if w.Visible != Spin || w.Hidden != Binary {
		t.Error("the units did not change places")
	}
	v, h := make([]float64, nv), make([]float64, nh)
	for i := range v {
		v[i] = r.NormFloat64()
	}
	for a := range h {
		h[a] = r.NormFloat64()
	}
	hidden, visible := make([]float64, nh), make([]float64, nv)
	m.HiddenInput(hidden, v)
	mirrored := make([]float64, nh)
	w.VisibleInput(mirrored, v)
	for a := range hidden {
		check.Close(t, "input of a hidden unit", mirrored[a], hidden[a], 12)
	}
	m.VisibleInput(visible, h)
	mirrored = make([]float64, nv)
	w.HiddenInput(mirrored, h)
	for i := range visible {
		check.Close(t, "input of a visible unit", mirrored[i], visible[i], 12)
	}
}

// TestFewHiddenIsTheDenseMachine: ln p(v) is variance/2 sum_a (w_a.v)^2 up to a constant.
func TestFewHiddenIsTheDenseMachine(t *testing.T) {
	const n, hidden = 13, 3
	r := rand.New(rand.NewPCG(5, 6))
	m := NewFewHidden(n, hidden, 0.2)
	for a := range m.W {
		for i := range m.W[a] {
			m.W[a][i] = float32(r.NormFloat64())
		}
	}
	d, input := m.Dense(), make([]float64, hidden)
	v := make([]float64, n)
	for i := range v {
		v[i] = float64(2*r.IntN(2) - 1)
	}
	want, norm := 0.0, 0.0
	for a := range m.W {
		p := 0.0
		for i, w := range m.W[a] {
			p += float64(w) * v[i]
		}
		want += 0.2 * p * p / 2
	}
	check.Close(t, "-F", -d.FreeEnergy(v, input), want, 10)
	for _, w := range m.W[1] {
		norm += 0.2 * float64(w) * float64(w)
	}
	check.Close(t, "q", m.Norm2(1), norm, 12)
}

// TestSampleHiddenHasItsMeanAndVariance over 20,000 chains.
func TestSampleHiddenHasItsMeanAndVariance(t *testing.T) {
	const chains, variance = 20000, 0.25
	m := NewFewHidden(7, 1, variance)
	s := kernels.NewStreams(7, 8, chains)
	h, p := [][]float32{make([]float32, chains)}, [][]float32{make([]float32, chains)}
	for c := range chains {
		p[0][c] = 3
	}
	m.SampleHidden(h, p, s, 0, chains)
	mean, square := 0.0, 0.0
	for _, x := range h[0] {
		mean += float64(x) / chains
		square += float64(x) * float64(x) / chains
	}
	check.Agree(t, "mean of h", mean, math.Sqrt(variance/chains), 3*variance, 4)
	check.Agree(t, "variance of h", square-mean*mean, variance*math.Sqrt(2.0/chains), variance, 4)
}

func TestWrongShapesPanic(t *testing.T) {
	m := New(Binary, Binary, 5, 3)
	for name, f := range map[string]func(){
		"hidden": func() { m.HiddenInput(make([]float64, 2), make([]float64, 5)) }, "visible": func() { m.VisibleInput(make([]float64, 5), make([]float64, 5)) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}
