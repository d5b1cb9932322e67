package kernels

// Speculation is how the vector kernels sample units in two thirds of the time, with the same bits: in integers of 16 bits, with a
// margin of error, and once more exactly where the margin leaves a doubt. So are visible units given dense hidden ones, in rounded tables instead
// of exact ones; and hidden units given sparse visible ones, with rounded tables besides the exact ones, which the means need anyway.
//
// Rounded sums. The sums over the subsets of a group are rounded to multiples of q = 2^(16-fraction)/factor. So the input x of a unit
// differs from x' = bias + q (sum of rounded sums) by at most q/2 per group that is not empty. The sum starts from minus the middle of its range, half
// the total of the weights, which is made up for in an offset with the bias: then it lies within half the sum of |w|, and
// factor is the largest one for which that fits 16 bits. On the way it may wrap.
//
// Decision. The bell p(x) = 1/(1+e^|x|) is the probability of the less likely state, and t, the uniform number u counted from that
// state's end (u itself for x < 0, otherwise 1-u), decides for it if t < p. In 16 bits offset and sum are rounded to multiples of
// r = 2^-12 power. As 2q <= r, the sum is at most 2^14 r, which is 16 or more; so an offset beyond 2^15 r may be clamped: x' and x stay
// on the same side, beyond 15. A polynomial gives 2^15 p within 14, also beyond 8, where it stays as it is at 8 (TestBell tries all
// arguments).
//
// Margin. If |x-x'| <= d, then |p-p'| <= p'(1-p')(e^d - 1), both for the state that is the less likely one at x', whatever the sign
// of x: the logarithm of the logistic function's derivative has a derivative between -1 and 1. What else there is, in units of
// 2^-15: the polynomial's error, once by itself and once in this product, where e^d - 1 is at most 1/8; 1/2, as the product is
// rounded; 1, as only 15 bits of t are used; and less than 0.1 for the exact comparison, that of bernoulli, which is wrong by 3e-7, and
// by the rounding of x to a float32. All that is less than the 18 of the module (BellMargin). When t is further from p' than the two
// together, the exact comparison decides as this one does.
type speculation struct {
	factor int32   // of the subset sums, times 2^-16
	scale  int32   // q/r in 2^-15
	most   int32   // largest |x'|/r that the polynomial takes
	power  int32   // r in 2^-12: a power of two
	margin int32   // e^d - 1 in 2^-15
	back   float64 // q times 2^fraction
	unit   float64 // 2^-fraction/r
}

// speculate returns how to speculate about a tile of units with these sums of absolute weights and these biases, given so many
// units of the other layer, of which at most so many groups are not empty. ok says whether it is worth it, and safe: exact inputs must
// not wrap, as they might for numbers that were not finite.
func (f *Fixed) speculate(sums []float32, bias []int32, inputs, listed int) (s speculation, ok bool) {
	const worth = 1 << 15 / 8 // largest margin
	largest := float32(0)
	for i, b := range bias {
		largest = max(largest, sums[i]) // a NaN stays
		if b < -1<<30 || b > 1<<30 {
			return s, false
		}
	}
	// The sums were rounded, at most 2^14 times, and the weights after.
	sum, groups := float64(largest)*exp2(f.Fraction)*(1+1.0/(1<<9))+float64(inputs), float64(listed)
	if !(sum < 1<<30) {
		return s, false
	}
	room := 1<<15 - 3 - groups/2
	s.factor = int32(min(1<<16, exp2(32-f.Fraction), room/(sum/2)*(1<<16)))
	s.back, s.power = (1<<16)/float64(s.factor), 4
	q, r := s.back*exp2(-f.Fraction), exp2(-10)
	for ; r < 2*q; r *= 2 {
		s.power *= 2
	}
	if s.power > 1<<8 {
		return s, false
	}
	s.scale, s.most, s.unit = int32(q/r*(1<<15)+0.5), (1<<15-1)/s.power, exp2(-f.Fraction)/r
	d := q/2*groups + 1.51*r                // the offset, the sum and the scale are rounded
	s.margin = int32(d/(1-d/2)*(1<<15)) + 1 // e^d - 1 < d/(1-d/2)
	return s, s.margin <= worth
}

// exp2 returns 2^n, for n from -63 to 63.
func exp2(n int) float64 {
	if n < 0 {
		return 1 / float64(uint64(1)<<-n)
	}
	return float64(uint64(1) << n)
}

// centre sets what the rounded sums start from, minus the middles of their ranges, and the offsets in units of r. totals are the
// sums of all weights.
func (s *speculation) centre(start, offsets *[Tile]int16, bias, totals *[Tile]int32) {
	for j, total := range totals {
		middle := int64(total) * int64(s.factor) >> 17
		start[j] = int16(-middle)
		x := (float64(bias[j]) + float64(float64(middle)*s.back)) * s.unit
		offsets[j] = int16(nearest(float32(max(-1<<15+1, min(1<<15-1, x)))))
	}
}

// doubtWords is the length of a record of what is in doubt in a chain: the units of the tile, the chain, two words of room, and the 16
// words of the chain's generator before the tile.
const doubtWords = 20

// rounded is the scratch memory of speculation.
type rounded struct {
	rows    [][Tile]int16 // as those of IntTables, in units of q
	totals  [Tile]int32   // of all weights
	quads   [][4]int32    // the weights of each group, as they are: those of the tile's first unit, ...
	start   [Tile]int16
	offsets [Tile]int16
	sums    [][Tile]int16 // per chain
	doubts  []uint32      // a record per chain at most
	used    int32         // bytes of them
}

// reset makes room.
func (r *rounded) reset(groups, chains int) {
	if len(r.rows) < 16*groups {
		r.rows, r.quads = make([][Tile]int16, 16*groups), make([][4]int32, Tile*groups)
	}
	if len(r.sums) < chains {
		r.sums, r.doubts = make([][Tile]int16, chains), make([]uint32, doubtWords*chains)
	}
	clear(r.totals[:])
}

// laneMasks select the four weights of a group by its nibble.
var laneMasks = func() (m [16][4]uint32) {
	for nibble := range m {
		for k := range 4 {
			m[nibble][k] = -uint32(nibble >> k & 1)
		}
	}
	return m
}()
