//go:build !js

package kernels

import (
	"encoding/binary"
	"math"
	"testing"
)

// fuzzed are numbers of any bits, drawn from the fuzzer's bytes over and over; NaNs are canonical, as they are in the program.
func fuzzed(raw []byte, n int) []float32 {
	list := make([]float32, n)
	for i := range list {
		if len(raw) < 4 {
			break
		}
		at := 4 * i % (len(raw) &^ 3)
		list[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[at:]))
		if list[i] != list[i] {
			list[i] = float32(math.NaN())
		}
	}
	return list
}

// FuzzTwinHalfStep compares sampling, inputs, means and correlations of layers of any shape and density, whose weights are any
// numbers or ordinary ones.
func FuzzTwinHalfStep(f *testing.F) {
	f.Add(uint64(1), uint8(61), uint8(37), uint8(3), uint8(30))
	f.Add(uint64(2), uint8(129), uint8(1), uint8(5), uint8(2))
	f.Add(uint64(3), uint8(1), uint8(97), uint8(1), uint8(0))
	f.Fuzz(func(t *testing.T, seed uint64, inputs, outputs, chains, rarity uint8) {
		r := newSource(seed, int(rarity))
		twinHalfStep(t, "fuzz", r, int(inputs)%140+1, int(outputs)%140+1, int(chains)%9)
		twinCorrelate(t, "fuzz", r, int(inputs)%140+1, int(outputs)%140+1, int(chains)+1)
	})
}

// FuzzTwinSpeculates compares speculation for weights of any size, or any numbers, with an ordinary margin and a wide one.
func FuzzTwinSpeculates(f *testing.F) {
	f.Add(uint64(1), uint8(61), uint8(37), uint8(3), uint8(0), float32(0.1), false, false)
	f.Add(uint64(2), uint8(129), uint8(1), uint8(5), uint8(0), float32(1), true, true)
	f.Add(uint64(3), uint8(7), uint8(97), uint8(1), uint8(30), float32(1), false, true)
	f.Fuzz(func(t *testing.T, seed uint64, inputs, outputs, chains, rarity uint8, size float32, wide, hidden bool) {
		r := newSource(seed, int(rarity))
		r.speculative(int(inputs)%140+1, int(outputs)%140+1, int(chains)%9+1, size, hidden).twinSpeculate(t, "fuzz", r, wide)
	})
}

// FuzzTwinClamps compares sampling and means at 32 inputs of any bits, with streams in any state.
func FuzzTwinClamps(f *testing.F) {
	f.Add([]byte{0, 0, 0x26, 0x42, 1, 0, 0x26, 0xc2, 0, 0, 0xc0, 0x7f}, []byte{1, 2, 3})
	f.Add([]byte{0, 0, 0x80, 0x3f}, []byte{0xff})
	f.Fuzz(func(t *testing.T, numbers, state []byte) {
		s := NewStreams(1, 1, 1)
		for i := range s.State {
			for k := range 4 {
				if len(state) > 0 {
					s.State[i] = s.State[i]<<8 | uint32(state[(4*i+k)%len(state)])
				}
			}
		}
		twinInputs(t, [Tile]float32(fuzzed(numbers, Tile)), s)
	})
}

// FuzzTwinSpins compares SampleSpins for any numbers, or ordinary ones.
func FuzzTwinSpins(f *testing.F) {
	f.Add(uint64(1), uint16(128), uint8(1), uint8(3), uint8(0))
	f.Add(uint64(2), uint16(257), uint8(3), uint8(2), uint8(5))
	f.Fuzz(func(t *testing.T, seed uint64, sites uint16, rows, chains, rarity uint8) {
		r := newSource(seed, int(rarity))
		n := int(chains)%30 + 1
		from := r.IntN(n)
		twinSpins(t, "fuzz", r, int(sites)%900+1, int(rows)%6, n, from, from+r.IntN(n-from+1))
	})
}

// FuzzTwinLandscape compares the products of a landscape, and the exponentials of numbers of any size up to 1e6 or none.
func FuzzTwinLandscape(f *testing.F) {
	f.Add(uint64(1), uint8(61), uint8(5), uint8(3), float32(1), []byte{0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc1})
	f.Fuzz(func(t *testing.T, seed uint64, units, columns, period uint8, scale float32, numbers []byte) {
		r := newSource(seed, 0)
		twinProducts(t, "fuzz", r, int(units), int(columns)%20, int(period)%124+1, 43*r.Float64())
		x := fuzzed(numbers, 4*(len(numbers)/16%64))
		for i := range x {
			if y := math.Abs(float64(float32(scale * x[i]))); !(y <= 1e6) && !math.IsInf(y, 1) {
				x[i] = 0
			}
		}
		twinExponentials(t, "fuzz", r, x, scale)
	})
}
