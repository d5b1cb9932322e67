package kernels

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"testing"
)

// TestGolden learns for a few updates and compares a hash of everything with the one known. It is the same natively and in
// wasm (run the tests with GOOS=js GOARCH=wasm), and must be the same on every target and of every twin of these kernels. Whoever
// changes it on purpose changes every record of every run.
func TestGolden(t *testing.T) {
	for _, g := range []struct {
		name string
		want uint64
		run  func() [][]float32
	}{
		{"binary", 0x1794bc227812bcdc, goldenBinary},
		{"spins", 0x50512fc687f0b670, goldenSpins},
		{"functions", 0xaee6c86b25b0cd94, goldenFunctions},
		{"landscape", 0x237efa90008f4665, goldenLandscape},
	} {
		hash := fnv.New64a()
		var word [4]byte
		for _, numbers := range g.run() {
			for _, x := range numbers {
				binary.LittleEndian.PutUint32(word[:], math.Float32bits(x))
				hash.Write(word[:])
			}
		}
		if got := hash.Sum64(); got != g.want {
			t.Errorf("%s: hash %#016x, want %#016x", g.name, got, g.want)
		}
	}
}

// goldenBinary is persistent contrastive divergence of 67 visible and 37 hidden {0,1} units, biases and all.
func goldenBinary() [][]float32 {
	const visible, hidden, chains, rate = 67, 37, 13, 0.05
	data, v, h := randomLayer(visible, chains, 0.2, 1), randomLayer(visible, chains, 0.2, 2), NewLayer(hidden, chains)
	w, x, means := NewMatrix(visible, hidden), NewMatrix(chains, hidden), NewIntMatrix(chains, hidden)
	randomMatrix(w, 3)
	b, c := make([]float32, Pad(visible)), make([]float32, Pad(hidden))
	s, tables, list := NewStreams(4, 5, chains), NewTables(visible), NewTransposed(visible, chains)
	ints, fraction, m := NewIntTables(max(visible, chains)), Fraction(chains), NewFixed(visible, hidden)
	step := Centred{W: w, D: NewIntMatrix(visible, hidden), M: NewIntMatrix(visible, hidden), Rate: rate,
		VD: make([]float32, Pad(visible)), DV: make([]float32, Pad(visible)), GB: make([]float32, Pad(visible)),
		HD: make([]float32, Pad(hidden)), DH: make([]float32, Pad(hidden)), GC: make([]float32, Pad(hidden))}
	step.PerD = 1.0 / float32(int(chains)<<fraction)
	step.PerM = step.PerD
	collect := func(l *Layer, products *IntMatrix, v, h []float32, sign float32) {
		for tile := range Tiles(hidden) {
			MeanHidden(means, m, l, ints, fraction, tile)
		}
		list.From(l)
		sums := make([]int32, Pad(hidden))
		for tile := range Tiles(hidden) {
			Correlate(products, sums, list, means, ints, tile)
		}
		for j, n := range sums[:hidden] {
			h[j] += float32(sign * float32(step.PerD*float32(n)))
		}
		for i := range visible {
			v[i] += float32(sign * float32(list.Ones[i]) / chains)
		}
	}
	for range 20 {
		m.Set(w, b, c, func() {})
		clear(step.VD)
		clear(step.HD)
		clear(step.GC)
		collect(data, step.D, step.VD, step.HD, 1)
		copy(step.DV, step.VD)
		copy(step.DH, step.HD)
		collect(v, step.M, step.DV, step.DH, -1)
		step.Step(0, visible)
		for i := range visible {
			b[i] += float32(rate * (step.DV[i] - step.GB[i]))
		}
		for j := range hidden {
			c[j] += float32(rate * (step.DH[j] - step.GC[j]))
		}
		for tile := range Tiles(hidden) {
			SampleHidden(h, m, v, s, ints, tile)
		}
		for tile := range Tiles(visible) {
			SampleVisible(v, m, h, s, ints, tile)
		}
	}
	for tile := range Tiles(hidden) {
		InputHidden(x, w, c, v, tables, tile)
	}
	return [][]float32{w.Data, b, c, x.Data, states(v), states(h), words(s)}
}

// goldenSpins is the same of 257 spins and two Gaussian hidden units.
func goldenSpins() [][]float32 {
	const units, chains, rate = 257, 13, 0.05
	data, l := randomLayer(units, chains, 0.7, 1), randomLayer(units, chains, 0.5, 2)
	w := [][]float32{randomVector(units, 3), randomVector(units, 4)}
	h := [][]float32{make([]float32, chains), make([]float32, chains)}
	s, tables, sums := NewStreams(6, 7, chains), NewTables(units), make([]float32, units)
	for range 20 {
		for a := range w {
			ProjectSpins(h[a], data, w[a], tables)
			CorrelateSpins(w[a], data, h[a], rate/units/chains, tables)
			ProjectSpins(h[a], l, w[a], tables)
			CorrelateSpins(w[a], l, h[a], -rate/units/chains, tables)
			for c := range chains {
				h[a][c] = h[a][c]/units + s.Normal(c)/16
			}
		}
		SampleSpins(l, w, h, s, tables, 0, chains)
		SumSpins(sums, l, 1.0/chains)
	}
	return [][]float32{w[0], w[1], h[0], h[1], sums, states(l), words(s)}
}

