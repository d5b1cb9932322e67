//go:build js && wasm && !nosimd

package kernels

import (
	"fmt"
	"testing"
)

// TestSpeculationIsWorthIt: every tile of the visible units of a machine with weights of ordinary size, given dense hidden ones, and of its hidden
// units, given sparse visible ones, is sampled in 16 bits, with few units in doubt, and with the bits of the Go body.
func TestSpeculationIsWorthIt(t *testing.T) {
	const visible, hidden, chains = 200, 150, 80
	for _, size := range []float32{0, 0.01, 0.05, 0.2} {
		about := fmt.Sprint("size ", size)
		eachWay(t, about, func() [][]float64 {
			f := newFixture(hidden, visible, chains, true, 1)
			for i := range f.w.Data {
				f.w.Data[i] *= size
			}
			m, ints, s := f.fixed(), NewIntTables(visible), NewStreams(2, 3, chains)
			v, h := NewLayer(visible, chains), NewLayer(hidden, chains)
			doubted := 0
			tiles := func(about string, out *Layer, sample func(tile int)) {
				for tile := range Tiles(out.Units) {
					ints.rounded.used = -1
					sample(tile)
					if vectors && ints.rounded.used < 0 {
						t.Fatalf("%s: tile %d of the %s units is not sampled in 16 bits", about, tile, about)
					}
					doubted += ints.rounded.doubted()
				}
				checkLayer(t, out)
			}
			dense, sparse := randomLayer(hidden, chains, 0.5, 1), randomLayer(visible, chains, 0.05, 1)
			tiles("visible", v, func(tile int) { SampleVisible(v, m, dense, s, ints, tile) })
			tiles("hidden", h, func(tile int) { SampleHidden(h, m, sparse, s, ints, tile) })
			if share := float64(doubted) / ((visible + hidden) * chains); vectors {
				t.Logf("%s: %.2f %% in doubt", about, 100*share)
				if share > 0.03 || share == 0 {
					t.Errorf("%s: %.2f %% in doubt", about, 100*share)
				}
			}
			return [][]float64{doubles(v.Nibbles), listed(v), doubles(h.Nibbles), listed(h), doubles(s.State)}
		})
	}
}
