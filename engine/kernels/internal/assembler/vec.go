package assembler

import (
	"encoding/binary"
	"math"
)

// Vec is a vector of 128 bits: four float32, four integers of 32 bits, eight of 16, or two float64. It is an expression or a variable.
// Methods on float32 have no suffix, those on integers end in I, those on integers of 16 bits in S, those on float64 in D.
type Vec struct{ expression }

func vectorOp(n int) []byte { return append([]byte{0xfd}, unsigned(n)...) }

// V is a constant: x in all four lanes.
func V(x float32) Vec { return VI(math.Float32bits(x)) }

// VI is a constant: n in all four lanes.
func VI(n uint32) Vec {
	e := expression(vectorOp(12))
	for range 4 {
		e = binary.LittleEndian.AppendUint32(e, n)
	}
	return Vec{e}
}

// Splat puts a number into all four lanes.
func (a Float) Splat() Vec { return Vec{operation(vectorOp(19), a.expression)} }

// Splat puts a number into all four lanes.
func (a Int) Splat() Vec { return Vec{operation(vectorOp(17), a.expression)} }

func (a Vec) with(op int, b Vec) Vec {
	return Vec{operation(vectorOp(op), a.expression, b.expression)}
}

// Add returns a + b.
func (a Vec) Add(b Vec) Vec { return a.with(228, b) }

// Sub returns a - b.
func (a Vec) Sub(b Vec) Vec { return a.with(229, b) }

// Mul returns a b.
func (a Vec) Mul(b Vec) Vec { return a.with(230, b) }

// Div returns a/b.
func (a Vec) Div(b Vec) Vec { return a.with(231, b) }

// AtMost returns b where b < a, otherwise a: a NaN in a stays.
func (a Vec) AtMost(b Vec) Vec { return a.with(234, b) }

// AtLeast returns b where a < b, otherwise a: a NaN in a stays.
func (a Vec) AtLeast(b Vec) Vec { return a.with(235, b) }

// Less sets all bits of the lanes where a < b, and clears the others.
func (a Vec) Less(b Vec) Vec { return a.with(67, b) }

// Greater is Less the other way round.
func (a Vec) Greater(b Vec) Vec { return a.with(68, b) }

// Neg returns -a.
func (a Vec) Neg() Vec { return Vec{operation(vectorOp(225), a.expression)} }

// Abs returns |a|.
func (a Vec) Abs() Vec { return Vec{operation(vectorOp(224), a.expression)} }

// Doubles converts the lower two of four float32.
func (a Vec) Doubles() Vec { return Vec{operation(vectorOp(95), a.expression)} }

// ToFloat converts signed integers.
func (a Vec) ToFloat() Vec { return Vec{operation(vectorOp(250), a.expression)} }

// ToInt truncates to signed integers: NaN to 0, and what is too large to the nearest one.
func (a Vec) ToInt() Vec { return Vec{operation(vectorOp(248), a.expression)} }

// RelaxedToInt is ToInt in one instruction, of "relaxed" SIMD: a NaN and what is too large may give anything.
func (a Vec) RelaxedToInt() Vec { return Vec{operation(vectorOp(257), a.expression)} }

// Nearest rounds to integers, ties to even.
func (a Vec) Nearest() Vec { return Vec{operation(vectorOp(106), a.expression)} }

// AddI returns a + b.
func (a Vec) AddI(b Vec) Vec { return a.with(174, b) }

// SubI returns a - b.
func (a Vec) SubI(b Vec) Vec { return a.with(177, b) }

// AtLeastI returns the larger of two numbers with sign.
func (a Vec) AtLeastI(b Vec) Vec { return a.with(184, b) }

// ShlI returns a << n.
func (a Vec) ShlI(n int32) Vec {
	return Vec{operation(vectorOp(171), a.expression, I(n).expression)}
}

// ShrI returns a >> n without sign.
func (a Vec) ShrI(n int32) Vec {
	return Vec{operation(vectorOp(173), a.expression, I(n).expression)}
}

// MulI returns the lower half of a b.
func (a Vec) MulI(b Vec) Vec { return a.with(181, b) }

// SarI returns a >> n with sign.
func (a Vec) SarI(n int32) Vec {
	return Vec{operation(vectorOp(172), a.expression, I(n).expression)}
}

// RotateLeftI returns a rotated by n bits.
func (a Vec) RotateLeftI(n int32) Vec { return a.ShlI(n).Or(a.ShrI(32 - n)) }

// And returns a & b.
func (a Vec) And(b Vec) Vec { return a.with(78, b) }

// Or returns a | b.
func (a Vec) Or(b Vec) Vec { return a.with(80, b) }

// Xor returns a ^ b.
func (a Vec) Xor(b Vec) Vec { return a.with(81, b) }

// Signs returns the highest bits of the four lanes.
func (a Vec) Signs() Int { return Int{operation(vectorOp(164), a.expression)} }

// AndNot returns a & ^b.
func (a Vec) AndNot(b Vec) Vec { return a.with(79, b) }

// AddD returns a + b.
func (a Vec) AddD(b Vec) Vec { return a.with(240, b) }

// MulD returns a b.
func (a Vec) MulD(b Vec) Vec { return a.with(242, b) }

// SplatD converts a float32 and puts it into both lanes.
func (a Float) SplatD() Vec {
	return Vec{operation(vectorOp(20), operation([]byte{0xbb}, a.expression))}
}

// Lane returns lane k as a float32.
func (a Vec) Lane(k byte) Float {
	return Float{append(operation(vectorOp(31), a.expression), k)}
}

// LaneI returns lane k as an integer.
func (a Vec) LaneI(k byte) Int {
	return Int{append(operation(vectorOp(27), a.expression), k)}
}

// Pick takes four lanes, 0-3 of a and 4-7 of b.
func (a Vec) Pick(b Vec, lanes ...byte) Vec {
	if len(lanes) != 4 {
		panic("assembler: a vector has four lanes")
	}
	e := operation(vectorOp(13), a.expression, b.expression)
	for _, l := range lanes {
		e = append(e, 4*l, 4*l+1, 4*l+2, 4*l+3)
	}
	return Vec{e}
}
