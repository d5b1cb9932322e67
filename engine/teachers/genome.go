package teachers

import (
	"math"
	"math/rand/v2"
	"slices"

	"cascade/engine/kernels"
	"cascade/engine/portable"
)

// Genome makes made-up human haplotypes: two-valued sites (SNPs) of people from five regions, by drift and admixture.
//
// The frequency p of the derived allele at a site is drawn for the common ancestors from Beta(a,a) and changes along each
// branch of a tree of populations by the model of Balding and Nichols (Genetica 96, 3 (1995)), with F the branch's share
// of variance:
//
//	p' ~ Beta(p(1-F)/F, (1-p)(1-F)/F),   E p' = p,   Var p' = F p(1-p)
//	root -> AFR;  root -> OOA (out of Africa);  OOA -> EUR;  OOA -> EAST;  EAST -> EAS, NAM, ASI
//
// A person has a mixture of ancestries, drawn from a Dirichlet law of the region; each haplotype takes the ancestry of each
// site from the mixture, and the allele from that population's frequency. With linkage, some sites repeat their
// predecessor's random number in part (a Gaussian copula), as neighbours on a chromosome do.
//
// The regions are those of the 1000 Genomes Project: Africa, East Asia, Europe, South Asia (between Europe and Asia) and the
// Americas (of all ages and origins). In the plane of the first two principal components the first three are corners of a
// triangle and the others lie between.
type Genome struct {
	Sites int

	frequency [populations][]float64
	threshold [populations][]float64 // quantile of the normal law at the frequency
	link      []float64              // correlation of a site with the one before it; one more 0 at the end
}

// Drift are the parameters of a Genome: shares F of variance, one for each branch, 0 < F < 1.
type Drift struct {
	AFR, OOA, EUR, EAST, EAS, NAM, ASI float64
	A                                  float64 // of the ancestral frequencies' Beta(A,A)
	Linkage                            bool
}

// Two calibrations against the 5008 haplotypes of the 1000 Genomes Project: HaplotypeDrift is like the 805 sites of the
// Human Genome Dataset of Yelmen et al. (PLoS Genetics 17, e1009303 (2021)), chosen for their differences between
// populations, and GenomeWideDrift is like sites taken at random.
var (
	HaplotypeDrift  = Drift{AFR: .33, OOA: .19, EUR: .17, EAST: .17, EAS: .21, NAM: .25, ASI: .06, A: 6, Linkage: true}
	GenomeWideDrift = Drift{AFR: .09, OOA: .09, EUR: .10, EAST: .06, EAS: .06, NAM: .09, ASI: .03, A: 1}
)

// HaplotypeSites and Haplotypes are the size of the Human Genome Dataset, two haplotypes for each person.
const (
	HaplotypeSites = 805
	Haplotypes     = 5008
)

// Populations that have frequencies of their own.
const (
	afr = iota
	eur
	eas
	nam
	asi
	populations
)

// Regions names the classes of Sample's labels.
var Regions = []string{"AFR", "EAS", "EUR", "SAS", "AMR"}

// region is a class of people: its haplotypes, and the law of the ancestries of its people.
type region struct {
	haplotypes    int
	mean          [populations]float64
	concentration float64 // of the Dirichlet law; 0 means that all people have the mean
	mixed         float64 // share of people who are mixed; the others have the first ancestry only
	first         int
}

// regions follow Regions.
var regions = [...]region{
	{haplotypes: 1322, mean: [populations]float64{afr: .78, eur: .20, nam: .02}, concentration: 10, mixed: .12, first: afr},
	{haplotypes: 1008, mean: [populations]float64{eas: 1}, first: eas},
	{haplotypes: 1006, mean: [populations]float64{eur: 1}, first: eur},
	{haplotypes: 978, mean: [populations]float64{eur: .52, asi: .48}, concentration: 40, mixed: 1},
	{haplotypes: 694, mean: [populations]float64{afr: .08, eur: .52, nam: .40}, concentration: 5, mixed: 1},
}

