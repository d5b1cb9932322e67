//go:build !js

package assembler

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"testing"
)

// lanewise are the operations whose lanes do the same, each by itself.
var lanewise = map[string]struct {
	float bool
	code  func(a, b Vec) Vec
	want  func(a, b uint32) uint32
}{
	"add": {true, Vec.Add, of(func(a, b float32) float32 { return a + b })},
	"sub": {true, Vec.Sub, of(func(a, b float32) float32 { return a - b })},
	"mul": {true, Vec.Mul, of(func(a, b float32) float32 { return a * b })},
	"div": {true, Vec.Div, of(func(a, b float32) float32 { return a / b })},
	"neg": {true, func(a, _ Vec) Vec { return a.Neg() }, of(func(a, _ float32) float32 { return -a })},
	"at most": {true, Vec.AtMost, of(func(a, b float32) float32 {
		if b < a {
			return b
		}
		return a
	})},
	"at least": {true, Vec.AtLeast, of(func(a, b float32) float32 {
		if a < b {
			return b
		}
		return a
	})},
	"less":    {false, Vec.Less, comparison(func(a, b float32) bool { return a < b })},
	"greater": {false, Vec.Greater, comparison(func(a, b float32) bool { return a > b })},
	"float":   {true, func(a, _ Vec) Vec { return a.ToFloat() }, func(a, _ uint32) uint32 { return math.Float32bits(float32(int32(a))) }},
	"addI":    {false, Vec.AddI, func(a, b uint32) uint32 { return a + b }},
	"subI":    {false, Vec.SubI, func(a, b uint32) uint32 { return a - b }},
	"shlI":    {false, func(a, _ Vec) Vec { return a.ShlI(9) }, func(a, _ uint32) uint32 { return a << 9 }},
	"shrI":    {false, func(a, _ Vec) Vec { return a.ShrI(23) }, func(a, _ uint32) uint32 { return a >> 23 }},
	"rotateI": {false, func(a, _ Vec) Vec { return a.RotateLeftI(11) }, func(a, _ uint32) uint32 { return bits.RotateLeft32(a, 11) }},
	"sarI":    {false, func(a, _ Vec) Vec { return a.SarI(16) }, func(a, _ uint32) uint32 { return uint32(int32(a) >> 16) }},
	"mulI":    {false, Vec.MulI, func(a, b uint32) uint32 { return a * b }},
	"and not": {false, Vec.AndNot, func(a, b uint32) uint32 { return a &^ b }},
	"and":     {false, Vec.And, func(a, b uint32) uint32 { return a & b }},
	"or":      {false, Vec.Or, func(a, b uint32) uint32 { return a | b }},
	"xor":     {false, Vec.Xor, func(a, b uint32) uint32 { return a ^ b }},
	"V":       {true, func(Vec, Vec) Vec { return V(-0.1) }, func(_, _ uint32) uint32 { return math.Float32bits(-0.1) }},
	"VI":      {false, func(Vec, Vec) Vec { return VI(0xfedcba98) }, func(_, _ uint32) uint32 { return 0xfedcba98 }},
}

func of(op func(a, b float32) float32) func(a, b uint32) uint32 {
	return func(a, b uint32) uint32 {
		return math.Float32bits(op(math.Float32frombits(a), math.Float32frombits(b)))
	}
}

func comparison(op func(a, b float32) bool) func(a, b uint32) uint32 {
	return func(a, b uint32) uint32 { return mask(op(math.Float32frombits(a), math.Float32frombits(b))) }
}

func TestVectorsLaneByLane(t *testing.T) {
	functions := map[string]func(f *Func){}
	for name, op := range lanewise {
		functions[name] = func(f *Func) {
			out, a, b := f.IntArg(), f.IntArg(), f.IntArg()
			f.StoreVec(out, 0, op.code(a.LoadVec(0), b.LoadVec(0)))
		}
	}
	m := run(t, functions)
	all := append(floatBits(), integers...)
	for name, op := range lanewise {
		for i := range all {
			for j := range all {
				lane := func(k int) (a, b uint32) { return all[(i+k)%len(all)], all[(j+3*k)%len(all)] }
				for k := range 4 {
					a, b := lane(k)
					m.words(100+4*k, a)
					m.words(204+4*k, b)
				}
				m.call(t, name, 308, 100, 204)
				for k := range 4 {
					a, b := lane(k)
					equal(t, fmt.Sprintf("%s(%#x, %#x) in lane %d", name, a, b, k), op.float, m.word(308+4*k), op.want(a, b))
				}
			}
		}
	}
}

