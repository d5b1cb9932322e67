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
func (e *exponential) exp(f *Func, x Vec) { together{e}.exp(f, []Vec{x}) }

// onePlusExpNeg sets result to onePlusExpNeg of math32.go at x.
func (e *exponential) onePlusExpNeg(f *Func, x Vec) { e.onePlusExp(f, x.Neg()) }

// onePlusExp sets result to the same at -x.
func (e *exponential) onePlusExp(f *Func, x Vec) { together{e}.onePlusExp(f, []Vec{x}) }

// together are exponentials step by step, each step for all of them: one by itself mostly waits for its last step, and a processor holds
// too few instructions in wait to begin many others in the meantime.
type together []*exponential

func newTogether(f *Func, n int) together {
	list := make(together, n)
	for k := range list {
		list[k] = newExponential(f)
	}
	return list
}

// exp is exponential.exp of each.
func (list together) exp(f *Func, x []Vec) {
	const (
		magic = 3 << 22
		ln2Hi = 0x1.62e4p-1
		ln2Lo = 1.42860682030941723212e-6
	)
	for n, e := range list {
		f.SetVec(e.rounded, x[n].Mul(V(math.Log2E)).Add(V(magic)))
	}
	for _, e := range list {
		f.SetVec(e.k, e.rounded.Sub(V(magic)))
	}
	for n, e := range list {
		f.SetVec(e.z, x[n].Sub(e.k.Mul(V(ln2Hi))).Sub(e.k.Mul(V(ln2Lo))))
	}
	for _, e := range list {
		f.SetVec(e.result, e.z.Mul(V(0.00831250211248)).Add(V(0.0418903319706)))
	}
	for _, c := range []float32{0.166671153815, 0.499992303052, 1, 1} {
		for _, e := range list {
			f.SetVec(e.result, e.result.Mul(e.z).Add(V(c)))
		}
	}
	for _, e := range list {
		f.SetVec(e.result, e.result.AddI(e.rounded.ShlI(23)))
	}
}

// onePlusExp is exponential.onePlusExp of each.
func (list together) onePlusExp(f *Func, x []Vec) {
	results := make([]Vec, len(list))
	for n, e := range list {
		results[n] = e.result
		f.SetVec(e.result, x[n].AtLeast(V(-41.5)).AtMost(V(41.5)))
	}
	list.exp(f, results)
	for _, e := range list {
		f.SetVec(e.result, V(1).Add(e.result))
	}
}
