//go:build !js

package kernels

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"cascade/engine/kernels/internal/assembler"
	"cascade/engine/kernels/internal/simd"
)

// twin is the module of vector kernels, run natively in a memory of its own. A test lays out the arguments with [given] and
// [result], at addresses that fit nothing but the type, then compares all of the memory with what the Go bodies say it holds
// after the call.
type twin struct {
	functions    map[string]api.Function
	memory, want []byte
	buffers      []buffer
	end          int // of what is laid out
}

// buffer is a part of the memory.
type buffer struct {
	at, end    int
	difference func(memory []byte) string
}

const (
	guard  = 68   // bytes between two buffers, at least
	unused = 0xa5 // what is in all bytes that belong to no buffer
)

// theTwin compiles the module once for all tests, which don't run at the same time.
var theTwin = sync.OnceValue(func() *twin {
	ctx := context.Background()
	runtime := wazero.NewRuntime(ctx)
	instance := func(name string, code []byte) api.Module {
		m, err := runtime.InstantiateWithConfig(ctx, code, wazero.NewModuleConfig().WithName(name))
		if err != nil {
			panic(err)
		}
		return m
	}
	memory := instance("go", assembler.Memory("memory", 8)).ExportedMemory("memory")
	module := instance("kernels", simd.Encode())
	w := &twin{functions: map[string]api.Function{}, want: bytes.Repeat([]byte{unused}, int(memory.Size()))}
	w.memory, _ = memory.Read(0, memory.Size())
	copy(w.memory, w.want)
	for name := range module.ExportedFunctionDefinitions() {
		w.functions[name] = module.ExportedFunction(name)
	}
	return w
})

type number interface {
	uint8 | uint16 | int16 | int32 | uint32 | float32 | float64
}

// given lays out what the module must not change, and returns its address.
func given[T number](w *twin, data []T) int { return result(w, data, data, nil) }

// result lays out the numbers before and after the call; those that free names (nil: none) may be anything after it.
func result[T number](w *twin, before, after []T, free func(i int) bool) int {
	var zero T
	size := min(binary.Size(zero), 4)
	at := w.end + guard
	// 1, 3, 5 ... mod 16 for bytes, odd multiples of 4 for float32: never what a vector would like.
	at += (size*(2*len(w.buffers)+1) - at%16 + 16) % 16
	bytesOf := func(list []T) []byte {
		b, err := binary.Append(nil, binary.LittleEndian, list)
		if err != nil {
			panic(err)
		}
		return b
	}
	now, want := bytesOf(before), bytesOf(after)
	if len(now) != len(want) || at+len(now)+guard > len(w.memory) {
		panic("the twin's memory is too small")
	}
	copy(w.memory[at:], now)
	copy(w.want[at:], want)
	w.end = at + len(now)
	w.buffers = append(w.buffers, buffer{at, w.end, func(memory []byte) string {
		got := make([]T, len(after))
		if _, err := binary.Decode(memory, binary.LittleEndian, got); err != nil {
			panic(err)
		}
		width := len(want) / max(1, len(after))
		for i, x := range got {
			same := bytes.Equal(memory[i*width:(i+1)*width], want[i*width:(i+1)*width])
			if !same && !(x != x && after[i] != after[i]) && !(free != nil && free(i)) {
				return fmt.Sprintf("element %d of %d is %v, want %v, was %v", i, len(after), x, after[i], before[i])
			}
		}
		return ""
	}})
	return at
}

// run calls a function: addresses, strides and counts are ints. Afterwards nothing is laid out any more.
func (w *twin) run(t testing.TB, about, name string, args ...any) {
	t.Helper()
	stack := make([]uint64, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case int:
			stack[i] = api.EncodeI32(int32(a))
		case float32:
			stack[i] = api.EncodeF32(a)
		}
	}
	if err := w.functions[name].CallWithStack(context.Background(), stack); err != nil {
		t.Errorf("%s, %s: %v", name, about, err)
	} else if fault := w.fault(); fault != "" {
		t.Errorf("%s, %s: %s", name, about, fault)
	}
	w.reset()
	if t.Failed() {
		t.FailNow()
	}
}

func (w *twin) reset() {
	for i := range w.end {
		w.want[i] = unused
	}
	copy(w.memory, w.want)
	w.buffers, w.end = w.buffers[:0], 0
}

