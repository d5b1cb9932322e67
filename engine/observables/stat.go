package observables

import "math"

// Stat accumulates the mean and the variance of independent numbers. The zero value is ready to use.
//
//	mean = (1/N) sum x,   variance = sum (x-mean)^2 / (N-1),   standard error of the mean = sqrt(variance/N)
//
// The updates are Welford's, so no digits are lost when the mean is large beside the spread. The standard error is
// honest only for independent numbers; for the successive values of a Markov chain use Blocks.
type Stat struct {
	n        int
	mean, m2 float64 // m2 = sum of squared deviations
}

// Add accumulates one number.
func (s *Stat) Add(x float64) {
	s.n++
	d := x - s.mean
	s.mean += d / float64(s.n)
	s.m2 += float64(d * (x - s.mean))
}

// Merge adds everything that other has accumulated, as if its numbers had been added to s.
func (s *Stat) Merge(other Stat) {
	if other.n == 0 {
		return
	}
	n := float64(s.n + other.n)
	d := other.mean - s.mean
	s.m2 += other.m2 + float64(float64(d*d)*(float64(s.n)*float64(other.n)/n))
	s.mean += float64(d * (float64(other.n) / n))
	s.n += other.n
}

// N returns how many numbers were added.
func (s *Stat) N() int { return s.n }

// Mean returns the mean, 0 if nothing was added.
func (s *Stat) Mean() float64 { return s.mean }

// Variance returns the unbiased variance, 0 for fewer than two numbers.
func (s *Stat) Variance() float64 {
	if s.n < 2 {
		return 0
	}
	return s.m2 / float64(s.n-1)
}

// StdErr returns the standard error of the mean, 0 for fewer than two numbers.
func (s *Stat) StdErr() float64 {
	if s.n < 2 {
		return 0
	}
	return math.Sqrt(s.Variance() / float64(s.n))
}

// Fit accumulates the least-squares line through points (x, y). The zero value is ready to use.
// With AddWeighted it minimises sum weight (y - line(x))^2; a weight is proportional to 1/variance of y.
type Fit struct {
	n                     int
	weight                float64
	mx, my, sxx, sxy, syy float64 // weighted means; weighted sums of products of deviations from them
}

// Add accumulates a point of weight 1.
func (f *Fit) Add(x, y float64) { f.AddWeighted(x, y, 1) }

// AddWeighted accumulates a point; one of weight 0 or less is ignored.
func (f *Fit) AddWeighted(x, y, weight float64) {
	if weight <= 0 {
		return
	}
	f.n++
	f.weight += weight
	share := weight / f.weight
	dx, dy := x-f.mx, y-f.my
	f.mx += float64(dx * share)
	f.my += float64(dy * share)
	rest := float64(weight * (1 - share)) // weight*dx*(x - new mean) = weight*(1-share)*dx^2
	f.sxx += float64(rest * float64(dx*dx))
	f.sxy += float64(rest * float64(dx*dy))
	f.syy += float64(rest * float64(dy*dy))
}

// N returns how many points were added.
func (f *Fit) N() int { return f.n }

// Slope returns the slope of the line and its standard error, which is taken from the scatter about the line:
//
//	sqrt( SSR / (n-2) / Sxx ),   SSR = weighted sum of squared residuals, Sxx = weighted sum of squares of x - <x>
//
// so weights only need to be right up to a factor. Slope and error are 0 as long as all x are equal, the error also
// for fewer than three points. It is honest for independent y.
func (f *Fit) Slope() (slope, stdErr float64) {
	if f.sxx == 0 {
		return 0, 0
	}
	slope = f.sxy / f.sxx
	if f.n > 2 {
		ssr := max(f.syy-float64(slope*f.sxy), 0)
		stdErr = math.Sqrt(ssr / float64(f.n-2) / f.sxx)
	}
	return slope, stdErr
}

// At returns the height of the line at x; the mean of y as long as all x are equal.
func (f *Fit) At(x float64) float64 {
	slope, _ := f.Slope()
	return f.my + float64(slope*(x-f.mx))
}

// Blocks accumulates the mean of correlated numbers, such as the successive values of a Markov chain, with an honest
// standard error. The zero value is ready to use.
//
// Level l holds the means of consecutive blocks of 2^l numbers; the naive standard error of level l grows with l until
// the blocks are longer than the correlation time and then stays constant (Flyvbjerg and Petersen, J. Chem. Phys. 91,
// 461 (1989), section IV). Deviation: instead of looking for the plateau by eye, StdErr takes the largest value among
// the levels with at least 32 blocks, which is known to 13 % at the worst.
type Blocks struct {
	levels  [40]Stat
	pending [40]float64 // first half of a block of the next level
	half    uint64      // bit l: pending[l] is in use
}

const minBlocks = 32

// Add accumulates the next number of the series.
func (b *Blocks) Add(x float64) {
	for l := range b.levels {
		b.levels[l].Add(x)
		if b.half>>l&1 == 0 {
			b.pending[l] = x
			b.half |= 1 << l
			return
		}
		b.half &^= 1 << l
		x = (b.pending[l] + x) / 2
	}
}

// N returns how many numbers were added.
func (b *Blocks) N() int { return b.levels[0].n }

// Mean returns the mean of all numbers.
func (b *Blocks) Mean() float64 { return b.levels[0].mean }

// StdErr returns the standard error of the mean; too small when the series is shorter than some 64 correlation times.
func (b *Blocks) StdErr() float64 {
	e := b.levels[0].StdErr()
	for l := 1; l < len(b.levels) && b.levels[l].n >= minBlocks; l++ {
		e = max(e, b.levels[l].StdErr())
	}
	return e
}
