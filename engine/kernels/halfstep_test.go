package kernels

import (
	"math"
	"testing"
)

// directions holds both directions of every half step, so that a test of one is a test of its mirror image.
var directions = []struct {
	name       string
	transposed bool // the outputs are the rows of the weights
	sample     func(out *Layer, m *Fixed, in *Layer, s *Streams, t *IntTables, tile int)
}{
	{"hidden", false, SampleHidden},
	{"visible", true, SampleVisible},
}

func TestInputEqualsOracle(t *testing.T) {
	everySize(t, func(t *testing.T, inputs, outputs, chains int, seed uint64) {
		f := newFixture(inputs, outputs, chains, false, seed)
		x, tables := NewMatrix(chains, outputs), NewTables(inputs)
		for tile := range Tiles(outputs) {
			InputHidden(x, f.w, f.bias, f.in, tables, tile)
		}
		checkPadding(t, x)
		for c := range chains {
			for j := range outputs {
				same(t, "input", x.Row(c)[j], f.inputOf(c, j))
			}
		}
	})
}

func TestMeanEqualsOracle(t *testing.T) {
	everySize(t, func(t *testing.T, inputs, outputs, chains int, seed uint64) {
		f := newFixture(inputs, outputs, chains, false, seed)
		m, mean, tables := f.fixed(), NewIntMatrix(chains+5, outputs), NewIntTables(inputs)
		for _, fraction := range []int{0, 21, Fraction(chains)} {
			for tile := range Tiles(outputs) {
				MeanHidden(mean, m, f.in, tables, fraction, tile)
			}
			checkIntPadding(t, mean)
			for c := range chains {
				for j := range outputs {
					want := int32(float32(Sigmoid(f.fixedInputOf(m, c, j))*float32(int(1)<<fraction)) + 0.5)
					if got := mean.Data[c*mean.Stride+j]; got != want {
						t.Fatalf("mean of unit %d, chain %d with %d digits: %d, want %d", j, c, fraction, got, want)
					}
				}
			}
		}
	})
}

func TestSampleEqualsOracle(t *testing.T) {
	for _, d := range directions {
		everySize(t, func(t *testing.T, inputs, outputs, chains int, seed uint64) {
			f := newFixture(inputs, outputs, chains, d.transposed, seed)
			streams, oracle := NewStreams(seed, 1, chains), NewStreams(seed, 1, chains)
			out, tables, m := randomLayer(outputs, chains, 0.7, 3), NewIntTables(inputs), f.fixed()
			for range 2 { // the second time with advanced streams and old lists
				for tile := range Tiles(outputs) {
					d.sample(out, m, f.in, streams, tables, tile)
				}
				checkLayer(t, out)
				for c := range chains {
					lanes := [4]*generator{laneOf(oracle, c, 0), laneOf(oracle, c, 1), laneOf(oracle, c, 2), laneOf(oracle, c, 3)}
					for j := range Pad(outputs) {
						u := float32(lanes[j%4].plus()>>8|1) / (1 << 24)
						if j < outputs && out.Bit(c, j) != (float32(u*onePlusExpNeg(f.fixedInputOf(m, c, j))) < 1) {
							t.Fatalf("%s: unit %d of chain %d differs", d.name, j, c)
						}
					}
					for k, lane := range lanes {
						for i, word := range lane {
							oracle.State[16*c+4*i+k] = word
						}
					}
				}
				for i := range oracle.State {
					if streams.State[i] != oracle.State[i] {
						t.Fatalf("%s: streams differ", d.name)
					}
				}
			}
		})
	}
}

// TestChainsAreIndependent: the states of a chain must not depend on which chains share the call.
func TestChainsAreIndependent(t *testing.T) {
	const inputs, outputs, chains, picked = 37, 67, 13, 7
	for _, d := range directions {
		f := newFixture(inputs, outputs, chains, d.transposed, 1)
		all, streams, tables, m := NewLayer(outputs, chains), NewStreams(2, 3, chains), NewIntTables(inputs), f.fixed()
		for tile := range Tiles(outputs) {
			d.sample(all, m, f.in, streams, tables, tile)
		}
		in, one := NewLayer(inputs, 1), NewLayer(outputs, 1)
		in.CopyChain(0, f.in, picked)
		alone := &Streams{State: NewStreams(2, 3, chains).State[16*picked : 16*picked+16]}
		for tile := range Tiles(outputs) {
			d.sample(one, m, in, alone, tables, tile)
		}
		for j := range outputs {
			if one.Bit(0, j) != all.Bit(picked, j) {
				t.Fatalf("%s: unit %d depends on the company of its chain", d.name, j)
			}
		}
	}
}

