package teachers

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/kernels"
	"cascade/engine/observables"
)

// TestHopfieldFollowsItsHamiltonian enumerates all 2^9 states with the two patterns written out, as the paper does.
func TestHopfieldFollowsItsHamiltonian(t *testing.T) {
	const n, beta, kappa = 9, 1.6, 1.0 / 3 // patterns of overlap 3/9: they agree on 6 sites and differ on 3
	teacher := Hopfield(n, beta, kappa)
	dst := kernels.NewLayer(n, 200_000)
	teacher.Sample(dst, rand.New(rand.NewPCG(5, 1)), func() {})
	counts := make([]int, 1<<n)
	for c := range dst.Chains {
		s := 0
		for i := range n {
			if dst.Bit(c, i) {
				s |= 1 << i
			}
		}
		counts[s]++
	}
	hamiltonian := func(beta float64, agree int) []float64 {
		p, z := make([]float64, 1<<n), 0.0
		for s := range p {
			var m [2]float64
			for i := range n {
				v := float64(2*(s>>i&1) - 1)
				m[0] += v // xi1 = 1
				if i >= agree {
					v = -v
				}
				m[1] += v
			}
			p[s] = math.Exp(beta / (2 * n) * (m[0]*m[0] + m[1]*m[1]))
			z += p[s]
		}
		for s := range p {
			p[s] /= z
		}
		return p
	}
	check.ChiSquare(t, "states", counts, hamiltonian(beta, 6), 4)
	check.Broken(t, "a temperature 2 % off", func(b check.T) { check.ChiSquare(b, "states", counts, hamiltonian(beta*1.02, 6), 4) })
	check.Broken(t, "another overlap", func(b check.T) { check.ChiSquare(b, "states", counts, hamiltonian(beta, 5), 4) })
}

// TestModesFollowTheirLaws: each mode has its Curie-Weiss law, and they are independent.
func TestModesFollowTheirLaws(t *testing.T) {
	sizes, betas := []int{53, 31, 17}, []float64{1.5, 0.7, 1.2}
	teacher := NewModes(101, []float64{53, 31, 17}, betas)
	if !slices.Equal(teacher.Sizes, sizes) {
		t.Fatalf("sizes %v", teacher.Sizes)
	}
	dst := kernels.NewLayer(101, 50_000)
	teacher.Sample(dst, rand.New(rand.NewPCG(5, 2)), func() {})
	m := make([][]float64, 3)
	for k, from := range []int{0, 53, 84} {
		counts := make([]int, sizes[k]+1)
		for c := range dst.Chains {
			up := 0
			for i := from; i < from+sizes[k]; i++ {
				if dst.Bit(c, i) {
					up++
				}
			}
			counts[up]++
			m[k] = append(m[k], float64(2*up-sizes[k])/float64(sizes[k]))
		}
		check.ChiSquare(t, fmt.Sprintf("spins up in mode %d", k), counts, law(sizes[k], betas[k]), 4)
		other := (k + 1) % 3
		check.Broken(t, "the law of another mode", func(b check.T) {
			check.ChiSquare(b, "spins up", counts, law(sizes[k], betas[other]), 4)
		})
	}
	for k := range m {
		var size, other, product, sizes observables.Stat
		for c, a := range m[k] {
			size.Add(math.Abs(a))
			other.Add(math.Abs(m[(k+1)%3][c]))
		}
		for c, a := range m[k] {
			b := m[(k+1)%3][c]
			product.Add(a * b)
			sizes.Add((math.Abs(a) - size.Mean()) * (math.Abs(b) - other.Mean()))
		}
		check.Agree(t, "correlation of two modes", product.Mean(), product.StdErr(), 0, 4)
		check.Agree(t, "correlation of their sizes", sizes.Mean(), sizes.StdErr(), 0, 4)
	}
	// Lists and bits agree.
	for c := range dst.Chains {
		listed := 0
		for _, entry := range dst.Lists[c*dst.ListStride:][:dst.Counts[c]] {
			listed += bits.OnesCount16(entry & 15)
		}
		if listed != dst.Ones(c) {
			t.Fatalf("chain %d: %d units listed, %d set", c, listed, dst.Ones(c))
		}
	}
}

// TestModesDependOnNothingButTheGenerator: neither on what the layer held nor on what was drawn before.
func TestModesDependOnNothingButTheGenerator(t *testing.T) {
	teacher, dst := Hopfield(67, 1.5, 0.3), kernels.NewLayer(67, 13)
	teacher.Sample(dst, rand.New(rand.NewPCG(5, 4)), func() {})
	first := slices.Clone(dst.Nibbles)
	teacher.Sample(dst, rand.New(rand.NewPCG(5, 5)), func() {})
	if slices.Equal(dst.Nibbles, first) {
		t.Error("another generator gives the same states")
	}
	teacher.Sample(dst, rand.New(rand.NewPCG(5, 4)), func() {})
	if !slices.Equal(dst.Nibbles, first) {
		t.Error("the same generator gives other states")
	}
}

