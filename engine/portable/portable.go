// Package portable holds the float64 functions of statistical physics with the same bits on every target.
//
// The standard library's Exp and Tanh have assembly on amd64 that differs in the last bit from the code that wasm runs,
// and compilers may fuse x*y+z where the processor can. Everything that reaches a plot, a record or a hash therefore goes
// through these functions, in which every product is rounded explicitly. math.Log, Log1p, Sqrt and Floor are already the
// same everywhere and are used as they are.
package portable

import "math"

// Exp returns e^x. Relative error below 4e-16 for |x| <= 700; 0 below -745.13, +Inf above 709.78, NaN for NaN.
//
// It is the classical scheme of argument reduction x = k ln2 + r, |r| <= ln2/2, and a rational approximation of e^r
// (Remez coefficients of FreeBSD's e_exp.c, as in Go's portable math.Exp).
func Exp(x float64) float64 {
	const (
		ln2Hi = 6.93147180369123816490e-01
		ln2Lo = 1.90821492927058770002e-10
		log2e = 1.44269504088896338700e+00
		p1    = 1.66666666666666657415e-01
		p2    = -2.77777777770155933842e-03
		p3    = 6.61375632143793436117e-05
		p4    = -1.65339022054652515390e-06
		p5    = 4.13813679705723846039e-08
	)
	switch {
	case x != x:
		return x
	case x > 709.782712893384:
		return math.Inf(1)
	case x < -745.1332191019412:
		return 0
	case -1.0/(1<<28) < x && x < 1.0/(1<<28):
		return 1 + x
	}
	k := int(math.Floor(float64(log2e*x) + 0.5))
	hi := x - float64(float64(k)*ln2Hi)
	lo := float64(float64(k) * ln2Lo)
	r := hi - lo
	t := float64(r * r)
	c := r - float64(t*(p1+float64(t*(p2+float64(t*(p3+float64(t*(p4+float64(t*p5)))))))))
	y := 1 - ((lo - float64(r*c)/(2-c)) - hi)
	if k >= -1021 && k <= 1022 {
		return y * math.Float64frombits(uint64(k+1023)<<52)
	}
	return math.Ldexp(y, k)
}

// Tanh returns tanh x = (1-e^(-2|x|))/(1+e^(-2|x|)) sign x. Absolute error below 2e-16; relative below 1e-15
// (an odd Taylor polynomial is used for |x| < 0.05, where the quotient would cancel).
func Tanh(x float64) float64 {
	a := math.Abs(x)
	if a < 0.05 {
		z := float64(x * x)
		return x + float64(float64(x*z)*(-1.0/3+float64(z*(2.0/15+float64(z*(-17.0/315+float64(z*(62.0/2835+float64(z*(-1382.0/155925))))))))))
	}
	e := Exp(-2 * a)
	return math.Copysign((1-e)/(1+e), x)
}

// Sigmoid returns 1/(1+e^(-x)).
func Sigmoid(x float64) float64 { return 1 / (1 + Exp(-x)) }

// Softplus returns ln(1+e^x), without overflow and with full relative accuracy for large |x|.
func Softplus(x float64) float64 { return max(x, 0) + math.Log1p(Exp(-math.Abs(x))) }

// Log2Cosh returns ln(2 cosh x) = |x| + ln(1+e^(-2|x|)).
func Log2Cosh(x float64) float64 { a := math.Abs(x); return a + math.Log1p(Exp(-2*a)) }

// LogChoose returns the table of ln C(n,k) for k = 0..n. Cost n logarithms.
func LogChoose(n int) []float64 {
	t := make([]float64, n+1)
	for k := 1; k <= n; k++ {
		t[k] = t[k-1] + math.Log(float64(n-k+1)/float64(k))
	}
	// The sum drifts by n ulp; the table is symmetric, so the right half is the mirror of the better left one.
	for k := n/2 + 1; k <= n; k++ {
		t[k] = t[n-k]
	}
	return t
}
