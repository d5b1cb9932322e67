package observables

import (
	"math"

	"cascade/engine/kernels"
	"cascade/engine/portable"
)

// AIS estimates ln Z of a {0,1} machine by annealed importance sampling from the base-rate model, in which the units are
// independent and the visible ones have the means of the data. Machine number k = 0..n, t_k = k/n, has the weights t_k W
// and the biases (1-t_k) b0 + t_k b, t_k c, so
//
//	ln p*_k(v) = ((1-t_k) b0 + t_k b).v + sum_j ln(1 + e^(t_k x_j)),   x_j = c_j + (vW)_j
//	ln Z_0 = Nh ln 2 + sum_i ln(1 + e^(b0_i))
//
// Each chain starts in machine 0, collects the weight ln w += ln p*_k(v) - ln p*_(k-1)(v) and does one Gibbs sweep of
// machine k before k+1; then Z/Z_0 = <w>. Salakhutdinov and Murray, ICML 2008, section 4.1.
//
// The estimate of Z is unbiased, hence that of ln Z too low on average; badly so when a transition is crossed faster than
// the chains can follow. Effective tells: a few effective chains only mean that neither value nor error can be trusted.
type AIS struct {
	Temperatures int     // n, may be changed
	Effective    float64 // effective number of chains, (sum w)^2/sum w^2, of the last estimate; at most the number of chains

	base           []float32 // b0, logit of the data's means
	first, streams *kernels.Streams
	v, h           *kernels.Layer
	shift, scaled  *kernels.Matrix // Nv x 1: b-b0; Nv x Nh: t W
	bias           []float32       // padded: c
	zero           [kernels.Tile]float32
	b, c           []float32       // t_k biases
	input, shifted *kernels.Matrix // chains x Nh: x; chains x 1: (b-b0).v
	logW           []float64       // chains
	toH            *kernels.Tables
	fixed          *kernels.Fixed // the machine at t
	ints           *kernels.IntTables
}

const streamAIS = 0x414953 // purpose of its random numbers

// NewAIS returns an AIS for machines with nh hidden units whose visible units have about the means of data, a layer with
// lists up to date. It panics unless there are at least two chains and one temperature.
func NewAIS(data *kernels.Layer, nh, chains, temperatures int, seed uint64) *AIS {
	if chains < 2 || temperatures < 1 {
		panic("observables: annealing needs two chains and a temperature")
	}
	nv := data.Units
	a := &AIS{
		Temperatures: temperatures,
		base:         make([]float32, nv),
		first:        kernels.NewStreams(seed, streamAIS, chains), streams: kernels.NewStreams(seed, streamAIS, chains),
		v: kernels.NewLayer(nv, chains), h: kernels.NewLayer(nh, chains),
		shift: kernels.NewMatrix(nv, 1), scaled: kernels.NewMatrix(nv, nh), bias: make([]float32, kernels.Pad(nh)),
		b: make([]float32, kernels.Pad(nv)), c: make([]float32, kernels.Pad(nh)),
		input: kernels.NewMatrix(chains, nh), shifted: kernels.NewMatrix(chains, 1), logW: make([]float64, chains),
		toH: kernels.NewTables(nv), fixed: kernels.NewFixed(nv, nh), ints: kernels.NewIntTables(max(nv, nh)),
	}
	for i, on := range counts(data) {
		// Half a sample of each kind keeps the logit finite.
		a.base[i] = float32(math.Log((on + 0.5) / (float64(data.Chains) - on + 0.5)))
	}
	return a
}

// counts returns how often each unit is on. The lists of the layer must be up to date.
func counts(l *kernels.Layer) []float64 {
	n := make([]float64, kernels.Pad(l.Units))
	for c := range l.Chains {
		for _, e := range l.Lists[c*l.ListStride:][:l.Counts[c]] {
			four := (*[4]float64)(n[e>>4*4:])
			for k := range four {
				four[k] += float64(e >> k & 1)
			}
		}
	}
	return n[:l.Units]
}

