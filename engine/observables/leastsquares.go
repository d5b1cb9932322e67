package observables

import "math"

// LeastSquares fits y = sum_j c_j x_j, linear in its coefficients, to values of known standard errors, by minimising the sum of
// (y - fit)^2/error^2. The errors of what it returns follow from those, not from the scatter ([Fit] does that), so that a fit
// through as many points as coefficients has one. Made for a handful of coefficients of similar size.
type LeastSquares struct {
	terms, n int
	normal   []float64 // terms x terms: sum x_i x_j/error^2
	right    []float64 // sum x_i y/error^2
	factor   []float64 // Cholesky factor of normal
	scratch  []float64
}

// NewLeastSquares returns an empty fit of so many terms.
func NewLeastSquares(terms int) *LeastSquares {
	return &LeastSquares{terms: terms, normal: make([]float64, terms*terms), right: make([]float64, terms),
		factor: make([]float64, terms*terms), scratch: make([]float64, terms)}
}

// Add accumulates a value y measured at x (a number for each term). Without a positive, finite error it is left out.
// It panics on a wrong number of terms.
func (l *LeastSquares) Add(y, stdErr float64, x ...float64) {
	if len(x) != l.terms {
		panic("observables: a number for each term of a fit")
	}
	weight := 1 / float64(stdErr*stdErr)
	if !(stdErr > 0) || math.IsInf(weight, 0) || weight == 0 || math.IsNaN(y) {
		return
	}
	l.n++
	for i, a := range x {
		l.right[i] += float64(weight * float64(a*y))
		for j, b := range x {
			l.normal[i*l.terms+j] += float64(weight * float64(a*b))
		}
	}
}

// N returns how many values were added.
func (l *LeastSquares) N() int { return l.n }

// At returns the fit at x and its standard error; x = 1, 0, 0 ... gives the first coefficient. NaN as long as the values do not
// determine the coefficients.
func (l *LeastSquares) At(x ...float64) (value, stdErr float64) {
	if len(x) != l.terms {
		panic("observables: a number for each term of a fit")
	}
	if !l.factorise() {
		return math.NaN(), math.NaN()
	}
	// With normal = R R' and z = R^-1 x, the error^2 is |z|^2 and the fit z.(R^-1 right).
	z := l.forward(append([]float64(nil), x...))
	r := l.forward(append(l.scratch[:0], l.right...))
	square := 0.0
	for i := range z {
		value += float64(z[i] * r[i])
		square += float64(z[i] * z[i])
	}
	return value, math.Sqrt(square)
}

// factorise computes the Cholesky factor; false if the matrix is singular, to 1e-12 of its diagonal.
func (l *LeastSquares) factorise() bool {
	k, r := l.terms, l.factor
	for j := range k {
		for i := j; i < k; i++ {
			sum := l.normal[i*k+j]
			for m := range j {
				sum -= float64(r[i*k+m] * r[j*k+m])
			}
			if i > j {
				r[i*k+j] = sum / r[j*k+j]
			} else if sum <= 1e-12*l.normal[j*k+j] || math.IsNaN(sum) {
				return false
			} else {
				r[j*k+j] = math.Sqrt(sum)
			}
		}
	}
	return l.n >= k
}

// forward solves R z = x in place.
func (l *LeastSquares) forward(x []float64) []float64 {
	for i := range x {
		for m := range i {
			x[i] -= float64(l.factor[i*l.terms+m] * x[m])
		}
		x[i] /= l.factor[i*l.terms+i]
	}
	return x
}
