package theory

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"cascade/engine/internal/check"
)

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

// twoGroups returns the machine whose weights are a on the share (1+kappa)/2 of the spins and b on the others; 20 spins
// resolve the shares of all references.
func twoGroups(p parameters) TwoHidden {
	var m TwoHidden
	for i := range 20 {
		w := p.A
		if float64(i) >= math.Round(10*(1+p.Kappa)) {
			w = p.B
		}
		m.U, m.V = append(m.U, w[0]), append(m.V, w[1])
	}
	return m
}

// starts returns the two points from which the lumps (+,+) and (+,-) of the groups are reached.
func starts(p parameters) []Point {
	f, g := (1+p.Kappa)/2, (1-p.Kappa)/2
	return []Point{{f*p.A[0] + g*p.B[0], f*p.A[1] + g*p.B[1]}, {f*p.A[0] - g*p.B[0], f*p.A[1] - g*p.B[1]}}
}

// signedMinima returns the stationary points that are reached from the two starts, each turned to a.h >= 0.
func signedMinima(p parameters) []float64 {
	var list []float64
	for _, s := range starts(p) {
		h := must(twoGroups(p).Minima(s))[0]
		if p.A[0]*h[0]+p.A[1]*h[1] < 0 {
			h = Point{-h[0], -h[1]}
		}
		list = append(list, h[0]+0, h[1]+0)
	}
	return list
}

// gramSpectrum returns the eigenvalues of (1/N) sum w w', descending: one minus those of f's second derivatives at 0.
func gramSpectrum(p parameters) []float64 {
	s := twoGroups(p).at(Point{})
	lowest, _ := s.lowest()
	return []float64{1 - lowest, 1 - (s.a + s.c - lowest)}
}

// generalStart integrates the learning of two modes by two hidden units for N -> infinity from a start that is not
// orthogonal, da/dt = fA (r^2 a - neg), and notes when the squared singular values over N pass 1 and the minima split.
func generalStart(p parameters) []float64 {
	first, second := Hopfield(p.Beta, p.Kappa)
	rows := [][]float64{append([]float64{}, p.A...), append([]float64{}, p.B...)}
	naive := second.Transition(dot(p.B, p.B))
	Perpendicular(rows)
	times := []float64{first.Transition(dot(rows[0], rows[0])), second.Transition(dot(rows[1], rows[1])), naive, 0, 0, 0, 0}
	r, q := first.Overlap(), second.Overlap()
	const d = 0.02
	for t := 0.0; times[6] == 0 && t < 60; t += d {
		slopes := func(p parameters) (da, db [2]float64) {
			m := twoGroups(p)
			best, f := Point{}, math.Inf(1)
			for _, h := range must(m.Minima(starts(p)...)) {
				if e := m.FreeEnergy(h); e < f {
					best, f = h, e
				}
			}
			ta := math.Tanh(p.A[0]*best[0] + p.A[1]*best[1])
			tb := math.Tanh(p.B[0]*best[0] + p.B[1]*best[1])
			for i := range 2 { // (1/N) sum_j (<v_i v_j>_D - <v_i v_j>) w_j of a site i of either group
				negative := first.Fraction*ta*p.A[i] + second.Fraction*tb*p.B[i]
				da[i] = first.Fraction*r*r*p.A[i] - ta*negative
				db[i] = second.Fraction*q*q*p.B[i] - tb*negative
			}
			return da, db
		}
		step := func(from parameters, da, db [2]float64, d float64) parameters {
			to := from
			to.A = []float64{from.A[0] + d*da[0], from.A[1] + d*da[1]}
			to.B = []float64{from.B[0] + d*db[0], from.B[1] + d*db[1]}
			return to
		}
		da, db := slopes(p)
		ea, eb := slopes(step(p, da, db, d))
		before := gramSpectrum(p)
		p = step(step(p, da, db, d/2), ea, eb, d/2)
		after := gramSpectrum(p)
		for k := range 2 {
			if before[k] < 1 && after[k] >= 1 {
				times[3+k] = t + d*math.Log(before[k])/math.Log(before[k]/after[k])
			}
		}
		switch n := len(must(twoGroups(p).Minima(starts(p)...))); {
		case n > 1 && times[5] == 0:
			times[5] = t + d
		case n > 2:
			times[6] = t + d
		}
	}
	return times
}

