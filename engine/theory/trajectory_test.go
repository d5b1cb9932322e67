package theory

import (
	"math"
	"math/rand/v2"
	"testing"

	"cascade/engine/internal/check"
)

// sampleCurieWeiss draws so many states of n spins from the exact law, as rows of +-1.
func sampleCurieWeiss(n, samples int, beta float64, r *rand.Rand) [][]float64 {
	cw, data := NewCurieWeiss(n, beta), make([][]float64, samples)
	for s := range data {
		k, u := 0, r.Float64()
		for u -= cw.Probability(k); u > 0 && k < n; u -= cw.Probability(k) {
			k++
		}
		data[s] = make([]float64, n)
		for rank, site := range r.Perm(n) {
			data[s][site] = -1
			if rank < k {
				data[s][site] = 1
			}
		}
	}
	return data
}

// machine is a real training to compare with: n weights, the data's own averages, the exact negative term.
type machine struct {
	*OneHidden
	data [][]float64
}

func (m machine) update(lr float64) {
	_ = m.Solve()
	n := float64(len(m.W))
	gradient := make([]float64, len(m.W))
	for _, v := range m.data {
		hidden := dot(v, m.W) / n
		for i, x := range v {
			gradient[i] += x * hidden / float64(len(m.data))
		}
	}
	for i := range m.W {
		m.W[i] += lr * (gradient[i] - m.VH[i])
	}
}

func (m machine) along() (along, across float64) {
	for _, x := range m.W {
		along += x / float64(len(m.W))
	}
	return along, math.Sqrt(dot(m.W, m.W)/float64(len(m.W)) - along*along)
}

// follow trains a machine on samples and returns the largest differences between it and the trajectory that starts with
// the same overlaps and the same second moment: of Along, before and after the transition, and of the final alignment.
func follow(t *testing.T, n, samples int, init float64, seed uint64) (along, alignment float64) {
	const beta, lr, updates = 1.4, 0.1, 250
	r := rand.New(rand.NewPCG(7, seed))
	m := machine{NewOneHidden(n, n), sampleCurieWeiss(n, samples, beta, r)}
	copy(m.W, gaussian(n, init, r))
	for i := range m.W {
		m.W[i] += 0.05
	}
	tr := NewTrajectory(n, beta)
	tr.Along, tr.Start = m.along()
	tr.LR, tr.Samples, tr.Square = lr, samples, 0
	for _, v := range m.data {
		sum := 0.0
		for _, x := range v {
			sum += x
		}
		tr.Square += sum * sum / float64(n*n*samples)
	}
	for range updates {
		m.update(lr)
		if err := tr.Step(); err != nil {
			t.Fatal(err)
		}
		a, _ := m.along()
		along = max(along, math.Abs(a-tr.Along))
	}
	a, s := m.along()
	return along, a/math.Hypot(a, s) - tr.Alignment()
}

func TestTrajectoryFollowsAMachineTrainedOnSamples(t *testing.T) {
	for seed := range uint64(2) {
		along, alignment := follow(t, 101, 997, 0.03, seed)
		check.Within(t, "largest difference along the pattern", along, 0, 0.01)
		check.Within(t, "difference of the final alignments", alignment, 0, 4e-4)
	}
}

func TestTrajectoryReplacesAnyWeightsByTwo(t *testing.T) {
	// Infinitely many samples and a start far off the pattern: s = 0.5 moves the transition to Along^2 = 0.75. What is left
	// is the difference between Gaussian weights and two values.
	for _, init := range []float64{0.25, 0.5} {
		const n, lr = 101, 0.1
		m := machine{NewOneHidden(n, n), nil}
		copy(m.W, gaussian(n, init, rand.New(rand.NewPCG(7, 9))))
		tr := NewTrajectory(n, 1.4)
		tr.Along, tr.Start = m.along()
		tr.LR = lr
		c := NewCurieWeiss(n, 1.4).Correlation()
		worstAlong, worstAcross := 0.0, 0.0
		for range 250 {
			along, across := m.along()
			worstAlong = max(worstAlong, math.Abs(tr.Along-along))
			worstAcross = max(worstAcross, math.Abs(tr.Start-across))
			_, _ = m.Solve(), tr.Step()
			for i := range m.W {
				m.W[i] += lr * (c*along + (1-c)/n*m.W[i] - m.VH[i])
			}
		}
		check.Within(t, "largest difference along the pattern", worstAlong, 0, 0.25*math.Pow(init, 4))
		check.Within(t, "largest difference across the pattern", worstAcross, 0, 0.25*math.Pow(init, 3))
	}
}

