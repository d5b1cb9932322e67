package observables

import "math"

// Moments accumulates the moments of a number that many independent chains have, over chains and time, with errors from the
// scatter between the chains: whatever the autocorrelation in time, they are honest. Clear makes it ready for use.
type Moments struct {
	sums  [][4]float64 // of each chain: of x, x^2, x^3, x^4
	times int
}

// NewMoments returns empty moments over so many chains.
func NewMoments(chains int) *Moments { return &Moments{sums: make([][4]float64, chains)} }

// Clear forgets everything.
func (m *Moments) Clear() {
	clear(m.sums)
	m.times = 0
}

// Add accumulates the numbers of all chains at one time. It panics if their number is wrong.
func (m *Moments) Add(x []float64) {
	if len(x) != len(m.sums) {
		panic("observables: a number for each chain")
	}
	m.times++
	for c, v := range x {
		s, square := &m.sums[c], float64(v*v)
		s[0] += v
		s[1] += square
		s[2] += float64(square * v)
		s[3] += float64(square * square)
	}
}

// central returns the mean of all numbers, their second and fourth central moments, and those two of each chain by itself
// (about the common mean), in turn.
func (m *Moments) central(each func(second, fourth float64)) (mean, second, fourth float64) {
	times, chains := float64(m.times), float64(len(m.sums))
	for _, s := range m.sums {
		mean += s[0] / times / chains
	}
	square := float64(mean * mean)
	for _, s := range m.sums {
		first := s[0] / times
		two := s[1]/times - float64(float64(2*mean)*first) + square
		four := s[3]/times - float64(4*float64(mean*(s[2]/times))) + float64(6*float64(square*(s[1]/times))) -
			float64(4*float64(float64(square*mean)*first)) + float64(square*square)
		second += two / chains
		fourth += four / chains
		if each != nil {
			each(two, four)
		}
	}
	return mean, second, fourth
}

// Mean returns the mean and its standard error.
func (m *Moments) Mean() (mean, stdErr float64) {
	var s Stat
	for _, sums := range m.sums {
		s.Add(sums[0] / float64(m.times))
	}
	return s.Mean(), s.StdErr()
}

// Variance returns the variance over chains and time, which for a projection on a unit vector is the susceptibility, and its
// standard error. Below some ten chains it is too small by the uncertainty of the mean.
func (m *Moments) Variance() (variance, stdErr float64) {
	var s Stat
	_, variance, _ = m.central(func(second, _ float64) { s.Add(second) })
	return variance, s.StdErr()
}

// Binder returns the cumulant 1 - <x^4>/(3 <x^2>^2) of x less its mean, and its standard error: 0 for a Gaussian, 2/3 for
// two sharp peaks.
func (m *Moments) Binder() (cumulant, stdErr float64) {
	_, second, fourth := m.central(nil)
	square := float64(second * second)
	var s Stat
	m.central(func(two, four float64) {
		s.Add(float64(2*float64(fourth*two))/float64(3*float64(square*second)) - four/float64(3*square))
	})
	return 1 - fourth/float64(3*square), s.StdErr()
}

// Autocorrelation accumulates the successive values of a number that many independent chains have, and estimates how long it
// remembers.
type Autocorrelation struct {
	x      [][]float64 `memory:"-"` // time x chains
	times  int
	groups int
	mean   float64
	c      [][]float64 // groups x lags: sums of products
	total  []float64
}

// jackknifeGroups is how many groups of chains are left out in turn.
const jackknifeGroups = 20

// NewAutocorrelation returns room for so many values of each chain. Memory: all of them.
func NewAutocorrelation(chains, times int) *Autocorrelation {
	a := &Autocorrelation{x: make([][]float64, times), groups: min(jackknifeGroups, chains)}
	for t := range a.x {
		a.x[t] = make([]float64, chains)
	}
	return a
}

// Clear forgets everything.
func (a *Autocorrelation) Clear() { a.times = 0 }

// Next returns where the numbers of all chains at the next time go. It panics when the room is used up.
func (a *Autocorrelation) Next() []float64 {
	if a.times == len(a.x) {
		panic("observables: no room for another time")
	}
	a.times++
	return a.x[a.times-1]
}

// Time returns the exponential autocorrelation time, in units of the steps between the values, and its standard error.
//
// The autocorrelation C(l), about the mean over chains and time, is fitted by an exponential between the lags tau/2 and 2 tau (rounded,
// at least 0 and 1), where the faster modes are gone and the noise is still small: a straight line through ln C weighted by
// C^2. tau is found by iteration. The error is the jackknife's over groups of chains, for the same lags. NaN if C is not
// positive there, or the series is shorter than 8 tau: with so little of it there is nothing to tell.
func (a *Autocorrelation) Time(pause func()) (tau, stdErr float64) {
	a.correlate(pause)
	first, last := 0, 1
	for range 20 {
		tau = a.slope(-1, first, last)
		if !(tau > 0) {
			return math.NaN(), math.NaN()
		}
		from := int(tau/2 + 0.5)
		to := max(int(2*tau+0.5), from+1)
		if to >= len(a.total) {
			return math.NaN(), math.NaN()
		}
		if from == first && to == last {
			break
		}
		first, last = from, to
	}
	var s Stat
	for g := range a.groups {
		s.Add(a.slope(g, first, last))
	}
	n := float64(a.groups)
	return tau, math.Sqrt(s.Variance()/n) * (n - 1)
}

// correlate sums x(t) x(t+l) for the lags up to a quarter of the series.
func (a *Autocorrelation) correlate(pause func()) {
	chains, lags := len(a.x[0]), max(a.times/4, min(a.times, 3))
	sum := 0.0
	for _, row := range a.x[:a.times] {
		for _, v := range row {
			sum += v
		}
	}
	a.mean = sum / float64(chains*a.times)
	a.total, a.c = make([]float64, lags), make([][]float64, a.groups)
	for g := range a.c {
		a.c[g] = make([]float64, lags)
	}
	for l := range lags {
		for t := range a.times - l {
			now, then := a.x[t], a.x[t+l]
			for g := range a.groups {
				from, to := g*chains/a.groups, (g+1)*chains/a.groups
				part := 0.0
				for c := from; c < to; c++ {
					part += float64((now[c] - a.mean) * (then[c] - a.mean))
				}
				a.c[g][l] += part
			}
			if t%64 == 0 {
				pause()
			}
		}
		for g := range a.c {
			a.c[g][l] /= float64(a.times - l)
			a.total[l] += a.c[g][l]
		}
	}
}

// slope fits the lags first..last without the group g, and returns the time.
func (a *Autocorrelation) slope(g, first, last int) float64 {
	var f Fit
	for l := first; l <= last; l++ {
		c := a.total[l]
		if g >= 0 {
			c -= a.c[g][l]
		}
		if c <= 0 {
			return math.NaN()
		}
		f.AddWeighted(float64(l), math.Log(c), float64(c*c))
	}
	slope, _ := f.Slope()
	return -1 / slope
}