// fault compares the memory with what is wanted.
func (w *twin) fault() string {
	if bytes.Equal(w.memory, w.want) {
		return ""
	}
	for n, b := range w.buffers {
		if s := b.difference(w.memory[b.at:b.end]); s != "" {
			return fmt.Sprintf("buffer %d: %s", n, s)
		}
		copy(w.want[b.at:b.end], w.memory[b.at:])
	}
	for i, x := range w.memory {
		if x != w.want[i] {
			return fmt.Sprintf("byte %d, outside of all buffers, is %#x", i, x)
		}
	}
	return ""
}

// TestTwinFindsFaults: the comparison sees a bit, a sign of zero, and a byte on either side of a buffer.
func TestTwinFindsFaults(t *testing.T) {
	w, nan := theTwin(), float32(math.NaN())
	for name, c := range map[string]struct {
		want   float32
		at     int // the byte changed, from the buffer on
		change byte
		faulty bool
	}{"nothing": {1, 0, 0, false}, "sign of zero": {0, 3, 0x80, true}, "last bit": {1, 0, 1, true}, "another NaN": {nan, 0, 1, false},
		"number for NaN": {nan, 3, 0x40, true}, "before": {1, -1, 1, true}, "behind": {1, 4, 1, true}, "far": {1, 70000, 1, true}} {
		at := given(w, []float32{c.want}) + c.at
		w.memory[at] ^= c.change
		if fault := w.fault(); (fault != "") != c.faulty {
			t.Errorf("%s: fault %q", name, fault)
		}
		w.memory[at] = unused
		w.reset()
	}
}

// TestModuleIsAsGenerated: whoever changes internal/simd has to run go generate.
func TestModuleIsAsGenerated(t *testing.T) {
	for name, encode := range map[string]func() []byte{"simd.wasm": simd.Encode, "relaxed.wasm": simd.EncodeRelaxed} {
		file, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(file, encode()) {
			t.Errorf("%s is not what internal/simd encodes: run go generate ./engine/kernels", name)
		}
		if !bytes.Equal(encode(), encode()) {
			t.Errorf("%s is encoded differently each time", name)
		}
	}
}

// TestRelaxedIsTheSame: but for the two instructions, whose codes are those of the relaxed SIMD proposal, the functions of the relaxed
// module are those of the other, which is what the tests here run.
func TestRelaxedIsTheSame(t *testing.T) {
	bodies := func(module []byte) [][]byte {
		var list [][]byte
		take := func() []byte { // a length, and so many bytes
			n, size := binary.Uvarint(module)
			body := module[size : size+int(n)]
			module = module[size+int(n):]
			return body
		}
		for module = module[8:]; module[0] != 10; { // sections; 10 is the code
			module = module[1:]
			take()
		}
		module = module[1:]
		module = take()
		_, size := binary.Uvarint(module)
		for module = module[size:]; len(module) > 0; {
			list = append(list, take())
		}
		return list
	}
	all := bodies(simd.Encode())
	for _, body := range bodies(simd.EncodeRelaxed()) {
		plain := bytes.ReplaceAll(body, []byte{0xfd, 0x91, 0x02}, []byte{0xfd, 0x82, 0x01}) // i16x8.relaxed_q15mulr_s, i16x8.q15mulr_sat_s
		plain = bytes.ReplaceAll(plain, []byte{0xfd, 0x81, 0x02}, []byte{0xfd, 0xf8, 0x01}) // i32x4.relaxed_trunc_f32x4_s, i32x4.trunc_sat_f32x4_s
		if bytes.Equal(plain, body) || !slices.ContainsFunc(all, func(b []byte) bool { return bytes.Equal(b, plain) }) {
			t.Errorf("a function of %d bytes differs by more than two instructions, or by none", len(body))
		}
	}
}

// TestModuleHoldsNothing: types, one import (the memory), functions, exports and code, so that it has no state and no memory of
// its own that could collide with Go's.
func TestModuleHoldsNothing(t *testing.T) {
	code := simd.Encode()[8:]
	var ids []byte
	for len(code) > 0 {
		size, n := binary.Uvarint(code[1:])
		if ids = append(ids, code[0]); code[0] == 2 {
			want := append(append([]byte("\x01\x02go\x06memory"), 2), 0, 0)
			if got := code[1+n : 1+n+int(size)]; !bytes.Equal(got, want) {
				t.Errorf("imports %q, want %q", got, want)
			}
		}
		code = code[1+n+int(size):]
	}
	if want := []byte{1, 2, 3, 7, 10}; !bytes.Equal(ids, want) {
		t.Errorf("sections %v, want %v", ids, want)
	}
}

