// Package assembler writes WebAssembly modules with 128-bit vectors (SIMD128). Go is its macro language: loops unroll, functions
// are macros, constants are shared with the code that calls the module.
//
// A [Module] holds functions without results over one imported memory: no data, no globals, no memory of its own, so it
// can work inside the memory of another program. Within a function, [Int], [Float] and [Vec] are expressions, or variables
// made by [Func.Int], [Func.Float] and [Func.Vec]; statements are the methods of [Func]. The same calls give the same bytes.
//
// The encoding is that of the WebAssembly core specification, release 2.0, section 5.
package assembler

import "bytes"

// Module is a module under construction.
type Module struct {
	module, memory string
	names          []string
	types, codes   [][]byte
}

// NewModule returns a module that imports its memory under these names.
func NewModule(module, memory string) *Module { return &Module{module: module, memory: memory} }

// Kind is the type of a parameter or variable.
type Kind byte

// The kinds of values.
const (
	I32  Kind = 0x7f
	F32  Kind = 0x7d
	V128 Kind = 0x7b
)

// Func adds an exported function without a result, whose body is built by the given Go function. Its parameters are taken
// in order by [Func.IntArg] and [Func.FloatArg], before anything else.
func (m *Module) Func(name string, build func(f *Func)) {
	f := &Func{}
	build(f)
	signature := append([]byte{0x60}, vector(len(f.params), kinds(f.params))...)
	m.names, m.types, m.codes = append(m.names, name), append(m.types, append(signature, 0)), append(m.codes, f.code())
}

// Bytes encodes the module.
func (m *Module) Bytes() []byte {
	var types, functions, exports, codes bytes.Buffer
	for i, name := range m.names {
		types.Write(m.types[i])
		functions.Write(unsigned(i))
		exports.Write(text(name))
		exports.WriteByte(0) // a function
		exports.Write(unsigned(i))
		codes.Write(vector(len(m.codes[i]), m.codes[i]))
	}
	n := len(m.names)
	out := []byte{0, 'a', 's', 'm', 1, 0, 0, 0}
	section := func(id byte, count int, content []byte) {
		content = append(unsigned(count), content...)
		out = append(append(out, id), vector(len(content), content)...)
	}
	imported := append(append(text(m.module), text(m.memory)...), 2, 0, 0) // a memory of any size
	section(1, n, types.Bytes())
	section(2, 1, imported)
	section(3, n, functions.Bytes())
	section(7, n, exports.Bytes())
	section(10, n, codes.Bytes())
	return out
}

// Memory returns a module that defines and exports a memory of so many pages of 64 KiB under a name, for tests.
func Memory(name string, pages int) []byte {
	out := []byte{0, 'a', 's', 'm', 1, 0, 0, 0}
	memory := append([]byte{1, 0}, unsigned(pages)...)
	export := append(append([]byte{1}, text(name)...), 2, 0)
	out = append(append(out, 5), vector(len(memory), memory)...)
	return append(append(out, 7), vector(len(export), export)...)
}

// vector is a length and what follows.
func vector(n int, content []byte) []byte { return append(unsigned(n), content...) }

func text(s string) []byte { return vector(len(s), []byte(s)) }

func kinds(list []Kind) (b []byte) {
	for _, k := range list {
		b = append(b, byte(k))
	}
	return b
}

// unsigned is the LEB128 encoding of n >= 0.
func unsigned(n int) (b []byte) {
	for ; n > 127; n >>= 7 {
		b = append(b, byte(n)|128)
	}
	return append(b, byte(n))
}

// signed is the signed LEB128 encoding of n.
func signed(n int32) (b []byte) {
	for n < -64 || n > 63 {
		b = append(b, byte(n)|128)
		n >>= 7
	}
	return append(b, byte(n)&127)
}
