package teachers

import (
	"encoding/json"
	"math"
	"math/bits"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/kernels"
)

// law returns P(k) by the definition: logarithms of factorials from the standard library.
func law(n int, beta float64) []float64 {
	p, sum := make([]float64, n+1), 0.0
	lg := func(k int) float64 { l, _ := math.Lgamma(float64(k + 1)); return l }
	for k := range p {
		m := float64(2*k - n)
		p[k] = math.Exp(lg(n) - lg(k) - lg(n-k) + beta*(m*m-float64(n*n))/float64(2*n))
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
	return p
}

func TestCurieWeissFollowsItsLaw(t *testing.T) {
	for _, row := range []struct {
		n       int
		beta    float64
		samples int
	}{{1, 1.4, 1000}, {2, 0.5, 5000}, {101, 0.8, 100_000}, {101, 1, 100_000}, {101, 1.4, 100_000}, {907, 1.2, 5000}} {
		dst := kernels.NewLayer(row.n, row.samples)
		NewCurieWeiss(row.n, row.beta).Sample(dst, rand.New(rand.NewPCG(3, uint64(row.n))), func() {})
		counts := make([]int, row.n+1)
		for c := range dst.Chains {
			counts[dst.Ones(c)]++
		}
		check.ChiSquare(t, "number of spins up", counts, law(row.n, row.beta), 4)
		check.Broken(t, "the law at a temperature 5 % off", func(b check.T) {
			if row.n < 3 { // too few states to tell
				b.Errorf("skipped")
			}
			check.ChiSquare(b, "number of spins up", counts, law(row.n, row.beta*1.05), 4)
		})
	}
}

// moment is an entry of testdata/curieweiss.json: an exact mean over the law, with a tolerance of 5 standard errors.
type moment struct {
	ID         string
	Parameters struct {
		N, M int
		Beta float64
	}
	Quantity         string
	Value, Tolerance float64
}

func TestCurieWeissMomentsEqualTheReferences(t *testing.T) {
	raw, err := os.ReadFile("testdata/curieweiss.json")
	if err != nil {
		t.Fatal(err)
	}
	var entries []moment
	if err := json.Unmarshal(raw, &entries); err != nil || len(entries) != 4 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	for _, e := range entries {
		t.Run(e.ID, func(t *testing.T) {
			p := e.Parameters
			power := map[string]float64{"cw.sample": 2, "cw.samplemean": 1}[e.ID[:strings.IndexAny(e.ID, "0123456789")-1]]
			dst, mean := kernels.NewLayer(p.N, p.M), 0.0
			NewCurieWeiss(p.N, p.Beta).Sample(dst, rand.New(rand.NewPCG(3, 17)), func() {})
			for c := range dst.Chains {
				mean += math.Pow(float64(2*dst.Ones(c)-p.N)/float64(p.N), power) / float64(p.M)
			}
			check.Within(t, e.Quantity, mean, e.Value, e.Tolerance)
		})
	}
}

func TestCurieWeissSitesAreExchangeable(t *testing.T) {
	// All 2^7 states of 7 spins: the law of whole states, which a biased shuffle would miss.
	const n, beta = 7, 1.1
	dst := kernels.NewLayer(n, 100_000)
	NewCurieWeiss(n, beta).Sample(dst, rand.New(rand.NewPCG(3, 2)), func() {})
	byNumber := law(n, beta)
	choose := []float64{1, 7, 21, 35, 35, 21, 7, 1}
	counts, p := make([]int, 1<<n), make([]float64, 1<<n)
	for s := range p {
		k := bits.OnesCount(uint(s))
		p[s] = byNumber[k] / choose[k]
	}
	for c := range dst.Chains {
		s := 0
		for i := range n {
			if dst.Bit(c, i) {
				s |= 1 << i
			}
		}
		counts[s]++
	}
	check.ChiSquare(t, "states", counts, p, 4)
}

func TestCurieWeissPatternIsAGauge(t *testing.T) {
	const n, chains = 67, 131
	plain, gauged := kernels.NewLayer(n, chains), kernels.NewLayer(n, chains)
	up := make([]bool, n)
	for i := range up {
		up[i] = i%3 == 1
	}
	teacher := NewCurieWeiss(n, 1.4)
	teacher.Sample(plain, rand.New(rand.NewPCG(3, 4)), func() {})
	teacher.SetPattern(up)
	teacher.Sample(gauged, rand.New(rand.NewPCG(3, 4)), func() {})
	for c := range chains {
		listed := 0
		for _, entry := range gauged.Lists[c*gauged.ListStride:][:gauged.Counts[c]] {
			listed += bits.OnesCount16(entry & 15)
		}
		if listed != gauged.Ones(c) {
			t.Errorf("chain %d: %d units listed, %d set", c, listed, gauged.Ones(c))
		}
		for i := range n {
			if plain.Bit(c, i) != (gauged.Bit(c, i) == up[i]) {
				t.Fatalf("chain %d, spin %d: not xi_i times the plain spin", c, i)
			}
		}
	}
}

func TestCurieWeissPanicsOnWrongSizes(t *testing.T) {
	teacher := NewCurieWeiss(5, 1)
	for name, f := range map[string]func(){
		"no spins":       func() { NewCurieWeiss(0, 1) },
		"short pattern":  func() { teacher.SetPattern(make([]bool, 4)) },
		"wide layer":     func() { teacher.Sample(kernels.NewLayer(6, 1), rand.New(rand.NewPCG(1, 1)), func() {}) },
		"other side":     func() { synthetic(3, 2).Resize(make([]float32, 10), 0, 3) },
		"too many":       func() { synthetic(3, 2).Binarise(kernels.NewLayer(9, 5), 3, 0.5, 0, 3) },
		"wrong units":    func() { synthetic(3, 2).Binarise(kernels.NewLayer(8, 5), 3, 0.5, 0, 1) },
		"pixels missing": func() { (&Pictures{Side: 3, Depth: 4, Labels: []byte{1}}).Pack() },
	} {
		func() {
			defer func() {
				if _, ok := recover().(string); !ok {
					t.Errorf("%s: no panic with a sentence", name)
				}
			}()
			f()
		}()
	}
}

func BenchmarkCurieWeiss900x1000(b *testing.B) {
	dst, teacher := kernels.NewLayer(900, 1000), NewCurieWeiss(900, 1.4)
	r := rand.New(rand.NewPCG(3, 5))
	b.ReportAllocs()
	for b.Loop() {
		teacher.Sample(dst, r, func() {})
	}
}