// TestModuleFitsItsDeclarations compares the parameters of the exports with those of the functions that vectors_wasm.go imports:
// between the two is JavaScript, which passes anything.
func TestModuleFitsItsDeclarations(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "vectors_wasm.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	declared := map[string]string{}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body != nil || f.Name.Name == "bind" {
			continue
		}
		var name string
		if _, err := fmt.Sscanf(f.Doc.List[len(f.Doc.List)-1].Text, "//go:wasmimport kernels %s", &name); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		for _, field := range f.Type.Params.List {
			kind := "i32 "
			if id, ok := field.Type.(*ast.Ident); ok && id.Name == "float32" {
				kind = "f32 "
			}
			for range field.Names {
				declared[name] += kind
			}
		}
	}
	exported := map[string]string{}
	for name, f := range theTwin().functions {
		for _, k := range f.Definition().ParamTypes() {
			exported[name] += api.ValueTypeName(k) + " "
		}
	}
	if !maps.Equal(declared, exported) || len(exported) != 36 {
		t.Errorf("declared %v\nexported %v", declared, exported)
	}
}

// source draws the arguments of a test.
type source struct {
	*rand.Rand
	rarity int // one number in so many is one of the special ones; 0: none
}

func newSource(seed uint64, rarity int) *source {
	return &source{rand.New(rand.NewPCG(seed, 1)), rarity}
}

// special are the numbers where vectors and scalars might part, or clamps begin.
var special = []float32{0, float32(math.Copysign(0, -1)), 1e-45, -1e-45, 1e-39, -3e-39, 0x1p-126, -0x1p-126,
	float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN()), math.MaxFloat32, -math.MaxFloat32, 1e19, -1e19,
	41.5, -41.5, 41.500004, -41.500004, 88, -88, 16.635532, -16.635532, 1, -1, 0.5}

func (r *source) number() float32 {
	if r.rarity > 0 && r.IntN(r.rarity) == 0 {
		return special[r.IntN(len(special))]
	}
	return float32(r.NormFloat64())
}

func (r *source) numbers(n int) []float32 {
	list := make([]float32, n)
	for i := range list {
		list[i] = r.number()
	}
	return list
}

// matrix returns one whose rows are further apart than they need to be, by any number.
func (r *source) matrix(rows, cols int) *Matrix {
	m := &Matrix{Rows: rows, Cols: cols, Stride: Pad(cols) + r.IntN(8)}
	m.Data = slices.Repeat([]float32{sentinel}, Pad(rows)*m.Stride)
	for i := range Pad(rows) {
		clear(m.Data[i*m.Stride:][:Pad(cols)])
		if i < rows {
			copy(m.Row(i), r.numbers(cols))
		}
	}
	return m
}

// layer returns one of any density, whose lists have more room than they need, by any number.
func (r *source) layer(units, chains int) *Layer {
	l, density := NewLayer(units, chains), r.Float64()*1.2-0.1
	l.ListStride += r.IntN(8)
	l.Lists = slices.Repeat([]uint16{0xeeee}, chains*l.ListStride)
	for c := range chains {
		for i := range units {
			l.Set(c, i, r.Float64() < density)
		}
	}
	l.List()
	return l
}

// spread moves rows of a width further apart, by any number; what is between them is junk.
func spread[T any](r *source, rows []T, width int, junk T) (wide []T, stride int) {
	stride = width + r.IntN(8)
	for ; len(rows) >= width; rows = rows[width:] {
		wide = append(append(wide, rows[:width]...), slices.Repeat([]T{junk}, stride-width)...)
	}
	return wide, stride
}

// ints returns a matrix of numbers of up to 31 bits, likewise.
func (r *source) ints(rows, cols int) *IntMatrix {
	m := &IntMatrix{Rows: rows, Cols: cols, Stride: Pad(cols) + r.IntN(8)}
	m.Data = slices.Repeat([]int32{-1234567}, Pad(rows)*m.Stride)
	for i := range Pad(rows) {
		row := m.Data[i*m.Stride:][:Pad(cols)]
		clear(row)
		for j := range min(cols, max(0, rows-i)*cols) {
			row[j] = int32(r.Uint32()) >> r.IntN(31)
		}
	}
	return m
}

func flat[T float32 | int32](t *subsets[T]) (list []T) {
	for i := range t.rows {
		list = append(list, t.rows[i][:]...)
	}
	return list
}

// everyLength calls f for the lengths 0..67, without and with special numbers.
func everyLength(f func(n int, r *source, about string)) {
	for n := range 68 {
		for _, rarity := range []int{0, 60} {
			f(n, newSource(uint64(n), rarity), fmt.Sprintf("length %d, rarity %d", n, rarity))
		}
	}
}
