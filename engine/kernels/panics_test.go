package kernels

import "testing"

// TestMisfitsPanic calls every kernel with every argument of a wrong shape in turn.
func TestMisfitsPanic(t *testing.T) {
	const visible, hidden, chains = 40, 33, 5
	v, h := NewLayer(visible, chains), NewLayer(hidden, chains)
	w, mh, mv := NewMatrix(visible, hidden), NewMatrix(chains, hidden), NewMatrix(chains, visible)
	b, c := make([]float32, Pad(visible)), make([]float32, Pad(hidden))
	s, tables, list := NewStreams(1, 2, chains), NewTables(visible), NewTransposed(visible, chains)
	means, sums, ints, m := NewIntMatrix(chains, hidden), NewIntMatrix(visible, hidden), NewIntTables(visible), NewFixed(visible, hidden)
	few := NewStreams(1, 2, chains-1)
	totals := make([]int32, Pad(hidden))
	short := make([]float32, 3)
	vectors := func(v ...[]float32) [][]float32 { return v }
	const (
		weights  = "kernels: layers do not fit the weights"
		company  = "kernels: layers have different numbers of chains"
		bias     = "kernels: bias is shorter than the padded layer"
		noTile   = "kernels: no such tile"
		noStream = "kernels: fewer streams than chains"
		small    = "kernels: tables have too few inputs"
		noUnit   = "kernels: no such unit or chain"
		fields   = "kernels: vectors do not fit the layer"
	)
	for _, p := range []struct {
		name, want string
		f          func()
	}{
		{"SampleHidden units", weights, func() { SampleHidden(NewLayer(hidden+1, chains), m, v, s, ints, 0) }},
		{"SampleHidden inputs", weights, func() { SampleHidden(h, m, h, s, ints, 0) }},
		{"SampleHidden chains", company, func() { SampleHidden(NewLayer(hidden, 6), m, v, s, ints, 0) }},
		{"SampleHidden streams", noStream, func() { SampleHidden(h, m, v, few, ints, 0) }},
		{"SampleHidden tables", small, func() { SampleHidden(h, m, v, s, NewIntTables(32), 0) }},
		{"SampleHidden tile", noTile, func() { SampleHidden(h, m, v, s, ints, 2) }},
		{"SampleHidden tile -1", noTile, func() { SampleHidden(h, m, v, s, ints, -1) }},
		{"SampleHidden order", "kernels: tiles are not called in order", func() {
			full := randomLayer(hidden, chains, 1, 1)
			SampleHidden(full, m, v, s, ints, 1)
		}},
		{"SampleVisible units", weights, func() { SampleVisible(h, m, h, s, ints, 0) }},
		{"SampleVisible streams", noStream, func() { SampleVisible(v, m, h, few, ints, 0) }},
		{"MeanHidden columns", weights, func() { MeanHidden(NewIntMatrix(chains, visible), m, v, ints, 21, 0) }},
		{"MeanHidden rows", "kernels: the means do not fit", func() { MeanHidden(NewIntMatrix(chains-1, hidden), m, v, ints, 21, 0) }},
		{"MeanHidden fraction", "kernels: the means do not fit", func() { MeanHidden(means, m, v, ints, 31, 0) }},
		{"InputHidden rows", company, func() { InputHidden(NewMatrix(4, hidden), w, c, v, tables, 0) }},
		{"InputHidden bias", bias, func() { InputHidden(mh, w, short, v, tables, 0) }},
		{"Fixed", "kernels: the machine has another shape", func() { m.Set(NewMatrix(hidden, visible), b, c, func() {}) }},
		{"Fixed sums", "kernels: the machine has another shape", func() { m.Sum(NewMatrix(hidden, visible), 0, 1) }},
		{"Fixed rows", "kernels: no such rows", func() { m.Sum(w, 0, visible+1) }},
		{"Fixed biases", "kernels: the machine has another shape", func() { m.Set(w, b, short, func() {}) }},
		{"Correlate rows", "kernels: matrices do not fit the layer", func() { Correlate(NewIntMatrix(41, hidden), totals, list, means, ints, 0) }},
		{"Correlate columns", "kernels: matrices do not fit the layer", func() { Correlate(sums, totals, list, NewIntMatrix(chains, visible), ints, 0) }},
		{"Correlate chains", "kernels: matrices do not fit the layer", func() { Correlate(sums, totals, list, NewIntMatrix(4, hidden), ints, 0) }},
		{"Correlate tile", noTile, func() { Correlate(sums, totals, list, means, ints, 2) }},
		{"Correlate tables", small, func() {
			Correlate(sums, totals, NewTransposed(visible, 50), NewIntMatrix(50, hidden), NewIntTables(32), 0)
		}},
		{"Correlate column sums", "kernels: matrices do not fit the layer", func() { Correlate(sums, make([]int32, 3), list, means, ints, 0) }},
		{"AddInts", "kernels: sums of different lengths", func() { AddInts(make([]int32, 3), make([]int32, 4)) }},
		{"Step shapes", "kernels: the step's shapes differ", func() { (&Centred{W: w, D: sums, M: means}).Step(0, 1) }},
		{"Step rows", "kernels: the step's shapes differ", func() {
			(&Centred{W: w, D: sums, M: sums, VD: b, DV: b, GB: b, HD: c, DH: c, GC: c}).Step(0, visible+1)
		}},
		{"Part", "kernels: no such part of the chains", func() { v.Part(2, 4) }},
		{"Part to", "kernels: no such part of the chains", func() { v.Part(0, 3) }},
		{"Part all", "kernels: no such part of the chains", func() { v.Part(4, 6) }},
		{"NewIntMatrix", "kernels: matrix needs at least one row and one column", func() { NewIntMatrix(1, 0) }},
		{"SampleSpins tables", small, func() { SampleSpins(v, vectors(b), vectors(b), s, NewTables(1), 0, chains) }},
		{"ProjectSpins dst", "kernels: projection does not fit the layer", func() { ProjectSpins(short, v, b, tables) }},
		{"ProjectSpins w", "kernels: projection does not fit the layer", func() { ProjectSpins(b, v, b[:39], tables) }},
		{"ProjectSpins tables", small, func() { ProjectSpins(b, v, b, NewTables(32)) }},
		{"CorrelateSpins dst", "kernels: correlation does not fit the layer", func() { CorrelateSpins(b[:39], v, b, 1, tables) }},
		{"CorrelateSpins h", "kernels: correlation does not fit the layer", func() { CorrelateSpins(b, v, short, 1, tables) }},
		{"CorrelateSpins tables", small, func() { CorrelateSpins(b, v, b, 1, NewTables(32)) }},
		{"SumSpins", "kernels: sums do not fit the layer", func() { SumSpins(short, v, 1) }},
		{"SampleSpins P", "kernels: as many vectors as rows of numbers are needed", func() { SampleSpins(v, vectors(b), vectors(b, b), s, tables, 0, chains) }},
		{"SampleSpins w", fields, func() { SampleSpins(v, vectors(b[:39]), vectors(b), s, tables, 0, chains) }},
		{"SampleSpins h", fields, func() { SampleSpins(v, vectors(b), vectors(short), s, tables, 0, chains) }},
		{"SampleSpins to", "kernels: no such chains", func() { SampleSpins(v, vectors(b), vectors(b), s, tables, 0, chains+1) }},
		{"SampleSpins from", "kernels: no such chains", func() { SampleSpins(v, vectors(b), vectors(b), s, tables, -1, chains) }},
		{"SampleSpins streams", "kernels: no such chains", func() { SampleSpins(v, vectors(b), vectors(b), few, tables, 0, chains) }},
		{"PairCounts dst", "kernels: bit planes do not fit the counts", func() { PairCounts(make([]int32, 39), NewBitPlanes(v), 0) }},
		{"PairCounts unit", "kernels: bit planes do not fit the counts", func() { PairCounts(make([]int32, 40), NewBitPlanes(v), 40) }},
		{"NewLandscape", "kernels: landscape needs units and at least two points", func() { NewLandscape(1, 1) }},
		{"Landscape Set", "kernels: landscape does not fit its weights", func() { NewLandscape(5, 3).Set(b[:5], b[:4], 1) }},
		{"Landscape reach", "kernels: landscape does not fit its weights", func() { NewLandscape(5, 3).Set(b[:5], b[:5], 0) }},
		{"Landscape Row", "kernels: no such rows of the landscape", func() { NewLandscape(5, 3).Row(make([]float32, 9), 2) }},
		{"Landscape dst", "kernels: no such rows of the landscape", func() { NewLandscape(5, 3).Row(make([]float32, 8), 0) }},
		{"Bit unit", noUnit, func() { v.Bit(0, visible) }},
		{"Set chain", noUnit, func() { v.Set(chains, 0, true) }},
		{"CopyChain chain", noUnit, func() { v.CopyChain(0, v, chains) }},
		{"CopyChain units", "kernels: layers have different numbers of units", func() { v.CopyChain(0, h, 0) }},
		{"From", "kernels: transposed layer has another shape", func() { list.From(h) }},
		{"CopyFrom", "kernels: matrices have different shapes", func() { mh.CopyFrom(mv) }},
		{"Row", "kernels: no such row", func() { mh.Row(chains) }},
		{"NewLayer", "kernels: layer needs 1 to 16384 units and at least one chain", func() { NewLayer(16385, 1) }},
		{"NewTransposed", "kernels: transposed layer needs 1 to 16384 units and 1 to 16384 chains", func() { NewTransposed(1, 16385) }},
		{"NewMatrix", "kernels: matrix needs at least one row and one column", func() { NewMatrix(0, 1) }},
		{"NewTables", "kernels: tables need at least one input", func() { NewTables(0) }},
	} {
		t.Run(p.name, func(t *testing.T) {
			defer func() {
				if got := recover(); got != p.want {
					t.Errorf("panic %v, want %q", got, p.want)
				}
			}()
			p.f()
		})
	}
}

// TestLargest works at the limit of what an entry of a list can name.
func TestLargest(t *testing.T) {
	l := NewLayer(maxListed, 1)
	l.Set(0, maxListed-1, true)
	l.List()
	checkLayer(t, l)
	w, out, tables := NewMatrix(maxListed, 1), NewMatrix(1, 1), NewTables(maxListed)
	w.Row(maxListed - 1)[0] = 7
	InputHidden(out, w, make([]float32, Tile), l, tables, 0)
	same(t, "input", out.Row(0)[0], 7)

	v, list := NewLayer(1, maxListed), NewTransposed(1, maxListed)
	v.Set(maxListed-1, 0, true)
	list.From(v)
	h, sums, totals := NewIntMatrix(maxListed, 1), NewIntMatrix(1, 1), make([]int32, Tile)
	h.Data[(maxListed-1)*h.Stride] = 7
	Correlate(sums, totals, list, h, NewIntTables(maxListed), 0)
	if got := sums.Data[0]; got != 7 {
		t.Errorf("correlation %d, want 7", got)
	}
}
