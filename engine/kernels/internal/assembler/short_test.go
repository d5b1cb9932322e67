//go:build !js

package assembler

import "math"

// halves applies an operation to both 16 bits of a lane.
func halves(op func(a, b int16) int) func(a, b uint32) uint32 {
	return func(a, b uint32) uint32 {
		half := func(n int) uint32 { return uint32(uint16(op(int16(a>>n), int16(b>>n)))) << n }
		return half(0) | half(16)
	}
}

func saturated(n int) int { return max(math.MinInt16, min(math.MaxInt16, n)) }

func init() {
	for name, op := range map[string]struct {
		code func(a, b Vec) Vec
		want func(a, b int16) int
	}{
		"addS":     {Vec.AddS, func(a, b int16) int { return int(a) + int(b) }},
		"addSatS":  {Vec.AddSatS, func(a, b int16) int { return saturated(int(a) + int(b)) }},
		"subS":     {Vec.SubS, func(a, b int16) int { return int(a) - int(b) }},
		"timesS":   {Vec.TimesS, func(a, b int16) int { return int(a) * int(b) }},
		"mulS":     {Vec.MulS, func(a, b int16) int { return saturated((int(a)*int(b) + 1<<14) >> 15) }},
		"absS":     {func(a, _ Vec) Vec { return a.AbsS() }, func(a, _ int16) int { return max(int(a), -int(a)) }},
		"at mostS": {Vec.AtMostS, func(a, b int16) int { return min(int(uint16(a)), int(uint16(b))) }},
		"sarS":     {func(a, _ Vec) Vec { return a.SarS(5) }, func(a, _ int16) int { return int(a) >> 5 }},
		"VS":       {func(Vec, Vec) Vec { return VS(-12345) }, func(_, _ int16) int { return -12345 }},
	} {
		v := lanewise["addI"]
		v.code, v.want = op.code, halves(op.want)
		lanewise[name] = v
	}
}
