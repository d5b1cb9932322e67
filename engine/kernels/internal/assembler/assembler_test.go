//go:build !js

package assembler

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// machine runs functions in a memory of one page.
type machine struct {
	memory    []byte
	functions map[string]api.Function
}

func run(t *testing.T, functions map[string]func(f *Func)) *machine {
	t.Helper()
	ctx := context.Background()
	r := wazero.NewRuntime(ctx)
	t.Cleanup(func() { r.Close(ctx) })
	instance := func(name string, code []byte) api.Module {
		m, err := r.InstantiateWithConfig(ctx, code, wazero.NewModuleConfig().WithName(name))
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	memory := instance("host", Memory("bytes", 1)).ExportedMemory("bytes")
	module := NewModule("host", "bytes")
	for name, build := range functions {
		module.Func(name, build)
	}
	m := &machine{functions: map[string]api.Function{}}
	m.memory, _ = memory.Read(0, memory.Size())
	code := instance("code", module.Bytes())
	for name := range functions {
		m.functions[name] = code.ExportedFunction(name)
	}
	return m
}

func (m *machine) call(t *testing.T, name string, args ...uint32) {
	t.Helper()
	var wide []uint64
	for _, a := range args {
		wide = append(wide, uint64(a))
	}
	if _, err := m.functions[name].Call(context.Background(), wide...); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// words writes numbers at an address; word reads one.
func (m *machine) words(at int, words ...uint32) {
	for i, w := range words {
		binary.LittleEndian.PutUint32(m.memory[at+4*i:], w)
	}
}

func (m *machine) word(at int) uint32 { return binary.LittleEndian.Uint32(m.memory[at:]) }

// equal compares numbers by their bits; NaNs are alike where the bits are those of a float32.
func equal(t *testing.T, about string, float bool, got, want uint32) {
	t.Helper()
	x, y := math.Float32frombits(got), math.Float32frombits(want)
	if got != want && !(float && x != x && y != y) {
		t.Errorf("%s = %#x (%g), want %#x (%g)", about, got, x, want, y)
	}
}

var integers = []uint32{0, 1, 2, 3, 31, 63, 64, 127, 128, 8191, 8192, 65535, 1 << 20, 1<<31 - 1, 1 << 31, 1<<31 + 1, 0x01020304, 1<<32 - 64, 1<<32 - 65, 1<<32 - 1}

var floats = []float32{0, float32(math.Copysign(0, -1)), 1, -1, 1.5, -2.75, 1e-45, -1e-39, math.MaxFloat32, -3e38, float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN())}

func floatBits() (list []uint32) {
	for _, x := range floats {
		list = append(list, math.Float32bits(x))
	}
	return list
}

func truth(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

func mask(b bool) uint32 { return -truth(b) }

func TestLEB128(t *testing.T) {
	for _, n := range []int{0, 1, 127, 128, 129, 16383, 16384, 1<<21 - 1, 1 << 21, 1<<31 - 1, 1<<32 - 1} {
		if got, want := unsigned(n), binary.AppendUvarint(nil, uint64(n)); !bytes.Equal(got, want) {
			t.Errorf("unsigned(%d) = %x, want %x", n, got, want)
		}
	}
	for n, want := range map[int32]string{0: "\x00", 1: "\x01", -1: "\x7f", 63: "\x3f", 64: "\xc0\x00", -64: "\x40", -65: "\xbf\x7f", 127: "\xff\x00", 128: "\x80\x01",
		-128: "\x80\x7f", 8191: "\xff\x3f", 8192: "\x80\xc0\x00", -8192: "\x80\x40", -8193: "\xff\xbf\x7f",
		math.MaxInt32: "\xff\xff\xff\xff\x07", math.MinInt32: "\x80\x80\x80\x80\x78"} {
		if got := signed(n); string(got) != want {
			t.Errorf("signed(%d) = %x, want %x", n, got, want)
		}
	}
}

func TestIntegers(t *testing.T) {
	shifted := func(op func(uint32) uint32) func(a, _ uint32) uint32 {
		return func(a, _ uint32) uint32 { return op(a) }
	}
	ops := map[string]struct {
		code func(a, b Int) Int
		want func(a, b uint32) uint32
	}{
		"add":    {Int.Add, func(a, b uint32) uint32 { return a + b }},
		"sub":    {Int.Sub, func(a, b uint32) uint32 { return a - b }},
		"mul":    {Int.Mul, func(a, b uint32) uint32 { return a * b }},
		"and":    {Int.And, func(a, b uint32) uint32 { return a & b }},
		"or":     {Int.Or, func(a, b uint32) uint32 { return a | b }},
		"xor":    {Int.Xor, func(a, b uint32) uint32 { return a ^ b }},
		"below":  {Int.Below, func(a, b uint32) uint32 { return truth(a < b) }},
		"shl":    {func(a, _ Int) Int { return a.Shl(5) }, shifted(func(a uint32) uint32 { return a << 5 })},
		"shl by": {Int.ShlBy, func(a, b uint32) uint32 { return a << (b & 31) }},
		"shr":    {func(a, _ Int) Int { return a.Shr(31) }, shifted(func(a uint32) uint32 { return a >> 31 })},
		"rotate": {func(a, _ Int) Int { return a.RotateLeft(7) }, shifted(func(a uint32) uint32 { return a<<7 | a>>25 })},
		"any":    {func(a, _ Int) Int { return a.NotZero() }, shifted(func(a uint32) uint32 { return truth(a != 0) })},
		"zeros": {func(a, _ Int) Int { return a.TrailingZeros() }, shifted(func(a uint32) uint32 {
			n := uint32(0)
			for ; n < 32 && a>>n&1 == 0; n++ {
			}
			return n
		})},
		// (a+b)(a-b) is a tree, evaluated in order.
		"tree": {func(a, b Int) Int { return a.Add(b).Mul(a.Sub(b)) }, func(a, b uint32) uint32 { return (a + b) * (a - b) }},
	}
	functions := map[string]func(f *Func){}
	for name, op := range ops {
		functions[name] = func(f *Func) {
			out, a, b := f.IntArg(), f.IntArg(), f.IntArg()
			f.Store(out, 0, op.code(a, b))
		}
	}
	for _, n := range integers {
		functions[fmt.Sprint(n)] = func(f *Func) { f.Store(f.IntArg(), 0, I(int32(n))) }
	}
	m := run(t, functions)
	for name, op := range ops {
		for _, a := range integers {
			for _, b := range integers {
				m.call(t, name, 64, a, b)
				equal(t, fmt.Sprintf("%s(%#x, %#x)", name, a, b), false, m.word(64), op.want(a, b))
			}
		}
	}
	for _, n := range integers {
		m.call(t, fmt.Sprint(n), 64)
		equal(t, "constant", false, m.word(64), n)
	}
}

func TestFloats(t *testing.T) {
	ops := map[string]struct {
		code func(a, b Float) Float
		want func(a, b float32) float32
	}{
		"add":      {Float.Add, func(a, b float32) float32 { return a + b }},
		"sub":      {Float.Sub, func(a, b float32) float32 { return a - b }},
		"mul":      {Float.Mul, func(a, b float32) float32 { return a * b }},
		"neg":      {func(a, _ Float) Float { return a.Neg() }, func(a, _ float32) float32 { return -a }},
		"less":     {func(a, b Float) Float { return a.Less(b).ToFloat() }, func(a, b float32) float32 { return float32(truth(a < b)) }},
		"constant": {func(Float, Float) Float { return F(-0.1) }, func(_, _ float32) float32 { return -0.1 }},
	}
	functions := map[string]func(f *Func){
		"convert": func(f *Func) { out, n := f.IntArg(), f.IntArg(); f.StoreFloat(out, 0, n.ToFloat()) },
	}
	for name, op := range ops {
		functions[name] = func(f *Func) {
			out, a, b := f.IntArg(), f.FloatArg(), f.FloatArg()
			f.StoreFloat(out, 0, op.code(a, b))
		}
	}
	m := run(t, functions)
	for name, op := range ops {
		for _, a := range floats {
			for _, b := range floats {
				m.call(t, name, 64, math.Float32bits(a), math.Float32bits(b))
				equal(t, fmt.Sprintf("%s(%g, %g)", name, a, b), true, m.word(64), math.Float32bits(op.want(a, b)))
			}
		}
	}
	for _, n := range integers {
		m.call(t, "convert", 64, n)
		equal(t, fmt.Sprint("float of ", int32(n)), true, m.word(64), math.Float32bits(float32(int32(n))))
	}
}