// The reference figures hop2.N.*: exact moments of the modes and of the two patterns' overlaps.
func TestHopfieldMomentsEqualTheReferences(t *testing.T) {
	for _, row := range []struct {
		n           int
		beta, kappa float64
		sizes       []int
		want        [4]float64 // E m_A^2, E m_B^2, E m_1^2, E m_1 m_2
	}{
		{200, 2, 0.3, []int{130, 70}, [4]float64{0.9759732475668101, 0.6347478371921795, 0.4901053071530193, 0.33459208704093535}},
		{1000, 2, 0.3, []int{650, 350}, [4]float64{0.9766597309385385, 0.6587392867547198, 0.4933342989489857, 0.33194317369407933}},
		{200, 1.1, 0.3, []int{130, 70}, [4]float64{0.6756596545818307, 0.05315747932154332, 0.2919779952777125, 0.2789544128439344}},
		{1000, 3, 0.5, []int{750, 250}, [4]float64{0.9995000567463347, 0.7323707370205503, 0.6079919529835976, 0.5164456108560288}},
	} {
		teacher := Hopfield(row.n, row.beta, row.kappa)
		if !slices.Equal(teacher.Sizes, row.sizes) {
			t.Fatalf("sizes %v, want %v", teacher.Sizes, row.sizes)
		}
		dst := kernels.NewLayer(row.n, 5000)
		teacher.Sample(dst, rand.New(rand.NewPCG(5, 3)), func() {})
		var got [4]observables.Stat
		for c := range dst.Chains {
			var s [2]float64
			for i := range row.n {
				k := 0
				if i >= row.sizes[0] {
					k = 1
				}
				if s[k]--; dst.Bit(c, i) {
					s[k] += 2
				}
			}
			n := float64(row.n)
			a, b := s[0]/float64(row.sizes[0]), s[1]/float64(row.sizes[1])
			first, second := (s[0]+s[1])/n, (s[0]-s[1])/n
			for i, x := range []float64{a * a, b * b, first * first, first * second} {
				got[i].Add(x)
			}
		}
		for i, name := range []string{"E m_A^2", "E m_B^2", "E m_1^2", "E m_1 m_2"} {
			check.Agree(t, fmt.Sprintf("%s at N=%d, beta=%g", name, row.n, row.beta), got[i].Mean(), got[i].StdErr(), row.want[i], 4.5)
		}
	}
}

func TestModesDivideTheSites(t *testing.T) {
	for _, row := range []struct {
		n         int
		fractions []float64
		want      []int
	}{
		{1200, []float64{0.5, 0.3, 0.2}, []int{600, 360, 240}},
		{10, []float64{1, 1, 1}, []int{3, 4, 3}},
		{12, []float64{1000, 1, 1, 1, 1, 1}, []int{2, 2, 2, 2, 2, 2}},
		{20, []float64{1, 1000, 1}, []int{2, 16, 2}},
		{7, []float64{0.3, 0.2}, []int{4, 3}},
	} {
		betas := make([]float64, len(row.fractions))
		if got := NewModes(row.n, row.fractions, betas).Sizes; !slices.Equal(got, row.want) {
			t.Errorf("%d sites in proportions %v: %v, want %v", row.n, row.fractions, got, row.want)
		}
	}
	teacher := Hopfield(101, 2, 0.3)
	if !slices.Equal(teacher.Sizes, []int{66, 35}) {
		t.Errorf("sizes %v", teacher.Sizes)
	}
	check.Close(t, "beta of the first mode", teacher.Betas[0], 2*2*66.0/101, 14)
	check.Close(t, "beta of the second mode", teacher.Betas[1], 2*2*35.0/101, 14)
}

func TestModesPanicOnWrongSizes(t *testing.T) {
	for name, f := range map[string]func(){
		"no modes":      func() { NewModes(5, nil, nil) },
		"fraction":      func() { NewModes(5, []float64{1}, []float64{1, 1}) },
		"no fraction":   func() { NewModes(5, []float64{1, 0}, []float64{1, 1}) },
		"too few sites": func() { Hopfield(3, 1, 0) },
		"layer":         func() { Hopfield(4, 1, 0).Sample(kernels.NewLayer(5, 1), rand.New(rand.NewPCG(1, 1)), func() {}) },
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

func BenchmarkHopfield1000x2000(b *testing.B) {
	dst, teacher := kernels.NewLayer(1000, 2000), Hopfield(1000, 2, 0.3)
	r := rand.New(rand.NewPCG(3, 5))
	b.ReportAllocs()
	for b.Loop() {
		teacher.Sample(dst, r, func() {})
	}
}