// groupMoments integrates the exact moments of Sa^2, Sa Sb, Sb^2 over p(h) ~ exp[-N f(h)]; given h all spins are
// independent. Gaussian mixtures of variance 1/N are summed exactly with a spacing of 3/4 N^(-1/2).
func groupMoments(p parameters) []float64 {
	p.Kappa = float64(p.Na-p.Nb) / float64(p.N)
	p.A = []float64{math.Sqrt(p.AA), 0}
	p.B = []float64{p.AB / p.A[0], math.Sqrt(p.BB - p.AB*p.AB/p.AA)}
	m, n := twoGroups(p), float64(p.N)
	d := 0.75 / math.Sqrt(n)
	reach := int(3.5 / d)
	f0 := m.FreeEnergy(must(m.Minima(starts(p)...))[0])
	var z, aa, ab, bb float64
	for i := -reach; i <= reach; i++ {
		for j := -reach; j <= reach; j++ {
			h := Point{float64(i) * d, float64(j) * d}
			weight := math.Exp(-n * (m.FreeEnergy(h) - f0))
			ta, tb := math.Tanh(p.A[0]*h[0]+p.A[1]*h[1]), math.Tanh(p.B[0]*h[0]+p.B[1]*h[1])
			na, nb := float64(p.Na), float64(p.Nb)
			z += weight
			aa += weight * (na + na*(na-1)*ta*ta)
			ab += weight * na * nb * ta * tb
			bb += weight * (nb + nb*(nb-1)*tb*tb)
		}
	}
	return []float64{aa / z, ab / z, bb / z}
}

func TestTwoHiddenDerivatives(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	m := TwoHidden{U: gaussian(7, 1.3, r), V: gaussian(7, 0.8, r)}
	h := []float64{0.4, -0.9}
	s := m.at(Point(h))
	check.Gradient(t, "f", func(h []float64) float64 { return m.FreeEnergy(Point(h)) }, h, s.gradient[:], 1e-5, 1e-9)
	for k, row := range [][]float64{{s.a, s.b}, {s.b, s.c}} {
		check.Gradient(t, "gradient", func(h []float64) float64 { return m.at(Point(h)).gradient[k] }, h, row, 1e-5, 1e-9)
	}
	m.Bias = gaussian(7, 1, r)
	s = m.at(Point(h))
	check.Gradient(t, "f with biases", func(h []float64) float64 { return m.FreeEnergy(Point(h)) }, h, s.gradient[:], 1e-5, 1e-9)
	check.Gradient(t, "its gradient", func(h []float64) float64 { return m.at(Point(h)).gradient[0] }, h, []float64{s.a, s.b}, 1e-5, 1e-9)
	for _, n := range []int{7, 511, 512, 1031} {
		m := TwoHidden{U: gaussian(n, 1.3, r), V: gaussian(n, 0.8, r), Bias: gaussian(n, 1, r)}
		sum := 0.0
		for i, u := range m.U {
			sum += math.Log(2 * math.Cosh(h[0]*u+h[1]*m.V[i]+m.Bias[i]))
		}
		check.Within(t, "f", m.FreeEnergy(Point(h)), (h[0]*h[0]+h[1]*h[1])/2-sum/float64(n), 1e-14)
	}
	for _, s := range []slope{s, {a: 2, c: 1}, {a: 1, c: 2}, {a: 1, b: 1, c: 1}, {a: 1, b: -1, c: 1}, {a: 3, c: 3}, {a: 1, b: 1e-9, c: 2}} {
		value, u := s.lowest()
		check.Within(t, "length", math.Hypot(u[0], u[1]), 1, 1e-14)
		check.Within(t, "first row", s.a*u[0]+s.b*u[1], value*u[0], 1e-13)
		check.Within(t, "second row", s.b*u[0]+s.c*u[1], value*u[1], 1e-13)
		check.Within(t, "lowest of both", value, math.Min(value, s.a+s.c-value), 0)
	}
}

// bruteMinima searches a grid for points lower than their 8 neighbours.
func bruteMinima(m TwoHidden, reach, d float64) (found []Point) {
	n := int(reach / d)
	grid := make([][]float64, 2*n+1)
	for i := range grid {
		grid[i] = make([]float64, 2*n+1)
		for j := range grid[i] {
			grid[i][j] = m.FreeEnergy(Point{float64(i-n) * d, float64(j-n) * d})
		}
	}
	for i := 1; i < 2*n; i++ {
		for j := 1; j < 2*n; j++ {
			low := true
			for k := range 9 {
				if k != 4 && grid[i-1+k/3][j-1+k%3] <= grid[i][j] {
					low = false
				}
			}
			if low {
				found = append(found, Point{float64(i-n) * d, float64(j-n) * d})
			}
		}
	}
	return found
}

