package kernels

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// Streams holds a random number generator per chain: four independent lanes of xoshiro128 (D. Blackman and S. Vigna,
// Scrambled linear pseudorandom number generators, ACM TOMS 47, 36 (2021)). The numbers of a chain depend on the seed, the
// purpose and the chain alone: not on the number of chains, on the tiling, or on which worker owns the chain.
//
// All four lanes advance together in the samplers, lane k serving the units 4g+k. Where a number's upper 24 bits are used
// the output is that of xoshiro128+, whose weak lowest bits do not matter then; where every bit counts (SampleSpins) it is
// that of xoshiro128++. Both are functions of the same state, which advances in the same way.
type Streams struct {
	State []uint32 // 16 words per chain: word 0 of the lanes 0..3, then words 1, 2, 3
}

// NewStreams seeds the generators of the chains. Different purposes (data, initial weights, chains ...) under the same seed
// give unrelated streams.
func NewStreams(seed, purpose uint64, chains int) *Streams {
	s := &Streams{State: make([]uint32, 16*chains)}
	counter := splitmix(splitmix(seed) ^ purpose)
	for i := 0; i < len(s.State); i += 2 {
		counter += golden
		z := splitmix(counter)
		s.State[i], s.State[i+1] = uint32(z), uint32(z>>32)
	}
	for c := range chains {
		state := s.chain(c)
		for k := range 4 {
			// Zero is the one state that never changes.
			if state[k]|state[4+k]|state[8+k]|state[12+k] == 0 {
				state[k] = 1
			}
		}
	}
	return s
}

// Part returns the streams of the chains from..to-1, not a copy.
func (s *Streams) Part(from, to int) *Streams { return &Streams{State: s.State[16*from : 16*to]} }

// Resize makes it the generators of so many chains, at most as many as it was made for, whose states are anything until they are set.
func (s *Streams) Resize(chains int) { s.State = s.State[:16*chains] }

const golden = 0x9e3779b97f4a7c15

// splitmix is the output function of splitmix64: a bijection that turns a counter into random bits.
func splitmix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (s *Streams) chain(c int) *[16]uint32 { return (*[16]uint32)(s.State[16*c:]) }

// next advances one xoshiro128 generator.
func next(a, b, c, d uint32) (uint32, uint32, uint32, uint32) {
	shifted := b << 9
	c ^= a
	d ^= b
	b ^= c
	a ^= d
	c ^= shifted
	return a, b, c, bits.RotateLeft32(d, 11)
}

// drawPlus makes eight draws of xoshiro128+ from each lane; words[4d+k] is draw d of lane k.
func drawPlus(state *[16]uint32, words *[Tile]uint32) {
	for k := range 4 {
		a, b, c, d := state[k], state[4+k], state[8+k], state[12+k]
		for i := k; i < Tile; i += 4 {
			words[i] = a + d
			a, b, c, d = next(a, b, c, d)
		}
		state[k], state[4+k], state[8+k], state[12+k] = a, b, c, d
	}
}

// drawBytes makes eight draws of xoshiro128++ from each lane; bytes[16d+4k+n] is byte n, from the lowest, of draw d of lane k.
func drawBytes(state *[16]uint32, bytes *[spinBlock]uint8) {
	for k := range 4 {
		a, b, c, d := state[k], state[4+k], state[8+k], state[12+k]
		for i := 4 * k; i < spinBlock; i += 16 {
			binary.LittleEndian.PutUint32(bytes[i:], bits.RotateLeft32(a+d, 7)+a)
			a, b, c, d = next(a, b, c, d)
		}
		state[k], state[4+k], state[8+k], state[12+k] = a, b, c, d
	}
}

// draw advances lane 0 alone and returns its output (xoshiro128++).
func draw(state *[16]uint32) uint32 {
	a, b, c, d := state[0], state[4], state[8], state[12]
	state[0], state[4], state[8], state[12] = next(a, b, c, d)
	return bits.RotateLeft32(a+d, 7) + a
}

// uniform turns random bits into an odd multiple of 2^-24: the upper 24 bits, symmetric about 1/2, never 0 nor 1.
func uniform(r uint32) float32 { return float32(int32(r>>8|1)) * (1.0 / (1 << 24)) }

// Uniform returns the next number of a chain's lane 0, uniform in (0,1): an odd multiple of 2^-24.
func (s *Streams) Uniform(chain int) float32 { return uniform(draw(s.chain(chain))) }

// Normal returns a standard normal number made of the next number of a chain's lane 0; its modulus is at most 6.34.
func (s *Streams) Normal(chain int) float32 { return normal(draw(s.chain(chain))) }

// normal is the quantile function of the normal distribution at (r + 1/2)/2^32: so each number costs exactly one draw, and
// nothing but State has to be remembered. Relative error below 2e-7.
//
// It is algorithm PPND7 of M. J. Wichura, Algorithm AS 241, Appl. Statist. 37, 477 (1988), without its third branch, which
// begins at 6.7.
func normal(r uint32) float32 {
	p := (float64(r) + 0.5) * (1.0 / (1 << 32))
	q := p - 0.5
	if math.Abs(q) <= 0.425 {
		z := 0.180625 - float64(q*q)
		num := float64(z*(float64(z*(float64(z*5.9109374720e+01)+1.5929113202e+02))+5.0434271938e+01)) + 3.3871327179e+00
		den := float64(z*(float64(z*(float64(z*6.7187563600e+01)+7.8757757664e+01))+1.7895169469e+01)) + 1
		return float32(q * num / den)
	}
	z := math.Sqrt(-math.Log(min(p, 1-p))) - 1.6
	num := float64(z*(float64(z*(float64(z*1.7023821103e-01)+1.3067284816e+00))+2.7568153900e+00)) + 1.4234372777e+00
	den := float64(z*(float64(z*1.2021132975e-01)+7.3700164250e-01)) + 1
	return float32(math.Copysign(num/den, q))
}
