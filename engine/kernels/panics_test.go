package kernels

import "testing"

// TestMisfitsPanic calls every kernel with every argument of a wrong shape in turn.
func TestMisfitsPanic(t *testing.T) {
	const visible, hidden, chains = 40, 33, 5
	v, h := NewLayer(visible, chains), NewLayer(hidden, chains)
	w, mh, mv := NewMatrix(visible, hidden), NewMatrix(chains, hidden), NewMatrix(chains, visible)
	b, c := make([]float32, Pad(visible)), make([]float32, Pad(hidden))
	s, tables, list := NewStreams(1, 2, chains), NewTables(visible), NewTransposed(visible, chains)
	few := NewStreams(1, 2, chains-1)
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
		{"SampleHidden units", weights, func() { SampleHidden(NewLayer(hidden+1, chains), w, c, v, s, tables, 0) }},
		{"SampleHidden inputs", weights, func() { SampleHidden(h, w, c, h, s, tables, 0) }},
		{"SampleHidden chains", company, func() { SampleHidden(NewLayer(hidden, 6), w, c, v, s, tables, 0) }},
		{"SampleHidden bias", bias, func() { SampleHidden(h, w, c[:hidden], v, s, tables, 0) }},
		{"SampleHidden streams", noStream, func() { SampleHidden(h, w, c, v, few, tables, 0) }},
		{"SampleHidden tables", small, func() { SampleHidden(h, w, c, v, s, NewTables(32), 0) }},
		{"SampleHidden tile", noTile, func() { SampleHidden(h, w, c, v, s, tables, 2) }},
		{"SampleHidden tile -1", noTile, func() { SampleHidden(h, w, c, v, s, tables, -1) }},
		{"SampleHidden order", "kernels: tiles are not called in order", func() {
			full := randomLayer(hidden, chains, 1, 1)
			SampleHidden(full, w, c, v, s, tables, 1)
		}},
		{"SampleVisible units", weights, func() { SampleVisible(h, w, b, h, s, tables, 0) }},
		{"SampleVisible streams", noStream, func() { SampleVisible(v, w, b, h, few, tables, 0) }},
		{"MeanHidden columns", weights, func() { MeanHidden(mv, w, c, v, tables, 0) }},
		{"MeanVisible columns", weights, func() { MeanVisible(mh, w, b, h, tables, 0) }},
		{"InputHidden rows", company, func() { InputHidden(NewMatrix(4, hidden), w, c, v, tables, 0) }},
		{"InputVisible bias", bias, func() { InputVisible(mv, w, short, h, tables, 0) }},
		{"Correlate rows", "kernels: matrices do not fit the layer", func() { Correlate(NewMatrix(41, hidden), list, mh, 1, tables, 0) }},
		{"Correlate columns", "kernels: matrices do not fit the layer", func() { Correlate(w, list, mv, 1, tables, 0) }},
		{"Correlate chains", "kernels: matrices do not fit the layer", func() { Correlate(w, list, NewMatrix(6, hidden), 1, tables, 0) }},
		{"Correlate tile", noTile, func() { Correlate(w, list, mh, 1, tables, 2) }},
		{"Correlate tables", small, func() {
			Correlate(w, NewTransposed(visible, 50), NewMatrix(50, hidden), 1, NewTables(32), 0)
		}},
		{"SumColumns dst", "kernels: matrix does not fit the sums", func() { SumColumns(short, mh, chains, 1) }},
		{"SumColumns chains", "kernels: matrix does not fit the sums", func() { SumColumns(c, mh, chains+1, 1) }},
		{"ProjectSpins dst", "kernels: projection does not fit the layer", func() { ProjectSpins(short, v, b, tables) }},
		{"ProjectSpins w", "kernels: projection does not fit the layer", func() { ProjectSpins(b, v, b[:39], tables) }},
		{"ProjectSpins tables", small, func() { ProjectSpins(b, v, b, NewTables(32)) }},
		{"CorrelateSpins dst", "kernels: correlation does not fit the layer", func() { CorrelateSpins(b[:39], v, b, 1, tables) }},
		{"CorrelateSpins h", "kernels: correlation does not fit the layer", func() { CorrelateSpins(b, v, short, 1, tables) }},
		{"CorrelateSpins tables", small, func() { CorrelateSpins(b, v, b, 1, NewTables(32)) }},
		{"SumSpins", "kernels: sums do not fit the layer", func() { SumSpins(short, v, 1) }},
		{"SampleSpins P", "kernels: as many vectors as rows of numbers are needed", func() { SampleSpins(v, vectors(b), vectors(b, b), s, 0, chains) }},
		{"SampleSpins w", fields, func() { SampleSpins(v, vectors(b[:39]), vectors(b), s, 0, chains) }},
		{"SampleSpins h", fields, func() { SampleSpins(v, vectors(b), vectors(short), s, 0, chains) }},
		{"SampleSpins to", "kernels: no such chains", func() { SampleSpins(v, vectors(b), vectors(b), s, 0, chains+1) }},
		{"SampleSpins from", "kernels: no such chains", func() { SampleSpins(v, vectors(b), vectors(b), s, -1, chains) }},
		{"SampleSpins streams", "kernels: no such chains", func() { SampleSpins(v, vectors(b), vectors(b), few, 0, chains) }},
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
	g := NewMatrix(1, 1)
	Correlate(g, list, w, 1, tables, 0)
	same(t, "correlation", g.Row(0)[0], 7)
}
