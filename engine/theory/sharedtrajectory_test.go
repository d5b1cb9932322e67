package theory

import (
	"math"
	"math/rand/v2"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/portable"
)

// sharedMachine is a real training to compare with: n weights, the data's own averages, and <v_i t> summed over T.
type sharedMachine struct {
	w      []float64
	hidden int
	data   [][]float64
}

func (m sharedMachine) update(lr float64) {
	n, nh := len(m.w), float64(m.hidden)
	gradient, z := make([]float64, n), 0.0
	choose := NewCurieWeiss(m.hidden, 0).logChoose
	for k := range m.hidden + 1 {
		t := float64(2*k-m.hidden) / nh
		logp := choose[k] - nh*math.Ln2 - float64(n)*math.Ln2
		for _, w := range m.w {
			logp += math.Log(2 * math.Cosh(w*t))
		}
		p := math.Exp(logp)
		z += p
		for i, w := range m.w {
			gradient[i] -= p * t * math.Tanh(w*t)
		}
	}
	for i := range gradient {
		gradient[i] /= z
	}
	for _, v := range m.data {
		t := math.Tanh(dot(v, m.w) / nh)
		for i, x := range v {
			gradient[i] += x * t / float64(len(m.data))
		}
	}
	for i := range m.w {
		m.w[i] += lr * gradient[i]
	}
}

func TestSharedTrajectoryFollowsAMachineTrainedOnSamples(t *testing.T) {
	const n, hidden, samples, beta, lr, updates, init = 101, 61, 997, 1.4, 0.1, 120, 0.03
	r := rand.New(rand.NewPCG(7, 11))
	m := sharedMachine{gaussian(n, init, r), hidden, sampleCurieWeiss(n, samples, beta, r)}
	for i := range m.w {
		m.w[i] += 0.05
	}
	tr := NewSharedTrajectory(n, hidden, beta)
	tr.data = tr.data[:0] // the samples' own law, whose fluctuations are not what is tested
	for _, v := range m.data {
		sum := 0.0
		for _, x := range v {
			sum += x
		}
		tr.data = append(tr.data, weighted{math.Abs(sum) / n, 1.0 / samples})
	}
	both := machine{&OneHidden{W: m.w}, nil} // for its along
	tr.Along, tr.Start = both.along()
	tr.LR, tr.Samples = lr, samples
	worst := 0.0
	for range updates {
		m.update(lr)
		tr.Step()
		a, _ := both.along()
		worst = max(worst, math.Abs(a-tr.Along))
	}
	a, s := both.along()
	check.Within(t, "largest difference along the pattern", worst, 0, 0.01)
	check.Within(t, "difference of the final alignments", a/math.Hypot(a, s)-tr.Alignment(), 0, 4e-4)
}

// TestSharedTrajectoryIsExactForHomogeneousWeights: infinitely many samples and homogeneous weights, where it is exact.
func TestSharedTrajectoryIsExactForHomogeneousWeights(t *testing.T) {
	const n, hidden, beta, lr = 13, 7, 1.4, 0.2
	var data [][]float64
	law := NewCurieWeiss(n, beta)
	w := make([]float64, n)
	for i := range w {
		w[i] = 0.4
	}
	tr := NewSharedTrajectory(n, hidden, beta)
	tr.Along, tr.LR = 0.4, lr
	for range 30 {
		model := sharedMachine{append([]float64(nil), w...), hidden, data}
		model.update(lr) // the model term alone
		positive := 0.0
		for k := range n + 1 {
			m := float64(2*k-n) / n
			positive += law.Probability(k) * m * math.Tanh(w[0]*m*n/hidden)
		}
		for i := range w {
			w[i] = model.w[i] + lr*positive
		}
		tr.Step()
		check.Close(t, "w", tr.Along, w[0], 11)
	}
}