// NewGenome draws frequencies and links of so many sites. It panics unless there are sites and 0 < F < 1 everywhere.
func NewGenome(d Drift, sites int, r *rand.Rand) *Genome {
	for _, f := range []float64{d.AFR, d.OOA, d.EUR, d.EAST, d.EAS, d.NAM, d.ASI} {
		if !(f > 0 && f < 1) || sites < 1 || !(d.A > 0) {
			panic("teachers: genome without sites, or a share of variance out of (0,1)")
		}
	}
	g := &Genome{Sites: sites, link: make([]float64, sites+1)}
	for k := range g.threshold {
		g.frequency[k], g.threshold[k] = make([]float64, sites), make([]float64, sites)
	}
	for s := range sites {
		root := beta(d.A, d.A, r)
		ooa := drift(root, d.OOA, r)
		east := drift(ooa, d.EAST, r)
		for k, p := range [populations]float64{
			afr: drift(root, d.AFR, r), eur: drift(ooa, d.EUR, r), eas: drift(east, d.EAS, r), nam: drift(east, d.NAM, r), asi: drift(east, d.ASI, r),
		} {
			g.frequency[k][s], g.threshold[k][s] = p, quantile(p)
		}
		if d.Linkage && s > 0 && r.Float64() < linkedShare {
			g.link[s] = linkages[r.IntN(len(linkages))]
		}
	}
	return g
}

// linkedShare of the sites are linked to the one before them, with one of the correlations.
const linkedShare = 0.12

var linkages = [...]float64{0.5, 0.9, 0.98}

// Sample fills the chains of dst with haplotypes, rebuilds its lists, and sets labels to the regions (indices into
// Regions). The people are a random choice from 2504 with the regions' numbers, in random order; chains 2c and 2c+1 are one
// person. Cost, at 805 sites, 20 µs for each haplotype, 60 in the browser. It panics unless dst has Sites units and at most 5008 chains,
// one for each label.
func (g *Genome) Sample(dst *kernels.Layer, labels []byte, r *rand.Rand, pause func()) {
	if dst.Units != g.Sites || dst.Chains > Haplotypes || len(labels) != dst.Chains {
		panic("teachers: layer or labels of another size than the genome's")
	}
	var people []byte
	for k, region := range regions {
		for range region.haplotypes / 2 {
			people = append(people, byte(k))
		}
	}
	r.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
	var share [populations]float64
	for c := range dst.Chains {
		if c%2 == 0 {
			share = regions[people[c/2]].person(r)
		}
		if c%32 == 0 {
			pause()
		}
		labels[c] = people[c/2]
		g.haplotype(dst, c, share, r)
	}
	dst.List()
}

// haplotype sets one chain.
func (g *Genome) haplotype(dst *kernels.Layer, chain int, share [populations]float64, r *rand.Rand) {
	z, pure := 0.0, slices.Index(share[:], 1)
	for s, rho := range g.link[:g.Sites] {
		k := pure
		if pure < 0 {
			k = pick(share, r)
		}
		if rho == 0 && g.link[s+1] == 0 { // nobody asks for its normal number, which takes longer
			dst.Set(chain, s, r.Float64() < g.frequency[k][s])
			continue
		}
		z = float64(rho*z) + float64(math.Sqrt(1-float64(rho*rho))*r.NormFloat64())
		dst.Set(chain, s, z < g.threshold[k][s])
	}
}

// pick draws a population.
func pick(share [populations]float64, r *rand.Rand) int {
	k, u := 0, r.Float64()-share[0]
	for u >= 0 && k < populations-1 {
		k++
		u -= share[k]
	}
	return k
}

// person draws the ancestries of one person of the region.
func (g *region) person(r *rand.Rand) (share [populations]float64) {
	if r.Float64() >= g.mixed {
		share[g.first] = 1
		return share
	}
	sum := 0.0
	for k, m := range g.mean {
		if m > 0 {
			share[k] = gamma(float64(g.concentration*m), r)
			sum += share[k]
		}
	}
	for k := range share {
		share[k] /= sum
	}
	return share
}

