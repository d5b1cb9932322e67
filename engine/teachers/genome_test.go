package teachers

import (
	"math"
	"math/rand/v2"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/kernels"
	"cascade/engine/observables"
)

func still() {}

// TestGenomeResemblesTheRealSet holds two calibrations against their measured spectra (mean of a few draws; one draw
// varies by some 5 %) and the triangle of regions in the plane of the first two components.
func TestGenomeResemblesTheRealSet(t *testing.T) {
	for _, row := range []struct {
		name     string
		d        Drift
		values   [4]float64
		r12, r23 float64
		coarse   [4]float64 // after one coarse-graining; 0 where nothing is known
	}{
		{"like the Human Genome Dataset", HaplotypeDrift, [4]float64{19.9, 8.3, 1.32, .78}, 2.41, 6.25, [4]float64{8.9, 3.5, .67, .53}},
		{"genome-wide", GenomeWideDrift, [4]float64{6.3, 3.25, .63, .50}, 1.94, 5.17, [4]float64{}},
	} {
		const draws = 2
		var values, coarse [4]float64
		for seed := range uint64(draws) {
			r := rand.New(rand.NewPCG(seed, 7))
			layer, labels := kernels.NewLayer(HaplotypeSites, Haplotypes), make([]byte, Haplotypes)
			NewGenome(row.d, HaplotypeSites, r).Sample(layer, labels, r, still)
			p := components(layer)
			half := kernels.NewLayer(CoarseSites(HaplotypeSites), Haplotypes)
			Coarsen(half, layer, still)
			q := components(half)
			for k := range values {
				values[k] += p.Values[k] / draws
				coarse[k] += q.Values[k] / draws
			}
			if a := centroidAccuracy(p, layer, labels); a < 0.99 {
				t.Errorf("%s: %v of the haplotypes are nearest to the centre of their own region", row.name, a)
			}
		}
		for k, want := range row.values {
			check.Within(t, row.name+": eigenvalue", values[k], want, 0.16*want)
			if want := row.coarse[k]; want > 0 {
				check.Within(t, row.name+": coarse eigenvalue", coarse[k], want, 0.2*want)
			}
		}
		check.Within(t, row.name+": l1/l2", values[0]/values[1], row.r12, 0.15*row.r12)
		check.Within(t, row.name+": l2/l3", values[1]/values[2], row.r23, 0.15*row.r23)
	}
}

func components(l *kernels.Layer) *observables.PCA {
	p := observables.NewPCA(l, 4, still)
	p.Solve(still)
	return p
}

// centroidAccuracy returns the share of the haplotypes of AFR, EAS and EUR that are nearest to their own region's mean in
// the plane of the first two components.
func centroidAccuracy(p *observables.PCA, l *kernels.Layer, labels []byte) float64 {
	proj := observables.NewProjector(l.Units, l.Chains, 4)
	proj.Project(p.Vectors, l, still)
	x, y := make([]float64, l.Chains), make([]float64, l.Chains)
	proj.Column(x, 0)
	proj.Column(y, 1)
	share, _ := observables.CentroidAccuracy(x, y, labels, 3)
	return share
}

func TestGenomeHasTheRegionsNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	layer, labels := kernels.NewLayer(3, Haplotypes), make([]byte, Haplotypes)
	NewGenome(HaplotypeDrift, 3, r).Sample(layer, labels, r, still)
	var count [5]int
	for c, k := range labels {
		count[k]++
		if labels[c&^1] != k {
			t.Fatalf("haplotypes %d and %d are one person of two regions", c&^1, c)
		}
	}
	if count != [5]int{1322, 1008, 1006, 978, 694} {
		t.Errorf("regions %v have %d haplotypes", Regions, count)
	}
}

// TestGammaAndBetaMoments: mean and variance of Gamma(a) are a and a; of Beta(a,b) a/(a+b) and ab/((a+b)^2(a+b+1)).
func TestGammaAndBetaMoments(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	const n = 20000
	for _, a := range []float64{0.07, 0.5, 1, 2.3, 30} {
		var x, square observables.Stat
		for range n {
			g := gamma(a, r)
			x.Add(g)
			square.Add((g - a) * (g - a))
		}
		check.Agree(t, "mean of a Gamma number", x.Mean(), x.StdErr(), a, 4)
		check.Agree(t, "variance of a Gamma number", square.Mean(), square.StdErr(), a, 4)
	}
	for _, row := range []struct{ p, f float64 }{{0.3, 0.2}, {0.01, 0.33}, {0.9, 0.05}, {0.5, 0.9}} {
		var x, square observables.Stat
		for range n {
			q := drift(row.p, row.f, r)
			if !(q >= 0 && q <= 1) {
				t.Fatalf("frequency %v", q)
			}
			x.Add(q)
			square.Add((q - row.p) * (q - row.p))
		}
		check.Agree(t, "mean after drift", x.Mean(), x.StdErr(), row.p, 4)
		check.Agree(t, "variance after drift", square.Mean(), square.StdErr(), row.f*row.p*(1-row.p), 4)
	}
	for _, p := range []float64{0, 1} {
		if drift(p, 0.3, r) != p {
			t.Errorf("what is fixed at %v moved", p)
		}
	}
}