// onProbability returns the fraction of the numbers 0..count-1 that turn a unit on, by bisection: the small ones do.
func onProbability(on func(n uint32) bool, count uint32) float64 {
	lo, hi := uint32(0), count // on for n < lo, off for n >= hi
	for lo < hi {
		if mid := lo + (hi-lo)/2; on(mid) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return float64(lo) / float64(count)
}

// TestSampleLaw computes the probability of every input exactly, from the largest u that turns the unit on.
func TestSampleLaw(t *testing.T) {
	for x := float32(-20); x <= 20; x += 0.01 {
		var inputs [Tile]float32
		inputs[0] = x
		p := onProbability(func(n uint32) bool {
			words := [Tile]uint32{n << 9}
			return bernoulli(&inputs, &words)&1 != 0
		}, 1<<23)
		want := 1 / (1 + math.Exp(-float64(x)))
		if math.Abs(p-want) > 4e-7*want+1.0/(1<<24) {
			t.Fatalf("x = %g: probability %.9g, want %.9g", x, p, want)
		}
		if x < -16.64 && p != 0 {
			t.Fatalf("x = %g: probability %g is not zero", x, p)
		}
	}
}

// TestCellsDecideAsTheFormula tries the comparison that the cells replace where it is closest.
func TestCellsDecideAsTheFormula(t *testing.T) {
	r := NewStreams(1, 1, 1)
	var x [Tile]float32
	var words [Tile]uint32
	for n := range 20000 {
		for j := range x {
			words[j] = draw(r.chain(0))
			switch n % 4 {
			case 0:
				words[j] >>= draw(r.chain(0)) % 32 // u near 0
			case 1:
				words[j] = ^(words[j] >> (draw(r.chain(0)) % 32)) // u near 1
			case 2:
				words[j] = words[j]&^0xffffff + (words[j]&7-4)<<8 // u near the edge of a cell
			}
			// x near the noise, within ten or a few units of the last place.
			u := float64(uniform(words[j]))
			x[j] = float32(math.Log(u/(1-u)) + math.Pow(10, -1-7*float64(r.Uniform(0)))*float64(r.Normal(0)))
			if n%64 == 0 {
				x[j] = []float32{0, 50, -50, 1e30, -1e30, float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN())}[j%8]
			}
		}
		on := bernoulli(&x, &words)
		for j := range x {
			want := float32(uniform(words[j])*onePlusExpNeg(x[j])) < 1
			if got := on>>(j/4*8+j%4)&1 != 0; got != want {
				t.Fatalf("x = %v, u = %v: on %v, want %v", x[j], uniform(words[j]), got, want)
			}
		}
	}
}

// TestSampleFrequencies is the chi-square test of 499 units with inputs between -8 and 8.
func TestSampleFrequencies(t *testing.T) {
	const units, chains, sweeps = 499, 251, 40
	for _, d := range directions {
		f := newFixture(31, units, chains, d.transposed, 1)
		f.w.Zero()
		for j := range units {
			f.bias[j] = float32(j-units/2) / 32
		}
		out, streams, tables, m := NewLayer(units, chains), NewStreams(4, uint64(len(d.name)), chains), NewIntTables(31), f.fixed()
		var on [units]float64
		for range sweeps {
			for tile := range Tiles(units) {
				d.sample(out, m, f.in, streams, tables, tile)
			}
			for c := range chains {
				for j := range units {
					if out.Bit(c, j) {
						on[j]++
					}
				}
			}
		}
		chi2 := 0.0
		for j, n := range on {
			p, total := 1/(1+math.Exp(-float64(f.bias[j]))), float64(sweeps*chains)
			chi2 += (n - total*p) * (n - total*p) / (total * p * (1 - p))
		}
		// Mean 499, standard deviation 32.
		if math.Abs(chi2-units) > 4*32 {
			t.Errorf("%s: chi2 = %.0f for %d units", d.name, chi2, units)
		}
		t.Logf("%s: chi2 = %.0f for %d units", d.name, chi2, units)
	}
}
