package kernels

import "testing"

const (
	benchVisible, benchHidden, benchChains = 784, 500, 500
	benchSites                             = 900
)

// trained returns a machine with the activities of one trained on digits: about 100 visible units on in 47 groups, and 60 hidden
// units in 49 groups.
func trained() (m *Fixed, v, h *Layer, t *IntTables) {
	r := NewStreams(1, 1, 1)
	w := NewMatrix(benchVisible, benchHidden)
	for i := range w.Rows {
		for j := range w.Row(i) {
			w.Row(i)[j] = 0.05 * r.Normal(0)
		}
	}
	v, h = NewLayer(benchVisible, benchChains), NewLayer(benchHidden, benchChains)
	for k := range benchChains {
		// Strokes: runs of 4 units that begin anywhere.
		for i := range benchVisible - 4 {
			if r.Uniform(0) < 0.035 {
				for u := range 4 {
					v.Set(k, i+u, true)
				}
			}
		}
		for j := range benchHidden {
			h.Set(k, j, r.Uniform(0) < 0.12)
		}
	}
	v.List()
	h.List()
	b, c := make([]float32, Pad(benchVisible)), make([]float32, Pad(benchHidden))
	for i := range b {
		b[i] = -2
	}
	for j := range c {
		c[j] = -2
	}
	m = NewFixed(benchVisible, benchHidden)
	m.Set(w, b, c, func() {})
	return m, v, h, NewIntTables(benchVisible)
}

func BenchmarkSampleHidden784x500(b *testing.B) {
	m, v, h, t := trained()
	s := NewStreams(1, 2, benchChains)
	for b.Loop() {
		for tile := range Tiles(benchHidden) {
			SampleHidden(h, m, v, s, t, tile)
		}
	}
}

func BenchmarkSampleVisible784x500(b *testing.B) {
	m, _, h, t := trained()
	s := NewStreams(1, 2, benchChains)
	out := NewLayer(benchVisible, benchChains)
	for b.Loop() {
		for tile := range Tiles(benchVisible) {
			SampleVisible(out, m, h, s, t, tile)
		}
	}
}

func BenchmarkMeanHidden784x500(b *testing.B) {
	m, v, _, t := trained()
	out := NewIntMatrix(benchChains, benchHidden)
	for b.Loop() {
		for tile := range Tiles(benchHidden) {
			MeanHidden(out, m, v, t, 21, tile)
		}
	}
}

func BenchmarkCorrelate784x500(b *testing.B) {
	_, v, _, t := trained()
	h, sums := NewIntMatrix(benchChains, benchHidden), NewIntMatrix(benchVisible, benchHidden)
	randomInts(h, 21, 1)
	list, totals := NewTransposed(v.Units, v.Chains), make([]int32, Pad(benchHidden))
	for b.Loop() {
		list.From(v)
		for tile := range Tiles(benchHidden) {
			Correlate(sums, totals, list, h, t, tile)
		}
	}
}

func BenchmarkPairCounts784(b *testing.B) {
	_, v, _, _ := trained()
	p := NewBitPlanes(v)
	dst := make([]int32, v.Units)
	for b.Loop() {
		for i := range v.Units {
			PairCounts(dst, p, i)
		}
	}
}

// spins returns a retrieving machine of ±1 spins with its numbers per chain.
func spins(chains int) (l *Layer, w, h [][]float32, t *Tables) {
	r := NewStreams(1, 3, 1)
	w, h = [][]float32{make([]float32, benchSites)}, [][]float32{make([]float32, chains)}
	for i := range w[0] {
		w[0][i] = 0.5 + 0.2*r.Normal(0)
	}
	for c := range h[0] {
		h[0][c] = r.Normal(0)
	}
	l = NewLayer(benchSites, chains)
	SampleSpins(l, w, h, NewStreams(1, 4, chains), NewTables(benchSites), 0, chains)
	return l, w, h, NewTables(benchSites)
}

func BenchmarkSampleSpins900x500(b *testing.B) {
	l, w, h, t := spins(500)
	s := NewStreams(1, 2, 500)
	for b.Loop() {
		SampleSpins(l, w, h, s, t, 0, 500)
	}
}

func BenchmarkProjectSpins900x1000(b *testing.B) {
	l, w, h, t := spins(1000)
	for b.Loop() {
		ProjectSpins(h[0], l, w[0], t)
	}
}

func BenchmarkCorrelateSpins900x1000(b *testing.B) {
	l, w, h, t := spins(1000)
	for b.Loop() {
		CorrelateSpins(w[0], l, h[0], 1e-6, t)
	}
}

func BenchmarkSumSpins900x1000(b *testing.B) {
	l, w, _, _ := spins(1000)
	for b.Loop() {
		SumSpins(w[0], l, 1e-6)
	}
}

// BenchmarkSpinUpdate is what one PCD-1 update of 900 spins and one continuous hidden unit needs: 1000 samples, 500 chains.
func BenchmarkSpinUpdate(b *testing.B) {
	data, w, hd, t := spins(1000)
	l, _, h, _ := spins(500)
	g := make([]float32, benchSites)
	s := NewStreams(1, 2, 500)
	for b.Loop() {
		ProjectSpins(hd[0], data, w[0], t)
		CorrelateSpins(g, data, hd[0], 1e-6, t)
		ProjectSpins(h[0], l, w[0], t)
		SampleSpins(l, w, h, s, t, 0, 500)
		CorrelateSpins(g, l, h[0], -1e-6, t)
	}
}
