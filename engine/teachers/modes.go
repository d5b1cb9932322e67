package teachers

import (
	"math"
	"math/rand/v2"

	"cascade/engine/kernels"
)

// Modes draws independent states of spins v_i = +-1 from a law of several modes on disjoint sites,
//
//	p(v) ~ prod_k exp[Betas_k S_k^2/(2 Sizes_k)],  S_k = sum of the Sizes_k spins of mode k,
//
// each of them a Curie-Weiss model of its own, hence as exactly. Mode 0 lives on the first Sizes_0 sites, mode 1 on the
// next ones, and so on.
type Modes struct {
	Sizes []int
	Betas []float64

	parts []*CurieWeiss
	masks *kernels.Layer // chain k: the sites of mode k
}

// NewModes returns the teacher with as many modes as betas, on n sites of which mode k takes about the given fraction: the
// borders between the modes are rounded to whole sites, and every mode has at least two. It panics unless that is possible
// and the fractions are positive and as many.
func NewModes(n int, fractions, betas []float64) *Modes {
	if len(betas) == 0 || len(fractions) != len(betas) || n < 2*len(betas) {
		panic("teachers: modes need a fraction, a temperature and two sites each")
	}
	t := &Modes{Sizes: divide(n, fractions), Betas: betas, masks: kernels.NewLayer(n, len(betas))}
	first := 0
	for k, size := range t.Sizes {
		t.parts = append(t.parts, NewCurieWeiss(size, betas[k]))
		for i := first; i < first+size; i++ {
			t.masks.Set(k, i, true)
		}
		first += size
	}
	return t
}

// divide splits n sites in the given proportions.
func divide(n int, fractions []float64) []int {
	total := 0.0
	for _, f := range fractions {
		if !(f > 0) {
			panic("teachers: a mode's fraction must be positive")
		}
		total += f
	}
	sizes, sum, border := make([]int, len(fractions)), 0.0, 0
	for k, f := range fractions {
		sum += f
		rest := 2 * (len(fractions) - 1 - k) // kept for the modes to come
		next := min(max(int(math.Round(float64(n)*sum/total)), border+2), n-rest)
		sizes[k], border = next-border, next
	}
	return sizes
}

// Hopfield returns the teacher of n spins with two patterns of overlap kappa at inverse temperature beta,
//
//	p(v) ~ exp[beta/(2n) ((xi1.v)^2 + (xi2.v)^2)],  xi1.xi2 = n kappa,
//
// gauged so that xi1+xi2 and xi1-xi2 are 2 on the first n1 and the last n2 sites, n1 = n(1+kappa)/2 rounded. Its law is that
// of two modes at inverse temperatures 2 beta n1/n and 2 beta n2/n, that is beta (1+-kappa) up to the rounding.
// [CPT, sec. 4.2 and App. C]. It panics for fewer than four spins.
func Hopfield(n int, beta, kappa float64) *Modes {
	sizes := divide(n, []float64{1 + kappa, 1 - kappa})
	share := func(k int) float64 { return float64(2*sizes[k]) / float64(n) }
	return NewModes(n, []float64{share(0), share(1)}, []float64{float64(beta * share(0)), float64(beta * share(1))})
}

// Sample fills all chains of dst with independent states (a set bit is v_i = +1) and rebuilds its lists. It depends on nothing but
// the law and r, and calls pause, which must not be nil, about every millisecond of work. The cost is that of
// [CurieWeiss.Sample]. It panics unless dst has as many units as the teacher.
func (t *Modes) Sample(dst *kernels.Layer, r *rand.Rand, pause func()) {
	if dst.Units != t.masks.Units {
		panic("teachers: layer of another size than the teacher's")
	}
	for _, p := range t.parts {
		p.restart()
	}
	every := max(1<<16/dst.Units, 1)
	for c := range dst.Chains {
		if c%every == 0 {
			pause()
		}
		spins := dst.Nibbles[c*dst.Stride:][:dst.Stride]
		clear(spins)
		first := 0
		for k, p := range t.parts {
			majority, minority := p.draw(r)
			if majority == 1 {
				for g, sites := range t.masks.Nibbles[k*dst.Stride:][:dst.Stride] {
					spins[g] |= sites
				}
			}
			for _, site := range minority {
				dst.Set(c, first+int(site), majority == 0)
			}
			first += p.N
		}
	}
	dst.List()
}