// TestVectorsAcrossLanes: what moves numbers between lanes, between vectors and scalars, and between vectors and memory.
func TestVectorsAcrossLanes(t *testing.T) {
	lanes := func(build func(f *Func, out, at Int)) func(f *Func) {
		return func(f *Func) { build(f, f.IntArg(), f.IntArg()) }
	}
	cases := map[string]struct {
		build func(f *Func, out, at Int)
		want  []uint32 // of the words 10, 11, 12, ... at the address
	}{
		"load":  {func(f *Func, out, at Int) { f.StoreVec(out, 0, at.LoadVec(4)) }, []uint32{11, 12, 13, 14}},
		"far":   {func(f *Func, out, at Int) { f.StoreVec(out.Sub(I(1000)), 1000, at.Sub(I(300)).LoadVec(300)) }, []uint32{10, 11, 12, 13}},
		"splat": {func(f *Func, out, at Int) { f.StoreVec(out, 0, at.LoadSplat(8)) }, []uint32{12, 12, 12, 12}},
		"lower": {func(f *Func, out, at Int) { f.StoreVec(out, 0, at.LoadPair(12, at.LoadVec(0), 0)) }, []uint32{13, 14, 12, 13}},
		"upper": {func(f *Func, out, at Int) { f.StoreVec(out, 0, at.LoadPair(12, at.LoadVec(0), 1)) }, []uint32{10, 11, 13, 14}},
		"pick":  {func(f *Func, out, at Int) { f.StoreVec(out, 0, at.LoadVec(0).Pick(at.LoadVec(16), 6, 1, 3, 4)) }, []uint32{16, 11, 13, 14}},
		"int":   {func(f *Func, out, at Int) { f.StoreVec(out, 0, at.Load(16).Splat()) }, []uint32{14, 14, 14, 14}},
		"float": {func(f *Func, out, at Int) { f.StoreVec(out, 0, at.LoadFloat(20).Splat()) }, []uint32{15, 15, 15, 15}},
		"lane": {func(f *Func, out, at Int) {
			for k := range 4 {
				f.StoreFloat(out, 4*k, at.LoadVec(0).Lane(byte(3-k)))
			}
		}, []uint32{13, 12, 11, 10}},
		"integer of a lane": {func(f *Func, out, at Int) {
			for k := range 4 {
				f.Store(out, 4*k, at.LoadVec(0).LaneI(byte(3-k)))
			}
		}, []uint32{13, 12, 11, 10}},
		"halves": {func(f *Func, out, at Int) { f.StoreVec(out, 0, at.Load(4).Add(I(1<<20)).SplatS()) }, []uint32{0xb000b, 0xb000b, 0xb000b, 0xb000b}},
		"narrow": {func(f *Func, out, at Int) {
			f.StoreVec(out, 0, at.LoadVec(0).NarrowI(at.LoadVec(16).MulI(VI(4000))))
			f.StoreVec(out, 16, at.LoadVec(0).NarrowI(at.LoadVec(16)).NarrowS(VS(-200)))
		}, []uint32{0xb000a, 0xd000c, 0x7fff7fff, 0x7fff7fff, 0x0d0c0b0a, 0x11100f0e, 0x80808080, 0x80808080}},
		"signs of bytes": {func(f *Func, out, at Int) {
			f.Store(out, 0, VI(0x80007f80).SubI(at.LoadVec(0)).SignsB())
			f.Store(out, 4, VS(-1).SignsB())
		}, []uint32{0x8888, 0xffff}},
		"signs": {func(f *Func, out, at Int) {
			f.Store(out, 0, VI(1<<31-11).AddI(at.LoadVec(0)).Signs()) // of 2^31 - 1, 2^31, ...
			f.Store(out, 4, at.LoadVec(0).Signs())
		}, []uint32{14, 0}},
		"variables": {func(f *Func, out, at Int) {
			a, fresh := f.Vec(at.LoadVec(0)), f.NewVec()
			f.StoreVec(out, 0, a.AddI(fresh))
			f.SetVec(fresh, a)
			f.SetVec(a, VI(3))
			f.StoreVec(out, 16, fresh.AddI(a))
		}, []uint32{10, 11, 12, 13, 13, 14, 15, 16}},
	}
	functions := map[string]func(f *Func){"doubles": func(f *Func) {
		out, x, at := f.IntArg(), f.FloatArg(), f.IntArg()
		f.StoreVec(out, 0, x.SplatD().AddD(at.LoadVec(0)))
		f.StoreVec(out, 16, x.SplatD().MulD(at.LoadVec(0)))
	}}
	for name, c := range cases {
		functions[name] = lanes(c.build)
	}
	m := run(t, functions)
	for name, c := range cases {
		m.words(604, 10, 11, 12, 13, 14, 15, 16, 17)
		m.call(t, name, 2004, 604)
		for i, want := range c.want {
			equal(t, fmt.Sprintf("%s: word %d", name, i), false, m.word(2004+4*i), want)
		}
	}
	y := []float64{1.0 / 3, -1e300}
	for k, d := range y {
		binary.LittleEndian.PutUint64(m.memory[604+8*k:], math.Float64bits(d))
	}
	m.call(t, "doubles", 2004, math.Float32bits(0.1), 604)
	for k, d := range y {
		x := float64(float32(0.1))
		for n, want := range []float64{x + d, float64(x * d)} {
			if got := math.Float64frombits(binary.LittleEndian.Uint64(m.memory[2004+16*n+8*k:])); got != want {
				t.Errorf("double %d of result %d is %v, want %v", k, n, got, want)
			}
		}
	}
}
