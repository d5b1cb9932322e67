package observables

import (
	"math"
	"math/bits"

	"cascade/engine/kernels"
)

// Projector computes the projections of all chains of a {0,1} layer on K vectors,
//
//	m_ca = sum_i u^a_i v_ci
//
// With unit vectors u^a, Var(m_a) over independent chains is the susceptibility chi_a: the magnetisation along the mode
// is m/sqrt(N), and chi = N Var(m/sqrt(N)) (eq. (5); the caption of Fig. 3 divides by N, which is a misprint). The hidden
// layer is treated alike, with the right singular vectors.
type Projector struct {
	M *kernels.Matrix // chains x K: the projections

	modes  *kernels.Matrix `memory:"-"` // units x K
	zero   []float32
	tables *kernels.Tables
}

// NewProjector returns a Projector for layers of so many units and chains and for so many modes.
func NewProjector(units, chains, modes int) *Projector {
	return &Projector{
		M: kernels.NewMatrix(chains, modes), modes: kernels.NewMatrix(units, modes),
		zero: make([]float32, kernels.Pad(modes)), tables: kernels.NewTables(units),
	}
}

// Project fills M with the projections of the chains of l on the rows of u (K x units). The lists of l must be up to date.
// It costs as much as a 1/Tiles(Nh) part of a half step. It panics on wrong shapes.
func (p *Projector) Project(u *kernels.Matrix, l *kernels.Layer, pause func()) {
	if u.Rows != p.modes.Cols || u.Cols != p.modes.Rows || l.Units != p.modes.Rows || l.Chains != p.M.Rows {
		panic("observables: projector has another shape")
	}
	for k := range u.Rows {
		for i, x := range u.Row(k) {
			p.modes.Row(i)[k] = x
		}
	}
	for tile := range kernels.Tiles(u.Rows) {
		pause()
		kernels.InputHidden(p.M, p.modes, p.zero, l, p.tables, tile)
	}
}

// Column copies the projections of all chains on one mode.
func (p *Projector) Column(dst []float64, mode int) {
	dst = dst[:p.M.Rows]
	for c := range dst {
		dst[c] = float64(p.M.Row(c)[mode])
	}
}

// Susceptibility returns the unbiased variance of independent numbers, one from each chain, and its standard error,
//
//	chi = sum (x-<x>)^2/(n-1),   error^2 = ( m4 - chi^2 (n-3)/(n-1) )/n,   m4 = sum (x-<x>)^4/n
//
// which needs no assumption about their distribution but many chains: it is itself uncertain by the eighth moment. Both
// are 0 for fewer than two numbers.
//
// This is the connected susceptibility only as long as the chains explore one state. Where the mode has condensed into
// two lumps, their distance dominates; then take the variance of |x - centre| (Fold), which remains that of one lump.
// Choose one of the two for a whole curve: they differ by a finite factor below the transition (1-2/pi for a Gaussian).
func Susceptibility(x []float64) (chi, stdErr float64) {
	n := float64(len(x))
	if n < 2 {
		return 0, 0
	}
	mean := 0.0
	for _, v := range x {
		mean += v
	}
	mean /= n
	m2, m4 := 0.0, 0.0
	for _, v := range x {
		d := float64((v - mean) * (v - mean))
		m2 += d
		m4 += float64(d * d)
	}
	chi = m2 / (n - 1)
	return chi, math.Sqrt(max(m4/n-float64(float64(chi*chi)*((n-3)/(n-1))), 0) / n)
}

// Shape returns two numbers that tell how far the distribution of x is from a Gaussian, from its central moments m_k:
//
//	excess = m4/m2^2 - 3,   bimodality = (m3^2/m2^3 + 1)/(m4/m2^2)
//
// Both have no unit; a Gaussian has 0 and 1/3, a uniform law -1.2 and 5/9, and two sharp peaks of whatever weights have a
// bimodality of 1, which is the largest (Sarle's coefficient). The standard error of excess is sqrt(24/n) for a Gaussian.
// Both are those of a Gaussian if the numbers do not differ.
func Shape(x []float64) (excess, bimodality float64) {
	n, mean := float64(len(x)), 0.0
	for _, v := range x {
		mean += v
	}
	mean /= n
	m2, m3, m4 := 0.0, 0.0, 0.0
	for _, v := range x {
		d := v - mean
		square := float64(d * d)
		m2 += square / n
		m3 += float64(square*d) / n
		m4 += float64(square*square) / n
	}
	if !(m2 > 0) {
		return 0, 1.0 / 3
	}
	square := float64(m2 * m2)
	kurtosis, skewness2 := m4/square, float64(m3*m3)/float64(square*m2)
	return kurtosis - 3, (skewness2 + 1) / kurtosis
}

