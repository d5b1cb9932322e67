package kernels

import (
	"slices"
	"testing"
)

// TestTablesKnowWhatTheyHold: means come out as from fresh tables, whatever the tables were used for before.
func TestTablesKnowWhatTheyHold(t *testing.T) {
	const visible, hidden, chains, fraction = 37, 67, 9, 20
	fx, other := newFixture(visible, hidden, chains, false, 1), newFixture(visible, hidden, chains, false, 2)
	m, m2, v, tables := fx.fixed(), other.fixed(), randomLayer(visible, chains, 0.4, 3), NewIntTables(hidden)
	h, s, got, want := randomLayer(hidden, chains, 0.5, 4), NewStreams(5, 6, chains), NewIntMatrix(chains, hidden), NewIntMatrix(chains, hidden)
	list := NewTransposed(visible, chains)
	list.From(v)
	w, b, c := NewMatrix(visible, hidden), make([]float32, Pad(visible)), make([]float32, Pad(hidden))
	randomMatrix(w, 7)
	for name, use := range map[string]func(){
		"nothing":       func() {},
		"sampling":      func() { SampleHidden(h, m, v, s, tables, 0) },
		"another tile":  func() { MeanHidden(got, m2, v, tables, fraction, 0); MeanHidden(got, m, v, tables, fraction, 1) },
		"another":       func() { MeanHidden(got, m2, v, tables, fraction, 0) },
		"visible units": func() { SampleVisible(NewLayer(visible, chains), m, h, s, tables, 0) },
		"correlations":  func() { Correlate(NewIntMatrix(visible, hidden), make([]int32, Pad(hidden)), list, got, tables, 0) },
		"new weights":   func() { m.Set(w, b, c, func() {}) },
	} {
		MeanHidden(got, m, v, tables, fraction, 0)
		use()
		MeanHidden(got, m, v, tables, fraction, 0)
		MeanHidden(want, m, v, NewIntTables(visible), fraction, 0)
		for chain := range chains {
			if at := chain * got.Stride; !slices.Equal(got.Data[at:at+Tile], want.Data[at:at+Tile]) {
				t.Fatalf("after %s: other means", name)
			}
		}
	}
}
