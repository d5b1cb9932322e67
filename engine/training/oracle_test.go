package training

import (
	"math"
	"math/rand/v2"

	"cascade/engine/kernels"
	"cascade/engine/models"
)

// still is a pause that does nothing.
func still() {}

// randomBinary returns a {0,1} machine with weights and biases of order one.
func randomBinary(nv, nh int, r *rand.Rand) *models.RBM {
	m := models.New(models.Binary, models.Binary, nv, nh)
	for i := range nv {
		InitialWeights(m.W.Row(i), 1, r)
	}
	InitialWeights(m.B[:nv], 0.5, r)
	InitialWeights(m.C[:nh], 0.5, r)
	return m
}

// randomLayer returns a layer whose units are on with probability p.
func randomLayer(units, chains int, p float64, r *rand.Rand) *kernels.Layer {
	l := kernels.NewLayer(units, chains)
	for c := range chains {
		for i := range units {
			l.Set(c, i, r.Float64() < p)
		}
	}
	l.List()
	return l
}

// state writes the units of a chain as numbers off and on.
func state(l *kernels.Layer, chain int, off, on float64) []float64 {
	v := make([]float64, l.Units)
	for i := range v {
		if v[i] = off; l.Bit(chain, i) {
			v[i] = on
		}
	}
	return v
}

// hiddenMeans returns E[h|v] for the visible state v.
func hiddenMeans(m *models.RBM, v []float64) []float64 {
	h := make([]float64, m.W.Cols)
	m.HiddenInput(h, v)
	for a := range h {
		h[a] = m.Hidden.Mean(h[a], m.Variance)
	}
	return h
}

// logLaw returns -F(v) for all 2^Nv visible states; bit i of the index is unit i.
func logLaw(m *models.RBM) []float64 {
	values := m.Visible.Values()
	v, input := make([]float64, m.W.Rows), make([]float64, m.W.Cols)
	logp := make([]float64, 1<<m.W.Rows)
	for s := range logp {
		for i := range v {
			v[i] = values[s>>i&1]
		}
		logp[s] = -m.FreeEnergy(v, input)
	}
	return logp
}

// logSum returns ln sum e^x.
func logSum(x []float64) float64 {
	top := math.Inf(-1)
	for _, y := range x {
		top = max(top, y)
	}
	sum := 0.0
	for _, y := range x {
		sum += math.Exp(y - top)
	}
	return top + math.Log(sum)
}