// LogPartition returns the estimate of ln Z and its standard error, from the spread of the weights over the chains (delta
// method). It uses the same random numbers in every call, so that it is a function of its arguments and neighbouring
// machines have similar errors. Cost, for each temperature, three half steps and 2 chains Nh exponentials.
func (a *AIS) LogPartition(w *kernels.Matrix, b, c []float32, pause func()) (logZ, stdErr float64) {
	if w.Rows != a.v.Units || w.Cols != a.h.Units {
		panic("observables: machine has another shape")
	}
	logZ0 := a.start(w, b, c)
	for k := 1; k <= a.Temperatures; k++ {
		a.reweigh(w, float64(k-1)/float64(a.Temperatures), float64(k)/float64(a.Temperatures), pause)
		if k < a.Temperatures {
			a.sweep(w, b, c, float32(k)/float32(a.Temperatures), pause)
		}
	}
	ratio, stdErr := a.average()
	return logZ0 + ratio, stdErr
}

// start puts the chains into the base-rate model, and returns its ln Z.
func (a *AIS) start(w *kernels.Matrix, b, c []float32) float64 {
	copy(a.streams.State, a.first.State)
	clear(a.logW)
	for i, b0 := range a.base {
		a.shift.Row(i)[0] = b[i] - b0
		on := float32(portable.Sigmoid(float64(b0)))
		for chain := range a.v.Chains {
			a.v.Set(chain, i, a.streams.Uniform(chain) < on)
		}
	}
	a.v.List()
	copy(a.bias, c[:w.Cols])
	return float64(float64(w.Cols)*math.Ln2) + sumSoftplus(a.base, 1)
}

// reweigh adds ln p*(v) at t1 minus ln p*(v) at t0 to the weights.
func (a *AIS) reweigh(w *kernels.Matrix, t0, t1 float64, pause func()) {
	for tile := range kernels.Tiles(a.input.Cols) {
		kernels.InputHidden(a.input, w, a.bias, a.v, a.toH, tile)
		pause()
	}
	kernels.InputHidden(a.shifted, a.shift, a.zero[:], a.v, a.toH, 0)
	pause()
	for chain := range a.logW {
		row := a.input.Row(chain)
		a.logW[chain] += float64((t1-t0)*float64(a.shifted.Row(chain)[0])) + kernels.SumSoftplus(row, float32(t1)) - kernels.SumSoftplus(row, float32(t0))
		if chain%16 == 15 {
			pause()
		}
	}
}

// sweep does one Gibbs sweep of the machine at t.
func (a *AIS) sweep(w *kernels.Matrix, b, c []float32, t float32, pause func()) {
	for i, b0 := range a.base {
		dst := a.scaled.Row(i)
		for j, x := range w.Row(i) {
			dst[j] = t * x
		}
		a.b[i] = b0 + float32(t*(b[i]-b0))
	}
	for j := range a.h.Units {
		a.c[j] = t * c[j]
	}
	a.fixed.Set(a.scaled, a.b, a.c, pause)
	for tile := range kernels.Tiles(a.h.Units) {
		kernels.SampleHidden(a.h, a.fixed, a.v, a.streams, a.ints, tile)
		pause()
	}
	for tile := range kernels.Tiles(a.v.Units) {
		kernels.SampleVisible(a.v, a.fixed, a.h, a.streams, a.ints, tile)
		pause()
	}
}

// average returns ln <w> and its standard error sd(w)/(<w> sqrt(chains)), and sets Effective.
func (a *AIS) average() (logMean, stdErr float64) {
	top := math.Inf(-1)
	for _, x := range a.logW {
		top = max(top, x)
	}
	var s Stat
	squares := 0.0
	for _, x := range a.logW {
		weight := portable.Exp(x - top)
		s.Add(weight)
		squares += float64(weight * weight)
	}
	n := float64(s.N())
	a.Effective = float64(n*s.Mean()) * float64(n*s.Mean()) / squares
	return top + math.Log(s.Mean()), s.StdErr() / s.Mean()
}