func goldenFunctions() [][]float32 {
	var y []float32
	for i := -4000; i <= 4000; i++ {
		x := float32(i) / 41
		y = append(y, Exp(x), Sigmoid(x), Tanh(x), Softplus(x), Log2Cosh(x))
	}
	return [][]float32{y}
}

func goldenLandscape() [][]float32 {
	u, v := randomVector(257, 1), randomVector(257, 2)
	l := NewLandscape(257, 12)
	grid, _ := fill(l, u, v, 3)
	for i := range u {
		u[i] *= 30
	}
	steep, _ := fill(l, u, v, 3)
	return [][]float32{grid, steep}
}

func states(l *Layer) []float32 {
	var bits []float32
	for _, b := range l.Nibbles {
		bits = append(bits, float32(b))
	}
	return bits
}

func words(s *Streams) []float32 {
	var bits []float32
	for _, w := range s.State {
		bits = append(bits, float32(w>>16), float32(w&0xffff))
	}
	return bits
}

func TestNothingIsAllocated(t *testing.T) {
	const visible, hidden, chains = 67, 37, 13
	v, h := randomLayer(visible, chains, 0.3, 1), NewLayer(hidden, chains)
	w, mh, mv := NewMatrix(visible, hidden), NewMatrix(chains, hidden), NewMatrix(chains, visible)
	means, sums, ints, m := NewIntMatrix(chains, hidden), NewIntMatrix(visible, hidden), NewIntTables(visible), NewFixed(visible, hidden)
	b, c := make([]float32, Pad(visible)), make([]float32, Pad(hidden))
	s, tables, list := NewStreams(1, 2, chains), NewTables(visible), NewTransposed(visible, chains)
	planes, counts, totals := NewBitPlanes(v), make([]int32, visible), make([]int32, Pad(hidden))
	landscape, x := NewLandscape(67, 5), make([]float32, 25)
	long, panel, t0, t1 := make([]float32, Pad(visible)), make([][4]float64, hidden), [4]float64{}, [4]float64{}
	step := Centred{W: w, D: sums, M: sums, VD: long, DV: long, GB: long, HD: long, DH: long, GC: long}
	ws, hs := [][]float32{b}, [][]float32{randomVector(chains, 1)}
	for name, f := range map[string]func(){
		"SampleHidden":   func() { SampleHidden(h, m, v, s, ints, 0) },
		"SampleVisible":  func() { SampleVisible(v, m, h, s, ints, 0) },
		"MeanHidden":     func() { MeanHidden(means, m, v, ints, 21, 0) },
		"InputHidden":    func() { InputHidden(mh, w, c, v, tables, 0) },
		"Fixed":          func() { m.Set(w, b, c, func() {}) },
		"Correlate":      func() { Correlate(sums, totals, list, means, ints, 0) },
		"AddInts":        func() { AddInts(sums.Data, sums.Data) },
		"Centred":        func() { step.Step(0, visible) },
		"SumSoftplus":    func() { SumSoftplus(long, 0.5) },
		"Dots":           func() { Dots(&t0, &t1, w.Row(0), w.Row(1), panel) },
		"AddProducts":    func() { AddProducts(panel, &t0, &t1, w.Row(0), w.Row(1)) },
		"ProjectSpins":   func() { ProjectSpins(hs[0], v, b, tables) },
		"SampleSpins":    func() { SampleSpins(v, ws, hs, s, tables, 0, chains) },
		"CorrelateSpins": func() { CorrelateSpins(b, v, hs[0], 1, tables) },
		"SumSpins":       func() { SumSpins(b, v, 1) },
		"PairCounts":     func() { PairCounts(counts, planes, 1) },
		"Layer":          func() { v.List(); v.Set(1, 1, v.Bit(2, 2)); v.CopyChain(1, v, 2); v.Ones(1) },
		"Transposed":     func() { list.From(v) },
		"Matrix":         func() { mh.CopyFrom(mh); mv.Zero(); mv.Row(1)[0]++ },
		"Landscape":      func() { landscape.Set(b[:67], b[:67], 1); landscape.Row(x, 1) },
		"Streams":        func() { s.Normal(1); s.Uniform(1) },
	} {
		if n := testing.AllocsPerRun(10, f); n != 0 {
			t.Errorf("%s: %g allocations", name, n)
		}
	}
}