func TestTrajectoryGrowsAtThePredictedRate(t *testing.T) {
	tr := NewTrajectory(101, 1.4)
	tr.Along, tr.Start, tr.LR = 1e-6, 1e-6, 0.05
	for range 10 {
		before, side := tr.Along, tr.Start
		_ = tr.Step()
		check.Close(t, "growth of ln U", math.Log(tr.Along/before), GrowthPerUpdate(0.05, GrowthRate(101, tr.Square)), 8)
		c := NewCurieWeiss(101, 1.4).Correlation()
		check.Within(t, "loss of the orthogonal part, -c/N", tr.Start/side, 1-0.05*c/101, 1e-8)
	}
}

func TestTrajectoryEndsAtTheMaximumOfTheLikelihood(t *testing.T) {
	for _, samples := range []int{0, 211, 2003} {
		tr := NewTrajectory(0, 1.4)
		tr.Along, tr.LR, tr.Samples = 0.1, 0.1, samples
		for range 2000 {
			_ = tr.Step()
		}
		q, alignment := 1.4, 1.0
		if samples > 0 {
			q, alignment = Final(1.4, samples)
		}
		// The sampling noise's effect on the part along the pattern is left out of Final's formula: of order s^2.
		check.Within(t, "alignment", tr.Alignment(), alignment, (1-alignment)/25+1e-12)
		check.Within(t, "q", tr.Q(), q, (q-1.4)*2+1e-12)
		w, h := Stationary(1.4)
		gotH, m, _, _ := tr.State()
		check.Within(t, "w", tr.Along, w, 4*(1-alignment)+1e-12)
		check.Within(t, "h*", gotH, h, 4*(1-alignment)+1e-12)
		check.Within(t, "m", m, Magnetisation(1.4), 4*(1-alignment)+1e-12)
	}
	_, alignment := Final(1.4, 200)
	check.Within(t, "alignment for 200 samples, measured .99434", alignment, 0.99434, 5e-6)
}

func TestTrajectorySaddlePointIsTheLimitOfExact(t *testing.T) {
	gap := func(n int) float64 {
		exact, saddle := NewTrajectory(n, 1.4), NewTrajectory(n, 1.4)
		for _, tr := range []*Trajectory{exact, saddle} {
			tr.Along, tr.Start, tr.LR = 1.15, 0.3, 0.01
		}
		saddle.Saddle = true
		_, _ = exact.Step(), saddle.Step()
		check.Within(t, "one update of the orthogonal part", exact.Start, saddle.Start, 0.02/float64(n))
		return exact.Along - saddle.Along
	}
	check.Within(t, "ratio of the gaps at N and 4N", gap(2500)/gap(10_000), 4, 0.2)
}

func TestTrajectoryRestartsAnywhere(t *testing.T) {
	a := NewTrajectory(101, 1.4)
	a.Along, a.Start, a.LR, a.Samples = 0.3, 0.1, 0.1, 499
	for range 20 {
		_ = a.Step()
	}
	b := NewTrajectory(101, 1.4)
	b.Along, b.Start, b.Noise, b.LR, b.Samples = a.Along, a.Start, a.Noise, a.LR, a.Samples
	q := a.Q()
	a.Teach(2)
	b.Teach(2)
	if a.Noise != 0 || a.Q() != q && math.Abs(a.Q()-q) > 1e-15 {
		t.Errorf("new data changed q from %g to %g, Noise = %g", q, a.Q(), a.Noise)
	}
	for range 20 {
		_, _ = a.Step(), b.Step()
	}
	if a.Along != b.Along || a.Start != b.Start || a.Noise != b.Noise {
		t.Errorf("%v and %v differ", a, b)
	}
	if square := NewCurieWeiss(101, 2).Square(); a.Square != square {
		t.Errorf("E[m^2] = %g after the change of beta, want %g", a.Square, square)
	}
}

