//go:build js && wasm && !nosimd

package kernels

import (
	"fmt"
	"testing"
)

// TestSpeculationIsWorthIt: every tile of the visible units of a machine with weights of ordinary size is sampled in 16 bits, with
// few units in doubt, and with the bits of the Go body.
func TestSpeculationIsWorthIt(t *testing.T) {
	const visible, hidden, chains = 784, 500, 40
	for _, size := range []float32{0, 0.01, 0.05, 0.2} {
		about := fmt.Sprint("size ", size)
		eachWay(t, about, func() [][]float64 {
			f := newFixture(hidden, visible, chains, true, 1)
			for i := range f.w.Data {
				f.w.Data[i] *= size
			}
			f.in = randomLayer(hidden, chains, 0.5, 1)
			m, ints, out, s := f.fixed(), NewIntTables(hidden), NewLayer(visible, chains), NewStreams(2, 3, chains)
			doubted := 0
			for tile := range Tiles(visible) {
				ints.rounded.used = -1
				SampleVisible(out, m, f.in, s, ints, tile)
				if vectors && ints.rounded.used < 0 {
					t.Fatalf("%s: tile %d is not sampled in 16 bits", about, tile)
				}
				doubted += ints.rounded.doubted()
			}
			checkLayer(t, out)
			if share := float64(doubted) / (visible * chains); vectors {
				t.Logf("%s: %.2f %% in doubt", about, 100*share)
				if share > 0.03 || share == 0 {
					t.Errorf("%s: %.2f %% in doubt", about, 100*share)
				}
			}
			return [][]float64{doubles(out.Nibbles), listed(out), doubles(s.State)}
		})
	}
}
