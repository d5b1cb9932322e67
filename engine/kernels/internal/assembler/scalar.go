package assembler

import (
	"encoding/binary"
	"math"
)

// expression is code that leaves one value on the stack.
type expression []byte

const localGet = 0x20

func local(index int) expression { return append(expression{localGet}, unsigned(index)...) }

// variable reports whether the code reads a variable and does nothing else.
func (e expression) variable() bool {
	if len(e) == 0 || e[0] != localGet {
		return false
	}
	_, size := binary.Uvarint(e[1:])
	return size == len(e)-1
}

// operation is the operands' code, then the operator's.
func operation(op []byte, operands ...expression) expression {
	var e expression
	for _, o := range operands {
		e = append(e, o...)
	}
	return append(e, op...)
}

// Int is an integer of 32 bits: an expression or a variable. Comparisons are unsigned and give 1 or 0. Addresses are Ints.
type Int struct{ expression }

// I is a constant.
func I(n int32) Int { return Int{append(expression{0x41}, signed(n)...)} }

func (a Int) with(op byte, b Int) Int {
	return Int{operation([]byte{op}, a.expression, b.expression)}
}

// Add returns a + b.
func (a Int) Add(b Int) Int { return a.with(0x6a, b) }

// Sub returns a - b.
func (a Int) Sub(b Int) Int { return a.with(0x6b, b) }

// Mul returns a b.
func (a Int) Mul(b Int) Int { return a.with(0x6c, b) }

// And returns a & b.
func (a Int) And(b Int) Int { return a.with(0x71, b) }

// Or returns a | b.
func (a Int) Or(b Int) Int { return a.with(0x72, b) }

// Xor returns a ^ b.
func (a Int) Xor(b Int) Int { return a.with(0x73, b) }

// Shl returns a << n.
func (a Int) Shl(n int32) Int { return a.with(0x74, I(n)) }

// ShlBy returns a << n, n modulo 32.
func (a Int) ShlBy(n Int) Int { return a.with(0x74, n) }

// Shr returns a >> n.
func (a Int) Shr(n int32) Int { return a.with(0x76, I(n)) }

// RotateLeft returns a rotated by n bits.
func (a Int) RotateLeft(n int32) Int { return a.with(0x77, I(n)) }

// Below reports whether a < b.
func (a Int) Below(b Int) Int { return a.with(0x49, b) }

// NotZero reports whether a != 0.
func (a Int) NotZero() Int { return a.with(0x47, I(0)) }

// IsZero reports whether a = 0.
func (a Int) IsZero() Int { return Int{operation([]byte{0x45}, a.expression)} }

// TrailingZeros counts them; 32 for 0.
func (a Int) TrailingZeros() Int { return Int{operation([]byte{0x68}, a.expression)} }

// Ones counts the bits that are set.
func (a Int) Ones() Int { return Int{operation([]byte{0x69}, a.expression)} }

// ToFloat converts a signed integer.
func (a Int) ToFloat() Float { return Float{operation([]byte{0xb2}, a.expression)} }

func (a Int) load(op []byte, alignment byte, offset int) expression {
	return append(operation(op, a.expression), access(alignment, offset)...)
}

// Load8 reads a byte at an address plus offset, Load16 two bytes, Load four.
func (a Int) Load8(offset int) Int { return Int{a.load([]byte{0x2d}, 0, offset)} }

// Load16 reads two bytes.
func (a Int) Load16(offset int) Int { return Int{a.load([]byte{0x2f}, 1, offset)} }

// Load reads four bytes.
func (a Int) Load(offset int) Int { return Int{a.load([]byte{0x28}, 2, offset)} }

// LoadFloat reads a float32.
func (a Int) LoadFloat(offset int) Float { return Float{a.load([]byte{0x2a}, 2, offset)} }

// LoadVec reads a vector of any alignment.
func (a Int) LoadVec(offset int) Vec { return Vec{a.load(vectorOp(0), 2, offset)} }

// LoadSplat reads a float32 into all four lanes.
func (a Int) LoadSplat(offset int) Vec { return Vec{a.load(vectorOp(9), 2, offset)} }

// LoadPair reads eight bytes into one half of a vector: the lower (0) or the upper (1).
func (a Int) LoadPair(offset int, into Vec, half byte) Vec {
	e := operation(vectorOp(87), a.expression, into.expression)
	return Vec{append(append(e, access(2, offset)...), half)}
}

// Float is a float32: an expression or a variable.
type Float struct{ expression }

// F is a constant.
func F(x float32) Float {
	return Float{binary.LittleEndian.AppendUint32(expression{0x43}, math.Float32bits(x))}
}

func (a Float) with(op byte, b Float) Float {
	return Float{operation([]byte{op}, a.expression, b.expression)}
}

// Add returns a + b.
func (a Float) Add(b Float) Float { return a.with(0x92, b) }

// Sub returns a - b.
func (a Float) Sub(b Float) Float { return a.with(0x93, b) }

// Mul returns a b.
func (a Float) Mul(b Float) Float { return a.with(0x94, b) }

// Neg returns -a.
func (a Float) Neg() Float { return Float{operation([]byte{0x8c}, a.expression)} }

// Less reports whether a < b.
func (a Float) Less(b Float) Int { return Int{operation([]byte{0x5d}, a.expression, b.expression)} }