// checkMinima compares the search with a grid, and returns what it found.
func checkMinima(t *testing.T, m TwoHidden) []Point {
	t.Helper()
	found, err := m.Minima()
	if err != nil {
		t.Fatal(err)
	}
	reach := 0.0
	for i := range m.U {
		reach += math.Hypot(m.U[i], m.V[i]) / float64(len(m.U))
	}
	for _, g := range bruteMinima(m, reach+0.1, reach/60) { // a shallow valley that the grid sees must have been found
		near := math.Inf(1)
		for _, h := range found {
			near = math.Min(near, math.Hypot(h[0]-g[0], h[1]-g[1]))
		}
		if near > reach/15 {
			t.Errorf("%v: the grid has a minimum near %v, the search %v", m, g, found)
		}
	}
	for _, h := range found {
		s := m.at(h)
		if lowest, _ := s.lowest(); s.size() > 1e-12 || lowest < -1e-8 {
			t.Errorf("%v is no minimum: gradient %.2g, curvature %.2g", h, s.size(), lowest)
		}
	}
	return found
}

// TestMinimaOfAnyWeights compares the search with a grid, on weights that follow no modes at all.
func TestMinimaOfAnyWeights(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 2))
	counts := map[int]int{}
	for range 60 {
		n := 2 + r.IntN(4) // few spins: many valleys
		found := checkMinima(t, TwoHidden{U: gaussian(n, 2, r), V: gaussian(n, 2, r)})
		if counts[len(found)]++; len(found) > 1 && len(found)%2 != 0 {
			t.Errorf("%d minima of an even function", len(found))
		}
	}
	if counts[2] == 0 || counts[4] == 0 || counts[6] == 0 {
		t.Errorf("numbers of minima met: %v", counts)
	}
}

// TestMinimaWithBiases: as TestMinimaOfAnyWeights, where nothing is even; and where biases cancel, so that a minimum lies at 0.
func TestMinimaWithBiases(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 3))
	counts := map[int]int{}
	for range 60 {
		n := 2 + r.IntN(4)
		counts[len(checkMinima(t, TwoHidden{U: gaussian(n, 2, r), V: gaussian(n, 2, r), Bias: gaussian(n, 0.7, r)}))]++
	}
	if counts[1] == 0 || counts[2] == 0 || counts[3] == 0 {
		t.Errorf("numbers of minima met: %v", counts)
	}
	for _, w := range []float64{0.1, 1, 1.2, 1.54} { // the fields of half the spins point up, of the others down
		m := TwoHidden{U: []float64{w, w}, V: []float64{0, 0}, Bias: []float64{1.000001, -1}}
		if h, err := m.Minimum(Point{}); err != nil || math.Hypot(h[0], h[1]) > 1e-3 {
			t.Errorf("weight %g: %v, %v", w, h, err)
		}
		m.Bias[0] = 1
		found, err := m.Minima()
		if err != nil || math.Hypot(found[0][0], found[0][1]) > 1e-6 {
			t.Errorf("weight %g: %v, %v", w, found, err)
		}
	}
}

// TestMinimumStaysInItsValley compares with the same descent without Newton's steps.
func TestMinimumStaysInItsValley(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 4))
	for range 150 {
		n := 3 + r.IntN(4)
		m := TwoHidden{U: gaussian(n, 2, r), V: gaussian(n, 2, r)}
		start := Point{2 * r.NormFloat64(), 2 * r.NormFloat64()}
		slow := start
		for range 10_000 {
			g := m.at(slow).gradient
			slow = Point{slow[0] - g[0], slow[1] - g[1]}
		}
		h := must(m.Minimum(start))
		if math.Hypot(h[0]-slow[0], h[1]-slow[1]) > 1e-6 {
			t.Errorf("%v from %v: %v, downhill lies %v", m, start, h, slow)
		}
	}
}

// TestMinimaTurnWithTheHiddenUnits: a rotation of the hidden units rotates the minima.
func TestMinimaTurnWithTheHiddenUnits(t *testing.T) {
	p := parameters{Kappa: 0.3, A: []float64{1.4, 1.3}, B: []float64{1.5, -1.6}}
	m := twoGroups(p)
	const c, s = 0.6, 0.8
	turned := TwoHidden{U: make([]float64, 20), V: make([]float64, 20)}
	for i := range m.U {
		turned.U[i], turned.V[i] = c*m.U[i]-s*m.V[i], s*m.U[i]+c*m.V[i]
	}
	for _, from := range starts(p) {
		a := must(m.Minimum(from))
		b := must(turned.Minimum(Point{c*from[0] - s*from[1], s*from[0] + c*from[1]}))
		check.Within(t, "h1", b[0], c*a[0]-s*a[1], 1e-12)
		check.Within(t, "h2", b[1], s*a[0]+c*a[1], 1e-12)
		check.Within(t, "f", turned.FreeEnergy(b), m.FreeEnergy(a), 1e-14)
	}
	if n := len(must(turned.Minima())); n != 4 {
		t.Errorf("%d minima, want 4", n)
	}
}

