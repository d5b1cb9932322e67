package kernels

import "testing"

// FuzzHalfStep compares a half step of any shape and density with the oracle, and the correlations with it.
func FuzzHalfStep(f *testing.F) {
	f.Add(uint64(1), uint8(61), uint8(37), uint8(3), uint8(80), false)
	f.Add(uint64(2), uint8(129), uint8(1), uint8(5), uint8(255), true)
	f.Add(uint64(3), uint8(1), uint8(97), uint8(1), uint8(0), true)
	f.Fuzz(func(t *testing.T, seed uint64, inputs, outputs, chains, density uint8, transposed bool) {
		ni, no, nc := int(inputs)+1, int(outputs)+1, int(chains)%16+1
		d := directions[0]
		if transposed {
			d = directions[1]
		}
		fx := newFixture(ni, no, nc, transposed, seed)
		fx.in = randomLayer(ni, nc, float32(density)/255, seed)
		out, x, streams, oracle := NewLayer(no, nc), NewMatrix(nc, no), NewStreams(seed, 1, nc), NewStreams(seed, 1, nc)
		tables := NewTables(max(ni, nc))
		for tile := range Tiles(no) {
			d.sample(out, fx.w, fx.bias, fx.in, streams, tables, tile)
			d.input(x, fx.w, fx.bias, fx.in, tables, tile)
		}
		checkLayer(t, out)
		checkPadding(t, x)
		list := NewTransposed(no, nc)
		list.From(out)
		g := NewMatrix(no, no)
		for tile := range Tiles(no) {
			Correlate(g, list, x, 1, tables, tile)
		}
		checkPadding(t, g)
		for c := range nc {
			lanes := [4]*generator{laneOf(oracle, c, 0), laneOf(oracle, c, 1), laneOf(oracle, c, 2), laneOf(oracle, c, 3)}
			for j := range no {
				want := fx.inputOf(c, j)
				same(t, "input", x.Row(c)[j], want)
				if out.Bit(c, j) != (float32(uniform(lanes[j%4].plus())*onePlusExpNeg(want)) < 1) {
					t.Fatalf("unit %d of chain %d differs", j, c)
				}
			}
		}
		for i := range no {
			for j := range no {
				var sum float32
				for c := 0; c < nc; c += 4 {
					mask := 0
					for k := 0; k < 4 && c+k < nc; k++ {
						if out.Bit(c+k, i) {
							mask |= 1 << k
						}
					}
					if mask != 0 {
						sum += groupSum(func(k int) float32 { return x.Row(c + k)[j] }, mask)
					}
				}
				same(t, "correlation", g.Row(i)[j], sum)
			}
		}
	})
}
