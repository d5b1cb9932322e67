package theory

import (
	"math"
	"math/rand/v2"
	"testing"

	"cascade/engine/internal/check"
)

func TestRankOneSusceptibilityApproachesItsFormula(t *testing.T) {
	for _, w := range []float64{2, 3, 3.5} {
		limit := BinarySusceptibility(w, CriticalWeight(0.25))
		gap := func(n int) float64 {
			plain, _ := NewRankOne(2*n, n, w).Susceptibility()
			return limit - plain
		}
		check.Within(t, "ratio of the gaps at N and 4N", gap(2000)/gap(8000), 4, 0.15)
		check.Within(t, "gap, relative", gap(8000)/limit, 0, 0.004)
	}
	for _, w := range []float64{4, 5} {
		check.Within(t, "chi from the transition on", BinarySusceptibility(w, 4), math.Inf(1), 0)
		check.Within(t, "relaxation time from the transition on", RelaxationSweeps(w, 4), math.Inf(1), 0)
	}
}

func TestRankOneEqualsEnumeration(t *testing.T) {
	// 5 x 3 {0,1} units with W_ia = w/sqrt(15) and the symmetric biases, summed over all 2^8 states.
	const nv, nh, w = 5, 3, 4.3
	var z, square, fourth, absolute float64
	for v := range 1 << nv {
		for h := range 1 << nh {
			s, r := 0.0, 0.0 // sums of v-1/2 and h-1/2
			for i := range nv {
				s += float64(v>>i&1) - 0.5
			}
			for a := range nh {
				r += float64(h>>a&1) - 0.5
			}
			p, m := math.Exp(w/math.Sqrt(nv*nh)*s*r), 2*s/nv
			z += p
			square += p * m * m
			fourth += p * m * m * m * m
			absolute += p * math.Abs(m)
		}
	}
	s, f, a := NewRankOne(nv, nh, w).Moments()
	check.Close(t, "E m^2", s, square/z, 12)
	check.Close(t, "E m^4", f, fourth/z, 12)
	check.Close(t, "E |m|", a, absolute/z, 12)
}

func TestRelaxationSweeps(t *testing.T) {
	for _, row := range []struct{ w, tau float64 }{{2, 0.721}, {3, 1.738}, {3.5, 3.74}, {3.8, 9.75}} {
		check.Within(t, "tau", RelaxationSweeps(row.w, 4), row.tau, 0.005)
	}
}

func TestScalingFunction(t *testing.T) {
	for _, row := range []struct{ y, phi float64 }{{-4, 0.2365}, {-1, 0.6449}, {2, 5.3358}} {
		check.Within(t, "phi", ScalingFunction(row.y), row.phi, 5.1e-5)
	}
	check.Close(t, "phi(0)", ScalingFunction(0), math.Sqrt(12)*math.Gamma(0.75)/math.Gamma(0.25), 13)
	check.Close(t, "phi(-50), a Gaussian with its first correction", ScalingFunction(-50), 1.0/50*(1-1.0/2500), 6)
	check.Close(t, "phi(50), two peaks at x^2 = 3y", ScalingFunction(50), 150, 3)
}

// TestBinaryGrowthIsTheCenteredGradient enumerates a 5 x 2 machine with small weights: the centered gradient of the
// likelihood is (C-D) W/4, so that the eigenvector of C-D with eigenvalue lambda grows by 1 + lr lambda/4.
func TestBinaryGrowthIsTheCenteredGradient(t *testing.T) {
	const nv, nh, small = 5, 2, 1e-4
	data := []int{0b00111, 0b00111, 0b00011, 0b11000, 0b11001, 0b10000, 0b01110}
	r := rand.New(rand.NewPCG(13, 1))
	var w [nv][nh]float64
	var f, b [nv]float64
	var c [nh]float64
	for i := range nv {
		for _, v := range data {
			f[i] += float64(v>>i&1) / float64(len(data))
		}
		b[i] = math.Log(f[i] / (1 - f[i]))
		for a := range nh {
			w[i][a] = small * r.NormFloat64()
			c[a] -= f[i] * w[i][a]
		}
	}
	hidden := func(v, a int) float64 {
		x := c[a]
		for i := range nv {
			x += float64(v>>i&1) * w[i][a]
		}
		return 1 / (1 + math.Exp(-x))
	}
	// The covariances of v_i and h_a, both centered with the data's means: of the data minus of the machine.
	var gradient [nv][nh]float64
	add := func(v int, weight float64) {
		for i := range nv {
			for a := range nh {
				gradient[i][a] += weight * (float64(v>>i&1) - f[i]) * (hidden(v, a) - 0.5)
			}
		}
	}
	for _, v := range data {
		add(v, 1/float64(len(data)))
	}
	z, p := 0.0, make([]float64, 1<<nv)
	for v := range p {
		for i := range nv {
			p[v] += b[i] * float64(v>>i&1)
		}
		for a := range nh {
			p[v] -= math.Log(1 - hidden(v, a))
		}
		p[v] = math.Exp(p[v])
		z += p[v]
	}
	for v := range p {
		add(v, -p[v]/z)
	}
	lr := 0.01
	for i := range nv {
		for a := range nh {
			want := 0.0
			for j := range nv {
				if j == i {
					continue
				}
				covariance := -f[i] * f[j]
				for _, v := range data {
					covariance += float64(v>>i&1&(v>>j)) / float64(len(data))
				}
				want += covariance * w[j][a]
			}
			// One row of the statement at a time: lambda = (row of C-D times w)/w_i.
			factor := math.Exp(BinaryGrowth(lr, want/w[i][a]))
			check.Within(t, "growth of a weight", (w[i][a]+lr*gradient[i][a])/w[i][a], factor, 1e-6)
		}
	}
}