// TestMinimaCloseToTheTransitions: f of symmetric weights splits exactly where (1+-kappa) A^2 and B^2 pass 1.
func TestMinimaCloseToTheTransitions(t *testing.T) {
	for _, d := range []float64{1e-2, 1e-4, 1e-6} {
		for _, row := range []struct {
			first, second float64
			want          int
		}{{1 - d, 0.5, 1}, {1 + d, 0.5, 2}, {2, 1 - d, 2}, {2, 1 + d, 4}, {1 + d, 1 + d, 4}, {1 - d, 1 - d, 1}} {
			a, b := math.Sqrt(row.first/1.3), math.Sqrt(row.second/0.7)
			p := parameters{Kappa: 0.3, A: []float64{a, a}, B: []float64{b, -b}}
			for name, from := range map[string][]Point{"anywhere": nil, "the lumps": starts(p)} {
				found, err := twoGroups(p).Minima(from...)
				if err != nil || len(found) != row.want {
					t.Errorf("from %s at %g, %g: minima %v, want %d; %v", name, row.first, row.second, found, row.want, err)
				}
			}
		}
	}
}

// TestMinimaOfNoise: random weights close to the transition, whose valley is a ring that is all but level.
func TestMinimaOfNoise(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 5))
	for k := range 100 {
		deviation := 1 + 0.004*float64(k)
		m := TwoHidden{U: gaussian(100, deviation, r), V: gaussian(100, deviation, r)}
		found, err := m.Minima()
		if err != nil {
			t.Errorf("deviation %.3f: %v", deviation, err)
		}
		for _, h := range found {
			s := m.at(h)
			if lowest, _ := s.lowest(); s.size() > 1e-12 || lowest < -1e-8 {
				t.Errorf("%v is no minimum: gradient %.2g, curvature %.2g", h, s.size(), lowest)
			}
		}
	}
}

// TestMinimumLeavesSaddlePoints, where the gradient vanishes: the origin, and the middle between two wells.
func TestMinimumLeavesSaddlePoints(t *testing.T) {
	p := parameters{Kappa: 0.3, A: []float64{1.6, 0}, B: []float64{0, 1.4}}
	m := twoGroups(p)
	wells := must(m.Minima())
	for _, from := range []Point{{0, 0}, {wells[0][0], 0}, {0, wells[0][1]}, {3, 0}, {0, -2}} {
		h, err := m.Minimum(from)
		if err != nil {
			t.Errorf("%v: %v", from, err)
		}
		check.Within(t, "|h1|", math.Abs(h[0]), math.Abs(wells[0][0]), 1e-9)
		check.Within(t, "|h2|", math.Abs(h[1]), math.Abs(wells[0][1]), 1e-9)
	}
}

func TestMinimaOfWeightsThatAreNoNumbers(t *testing.T) {
	for _, x := range []float64{math.NaN(), math.Inf(1)} {
		var failed *ConvergenceError
		if _, err := (TwoHidden{U: []float64{1, x}, V: []float64{2, 3}}).Minima(); !errors.As(err, &failed) {
			t.Errorf("weight %v: %v", x, err)
		}
		if _, err := (TwoHidden{U: []float64{1, x}, V: []float64{2, 3}}).Minimum(Point{1, 1}); !errors.As(err, &failed) {
			t.Errorf("weight %v: %v", x, err)
		}
	}
}

func BenchmarkMinima1000(b *testing.B) {
	r := rand.New(rand.NewPCG(8, 3))
	m := TwoHidden{U: gaussian(1000, 0.05, r), V: gaussian(1000, 0.05, r)}
	for i := range m.U {
		m.U[i] += 1.3
		if m.V[i] += 1.3; i >= 650 {
			m.V[i] -= 2.6
		}
	}
	for b.Loop() {
		if found := must(m.Minima(Point{1.3, 0.4}, Point{0.4, 1.3})); len(found) != 4 {
			b.Fatal(found)
		}
	}
}
