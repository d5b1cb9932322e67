package experiments

import (
	"math"
	"math/rand/v2"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/kernels"
	"cascade/engine/observables"
)

// TestModesTakeOffAlongThePrincipalComponents trains on the made-up pictures with full batches and a small rate: before the
// first transition mode 1 lies along the data's first component and grows at the predicted rate, and the modes keep order.
func TestModesTakeOffAlongThePrincipalComponents(t *testing.T) {
	s := open(t, "digits?side=9&hidden=20&samples=200&lr=0.4&init=1e-4&batch=200&k=2&chains=400&modes=3&updates=2000")
	r := s.run.(*trained)
	var growth observables.Fit
	for math.IsNaN(r.crossing[0]) {
		if s.Done() {
			t.Fatal("mode 1 never reached its transition")
		}
		steps(t, s, 1)
		if w := r.triplets.Values[0]; w > 0.02 && w < 0.1 && r.at == s.Update() {
			growth.Add(float64(s.Update()), math.Log(w))
		}
	}
	slope, _ := growth.Slope()
	predicted := math.Log1p(0.4 * r.growing.Values[0] / 4)
	check.Within(t, "growth over ln(1 + lr lambda/4)", slope/predicted, 1, 0.01)
	if o := observables.Overlap(r.triplets.U.Row(0), r.growing.Vectors.Row(0)); math.Abs(o) < 0.97 {
		t.Errorf("overlap of mode 1 with its component at the transition: %v", o)
	}
	if ratio := r.crossing[0] / r.forecast[0]; ratio < 0.95 || ratio > 3 {
		t.Errorf("crossing at %v times the forecast of the linear theory, which is the earliest possible", ratio)
	}
	for k := 1; k < 3; k++ {
		if !(r.triplets.Values[k] < r.triplets.Values[k-1]) || r.rho[k] >= r.rho[k-1] {
			t.Errorf("modes out of order: %v %v", r.triplets.Values, r.rho)
		}
	}
}

// TestCriticalWeightFromAKnownLaw feeds the estimator susceptibilities around chi = 4/(w_c^2 - w^2), rounded as in a machine of
// 100 units, with noise of 4 %.
func TestCriticalWeightFromAKnownLaw(t *testing.T) {
	const wc, noise = 4.45, 0.04
	r := rand.New(rand.NewPCG(1, 2))
	var mean observables.Stat
	inside := 0
	for range 100 {
		c := critical{fit: observables.NewLeastSquares(2)}
		for w := 0.2; w < 4.6; w *= 1.03 {
			rho := w * w / (wc * wc)
			if rho > criticalFrom && rho < criticalTo {
				chi := 4 / (wc*wc - w*w + wc*wc/(100*(1-rho))) * (1 + noise*r.NormFloat64())
				c.add(w, rho, chi, noise*chi)
			}
		}
		w, stdErr := c.value()
		mean.Add(w)
		if math.Abs(w-wc) < 2*stdErr {
			inside++
		}
	}
	check.Agree(t, "mean estimate", mean.Mean(), mean.StdErr(), wc, 3)
	if inside < 90 {
		t.Errorf("%d of 100 estimates are within two of their errors", inside)
	}
}

// TestPicturesAreTheChains reads the shown pixels back.
func TestPicturesAreTheChains(t *testing.T) {
	s := steps(t, open(t, smallDigits), 3)
	r := s.run.(*trained)
	seen := map[string]Field{}
	s.Fields(func(f Field) { seen[f.Name] = f })
	for name, layer := range map[string]*kernels.Layer{"samples": r.trainer.Chains, "data": r.data.layer} {
		f := seen[name]
		if f.Rows != 12 || f.Cols != 81 {
			t.Fatalf("%s: %d x %d", name, f.Rows, f.Cols)
		}
		for c := range f.Rows {
			for i := range f.Cols {
				if (f.Data[c*f.Cols+i] == 1) != layer.Bit(c, i) {
					t.Fatalf("%s: picture %d, pixel %d is %v", name, c, i, f.Data[c*f.Cols+i])
				}
			}
		}
	}
	modes := seen["modes"]
	for k := range modes.Rows {
		sum := 0.0
		for _, x := range modes.Data[k*modes.Cols : (k+1)*modes.Cols] {
			sum += float64(x) * float64(x)
		}
		check.Within(t, "length of a mode", sum, 1, 1e-5)
	}
	if p := seen["projections"]; p.Rows != 2 || p.Cols != 12 {
		t.Errorf("projections %d x %d", p.Rows, p.Cols)
	}
}

// TestFirstLikelihoodIsQuickAndRight: with small weights few temperatures say what many say; with large ones many are used.
func TestFirstLikelihoodIsQuickAndRight(t *testing.T) {
	for init, temperatures := range map[string]int{"0.001": 400, "0.05": 400, "0.5": likelihoodTemperatures} {
		r := steps(t, open(t, "digits?side=12&hidden=40&samples=200&batch=100&chains=50&modes=2&init="+init), 1).run.(*trained)
		r.update = 0
		m := r.trainer.Machine
		r.loglik.AIS.Temperatures = temperatures
		want, _ := r.loglik.PerSample(m.W, m.B, m.C, func() {})
		r.loglik.AIS.Temperatures = likelihoodTemperatures
		got, _ := r.likelihood(func() {})
		check.Within(t, "log-likelihood with init "+init, got, want, 0.05)
	}
}

// TestLikelihoodIsSparseAndRises: it is measured rarely, and learning makes it larger.
func TestLikelihoodIsSparseAndRises(t *testing.T) {
	s := steps(t, open(t, "digits?side=9&hidden=10&samples=100&lr=0.5&batch=100&chains=50&modes=2"), 256)
	var x, y []float64
	s.OtherSeries(func(name string, u, v []float64) {
		if name == "loglik" {
			x, y = u, v
		}
	})
	if len(x) != 4 || x[1] != 64 || x[3] != 256 {
		t.Fatalf("likelihood at %v", x)
	}
	if !(y[3] > y[0]+2) {
		t.Errorf("log-likelihood %v", y)
	}
}