func TestQuantileInvertsTheNormalLaw(t *testing.T) {
	for _, p := range []float64{1e-12, 1e-3, 0.0242, 0.0243, 0.3, 0.5, 0.77, 0.9757, 0.9758, 1 - 1e-9} {
		z := quantile(p)
		check.Within(t, "Phi(quantile(p))/p", math.Erfc(-z/math.Sqrt2)/2/p, 1, 1e-8*max(1, math.Abs(z)*math.Abs(z)))
	}
	if !(quantile(0) < -8 && quantile(1) > 8 && quantile(1e-300) < -8) {
		t.Error("a fixed allele is not certain")
	}
}

// TestGenomeFrequenciesAndLinks draws one population at two linked sites: their means are the frequencies, and their
// normal numbers have the correlation of the link, (2/pi) asin(rho) for the signs at frequency 1/2.
func TestGenomeFrequenciesAndLinks(t *testing.T) {
	g := &Genome{Sites: 3, link: []float64{0, 0.9, 0, 0}}
	for k := range g.threshold {
		g.frequency[k], g.threshold[k] = []float64{0.5, 0.5, 0.2}, []float64{0, 0, quantile(0.2)}
	}
	layer, labels := kernels.NewLayer(3, Haplotypes), make([]byte, Haplotypes)
	g.Sample(layer, labels, rand.New(rand.NewPCG(11, 2)), still)
	var rare, linked, free observables.Stat
	for c := range layer.Chains {
		s := [3]float64{}
		for i := range s {
			if layer.Bit(c, i) {
				s[i] = 1
			}
		}
		rare.Add(s[2])
		linked.Add((2*s[0] - 1) * (2*s[1] - 1))
		free.Add((2*s[1] - 1) * (2*s[2] - 1))
	}
	check.Agree(t, "frequency", rare.Mean(), rare.StdErr(), 0.2, 4)
	check.Agree(t, "correlation of linked sites", linked.Mean(), linked.StdErr(), 2/math.Pi*math.Asin(0.9), 4)
	check.Agree(t, "correlation of free sites", free.Mean(), free.StdErr(), 0, 4)
}

func TestCoarsenIsTheMajorityOfThree(t *testing.T) {
	if a, b, c := CoarseSites(805), CoarseSites(402), CoarseSites(200); a != 402 || b != 200 || c != 99 || CoarseSites(2) != 0 {
		t.Errorf("805 -> %d, 402 -> %d, 200 -> %d sites", a, b, c)
	}
	r := rand.New(rand.NewPCG(13, 1))
	src, dst := kernels.NewLayer(37, 11), kernels.NewLayer(18, 11)
	for c := range src.Chains {
		for i := range src.Units {
			src.Set(c, i, r.IntN(2) == 1)
		}
	}
	Coarsen(dst, src, still)
	for c := range dst.Chains {
		for i := range dst.Units {
			sum := 0
			for j := range 3 {
				if src.Bit(c, 2*i+j) {
					sum++
				}
			}
			if dst.Bit(c, i) != (sum >= 2) {
				t.Fatalf("chain %d, unit %d: sum %d", c, i, sum)
			}
		}
		if dst.Counts[c] == 0 && dst.Ones(c) > 0 {
			t.Error("no lists")
		}
	}
}

func TestGenomePanicsOnWrongSizes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	bad := HaplotypeDrift
	bad.EUR = 1
	for name, f := range map[string]func(){
		"no sites":    func() { NewGenome(HaplotypeDrift, 0, r) },
		"full drift":  func() { NewGenome(bad, 3, r) },
		"wide layer":  func() { NewGenome(HaplotypeDrift, 3, r).Sample(kernels.NewLayer(4, 2), make([]byte, 2), r, still) },
		"few labels":  func() { NewGenome(HaplotypeDrift, 3, r).Sample(kernels.NewLayer(3, 2), make([]byte, 1), r, still) },
		"not coarse":  func() { Coarsen(kernels.NewLayer(5, 2), kernels.NewLayer(9, 2), still) },
		"other count": func() { Coarsen(kernels.NewLayer(4, 1), kernels.NewLayer(9, 2), still) },
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

func BenchmarkGenome(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	layer, labels := kernels.NewLayer(HaplotypeSites, 500), make([]byte, 500)
	g := NewGenome(HaplotypeDrift, HaplotypeSites, r)
	for b.Loop() {
		g.Sample(layer, labels, r, still)
	}
}
