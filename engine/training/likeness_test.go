package training

import (
	"math/rand/v2"
	"slices"
	"testing"

	"cascade/engine/kernels"
)

// TestLikenessKeepsTheMinibatch: it holds the samples dealt, each as often, and CD starts at them in the order in which they were dealt.
func TestLikenessKeepsTheMinibatch(t *testing.T) {
	const nv, samples, batch = 41, 300, 90
	r := rand.New(rand.NewPCG(23, 24))
	data := randomLayer(nv, samples, 0.3, r)
	tr := NewBinary(randomBinary(nv, 5, r), data, batch, batch, 25)
	tr.Method, tr.K = CD, 0
	deal := newBatches(samples, 25)
	for update := range 5 { // the fourth straddles two epochs
		tr.Update(still)
		var got, want []string
		for c := range batch {
			sample := deal.deal()
			want = append(want, bitsOf(data, sample))
			got = append(got, bitsOf(tr.batch, c))
			if bitsOf(tr.Chains, c) != want[c] {
				t.Fatalf("update %d: chain %d does not start at sample %d", update, c, sample)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("update %d: the minibatch does not hold what was dealt", update)
		}
	}
}

func bitsOf(l *kernels.Layer, chain int) string {
	return string(l.Nibbles[chain*l.Stride : (chain+1)*l.Stride])
}

// TestLikenessBringsTheAlikeTogether: samples of four kinds, with noise, differ less from the next one than any two do on average.
func TestLikenessBringsTheAlikeTogether(t *testing.T) {
	const nv, samples = 50, 1000
	r := rand.New(rand.NewPCG(26, 27))
	kinds, data := randomLayer(nv, 4, 0.5, r), kernels.NewLayer(nv, samples)
	for s := range samples {
		for i := range nv {
			data.Set(s, i, kinds.Bit(s%4, i) != (r.Float64() < 0.05))
		}
	}
	data.List()
	l := newLikeness(data, samples/2)
	next, any := 0, 0
	for p, s := range l.order {
		if l.place[s] != int32(p) {
			t.Fatalf("sample %d is not at place %d", s, p)
		}
		next += data.Differences(int(s), int(l.order[(p+1)%samples]))
		any += data.Differences(p, (p+1)%samples) // of different kinds
	}
	if 2*next > any {
		t.Errorf("neighbours differ in %.1f units, samples of two kinds in %.1f", float64(next)/samples, float64(any)/samples)
	}
}
