package observables

import "cascade/engine/kernels"

// Instability measures how strongly a fluctuation along a mode feeds itself in one Gibbs sweep of a {0,1} machine,
//
//	rho_a = w_a^2 (u^a' D_v u^a) (ubar^a' D_h ubar^a),   D_i = f_i(1-f_i) - Var_chains(p_i)
//
// where f is the mean over the chains and p = sigmoid(field) the probability of a unit given the other layer, in which only the
// projections on the modes before a vary from chain to chain and everything else has its mean: D is what is left of a unit's
// variance when the earlier modes are known. v -> h -> v multiplies a small deviation along the mode by rho. Where it passes 1, the
// state that the earlier modes left is unstable, and the mode condenses.
//
// For the first mode D_v = f(1-f) with the means f, and D_h = 1/4 at hidden means 1/2, so that this is w_c = 2/sqrt(u'Du)
// (CriticalWeight), the extension of w_c = 4 [CPT, App. D and F] to units whose mean is not 1/2. For the later ones the
// variances within a lump count, which are smaller than those over all chains: with the latter, mode 5 of the digits would
// seem unstable at half the weight at which its susceptibility rises.
//
// Linear theory about the state without any mode has the squared singular values of Dv^1/2 W Dh^1/2, D = f(1-f). For a machine of one mode its
// largest is this Rho; for several, Rho belongs to one mode each, which those need not.
type Instability struct {
	Rho []float64 // of each mode

	chains         int
	fieldV, fieldH *kernels.Matrix `memory:"-"` // chains x units
	sum, square    []float64       // of p over the chains
}

// instabilityChains are enough: a mean over all units and so many chains is good to one percent.
const instabilityChains = 64

// NewInstability returns an Instability for machines of nv x nh units, for so many modes. The mean is that over all chains, the
// variation that of the first 64.
func NewInstability(nv, nh, chains, modes int) *Instability {
	n := min(chains, instabilityChains)
	return &Instability{Rho: make([]float64, modes), chains: n, fieldV: kernels.NewMatrix(n, nv), fieldH: kernels.NewMatrix(n, nh),
		sum: make([]float64, max(nv, nh)), square: make([]float64, max(nv, nh))}
}

// Measure sets Rho for a machine with triplets t, the states v and h of its chains, with lists, and their projections on the modes
// (chains x modes each). Cost: modes (Nv+Nh) sigmoids for each of 64 chains, 3 ms for 784 x 100 units and 4 modes.
func (s *Instability) Measure(w *kernels.Matrix, b, c []float32, t *Triplets, v, h *kernels.Layer, onU, onV *kernels.Matrix, pause func()) {
	meanV, meanH := counts(v), counts(h)
	for i := range meanV {
		meanV[i] /= float64(v.Chains)
	}
	for j := range meanH {
		meanH[j] /= float64(h.Chains)
	}
	first := s.fieldH.Row(0)[:w.Cols]
	copy(first, c)
	for i := range w.Rows {
		f, field := float32(meanV[i]), b[i]
		for j, x := range w.Row(i)[:w.Cols] {
			field += float32(x * float32(meanH[j]))
			first[j] += float32(f * x)
		}
		s.fieldV.Row(0)[i] = field
	}
	for k := 1; k < s.chains; k++ {
		copy(s.fieldV.Row(k), s.fieldV.Row(0))
		copy(s.fieldH.Row(k), s.fieldH.Row(0))
	}
	pause()
	for k, value := range t.Values {
		across := s.response(meanV, s.fieldV, t.U.Row(k), value, onV, k, pause)
		along := s.response(meanH, s.fieldH, t.V.Row(k), value, onU, k, pause)
		s.Rho[k] = float64(float64(value*value)*across) * along
	}
}

// response returns u'Du, and then lets the other layer's projection on mode k vary in the fields.
func (s *Instability) response(f []float64, field *kernels.Matrix, u []float32, value float64, on *kernels.Matrix, k int, pause func()) float64 {
	mean := 0.0
	for c := range on.Rows {
		mean += float64(on.Row(c)[k])
	}
	mean /= float64(on.Rows)
	clear(s.sum)
	clear(s.square)
	for c := range s.chains {
		excess := float32(float64(value * (float64(on.Row(c)[k]) - mean)))
		row := field.Row(c)
		for i, x := range u {
			p := float64(kernels.Sigmoid(row[i]))
			s.sum[i] += p
			s.square[i] += float64(p * p)
			row[i] += float32(excess * x)
		}
		if c%16 == 0 {
			pause()
		}
	}
	n, total := float64(s.chains), 0.0
	for i, x := range u {
		average := s.sum[i] / n
		known := s.square[i]/n - float64(average*average)
		total += float64(float64(x*x) * max(f[i]-float64(f[i]*f[i])-known, 0))
	}
	return total
}