func TestTrajectoryFindsItsCrossing(t *testing.T) {
	tr := NewTrajectory(101, 1.4)
	tr.Along, tr.Start, tr.LR = 0.1, 0.2, 0.1
	update, ok := tr.Crossing(200, func() {})
	if !ok || tr.Along != 0.1 {
		t.Fatalf("crossing %v, Along = %g afterwards", ok, tr.Along)
	}
	k := 0
	for ; tr.Q() < 1; k++ {
		_ = tr.Step()
	}
	if !(update > float64(k-1) && update <= float64(k)) {
		t.Errorf("crossing at %g, but q passes 1 in update %d", update, k)
	}
	if _, ok := tr.Crossing(200, func() {}); ok {
		t.Error("a second crossing")
	}
	limit := NewTrajectory(0, 1.4) // growth by the same factor in every update until q = 1
	limit.Along, limit.LR = 0.01, 0.1
	update, _ = limit.Crossing(1000, func() {})
	check.Close(t, "crossing of an exponential", update, math.Log(100)/GrowthPerUpdate(0.1, limit.Square), 12)
	cold := NewTrajectory(101, 0.5)
	cold.Along, cold.LR = 0.1, 0.1
	if _, ok := cold.Crossing(200, func() {}); ok {
		t.Error("a crossing without magnetised data")
	}
}

func TestTrajectoryReportsDivergence(t *testing.T) {
	tr := NewTrajectory(101, 1.4)
	tr.Along, tr.LR = 0.5, 1e9
	var err error
	for k := 0; k < 10 && err == nil; k++ {
		err = tr.Step()
	}
	if err == nil {
		t.Errorf("no error at Along = %g", tr.Along)
	}
}

func TestTrajectoryAllocatesNothing(t *testing.T) {
	for _, n := range []int{0, 97} {
		tr := NewTrajectory(n, 1.4)
		tr.Along, tr.Start, tr.LR = 1.1, 0.1, 0.1
		if a := testing.AllocsPerRun(10, func() { _ = tr.Step(); _, _, _, _ = tr.State(); tr.Crossing(3, func() {}) }); a != 0 {
			t.Errorf("n = %d: %g allocations", n, a)
		}
	}
}

func BenchmarkTrajectory900(b *testing.B) {
	tr := NewTrajectory(900, 1.4)
	tr.Along, tr.Start, tr.LR = 1.1, 0.1, 0.05
	b.ReportAllocs()
	for b.Loop() {
		_ = tr.Step()
	}
}

// TestRestartedChainsAgainstTheirLaw: the law of M = sum v_i of chains that start at the data is carried through the sweeps, state by state.
func TestRestartedChainsAgainstTheirLaw(t *testing.T) {
	const n = 100
	for _, row := range []struct{ beta, w float64 }{{1.4, 0.1}, {1.4, 0.7}, {1.4, 1}, {1.4, 1.18}, {2, 1.2}} {
		tr := NewTrajectory(n, row.beta)
		tr.Along = row.w
		p, law := make([]float64, n+1), NewCurieWeiss(n, row.beta)
		for k := range p {
			p[k] = law.Probability(k)
		}
		for tr.Restart = 1; tr.Restart <= 3; tr.Restart++ {
			next := make([]float64, n+1)
			for k, weight := range p {
				const d = 0.25
				for x := -6.0; x <= 6; x += d { // h is normal with variance 1/n
					h := row.w*float64(2*k-n)/n + x/math.Sqrt(n)
					up := 1 / (1 + math.Exp(-2*h*row.w))
					mass := weight * d * math.Exp(-x*x/2) / math.Sqrt(2*math.Pi)
					for j := range next {
						next[j] += mass * math.Exp(law.logChoose[j]+float64(j)*math.Log(up)+float64(n-j)*math.Log1p(-up))
					}
				}
			}
			want, total := 0.0, 0.0
			for k := range next {
				m := float64(2*k-n) / n
				want += row.w * m * m * next[k]
				total += next[k]
			}
			p = next
			got, _ := tr.restarted(tr.weights())
			check.Within(t, "the law's sum", total, 1, 1e-6)
			check.Within(t, "negative term of restarted chains, over that of the law", got/want, 1, 0.025)
		}
	}
}
