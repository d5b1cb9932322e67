package portable

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"math/big"
	"testing"
)

// TestAgainstMath compares with the standard library, which is right to an ulp or two, over the whole range and near 0.
func TestAgainstMath(t *testing.T) {
	for name, c := range map[string]struct {
		got, want func(float64) float64
		tolerance float64 // relative
	}{
		"Exp":      {Exp, math.Exp, 4.5e-16},
		"Tanh":     {Tanh, math.Tanh, 1e-15},
		"Sigmoid":  {Sigmoid, func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }, 5e-16},
		"Softplus": {Softplus, softplus, 5e-16},
		"Log2Cosh": {Log2Cosh, func(x float64) float64 { return math.Log(2 * math.Cosh(x)) }, 5e-16},
	} {
		worst, at := 0.0, 0.0
		check := func(x float64) {
			g, w := c.got(x), c.want(x)
			if e := math.Abs(g-w) / max(math.Abs(w), 1e-300); e > worst {
				worst, at = e, x
			}
		}
		for i := -200000; i <= 200000; i++ {
			check(float64(i) * 3.4e-3)
			check(float64(i) * 1e-6)
			check(math.Exp2(-float64(i&1023)) * float64(1-2*(i&1)))
		}
		if worst > c.tolerance {
			t.Errorf("%s: relative error %.2g at %v", name, worst, at)
		}
	}
}

func softplus(x float64) float64 { return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }

func TestEdges(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"Exp(inf)", Exp(inf), inf}, {"Exp(-inf)", Exp(-inf), 0}, {"Exp(0)", Exp(0), 1}, {"Exp(-745.2)", Exp(-745.2), 0}, {"Exp(709.79)", Exp(709.79), inf},
		{"Exp(-744)", Exp(-744), math.Exp(-744)}, {"Tanh(inf)", Tanh(inf), 1}, {"Tanh(-inf)", Tanh(-inf), -1}, {"Sigmoid(-inf)", Sigmoid(-inf), 0},
		{"Softplus(-inf)", Softplus(-inf), 0}, {"Softplus(inf)", Softplus(inf), inf}, {"Log2Cosh(-1000)", Log2Cosh(-1000), 1000},
	} {
		if c.got != c.want {
			t.Errorf("%s is %v, want %v", c.name, c.got, c.want)
		}
	}
	for name, f := range map[string]func(float64) float64{"Exp": Exp, "Tanh": Tanh, "Sigmoid": Sigmoid, "Softplus": Softplus, "Log2Cosh": Log2Cosh} {
		if x := f(math.NaN()); x == x {
			t.Errorf("%s(NaN) is %v", name, x)
		}
	}
}

// TestLogChoose compares with exact integers.
func TestLogChoose(t *testing.T) {
	for _, n := range []int{1, 2, 31, 1000} {
		table := LogChoose(n)
		for k := range n + 1 {
			exact, _ := new(big.Float).SetInt(new(big.Int).Binomial(int64(n), int64(k))).MarshalText()
			f, _, err := big.ParseFloat(string(exact), 10, 100, big.ToNearestEven)
			if err != nil {
				t.Fatal(err)
			}
			mantissa := new(big.Float)
			e := f.MantExp(mantissa)
			m, _ := mantissa.Float64()
			if want := math.Log(m) + float64(e)*math.Ln2; math.Abs(table[k]-want) > 1e-12*max(want, 1) {
				t.Fatalf("ln C(%d,%d) is %v, want %v", n, k, table[k], want)
			}
		}
	}
}

// TestBitsAreTheSameEverywhere hashes 400,000 values; the constant holds on every target.
func TestBitsAreTheSameEverywhere(t *testing.T) {
	h := fnv.New64a()
	var b [8]byte
	for i := -40000; i < 40000; i++ {
		x := float64(i) * 1.7e-2
		for _, f := range []func(float64) float64{Exp, Tanh, Sigmoid, Softplus, Log2Cosh} {
			binary.LittleEndian.PutUint64(b[:], math.Float64bits(f(x)))
			h.Write(b[:])
		}
	}
	if got := h.Sum64(); got != 0x25e87f43b699b063 {
		t.Errorf("hash %#x", got)
	}
}
