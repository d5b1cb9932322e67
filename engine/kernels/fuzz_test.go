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
		out, streams, oracle := NewLayer(no, nc), NewStreams(seed, 1, nc), NewStreams(seed, 1, nc)
		m, ints := fx.fixed(), NewIntTables(max(ni, nc))
		for tile := range Tiles(no) {
			d.sample(out, m, fx.in, streams, ints, tile)
		}
		checkLayer(t, out)
		list := NewTransposed(no, nc)
		list.From(out)
		sums, h := NewIntMatrix(no, no), NewIntMatrix(nc, no)
		randomInts(h, 26, seed)
		for tile := range Tiles(no) {
			Correlate(sums, make([]int32, Pad(no)), list, h, ints, tile)
		}
		checkIntPadding(t, sums)
		for c := range nc {
			lanes := [4]*generator{laneOf(oracle, c, 0), laneOf(oracle, c, 1), laneOf(oracle, c, 2), laneOf(oracle, c, 3)}
			for j := range no {
				want := fx.fixedInputOf(m, c, j)
				if out.Bit(c, j) != (float32(uniform(lanes[j%4].plus())*onePlusExpNeg(want)) < 1) {
					t.Fatalf("unit %d of chain %d differs", j, c)
				}
			}
		}
		for i := range no {
			for j := range no {
				sum := int32(0)
				for c := range nc {
					if out.Bit(c, i) {
						sum += h.Data[c*h.Stride+j]
					}
				}
				if got := sums.Data[i*sums.Stride+j]; got != sum {
					t.Fatalf("correlation of %d and %d: %d, want %d", i, j, got, sum)
				}
			}
		}
	})
}