// TestSharedTrajectoryObeysTheSinhLaw: sinh(m w/alpha), not w, grows exponentially, at the rate of small weights.
func TestSharedTrajectoryObeysTheSinhLaw(t *testing.T) {
	const beta, lr = 1.4, 0.001
	gap := func(n, hidden int) float64 {
		s := SharedWeight{float64(hidden) / float64(n), beta}
		tr := NewSharedTrajectory(n, hidden, beta)
		tr.Along, tr.LR = 0.3*s.Critical(), lr
		update, ok := tr.Crossing(20000, still)
		if !ok {
			t.Fatal("no crossing")
		}
		return lr*update/s.Transition(tr.Along) - 1
	}
	small, large := gap(500, 250), gap(2000, 1000)
	check.Within(t, "crossing time of N = 2000, relative to the formula", large, 0, 0.01)
	check.Within(t, "ratio of the deviations of N and 4N", small/large, 4, 1.2)
	s := SharedWeight{0.5, beta}
	check.Close(t, "step of many units", stepOf(4000, 2000, 0.9), s.Step(0.9, 1), 3)
}

func stepOf(n, hidden int, w float64) float64 {
	tr := NewSharedTrajectory(n, hidden, 1.4)
	tr.Along, tr.LR = w, 1
	tr.Step()
	return tr.Along
}

// TestSharedSaddle: the root for two weights is that of the definition, and it appears at |w|^2 = Nh.
func TestSharedSaddle(t *testing.T) {
	w, alpha := []float64{1.3, 0.4, -0.9, 0.7}, 0.5
	tau, err := SharedSaddle(w, alpha)
	field := 0.0
	for _, x := range w {
		field += x * math.Tanh(x*tau) / (alpha * 4)
	}
	if err != nil || tau < 0.1 {
		t.Errorf("tau = %g, %v", tau, err)
	}
	check.Close(t, "tau", tau, math.Tanh(field), 12)
	for _, row := range []struct{ q, tau float64 }{{0.999, 0}, {1, 0}, {1.01, 0.12}} {
		scale := math.Sqrt(row.q * 4 * alpha / dot(w, w))
		scaled := make([]float64, 4)
		for i := range w {
			scaled[i] = scale * w[i]
		}
		tau, _ := SharedSaddle(scaled, alpha)
		check.Within(t, "tau near the transition", tau, row.tau, 0.02)
	}
	if _, err := SharedSaddle([]float64{math.NaN(), 5}, 1); err == nil {
		t.Error("NaN has a saddle point")
	}
}

// The susceptibility within a lump against the exact law of homogeneous weights, P(k) ~ C(N,k) (2 cosh(w(2k-N)/Nh))^Nh; it is that of
// infinitely many spins.
func TestSharedSusceptibility(t *testing.T) {
	const n, hidden = 4000, 2000
	for _, share := range []float64{0.3, 0.8, 1.3, 1.8} { // of the critical weight
		w := share * math.Sqrt(float64(hidden)/n)
		choose := portable.LogChoose(n)
		top := math.Inf(-1)
		logp := make([]float64, n+1)
		for k := range logp {
			logp[k] = choose[k] + hidden*portable.Log2Cosh(w*float64(2*k-n)/hidden)
			top = math.Max(top, logp[k])
		}
		z, size, square := 0.0, 0.0, 0.0
		for k, l := range logp {
			p, m := math.Exp(l-top), math.Abs(float64(2*k-n)/n)
			z, size, square = z+p, size+p*m, square+p*m*m
		}
		size, square = size/z, square/z
		want := n * square
		if share > 1 {
			want -= n * size * size
		}
		path := NewSharedTrajectory(n, hidden, 1.4)
		path.Along = w
		_, tau, err := path.State()
		if err != nil {
			t.Fatal(err)
		}
		check.Within(t, "chi", path.Susceptibility(tau)/want, 1, 0.02)
		path.Along, path.Start = path.Along*0.8, path.Along*0.6
		if q := path.Q(); q < 1 {
			check.Close(t, "1 + Along^2 (N/Nh)/(1-q)", path.Susceptibility(0), 1+path.Along*path.Along*n/hidden/(1-q), 12)
		}
	}
}