// Fold replaces each number by its distance from the centre.
func Fold(x []float64, centre float64) {
	for i := range x {
		x[i] = math.Abs(x[i] - centre)
	}
}

// ReplicaOverlaps sets dst_p = (1/N) sum_i v_i v'_i for the pairs of chains 2p and 2p+1 of a {0,1} layer with N units.
// It panics unless dst has Chains/2 elements.
func ReplicaOverlaps(dst []float64, l *kernels.Layer) {
	if len(dst) != l.Chains/2 {
		panic("observables: one overlap for each pair of chains")
	}
	for p := range dst {
		a, b := l.Nibbles[2*p*l.Stride:(2*p+1)*l.Stride], l.Nibbles[(2*p+1)*l.Stride:(2*p+2)*l.Stride]
		both := 0
		for g := range a {
			both += bits.OnesCount8(a[g] & b[g])
		}
		dst[p] = float64(both) / float64(l.Units)
	}
}

// OverlapSusceptibility returns chi_q = N Var(q) over pairs of independent chains and its standard error; q as from
// ReplicaOverlaps. The paper shows this quantity (Fig. 3 C) without defining it: this definition is a guess.
func OverlapSusceptibility(q []float64, units int) (chi, stdErr float64) {
	chi, stdErr = Susceptibility(q)
	return chi * float64(units), stdErr * float64(units)
}

// Magnetisations sets dst_c = (1/N) sum_i xi_i s_ci for the chains of a +-1 layer; xi has N elements. It panics unless dst
// has as many as there are chains.
func Magnetisations(dst []float32, l *kernels.Layer, xi []float32, t *kernels.Tables) {
	if len(dst) != l.Chains {
		panic("observables: one magnetisation for each chain")
	}
	kernels.ProjectSpins(dst, l, xi, t)
	for c := range dst {
		dst[c] /= float32(l.Units)
	}
}

// Histogram counts numbers in equal bins between Min and Max.
type Histogram struct {
	Min, Max     float64
	Counts       []int // one per bin
	Below, Above int   // numbers outside
}

// NewHistogram returns a histogram with so many empty bins. It panics unless there are bins and Min < Max.
func NewHistogram(lo, hi float64, bins int) *Histogram {
	if bins < 1 || !(lo < hi) {
		panic("observables: histogram without bins")
	}
	return &Histogram{Min: lo, Max: hi, Counts: make([]int, bins)}
}

// Clear empties the bins and sets the range.
func (h *Histogram) Clear(lo, hi float64) {
	if !(lo < hi) {
		panic("observables: histogram without bins")
	}
	h.Min, h.Max, h.Below, h.Above = lo, hi, 0, 0
	clear(h.Counts)
}

// Add counts one number. A bin contains its lower end, the last one Max as well; NaN counts as below.
func (h *Histogram) Add(x float64) {
	switch bin := math.Floor((x - h.Min) / (h.Max - h.Min) * float64(len(h.Counts))); {
	case x > h.Max:
		h.Above++
	case x >= h.Min:
		h.Counts[min(int(bin), len(h.Counts)-1)]++
	default:
		h.Below++
	}
}

// Centre returns the middle of a bin.
func (h *Histogram) Centre(bin int) float64 {
	return h.Min + float64((float64(bin)+0.5)*h.width())
}

// Density returns the estimated probability density in a bin: its share of all numbers, those outside included, divided
// by its width; 0 if there are none.
func (h *Histogram) Density(bin int) float64 {
	n := h.Below + h.Above
	for _, c := range h.Counts {
		n += c
	}
	if n == 0 {
		return 0
	}
	return float64(h.Counts[bin]) / (float64(n) * h.width())
}

func (h *Histogram) width() float64 { return (h.Max - h.Min) / float64(len(h.Counts)) }