// drift returns the frequency at the end of a branch that began with p. What is fixed stays so.
func drift(p, f float64, r *rand.Rand) float64 {
	if p <= 0 || p >= 1 {
		return p
	}
	return beta(p*(1-f)/f, (1-p)*(1-f)/f, r)
}

// beta draws from the Beta law, as G(a)/(G(a)+G(b)).
func beta(a, b float64, r *rand.Rand) float64 {
	x, y := gamma(a, r), gamma(b, r)
	if x+y == 0 {
		return 0 // both shapes are so small that one of 0 and 1 is due, and rounding ate which
	}
	return x / (x + y)
}

// gamma draws from the Gamma law of unit scale: Marsaglia and Tsang, ACM TOMS 26, 363 (2000), with their step for shapes
// below 1, G(a) = G(a+1) U^(1/a).
func gamma(shape float64, r *rand.Rand) float64 {
	if shape < 1 {
		return gamma(shape+1, r) * portable.Exp(math.Log(1-r.Float64())/shape)
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := r.NormFloat64()
		v := 1 + float64(c*x)
		if v <= 0 {
			continue
		}
		v *= float64(v * v)
		if math.Log(1-r.Float64()) < float64(x*x)/2+d-float64(d*v)+float64(d*math.Log(v)) {
			return d * v
		}
	}
}

// quantile returns the z below which a normal number lies with probability p; +-8.3, beyond any, for p = 1 and 0. Relative
// error below 1.2e-9: P. J. Acklam's rational approximation (2003).
func quantile(p float64) float64 {
	const low = 0.02425
	switch {
	case p < 1e-16:
		return -8.3
	case 1-p < 1e-16:
		return 8.3
	case p < low:
		return tail(math.Sqrt(-2 * math.Log(p)))
	case p > 1-low:
		return -tail(math.Sqrt(-2 * math.Log(1-p)))
	}
	q := p - 0.5
	z := float64(q * q)
	num := float64((float64((float64((float64((float64(-3.969683028665376e+01*z)+2.209460984245205e+02)*z)-2.759285104469687e+02)*z)+1.383577518672690e+02)*z)-3.066479806614716e+01)*z) + 2.506628277459239
	den := float64((float64((float64((float64((float64(-5.447609879822406e+01*z)+1.615858368580409e+02)*z)-1.556989798598866e+02)*z)+6.680131188771972e+01)*z)-1.328068155288572e+01)*z) + 1
	return q * num / den
}

// tail is the branch of quantile for the lower tail.
func tail(q float64) float64 {
	num := float64((float64((float64((float64((float64(-7.784894002430293e-03*q)-3.223964580411365e-01)*q)-2.400758277161838e+00)*q)-2.549732539343734e+00)*q)+4.374664141464968e+00)*q) + 2.938163982698783
	den := float64((float64((float64((float64(7.784695709041462e-03*q)+3.224671290700398e-01)*q)+2.445134137142996e+00)*q)+3.754408661907416e+00)*q) + 1
	return num / den
}

// CoarseSites returns how many sites are left of so many after one coarse-graining: 805 -> 402 -> 200 -> 99.
func CoarseSites(sites int) int { return max((sites-1)/2, 0) }

// Coarsen halves the sites of all chains: unit i of dst is on if at least two of units 2i, 2i+1, 2i+2 of src are, the
// majority of a window of three with stride two. (The paper says "above the threshold 2"; with more than two the data die
// out.) It rebuilds the lists of dst, and panics unless dst has CoarseSites(src.Units) units and as many chains as src.
func Coarsen(dst, src *kernels.Layer, pause func()) {
	if dst.Units != CoarseSites(src.Units) || dst.Chains != src.Chains {
		panic("teachers: Coarsen into a layer of another size")
	}
	for c := range src.Chains {
		if c%64 == 0 {
			pause()
		}
		bit := func(i int) byte { return src.Nibbles[c*src.Stride+i>>2] >> (i & 3) & 1 }
		for i := range dst.Units {
			dst.Set(c, i, bit(2*i)+bit(2*i+1)+bit(2*i+2) >= 2)
		}
	}
	dst.List()
}
