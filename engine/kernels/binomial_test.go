package kernels

import (
	"fmt"
	"hash/fnv"
	"math"
	"testing"

	"cascade/engine/internal/check"
)

// binomialLaw returns P(k) from the logarithms of factorials.
func binomialLaw(n int, x float64) []float64 {
	p := make([]float64, n+1)
	lgamma := func(k int) float64 { l, _ := math.Lgamma(float64(k + 1)); return l }
	for k := range p {
		p[k] = math.Exp(lgamma(n) - lgamma(k) - lgamma(n-k) + float64(k)*x - float64(n)*math.Log1p(math.Exp(x)))
	}
	return p
}

// TestBinomialSharesTheIntervalExactly walks u through (0,1) and asks each k for its share, which is P(k).
func TestBinomialSharesTheIntervalExactly(t *testing.T) {
	const points = 1 << 17
	for _, n := range []int{1, 2, 7, 61, 997} {
		for _, x := range []float64{0, -0.3, 1.7, 4, -11} {
			b, p := NewBinomial(n), binomialLaw(n, x)
			share := make([]float64, n+1)
			for i := range points {
				share[b.quantile(x, (float64(i)+0.5)/points)]++
			}
			for k := range share {
				check.Within(t, fmt.Sprintf("share of %d of %d at %g", k, n, x), share[k]/points, p[k], 1.01/points)
			}
		}
	}
}

func TestBinomialDraws(t *testing.T) {
	const draws = 40000
	s := NewStreams(1, 2, 3)
	for _, n := range []int{1, 13, 400} {
		for _, x := range []float64{-2, 0.1, 3} {
			b, p := NewBinomial(n), binomialLaw(n, x)
			counts := make([]int, n+1)
			for range draws {
				counts[b.Draw(x, s, 1)]++
			}
			check.ChiSquare(t, fmt.Sprintf("%d units at %g", n, x), counts, p, 4)
		}
	}
}

// TestBinomialEqualsUnits: the number of spins that SampleSpins turns up has the same law.
func TestBinomialEqualsUnits(t *testing.T) {
	const n, chains, field = 37, 20000, 0.4
	l, s := NewLayer(n, chains), NewStreams(3, 4, chains)
	w, h := make([]float32, n), make([]float32, chains)
	for i := range w {
		w[i] = 1
	}
	for c := range h {
		h[c] = field
	}
	SampleSpins(l, [][]float32{w}, [][]float32{h}, s, NewTables(l.Units), 0, chains)
	counts := make([]int, n+1)
	for c := range chains {
		counts[l.Ones(c)]++
	}
	check.ChiSquare(t, "ones", counts, binomialLaw(n, 2*field), 4)
}

// TestBinomialAtTheEnds: absurd inputs give all or none, not an endless loop or a number outside.
func TestBinomialAtTheEnds(t *testing.T) {
	b, s := NewBinomial(50), NewStreams(5, 6, 1)
	for _, x := range []float64{50, 1e9, math.Inf(1)} {
		if on, off := b.Draw(x, s, 0), b.Draw(-x, s, 0); on != 50 || off != 0 {
			t.Errorf("at %g: %d and %d of 50 are on", x, on, off)
		}
	}
	for _, u := range []float64{1.0 / (1 << 54), 1 - 1.0/(1<<53), 1} {
		for _, x := range []float64{-30, -1, 0, 1, 30} {
			if k := b.quantile(x, u); k < 0 || k > 50 {
				t.Errorf("u = %g, x = %g: %d", u, x, k)
			}
		}
	}
}

// TestBinomialGolden: the same draws natively and in wasm.
func TestBinomialGolden(t *testing.T) {
	const want = 0x0aedf8f32513f890
	b, s, hash := NewBinomial(801), NewStreams(7, 8, 5), fnv.New64a()
	k := 400
	for i := range 5000 {
		k = b.Draw(0.9*float64(2*k-801)/801+0.01, s, i%5)
		hash.Write([]byte{byte(k), byte(k >> 8)})
	}
	if got := hash.Sum64(); got != want {
		t.Errorf("hash %#016x, want %#016x", got, want)
	}
}

func BenchmarkBinomial(b *testing.B) {
	for _, n := range []int{100, 400, 1600, 6400} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			law, s := NewBinomial(n), NewStreams(9, 10, 1)
			k := n / 2
			for b.Loop() {
				k = law.Draw(1.9*float64(2*k-n)/float64(n), s, 0)
			}
		})
	}
}
