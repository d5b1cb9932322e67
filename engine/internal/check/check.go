// Package check is the vocabulary of the engine's tests: agreement to so many digits, agreement within error bars,
// gradients against differences, and sampling kernels that must leave their law alone.
//
// Every function takes the small interface [T] instead of *testing.T, so that the check itself can be tested: [Broken]
// runs it on a subject known to be wrong and fails when nothing is reported.
package check

import (
	"fmt"
	"math"
)

// T is what a check needs of *testing.T.
type T interface {
	Helper()
	Errorf(format string, args ...any)
}

// Close reports got when it differs from want by more than half a unit of the last of so many significant digits:
// |got-want| <= 0.5 10^(1-digits) |want|, or <= 10^-digits where want is 0. NaN agrees with nothing.
func Close(t T, name string, got, want float64, digits int) {
	t.Helper()
	tol := 0.5 * math.Pow10(1-digits) * math.Abs(want)
	if want == 0 {
		tol = math.Pow10(-digits)
	}
	if got != want && !(math.Abs(got-want) <= tol) {
		t.Errorf("%s = %.17g, want %.17g to %d digits (difference %.2g)", name, got, want, digits, got-want)
	}
}

// Within reports got when |got-want| > abs. NaN agrees with nothing.
func Within(t T, name string, got, want, abs float64) {
	t.Helper()
	if got != want && !(math.Abs(got-want) <= abs) {
		t.Errorf("%s = %.17g, want %.17g within %.2g (difference %.2g)", name, got, want, abs, got-want)
	}
}

// Agree reports a sample mean that is further than nsigma standard errors from its expectation. The standard error has to
// come from independent values (one per chain or data set), and be positive: a statistic that doesn't fluctuate isn't one.
func Agree(t T, name string, mean, stderr, want, nsigma float64) {
	t.Helper()
	if !(stderr > 0) || math.IsInf(stderr, 0) {
		t.Errorf("%s has the standard error %g, want a positive number", name, stderr)
		return
	}
	if !(math.Abs(mean-want) <= nsigma*stderr) {
		t.Errorf("%s = %.8g +- %.2g, want %.8g: %+.1f standard errors off, at most %g allowed",
			name, mean, stderr, want, (mean-want)/stderr, nsigma)
	}
}

// Broken runs a check on a subject known to be wrong, and reports when the check finds nothing: the test of a test.
func Broken(t T, name string, f func(T)) {
	t.Helper()
	var r recorder
	f(&r)
	if len(r.failures) == 0 {
		t.Errorf("%s is broken, but its check passed", name)
	}
}

// recorder is a T that remembers.
type recorder struct{ failures []string }

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}
