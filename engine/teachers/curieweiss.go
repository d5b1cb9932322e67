// Package teachers makes the data that the machines learn from.
package teachers

import (
	"math"
	"math/rand/v2"
	"sort"

	"cascade/engine/kernels"
	"cascade/engine/portable"
)

// CurieWeiss draws independent states of N spins v_i = +-1 from the Curie-Weiss (Mattis) law
//
//	p(v) ~ exp[Beta/(2N) (sum_i xi_i v_i)^2]
//
// exactly, without a Markov chain: first the number k of spins aligned with the pattern xi, from its law
// P(k) ~ C(N,k) exp[Beta (2k-N)^2/(2N)], then which ones. [Bachtis et al. 2024, sec. 4.1; critical at Beta = 1.]
type CurieWeiss struct {
	N    int
	Beta float64

	cumulative []float64      // N+1: P(0) + ... + P(k), times a constant
	sites      []int32        // N: scratch, a permutation
	plain      *kernels.Layer // 2 chains: the inverted pattern and the pattern
}

// NewCurieWeiss returns the teacher with the pattern xi_i = +1; it panics unless n is positive.
func NewCurieWeiss(n int, beta float64) *CurieWeiss {
	if n < 1 {
		panic("teachers: Curie-Weiss teacher without spins")
	}
	t := &CurieWeiss{N: n, Beta: beta, cumulative: make([]float64, n+1), sites: make([]int32, n), plain: kernels.NewLayer(n, 2)}
	for i := range n {
		t.plain.Set(1, i, true)
	}
	// ln P(k) by its ratios P(k+1)/P(k) = (N-k)/(k+1) exp[2 Beta (2k+1-N)/N].
	log, top := 0.0, 0.0
	for k := range n {
		log += math.Log(float64(n-k)/float64(k+1)) + 2*float64(beta*float64(2*k+1-n))/float64(n)
		t.cumulative[k+1] = log
		top = max(top, log)
	}
	sum := 0.0
	for k, l := range t.cumulative {
		sum += portable.Exp(l - top)
		t.cumulative[k] = sum
	}
	return t
}

// SetPattern makes xi_i = +1 where up[i] and -1 elsewhere. It panics unless len(up) = N.
func (t *CurieWeiss) SetPattern(up []bool) {
	if len(up) != t.N {
		panic("teachers: pattern of another length than the teacher's")
	}
	for i, on := range up {
		t.plain.Set(0, i, !on)
		t.plain.Set(1, i, on)
	}
}

// Sample fills all chains of dst with independent states (a set bit is v_i = +1) and rebuilds its lists. It depends on
// nothing but the law, the pattern and r, and calls pause, which must not be nil, about every millisecond of work. Cost: one random number and one exchange for each spin of a state's minority,
// about 1 ms for 1000 states of 900 spins. It panics unless dst has N units.
func (t *CurieWeiss) Sample(dst *kernels.Layer, r *rand.Rand, pause func()) {
	if dst.Units != t.N {
		panic("teachers: layer of another size than the teacher's")
	}
	t.restart()
	every := max(1<<16/t.N, 1)
	for c := range dst.Chains {
		if c%every == 0 {
			pause()
		}
		majority, minority := t.draw(r)
		dst.CopyChain(c, t.plain, majority)
		for _, site := range minority {
			dst.Set(c, int(site), !t.plain.Bit(majority, int(site)))
		}
	}
	dst.List()
}

// restart forgets the sites' order, so that what is drawn depends on nothing but the generator.
func (t *CurieWeiss) restart() {
	for i := range t.sites {
		t.sites[i] = int32(i)
	}
}

// draw draws one state: the side (1 with the pattern, 0 against it) of the majority, and the sites of the minority, valid
// until the next draw.
func (t *CurieWeiss) draw(r *rand.Rand) (majority int, minority []int32) {
	u := float64(r.Float64() * t.cumulative[t.N])
	k := min(sort.SearchFloat64s(t.cumulative, u), t.N)
	majority, count := 1, t.N-k
	if 2*k < t.N {
		majority, count = 0, k
	}
	// The first sites of a partial shuffle, which may start from any order.
	for i := range count {
		j := i + r.IntN(t.N-i)
		t.sites[i], t.sites[j] = t.sites[j], t.sites[i]
	}
	return majority, t.sites[:count]
}
