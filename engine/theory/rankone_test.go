package theory

import (
	"fmt"
	"math"
	"testing"

	"cascade/engine/internal/check"
)

func still() {}

// TestBlockGibbsEqualsTheWholeMachine builds the kernel of a sweep between all 2^nv visible states and iterates on functions
// of each symmetry: the slowest of them are functions of the sum alone.
func TestBlockGibbsEqualsTheWholeMachine(t *testing.T) {
	for _, size := range [][2]int{{5, 3}, {4, 4}, {3, 6}, {6, 5}} {
		nv, nh := size[0], size[1]
		for _, w := range []float64{1, 3.7, 6} {
			a := w / (2 * math.Sqrt(float64(nv*nh)))
			sum := func(state, n int) float64 {
				s := -n
				for i := range n {
					s += 2 * (state >> i & 1)
				}
				return float64(s)
			}
			given := func(state, n int, x float64) float64 { // P(state) of n spins with log-odds x
				p := 1.0
				for i := range n {
					p /= 1 + math.Exp(-x*float64(2*(state>>i&1)-1))
				}
				return p
			}
			sweep := func(f []float64) []float64 {
				g, next := make([]float64, 1<<nh), make([]float64, 1<<nv)
				for h := range g {
					for v := range f {
						g[h] += given(v, nv, a*sum(h, nh)) * f[v]
					}
				}
				for v := range next {
					for h := range g {
						next[v] += given(h, nh, a*sum(v, nv)) * g[h]
					}
				}
				return next
			}
			odd, even := make([]float64, 1<<nv), make([]float64, 1<<nv)
			for v := range odd {
				odd[v] = sum(v, nv)
				even[v] = odd[v] * odd[v]
			}
			b := NewBlockGibbs(nv, nh)
			for name, f := range map[string][]float64{"odd": odd, "even": even} {
				solve := b.Odd
				if name == "even" {
					solve = b.Even
				}
				got, err := solve(w, still)
				if err != nil {
					t.Fatal(err)
				}
				want, sign := 0.0, float64(len(name)*2-7) // -1 for odd, 1 for even
				for range 100 {
					next := sweep(f)
					z, mean, norm, square := 0.0, 0.0, 0.0, 0.0
					for v := range next { // rounding breaks the symmetry, and lets the constant function grow
						f[v] = (next[v] + sign*next[1<<nv-1-v]) / 2
					}
					for v := range f {
						p := math.Pow(2*math.Cosh(a/2*sum(v, nv)), float64(nh))
						z, mean = z+p, mean+p*f[v]
					}
					for v := range f {
						p := math.Pow(2*math.Cosh(a/2*sum(v, nv)), float64(nh))
						f[v] -= mean / z
						norm, square = norm+p/z*f[v]*f[v], square+p/z
					}
					want = math.Sqrt(norm / square)
					for v := range f {
						f[v] /= want
					}
				}
				check.Close(t, fmt.Sprintf("%s eigenvalue of %d x %d at %g", name, nv, nh, w), got, want, 6)
			}
		}
	}
}

// TestBlockGibbsWarm: starting from the eigenfunction of another weight changes nothing.
func TestBlockGibbsWarm(t *testing.T) {
	warm := NewBlockGibbs(60, 31)
	for _, w := range []float64{2, 3.9, 4.4, 3, 3.05} {
		a, _ := warm.Odd(w, still)
		b, _ := NewBlockGibbs(60, 31).Odd(w, still)
		check.Close(t, fmt.Sprintf("odd eigenvalue at %g", w), a, b, 8)
	}
}

// TestBlockGibbsApproachesTheFormula: below the transition the relaxation time tends to -1/ln(w^2/16), at it it grows as the
// root of the size.
func TestBlockGibbsApproachesTheFormula(t *testing.T) {
	tau := func(nv, nh int, w float64) float64 {
		lambda, err := NewBlockGibbs(nv, nh).Odd(w, still)
		if err != nil {
			t.Fatal(err)
		}
		return -1 / math.Log(lambda)
	}
	for _, row := range []struct{ w, tau float64 }{{2, 0.720}, {3, 1.719}, {3.5, 3.55}, {3.8, 7.57}} {
		check.Within(t, fmt.Sprintf("tau of 600 x 300 at %g", row.w), tau(600, 300, row.w), row.tau, 0.005)
	}
	limit := RelaxationSweeps(3, 4)
	check.Within(t, "ratio of the gaps at N and 4N", (limit-tau(150, 150, 3))/(limit-tau(600, 600, 3)), 4, 0.3)
	check.Within(t, "growth of tau at the transition from N to 4N", tau(800, 800, 4)/tau(200, 200, 4), 2, 0.05)
}

// TestBranch: the state is self-consistent, stable, continues the one of large fields, and ends at the spinodal.
func TestBranch(t *testing.T) {
	for _, f := range []RankOneField{{5, 1}, {6, 2}, {4.4, 1}, {3, 0.5}} {
		limit, edge := f.Spinodal()
		last := math.Inf(-1)
		for h := -1.5; h <= 1.5; h += 0.05 {
			m, a, r := f.Branch(h), f.W/4, math.Sqrt(f.Ratio)
			check.Within(t, fmt.Sprintf("m at %.2f", h), m, math.Tanh(h+a/r*math.Tanh(a*r*m)), 1e-9)
			if m <= last {
				t.Errorf("%v: m falls to %g at the field %g", f, m, h)
			}
			last = m
		}
		if f.W > 4 {
			if before, after := f.Branch(-limit+1e-9), f.Branch(-limit-1e-9); math.Abs(before-edge) > 1e-3 || after > -edge {
				t.Errorf("%v: at the spinodal m jumps from %g to %g", f, before, after)
			}
		} else if limit != 0 || math.Abs(f.Branch(0)) > 1e-12 {
			t.Errorf("%v: spinodal %g, m(0) = %g", f, limit, f.Branch(0))
		}
	}
	m := RankOneField{5, 1}.Branch(0)
	check.Within(t, "spontaneous magnetisation at 5", m, 0.710, 0.0006)
	check.Within(t, "and at 6", RankOneField{6, 1}.Branch(0), 0.859, 0.0006)
	check.Within(t, "and at 4.4", RankOneField{4.4, 1}.Branch(0), 0.503, 0.0006)
}

func BenchmarkBlockGibbs(b *testing.B) {
	for _, n := range []int{100, 800} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			g, w := NewBlockGibbs(n, n), 3.0
			for b.Loop() {
				if w += 0.05; w > 4 {
					w = 3
				}
				if _, err := g.Odd(w, still); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
