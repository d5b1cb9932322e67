package observables

import (
	"math"

	"cascade/engine/kernels"
	"cascade/engine/portable"
)

// A machine below is given by its weights w (Nv x Nh) and biases b (visible), c (hidden), padded as the kernels want them:
// E(v,h) = -b.v - c.h - v'Wh with {0,1} units.

// exactUnits is the size of the smaller layer up to which Likelihood enumerates: 2^16 states of 100 other units take a
// tenth of a second. LogPartition itself accepts mostUnits.
const (
	exactUnits = 16
	mostUnits  = 20
)

// sumSoftplus returns sum_i ln(1 + e^(scale x_i)) with one logarithm for every 512 terms: ln(1+e^t) = max(t,0) +
// ln(1+e^-|t|), and the factors 1+e^-|t| <= 2 can be multiplied first.
func sumSoftplus[T float32 | float64](x []T, scale float64) float64 {
	sum, product := 0.0, 1.0
	for i, v := range x {
		t := float64(scale * float64(v))
		if t > 0 {
			sum += t
			t = -t
		}
		product *= 1 + portable.Exp(t)
		if i&511 == 511 {
			sum += math.Log(product)
			product = 1
		}
	}
	return sum + math.Log(product)
}

// logSum accumulates ln sum_k e^(x_k) without overflow. Start with newLogSum.
type logSum struct{ top, sum float64 }

func newLogSum() logSum { return logSum{top: math.Inf(-1)} }

func (l *logSum) add(x float64) {
	if x <= l.top {
		l.sum += portable.Exp(x - l.top)
		return
	}
	l.sum = float64(l.sum*portable.Exp(l.top-x)) + 1
	l.top = x
}

func (l *logSum) value() float64 { return l.top + math.Log(l.sum) }

// LogPartition returns ln Z exactly, by enumeration of the smaller layer in the order of a Gray code: each state differs
// from the one before in one unit, and the other layer is summed out in closed form. Relative error some 1e-12. Cost
// 2^n (m exponentials), n <= m the sizes of the layers. It panics if n > 20. It allocates a copy of the weights.
func LogPartition(w *kernels.Matrix, b, c []float32, pause func()) float64 {
	n, m := w.Rows, w.Cols
	weight := func(i, j int) float64 { return float64(w.Row(i)[j]) }
	if n > m {
		n, m, b, c = m, n, c, b
		weight = func(i, j int) float64 { return float64(w.Row(j)[i]) }
	}
	if n > mostUnits {
		panic("observables: too many units to enumerate")
	}
	rows, field := make([]float64, n*m), make([]float64, m)
	for i := range n {
		for j := range m {
			rows[i*m+j] = weight(i, j)
		}
	}
	for j := range m {
		field[j] = float64(c[j])
	}
	total, bias := newLogSum(), 0.0
	total.add(sumSoftplus(field, 1))
	for step := uint32(1); step < 1<<n; step++ {
		i, sign := grayFlip(step)
		bias += float64(sign * float64(b[i]))
		for j, x := range rows[i*m : (i+1)*m] {
			field[j] += float64(sign * x)
		}
		total.add(bias + sumSoftplus(field, 1))
		if step%(1+(1<<15)/uint32(m)) == 0 {
			pause()
		}
	}
	return total.value()
}

// grayFlip returns the unit that changes between states step-1 and step of the Gray code s ^ s>>1, and +1 if it goes on.
func grayFlip(step uint32) (unit int, sign float64) {
	for step>>unit&1 == 0 {
		unit++
	}
	if (step^step>>1)>>unit&1 == 0 {
		return unit, -1
	}
	return unit, 1
}

// FreeEnergy computes the free energies of visible states,
//
//	F(v) = -b.v - sum_j ln(1 + e^(c_j + (vW)_j)),   p(v) = e^(-F(v))/Z
type FreeEnergy struct {
	batch  *kernels.Layer
	input  *kernels.Matrix // chains of batch x Nh
	tables *kernels.Tables
}

// batchChains is how many samples a FreeEnergy takes at a time, about a millisecond of work for each tile.
const batchChains = 128

// NewFreeEnergy returns a FreeEnergy for machines with nv visible and nh hidden units.
func NewFreeEnergy(nv, nh int) *FreeEnergy {
	return &FreeEnergy{
		batch: kernels.NewLayer(nv, batchChains), input: kernels.NewMatrix(batchChains, nh), tables: kernels.NewTables(nv),
	}
}

// Mean returns the statistics of F over the chains of a layer: the mean and, if they are independent, its standard error.
// The lists of the layer must be up to date. The fields come from float32 kernels: F is good to some 1e-6 relative.
func (f *FreeEnergy) Mean(w *kernels.Matrix, b, c []float32, samples *kernels.Layer, pause func()) Stat {
	if w.Rows != f.batch.Units || w.Cols != f.input.Cols || samples.Units != f.batch.Units {
		panic("observables: machine or samples have another shape")
	}
	var s Stat
	for first := 0; first < samples.Chains; first += batchChains {
		n := min(batchChains, samples.Chains-first)
		for k := range n {
			f.batch.CopyChain(k, samples, first+k)
		}
		for tile := range kernels.Tiles(w.Cols) {
			pause()
			kernels.InputHidden(f.input, w, c, f.batch, f.tables, tile)
		}
		for k := range n {
			if k%16 == 0 {
				pause()
			}
			s.Add(-dotBits(samples, first+k, b) - sumSoftplus(f.input.Row(k), 1))
		}
	}
	return s
}

// dotBits returns b.v for one chain.
func dotBits(l *kernels.Layer, chain int, b []float32) float64 {
	sum := 0.0
	for _, e := range l.Lists[chain*l.ListStride:][:l.Counts[chain]] {
		four := b[e>>4*4:][:4]
		for k, x := range four {
			if e>>k&1 != 0 {
				sum += float64(x)
			}
		}
	}
	return sum
}

// Likelihood measures the log-likelihood per sample, (1/M) sum_m ln p(v^m) = -<F>_data - ln Z, in nats. ln Z is exact if a
// layer has at most 16 units, and comes from annealed importance sampling otherwise.
type Likelihood struct {
	AIS *AIS // nil if ln Z is exact

	data *kernels.Layer
	free *FreeEnergy
}

// NewLikelihood returns a Likelihood for the samples in data and machines with nh hidden units. The AIS runs so many chains
// through so many temperatures; seed determines its random numbers. The lists of data must be up to date, and it must not
// change afterwards.
func NewLikelihood(data *kernels.Layer, nh, chains, temperatures int, seed uint64) *Likelihood {
	l := &Likelihood{data: data, free: NewFreeEnergy(data.Units, nh)}
	if min(data.Units, nh) > exactUnits {
		l.AIS = NewAIS(data, nh, chains, temperatures, seed)
	}
	return l
}

// PerSample returns the log-likelihood per sample and its standard error, in which both the finite number of samples
// and the AIS have their part. It is a function of its arguments alone.
func (l *Likelihood) PerSample(w *kernels.Matrix, b, c []float32, pause func()) (value, stdErr float64) {
	f := l.free.Mean(w, b, c, l.data, pause)
	var logZ, errZ float64
	if l.AIS == nil {
		logZ = LogPartition(w, b, c, pause)
	} else {
		logZ, errZ = l.AIS.LogPartition(w, b, c, pause)
	}
	return -f.Mean() - logZ, math.Sqrt(f.Variance()/float64(f.N()) + float64(errZ*errZ))
}
