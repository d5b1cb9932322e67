package observables

import (
	"math"
	"math/rand/v2"
	"testing"

	"cascade/engine/internal/check"
)

// autoregressive is a Gaussian process x' = lambda x + noise of variance 1 about the given mean, started in its law.
func autoregressive(chains int, lambda, mean float64, r *rand.Rand) func() []float64 {
	x, out := make([]float64, chains), make([]float64, chains)
	for c := range x {
		x[c] = r.NormFloat64()
	}
	return func() []float64 {
		for c := range x {
			x[c] = lambda*x[c] + math.Sqrt(1-lambda*lambda)*r.NormFloat64()
			out[c] = x[c] + mean
		}
		return out
	}
}

func TestMomentsAreThoseOfAllNumbers(t *testing.T) {
	const chains, times = 5, 7
	r := rand.New(rand.NewPCG(31, 1))
	m := NewMoments(chains)
	m.Add([]float64{9, 9, 9, 9, 9})
	m.Clear()
	var all []float64
	for range times {
		x := make([]float64, chains)
		for c := range x {
			x[c] = 2 + r.NormFloat64()
		}
		m.Add(x)
		all = append(all, x...)
	}
	mean, second, fourth := 0.0, 0.0, 0.0
	for _, v := range all {
		mean += v / float64(len(all))
	}
	for _, v := range all {
		second += math.Pow(v-mean, 2) / float64(len(all))
		fourth += math.Pow(v-mean, 4) / float64(len(all))
	}
	got, _ := m.Mean()
	check.Close(t, "mean", got, mean, 12)
	got, _ = m.Variance()
	check.Close(t, "variance", got, second, 12)
	got, _ = m.Binder()
	check.Close(t, "Binder cumulant", got, 1-fourth/(3*second*second), 11)
}

// TestMomentsErrorsAreHonest although successive numbers are correlated: over 300 repetitions the scatter is the error.
func TestMomentsErrorsAreHonest(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 2))
	for name, read := range map[string]func(*Moments) (float64, float64){"mean": (*Moments).Mean, "variance": (*Moments).Variance, "Binder cumulant": (*Moments).Binder} {
		var value, stdErr Stat
		m := NewMoments(60)
		for range 300 {
			m.Clear()
			next := autoregressive(60, 0.8, 3, r)
			for range 40 {
				m.Add(next())
			}
			v, e := read(m)
			value.Add(v)
			stdErr.Add(e)
		}
		check.Within(t, name+": scatter over error", math.Sqrt(value.Variance())/stdErr.Mean(), 1, 0.15)
	}
}

func TestAutocorrelationTime(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 3))
	for _, lambda := range []float64{0.3, 0.8, 0.95} {
		var tau, stdErr Stat
		a := NewAutocorrelation(300, 200)
		for range 40 {
			a.Clear()
			next := autoregressive(300, lambda, -7, r)
			for range 200 {
				copy(a.Next(), next())
			}
			v, e := a.Time(still)
			tau.Add(v)
			stdErr.Add(e)
		}
		want := -1 / math.Log(lambda)
		check.Within(t, "time, relative to the known one", tau.Mean()/want, 1, 3.5*tau.StdErr()/want+0.003)
		check.Within(t, "scatter over error", math.Sqrt(tau.Variance())/stdErr.Mean(), 1, 0.4)
	}
}

// TestAutocorrelationSeesTheSlowestMode: a fast mode of the same size is gone at the lags of the fit.
func TestAutocorrelationSeesTheSlowestMode(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 4))
	slow, fast := autoregressive(400, 0.9, 0, r), autoregressive(400, 0.3, 0, r)
	a := NewAutocorrelation(400, 400)
	for range 400 {
		x := a.Next()
		copy(x, slow())
		for c, v := range fast() {
			x[c] += v
		}
	}
	tau, stdErr := a.Time(still)
	check.Agree(t, "time", tau, stdErr, -1/math.Log(0.9), 4)
	noise := NewAutocorrelation(30, 40)
	for range 40 {
		for c := range noise.Next() {
			noise.x[noise.times-1][c] = r.NormFloat64()
		}
	}
	if tau, _ := noise.Time(still); tau > 1 {
		t.Errorf("noise remembers for %g", tau)
	}
}

func TestLeastSquares(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 5))
	var intercept, curvature, at Stat
	for range 400 {
		l := NewLeastSquares(3)
		for i := range 9 {
			x := float64(i) - 3
			e := 0.1 + 0.05*float64(i%3)
			l.Add(2-0.5*x+0.25*x*x+e*r.NormFloat64(), e, 1, x, x*x)
		}
		l.Add(99, 0, 1, 0, 0) // without an error: left out
		l.Add(99, math.NaN(), 1, 0, 0)
		l.Add(math.NaN(), 1, 1, 0, 0)
		for _, q := range []struct {
			s    *Stat
			x    []float64
			want float64
		}{{&intercept, []float64{1, 0, 0}, 2}, {&curvature, []float64{0, 0, 1}, 0.25}, {&at, []float64{1, 2, 4}, 2}} {
			v, e := l.At(q.x...)
			q.s.Add((v - q.want) / e)
		}
		if l.N() != 9 {
			t.Fatalf("%d values", l.N())
		}
	}
	for _, s := range []Stat{intercept, curvature, at} {
		check.Agree(t, "normalised deviation", s.Mean(), s.StdErr(), 0, 4)
		check.Within(t, "its variance", s.Variance(), 1, 0.3)
	}
	l := NewLeastSquares(2)
	l.Add(1, 1, 1, 2)
	l.Add(1, 1, 1, 2)
	if v, _ := l.At(1, 0); !math.IsNaN(v) {
		t.Errorf("two coefficients from one point: %g", v)
	}
}
