package kernels

import (
	"math"
	"testing"
)

// Sizes on both sides of a block of 128 sites as well.
var siteSizes = append([]int{97, 127, 131, 257}, unitSizes...)

func spin(l *Layer, chain, site int) float32 {
	if l.Bit(chain, site) {
		return 1
	}
	return -1
}

func TestProjectSpinsEqualsOracle(t *testing.T) {
	for _, units := range siteSizes {
		for _, chains := range chainSizes {
			l, w := randomLayer(units, chains, 0.5, uint64(units)), randomVector(units, uint64(chains))
			dst, check := guarded(chains)
			ProjectSpins(dst, l, w, NewTables(units))
			check(t)
			for c := range chains {
				var sums [4]float32
				for g := range (units + 3) / 4 {
					sums[g%4] += groupSum(func(k int) float32 {
						if i := 4*g + k; i < units {
							return w[i] * spin(l, c, i)
						}
						return 0
					}, 15)
				}
				same(t, "projection", dst[c], (sums[0]+sums[1])+(sums[2]+sums[3]))
			}
		}
	}
}

func TestCorrelateSpinsEqualsOracle(t *testing.T) {
	const scale = -0.6
	for _, units := range siteSizes {
		for _, chains := range append([]int{101}, chainSizes...) {
			l, h, start := randomLayer(units, chains, 0.5, uint64(units)), randomVector(chains, 3), randomVector(units, 4)
			dst, check := guarded(units)
			copy(dst, start)
			tables := NewTables(units)
			ProjectSpins(make([]float32, chains), l, start, tables) // leave something in the tables
			CorrelateSpins(dst, l, h, scale, tables)
			check(t)
			for i := range units {
				// The chains by the pattern that they show in the group of the site.
				var sums [16]float32
				for c := range chains {
					sums[l.Nibbles[c*l.Stride+i/4]] += h[c]
				}
				var sum float32
				for m, s := range sums {
					if m>>(i%4)&1 == 0 {
						s = -s
					}
					sum += s
				}
				same(t, "correlation", dst[i], start[i]+float32(scale*sum))
			}
		}
	}
}

// TestCorrelateIsTransposeOfProject: Σ_c h_c (Σ_i w_i s_ci) = Σ_i w_i (Σ_c s_ci h_c), which no oracle shares code with.
func TestCorrelateIsTransposeOfProject(t *testing.T) {
	const units, chains = 131, 101
	l, w, h := randomLayer(units, chains, 0.4, 1), randomVector(units, 2), randomVector(chains, 3)
	p, g, tables := make([]float32, chains), make([]float32, units), NewTables(units)
	ProjectSpins(p, l, w, tables)
	CorrelateSpins(g, l, h, 1, tables)
	var a, b float64
	for c := range p {
		a += float64(p[c]) * float64(h[c])
	}
	for i := range g {
		b += float64(g[i]) * float64(w[i])
	}
	if math.Abs(a-b) > 1e-4 || math.Abs(a) < 1 {
		t.Errorf("h.(S w) = %v, (h S).w = %v", a, b)
	}
}

func TestSumSpinsEqualsOracle(t *testing.T) {
	const scale = 0.3
	for _, units := range siteSizes {
		for _, chains := range append([]int{254, 255, 256, 521}, chainSizes...) {
			l, start := randomLayer(units, chains, 0.8, uint64(chains)), randomVector(units, 4)
			dst, check := guarded(units)
			copy(dst, start)
			SumSpins(dst, l, scale)
			check(t)
			for i := range units {
				var sum float32
				for c := range chains {
					sum += spin(l, c, i)
				}
				same(t, "sum", dst[i], start[i]+float32(scale*sum))
			}
		}
	}
}

// sampleSlowly is SampleSpins for one chain, one site at a time.
func sampleSlowly(w, h [][]float32, units, chain int, s *Streams) []bool {
	on := make([]bool, units)
	for first := 0; first < units; first += 128 {
		var words [8][4]uint32
		for k := range 4 {
			lane := laneOf(s, chain, k)
			for d := range words {
				words[d][k] = lane.plusPlus()
			}
			for i, word := range lane {
				s.State[16*chain+4*i+k] = word
			}
		}
		for i := 0; i < 128 && first+i < units; i++ {
			var x float32
			for a := range w {
				x += float32(2 * h[a][chain] * w[a][first+i])
			}
			j := float64(words[i/16][i/4%4] >> (8 * (i % 4)) & 255)
			const margin = 1.0 / 4096
			surelyOn := x > float32(math.Log((j+1)/(255-j))+margin)
			surelyOff := !(x > float32(math.Log(j/(256-j))-margin))
			if surelyOn || surelyOff {
				on[first+i] = surelyOn
				continue
			}
			f := s.Uniform(chain)
			if j < 128 {
				on[first+i] = float32((float32(j)+f)/256*onePlusExpNeg(x)) < 1
			} else {
				on[first+i] = float32((float32(255-j)+(1-f))/256*onePlusExpNeg(-x)) >= 1
			}
		}
	}
	return on
}

func TestSampleSpinsEqualsOracle(t *testing.T) {
	for n, units := range siteSizes {
		chains := chainSizes[n%len(chainSizes)]
		for p := range 4 {
			var w, h [][]float32
			for a := range p {
				w, h = append(w, randomVector(units, uint64(10+a))), append(h, randomVector(chains, uint64(20+a)))
			}
			out, streams, oracle := NewLayer(units, chains), NewStreams(1, 2, chains), NewStreams(1, 2, chains)
			for range 5 {
				// In two parts: who owns a chain does not matter.
				SampleSpins(out, w, h, streams, NewTables(out.Units), 0, chains/2)
				SampleSpins(out, w, h, streams, NewTables(out.Units), chains/2, chains)
				for c := range chains {
					for i, want := range sampleSlowly(w, h, units, c, oracle) {
						if out.Bit(c, i) != want {
							t.Fatalf("%d units, P = %d: site %d of chain %d differs", units, p, i, c)
						}
					}
				}
			}
			for i := range oracle.State {
				if streams.State[i] != oracle.State[i] {
					t.Fatal("streams differ")
				}
			}
			out.List()
			checkLayer(t, out)
		}
	}
}

