package kernels

import "math"

// Exp returns e^x with a relative error below 2e-7.
//
// It is 0 for x < -87.33 (results are never subnormal), +Inf for x > 88.72, and NaN for NaN.
func Exp(x float32) float32 {
	switch {
	case x != x:
		return x
	case x > 88.72:
		return float32(math.Inf(1))
	case x < -87.33:
		return 0
	}
	return exp(x)
}

// exp returns e^x for -87.33 <= x <= 88.72, in operations that four lanes can do: 2^k e^z with x = k ln2 + z, |z| <= ln2/2.
// (It is in two parts because small functions cost no call.)
func exp(x float32) float32 {
	rounded, z := reduce(x)
	return expSmall(z, rounded<<23)
}

// reduce returns the bits of a float whose lowest bits are k, the integer nearest to x/ln2, and z = x - k ln2.
//
// Adding 3*2^22 rounds to an integer; ln2 is split in two so that its product with k is exact (W. J. Cody and W. Waite,
// Software Manual for the Elementary Functions, 1980, chapter 6).
func reduce(x float32) (rounded uint32, z float32) {
	const (
		magic = 3 << 22
		ln2Hi = 0x1.62e4p-1
		ln2Lo = 1.42860682030941723212e-6
	)
	r := float32(x*math.Log2E) + magic
	k := r - magic
	return math.Float32bits(r), x - float32(k*ln2Hi) - float32(k*ln2Lo)
}

// expSmall returns e^z for |z| <= ln2/2 with the exponent raised by the given bits: a polynomial whose first two terms
// are exact and whose relative error is as small as can be, 1.05e-7 (by Lawson's algorithm).
func expSmall(z float32, exponent uint32) float32 {
	p := float32(z*0.00831250211248) + 0.0418903319706
	p = float32(p*z) + 0.166671153815
	p = float32(p*z) + 0.499992303052
	p = float32(p*z) + 1
	p = float32(p*z) + 1
	return math.Float32frombits(math.Float32bits(p) + exponent)
}

// onePlusExpNeg returns 1 + e^(-x), with x clamped to ±41.5 so that no product or quotient with a number of ordinary size
// ever is subnormal, which would cost a hundred cycles. Relative error below 2.2e-7.
func onePlusExpNeg(x float32) float32 {
	// The clamps are on integers because only those are compiled without a branch for wasm.
	b := math.Float32bits(-x)
	if x > 41.5 {
		b = 0xc2260000
	}
	if x < -41.5 {
		b = 0x42260000
	}
	rounded, z := reduce(math.Float32frombits(b))
	return 1 + expSmall(z, rounded<<23)
}

// Sigmoid returns 1/(1+e^(-x)), the mean of a {0,1} unit with input x. Relative error below 3e-7.
//
// Beyond ±41.5 it keeps the values 1 and 9.5e-19 that it has there. It is the function that MeanHidden applies.
func Sigmoid(x float32) float32 {
	if x != x {
		return x
	}
	return 1 / onePlusExpNeg(x)
}

// Tanh returns tanh x, the mean of a ±1 spin in the field x. Relative error below 3e-7; odd; ±1 for ±Inf, NaN for NaN.
//
// Below 1/2, where the quotient (1-e^(-2x))/(1+e^(-2x)) would cancel, it is an odd minimax polynomial.
func Tanh(x float32) float32 {
	a := float32(math.Abs(float64(x)))
	if a < 0.5 {
		z := float32(x * x)
		p := float32(z*0.0171413190504) - 0.0530150843954
		p = float32(p*z) + 0.133258020148
		p = float32(p*z) - 0.333331637292
		return x + float32(x*float32(p*z))
	}
	e := Exp(-2 * a)
	return float32(math.Copysign(float64((1-e)/(1+e)), float64(x)))
}

// Softplus returns ln(1+e^x) = max(x,0) + ln(1+e^(-|x|)), minus the free energy of a {0,1} unit with input x. Relative error
// below 4e-7; 0 for x < -87.33, +Inf for +Inf, NaN for NaN.
func Softplus(x float32) float32 {
	a := float32(math.Abs(float64(x)))
	if x < 0 {
		return logOnePlus(Exp(-a))
	}
	return x + logOnePlus(Exp(-a))
}

// Log2Cosh returns ln(2 cosh x) = |x| + ln(1+e^(-2|x|)), minus the free energy of a ±1 spin in the field x. Relative error below
// 3e-7; even; +Inf for ±Inf, NaN for NaN.
func Log2Cosh(x float32) float32 {
	a := float32(math.Abs(float64(x)))
	return a + logOnePlus(Exp(-2*a))
}

// logOnePlus returns ln(1+y) for 0 <= y <= 1: 2 artanh s with s = y/(2+y) <= 1/3, artanh by an odd minimax polynomial.
func logOnePlus(y float32) float32 {
	s := y / (2 + y)
	z := float32(s * s)
	p := float32(z*0.140873286224) + 0.139901266274
	p = float32(p*z) + 0.200108638389
	p = float32(p*z) + 0.333332226459
	return 2 * (s + float32(s*float32(p*z)))
}
