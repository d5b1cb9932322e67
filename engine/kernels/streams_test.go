package kernels

import (
	"math"
	"testing"
)

// TestGeneratorsKnownAnswers compares with the first numbers of the authors' programs, from the state 1, 2, 3, 4 in every
// lane, and from splitmix64's seed 1234567.
func TestGeneratorsKnownAnswers(t *testing.T) {
	plus := []uint32{5, 12295, 25178119, 27286542, 39879690, 1140358681, 3276312097, 4110231701}
	plusPlus := []uint32{641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295}
	start := [16]uint32{1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4}
	var words [Tile]uint32
	var bytes [spinBlock]uint8
	state := start
	drawPlus(&state, &words)
	state = start
	drawBytes(&state, &bytes)
	state = start
	for d := range 8 {
		if got := draw(&state); got != plusPlus[d] {
			t.Errorf("draw %d = %d, want %d", d, got, plusPlus[d])
		}
		for k := range 4 {
			if words[4*d+k] != plus[d] {
				t.Errorf("draw %d of lane %d = %d, want %d", d, k, words[4*d+k], plus[d])
			}
			for n := range 4 {
				if got, want := bytes[16*d+4*k+n], uint8(plusPlus[d]>>(8*n)); got != want {
					t.Errorf("byte %d of draw %d of lane %d = %d, want %d", n, d, k, got, want)
				}
			}
		}
	}
	for k := 1; k < 4; k++ {
		if state[k] != 1 || state[4+k] != 2 {
			t.Errorf("draw advanced lane %d", k)
		}
	}
	counter := uint64(1234567)
	for _, want := range []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431} {
		counter += golden
		if got := splitmix(counter); got != want {
			t.Errorf("splitmix64 = %d, want %d", got, want)
		}
	}
}

func TestStreamsDependOnSeedPurposeAndChainOnly(t *testing.T) {
	few, many := NewStreams(5, 6, 3), NewStreams(5, 6, 11)
	for i, word := range few.State {
		if many.State[i] != word {
			t.Fatal("a chain depends on the number of chains")
		}
	}
	seen := map[uint32]bool{}
	for seed := range uint64(20) {
		for purpose := range uint64(20) {
			for _, word := range NewStreams(seed, purpose, 3).State[:48] {
				if seen[word] {
					// 19200 words of 32 bits: 0.04 repetitions expected.
					t.Fatalf("seed %d, purpose %d repeats a word", seed, purpose)
				}
				seen[word] = true
			}
		}
	}
}

func TestUniform(t *testing.T) {
	const n, bins = 200000, 61
	s := NewStreams(1, 2, 3)
	var count [bins]float64
	for range n {
		u := s.Uniform(1)
		if odd := u * (1 << 24); u <= 0 || u >= 1 || odd != float32(int(odd)) || int(odd)&1 == 0 {
			t.Fatalf("%v is not an odd multiple of 2^-24 in (0,1)", u)
		}
		count[int(u*bins)]++
	}
	chi2 := 0.0
	for _, c := range count {
		chi2 += (c - n/bins) * (c - n/bins) / (n / bins)
	}
	if math.Abs(chi2-bins) > 4*math.Sqrt(2*bins) {
		t.Errorf("chi2 = %.0f for %d bins", chi2, bins)
	}
	same(t, "smallest", uniform(0), 1.0/(1<<24))
	same(t, "largest", uniform(math.MaxUint32), 1-1.0/(1<<24))
}

// TestNormalQuantile compares with the inverse error function (another algorithm of the same author, to 16 digits).
func TestNormalQuantile(t *testing.T) {
	for r := uint64(0); r < 1<<31; r += 4999 {
		p := (float64(r) + 0.5) / (1 << 32)
		want, got := math.Sqrt2*math.Erfinv(2*p-1), float64(normal(uint32(r)))
		if math.Abs(got-want) > 2e-7*math.Abs(want) {
			t.Fatalf("quantile of %v = %v, want %v", p, got, want)
		}
		same(t, "mirror image", normal(^uint32(r)), -normal(uint32(r)))
	}
	if lowest := normal(0); math.Abs(float64(lowest)+6.338) > 0.001 {
		t.Errorf("lowest = %v", lowest)
	}
}

func TestNormalMoments(t *testing.T) {
	const n = 200000
	s := NewStreams(3, 4, 2)
	var m [5]float64
	for range n {
		x := float64(s.Normal(1))
		for k := range m {
			m[k] += math.Pow(x, float64(k)) / n
		}
	}
	// The variances of x, x^2, x^3, x^4 are 1, 2, 15, 96.
	for k, want := range []float64{1: 0, 2: 1, 3: 0, 4: 3} {
		if k > 0 && math.Abs(m[k]-want) > 4*math.Sqrt([]float64{1: 1, 2: 2, 3: 15, 4: 96}[k]/n) {
			t.Errorf("moment %d = %.4f, want %g", k, m[k], want)
		}
	}
}