// TestSampleSpinsLaw computes the probability exactly: the cells that decide, plus for the others the part of f that does.
func TestSampleSpinsLaw(t *testing.T) {
	undecided := 0.0
	probability := func(x float32) float64 {
		var inputs [Tile]float32
		inputs[0] = x
		p := 0.0
		for j := range 256 {
			at := [Tile]uint8{uint8(j)}
			on, maybe := decide(&inputs, &at)
			switch {
			case on&1 != 0:
				p += 1.0 / 256
			case maybe&1 != 0:
				undecided++
				p += onProbability(func(n uint32) bool { return refine(x, uint8(j), uniform(n<<9)) }, 1<<23) / 256
			}
		}
		return p
	}
	fields := 0.0
	for x := float32(0); x <= 30; x += 0.005 {
		want := 1 / (1 + math.Exp(float64(x)))
		below, above := probability(-x), probability(x)
		if math.Abs(below-want) > 1e-6*want+1.0/(1<<32) {
			t.Fatalf("field %g: probability %.9g, want %.9g", -x, below, want)
		}
		if math.Abs(below-(1-above)) > 1.0/(1<<31) {
			t.Fatalf("field %g: %.12g and %.12g are not mirror images", x, below, 1-above)
		}
		fields += 2
	}
	t.Logf("cells undecided per field: %.3f of 256", undecided/fields)
	if undecided/fields > 1.1 {
		t.Error("too many sites need more than eight bits")
	}
}

// TestSampleSpinsFrequencies is the chi-square test of sites in fields between -30 and 30, each the sum of two terms.
func TestSampleSpinsFrequencies(t *testing.T) {
	const units, chains, sweeps = 257, 101, 60
	var x []float64
	for _, scale := range []float64{1e-6, 1e-3, 0.1, 1, 3, 5, 10, 30} {
		for k := -16; k <= 16 && len(x) < units; k++ {
			x = append(x, scale*float64(k)/16)
		}
	}
	w, h := [][]float32{make([]float32, units), make([]float32, units)}, [][]float32{make([]float32, chains), make([]float32, chains)}
	for i := range units {
		w[0][i], w[1][i] = float32(x[i%len(x)]/2), float32(x[i%len(x)]/-4)
	}
	for c := range chains {
		h[0][c], h[1][c] = 2, 2 // 2x = x_i
	}
	out, streams := NewLayer(units, chains), NewStreams(7, 8, chains)
	on := make([]float64, units)
	for range sweeps {
		SampleSpins(out, w, h, streams, NewTables(out.Units), 0, chains)
		for c := range chains {
			for i := range units {
				if out.Bit(c, i) {
					on[i]++
				}
			}
		}
	}
	chi2, cells, rare, rareWant := 0.0, 0.0, 0.0, 0.0
	for i, n := range on {
		total := float64(sweeps * chains)
		p := 1 / (1 + math.Exp(-x[i%len(x)]))
		if q := min(p, 1-p); total*q < 5 {
			// Too rare for a chi-square: count all such events together.
			rareWant += total * q
			if p > 0.5 {
				n = total - n
			}
			rare += n
			continue
		}
		chi2 += (n - total*p) * (n - total*p) / (total * p * (1 - p))
		cells++
	}
	t.Logf("chi2 = %.0f for %.0f sites; %.0f rare events, %.1f expected", chi2, cells, rare, rareWant)
	if cells < 200 || math.Abs(chi2-cells) > 4*math.Sqrt(2*cells) {
		t.Errorf("chi2 = %.0f for %.0f sites", chi2, cells)
	}
	if math.Abs(rare-rareWant) > 4*math.Sqrt(rareWant) {
		t.Errorf("%.0f rare events, %.1f expected", rare, rareWant)
	}
}

// TestSpinsAreUncorrelated: in zero field the products of neighbouring and of distant spins average to zero, also for the
// sites that share a word or a lane.
func TestSpinsAreUncorrelated(t *testing.T) {
	const units, chains, sweeps = 257, 101, 40
	w, h := [][]float32{make([]float32, units)}, [][]float32{make([]float32, chains)}
	out, streams := NewLayer(units, chains), NewStreams(9, 10, chains)
	before := make([]float64, chains) // spin 0 of the sweep before
	sums := map[int]float64{}
	for range sweeps {
		SampleSpins(out, w, h, streams, NewTables(out.Units), 0, chains)
		for c := range chains {
			for _, distance := range []int{1, 2, 3, 4, 8, 16, 32, 64, 128} {
				for i := 0; i+distance < units; i++ {
					sums[distance] += float64(spin(out, c, i) * spin(out, c, i+distance))
				}
			}
			sums[0] += before[c] * float64(spin(out, c, 0))
			before[c] = float64(spin(out, c, 0))
		}
	}
	for distance, sum := range sums {
		n := float64(sweeps * chains * (units - distance))
		if distance == 0 {
			n = (sweeps - 1) * chains
		}
		if math.Abs(sum) > 4*math.Sqrt(n) {
			t.Errorf("distance %d: sum of products %.0f, standard deviation %.0f", distance, sum, math.Sqrt(n))
		}
	}
}
