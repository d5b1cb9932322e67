package kernels

import (
	"fmt"
	"math"
	"math/bits"
	"testing"
)

// The oracles: each kernel again, slowly, one unit and one chain at a time, in the documented order.

// Awkward sizes: on both sides of 4, 8, 16, 32, 64 and 128.
var (
	unitSizes  = []int{1, 2, 3, 5, 7, 13, 17, 31, 37, 61, 67}
	chainSizes = []int{1, 2, 3, 5, 7, 11, 13}
)

// fixture is a layer, weights and biases made of fixed random numbers.
type fixture struct {
	in         *Layer
	w          *Matrix
	transposed bool // w is outputs x in.Units, otherwise in.Units x outputs
	bias       []float32
}

// newFixture fills about a third of the bits. The padding of the bias is not
// zero, as it must not matter.
func newFixture(inputs, outputs, chains int, transposed bool, seed uint64) fixture {
	r := NewStreams(seed, 99, 1)
	f := fixture{in: randomLayer(inputs, chains, 0.35, seed), transposed: transposed, bias: make([]float32, Pad(outputs))}
	for j := range f.bias {
		f.bias[j] = r.Normal(0)
	}
	f.w = NewMatrix(inputs, outputs)
	if transposed {
		f.w = NewMatrix(outputs, inputs)
	}
	randomMatrix(f.w, seed)
	return f
}

func randomLayer(units, chains int, p float32, seed uint64) *Layer {
	r := NewStreams(seed, 98, 1)
	l := NewLayer(units, chains)
	for c := range chains {
		for i := range units {
			l.Set(c, i, r.Uniform(0) < p)
		}
	}
	l.List()
	return l
}

func randomMatrix(m *Matrix, seed uint64) {
	r := NewStreams(seed, 97, 1)
	for i := range m.Rows {
		for j := range m.Row(i) {
			m.Row(i)[j] = r.Normal(0)
		}
	}
}

func randomVector(n int, seed uint64) []float32 {
	r := NewStreams(seed, 96, 1)
	v := make([]float32, n)
	for i := range v {
		v[i] = r.Normal(0)
	}
	return v
}

// groupSum is (a+b) + (c+d) with the elements left out whose bit is not set.
func groupSum(element func(k int) float32, mask int) float32 {
	pair := func(k int) (float32, bool) {
		switch mask >> k & 3 {
		case 1:
			return element(k), true
		case 2:
			return element(k + 1), true
		case 3:
			return element(k) + element(k+1), true
		}
		return 0, false
	}
	low, anyLow := pair(0)
	high, anyHigh := pair(2)
	switch {
	case !anyLow:
		return high
	case !anyHigh:
		return low
	}
	return low + high
}

// weight of input i and output j.
func (f fixture) weight(i, j int) float32 {
	if f.transposed {
		return f.w.Row(j)[i]
	}
	return f.w.Row(i)[j]
}

// inputOf is the input of one output unit, on float32.
func (f fixture) inputOf(chain, unit int) float32 {
	x := f.bias[unit]
	for g := 0; 4*g < f.in.Units; g++ {
		mask := 0
		for k := 0; k < 4 && 4*g+k < f.in.Units; k++ {
			if f.in.Bit(chain, 4*g+k) {
				mask |= 1 << k
			}
		}
		if mask != 0 {
			x += groupSum(func(k int) float32 { return f.weight(4*g+k, unit) }, mask)
		}
	}
	return x
}

// fixed is the machine in fixed point, whose other biases are of no account.
func (f fixture) fixed() *Fixed {
	m := NewFixed(f.w.Rows, f.w.Cols)
	b, c := make([]float32, Pad(f.w.Rows)), make([]float32, Pad(f.w.Cols))
	if f.transposed {
		copy(b, f.bias)
	} else {
		copy(c, f.bias)
	}
	m.Set(f.w, b, c, func() {})
	return m
}

