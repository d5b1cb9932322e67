package simd

import (
	"math"

	. "cascade/engine/kernels/internal/assembler"
)

// exponential holds the variables of an exponential function.
type exponential struct{ result, rounded, k, z Vec }

func newExponential(f *Func) *exponential {
	v := f.NewVecs(4)
	return &exponential{v[0], v[1], v[2], v[3]}
}

// exp sets result to exp of math32.go at x, an expression that is evaluated twice.
func (e *exponential) exp(f *Func, x Vec) {
	const (
		magic = 3 << 22
		ln2Hi = 0x1.62e4p-1
		ln2Lo = 1.42860682030941723212e-6
	)
	f.SetVec(e.rounded, x.Mul(V(math.Log2E)).Add(V(magic)))
	f.SetVec(e.k, e.rounded.Sub(V(magic)))
	f.SetVec(e.z, x.Sub(e.k.Mul(V(ln2Hi))).Sub(e.k.Mul(V(ln2Lo))))
	p := e.z.Mul(V(0.00831250211248)).Add(V(0.0418903319706))
	for _, c := range []float32{0.166671153815, 0.499992303052, 1, 1} {
		p = p.Mul(e.z).Add(V(c))
	}
	f.SetVec(e.result, p.AddI(e.rounded.ShlI(23)))
}

// onePlusExpNeg sets result to onePlusExpNeg of math32.go at x.
func (e *exponential) onePlusExpNeg(f *Func, x Vec) { e.onePlusExp(f, x.Neg()) }

// onePlusExp sets result to the same at -x.
func (e *exponential) onePlusExp(f *Func, x Vec) {
	f.SetVec(e.result, x.AtLeast(V(-41.5)).AtMost(V(41.5)))
	e.exp(f, e.result)
	f.SetVec(e.result, V(1).Add(e.result))
}
