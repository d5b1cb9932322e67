//go:build !js

package assembler

import "math"

// quarters applies an operation to the four bytes of a lane.
func quarters(op func(a, b int8) int) func(a, b uint32) (r uint32) {
	return func(a, b uint32) (r uint32) {
		for n := 0; n < 32; n += 8 {
			r |= uint32(uint8(op(int8(a>>n), int8(b>>n)))) << n
		}
		return r
	}
}

func init() {
	clamp := func(n int) int { return max(math.MinInt8, min(math.MaxInt8, n)) }
	table := [16]byte{3, 250, 7, 11, 200, 1, 2, 99, 128, 127, 5, 6, 80, 90, 100, 110}
	for name, op := range map[string]struct {
		code func(a, b Vec) Vec
		want func(a, b uint32) uint32
	}{
		"addSatB": {Vec.AddSatB, quarters(func(a, b int8) int { return clamp(int(a) + int(b)) })},
		"subSatB": {Vec.SubSatB, quarters(func(a, b int8) int { return clamp(int(a) - int(b)) })},
		"greaterB": {Vec.GreaterB, quarters(func(a, b int8) int {
			if a > b {
				return -1
			}
			return 0
		})},
		"look upB": {func(a, _ Vec) Vec { return a.LookUpB(VB(table)) }, quarters(func(a, _ int8) int {
			if uint8(a) > 15 {
				return 0
			}
			return int(table[a])
		})},
		"look up lowB": {func(a, _ Vec) Vec { return a.And(VI(0x0f0f0f0f)).LookUpB(VB(table)) }, quarters(func(a, _ int8) int { return int(table[a&15]) })},
		"dotS":         {Vec.DotS, func(a, b uint32) uint32 { return uint32(int32(int16(a))*int32(int16(b)) + int32(a)>>16*(int32(b)>>16)) }},
		"shrS":         {func(a, _ Vec) Vec { return a.ShrS(5) }, halves(func(a, _ int16) int { return int(uint16(a) >> 5) })},
		"shlByI":       {func(a, _ Vec) Vec { return a.ShlByI(I(16)) }, func(a, _ uint32) uint32 { return a << 16 }},
		// The bytes of both halves come back to their places.
		"lower and upperB": {func(a, b Vec) Vec {
			return a.LowerB(b).AndNot(VI(0xff00ff00)).NarrowS(a.UpperB(b).AndNot(VI(0xff00ff00)))
		},
			quarters(func(a, _ int8) int { return narrowed(a) })},
		"upper of the otherB": {func(a, b Vec) Vec { return b.LowerB(a).ShrS(8).NarrowS(b.UpperB(a).ShrS(8)) }, quarters(func(a, _ int8) int { return narrowed(a) })},
	} {
		v := lanewise["addI"]
		v.code, v.want = op.code, op.want
		lanewise[name] = v
	}
}

// narrowed is what NarrowS makes of a byte without sign.
func narrowed(a int8) int { return min(127, int(uint8(a))) }