// fixedInputOf is the input of one output unit in fixed point.
func (f fixture) fixedInputOf(m *Fixed, chain, unit int) float32 {
	one := float64(int(1) << m.Fraction)
	x := int32(math.RoundToEven(float64(f.bias[unit]) * one))
	for i := range f.in.Units {
		if f.in.Bit(chain, i) {
			x += int32(math.RoundToEven(float64(f.weight(i, unit)) * one))
		}
	}
	return float32(float64(x) / one)
}

// generator is one lane of xoshiro128, written after the authors' C.
type generator [4]uint32

func laneOf(s *Streams, chain, lane int) *generator {
	var g generator
	for k := range g {
		g[k] = s.State[16*chain+4*k+lane]
	}
	return &g
}

func (s *generator) advance() {
	t := s[1] << 9
	s[2] ^= s[0]
	s[3] ^= s[1]
	s[1] ^= s[2]
	s[0] ^= s[3]
	s[2] ^= t
	s[3] = bits.RotateLeft32(s[3], 11)
}

func (s *generator) plus() uint32 {
	r := s[0] + s[3]
	s.advance()
	return r
}

func (s *generator) plusPlus() uint32 {
	r := bits.RotateLeft32(s[0]+s[3], 7) + s[0]
	s.advance()
	return r
}

// checkLayer fails unless the padding is zero and the lists agree with the bits.
func checkLayer(t *testing.T, l *Layer) {
	t.Helper()
	for c := range pad4(l.Chains) {
		for i := range l.Stride * 4 {
			if on := l.Nibbles[c*l.Stride+i/4]>>(i%4)&1 != 0; on && (c >= l.Chains || i >= l.Units) {
				t.Fatalf("padding bit of chain %d, unit %d is set", c, i)
			}
		}
	}
	for _, b := range l.Nibbles {
		if b > 15 {
			t.Fatal("upper half of a nibble is not zero")
		}
	}
	for c := range l.Chains {
		var want []uint16
		for g, b := range l.nibbles(c) {
			if b != 0 {
				want = append(want, uint16(16*g)+uint16(b))
			}
		}
		if got := l.Lists[c*l.ListStride:][:l.Counts[c]]; fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("chain %d: list %v, want %v", c, got, want)
		}
	}
}

// checkPadding fails unless everything of m outside Rows x Cols is zero.
func checkPadding(t *testing.T, m *Matrix) {
	t.Helper()
	for at, x := range m.Data {
		if i, j := at/m.Stride, at%m.Stride; (i >= m.Rows || j >= m.Cols) && math.Float32bits(x) != 0 {
			t.Fatalf("padding (%d,%d) of a %dx%d matrix is %g", i, j, m.Rows, m.Cols, x)
		}
	}
}

// same fails unless two numbers have the same bits.
func same(t *testing.T, name string, got, want float32) {
	t.Helper()
	if math.Float32bits(got) != math.Float32bits(want) {
		t.Fatalf("%s: %v, want %v", name, got, want)
	}
}

// everySize calls f for all pairs of unit sizes, each with one of the chain sizes in turn.
func everySize(t *testing.T, f func(t *testing.T, inputs, outputs, chains int, seed uint64)) {
	n := 0
	for _, inputs := range unitSizes {
		for _, outputs := range unitSizes {
			chains := chainSizes[n%len(chainSizes)]
			n++
			f(t, inputs, outputs, chains, uint64(n))
		}
	}
}

const sentinel = 12345.75

// guarded returns n zeros inside a longer slice, and a check that what follows them was left alone.
func guarded(n int) (dst []float32, check func(t *testing.T)) {
	dst = make([]float32, n+9)
	for i := n; i < len(dst); i++ {
		dst[i] = sentinel
	}
	return dst, func(t *testing.T) {
		t.Helper()
		for _, x := range dst[n:] {
			if x != sentinel {
				t.Fatal("elements beyond the result were changed")
			}
		}
	}
}
