package observables

import (
	"hash/fnv"
	"math"
	"testing"

	"cascade/engine/kernels"
)

// Every instrument once, to the last bit, the same natively and in wasm. When an algorithm changes on purpose the new
// value is the one that the failure prints, if both targets print the same.
func TestSameBitsOnEveryTarget(t *testing.T) {
	const want = 0xd85da521ca4628d0
	hash := fnv.New64a()
	add := func(numbers ...float64) {
		for _, x := range numbers {
			var b [8]byte
			for k, bits := 0, math.Float64bits(x); k < 8; k++ {
				b[k] = byte(bits >> (8 * k))
			}
			hash.Write(b[:])
		}
	}
	addMatrix := func(m *kernels.Matrix) {
		for i := range m.Rows {
			for _, x := range m.Row(i) {
				add(float64(x))
			}
		}
	}

	tr := NewTriplets(53, 31, 5)
	for step := range 4 {
		r, _ := tr.Update(weights(53, 31, 1, 0.1, 1+float64(step), 2), nil, make([]float64, 31), still)
		add(r)
		r, _ = tr.Update(weights(53, 31, 1, 0.1, 1+float64(step), 2), nil, nil, still)
		add(r)
		add(tr.Values...)
	}
	addMatrix(tr.U)
	addMatrix(tr.V)

	data := lumps(53, 211, 1)
	p := NewPCA(data, 5, still)
	for _, p.OffDiagonal = range []bool{false, true} {
		add(p.Solve(still))
		add(p.Values...)
		addMatrix(p.Vectors)
	}

	proj, x, q := NewProjector(53, 211, 5), make([]float64, 211), make([]float64, 105)
	proj.Project(tr.U, data, still)
	addMatrix(proj.M)
	var fit Fit
	var blocks Blocks
	for k := range 5 {
		proj.Column(x, k)
		chi, e := Susceptibility(x)
		add(chi, e)
		for c, v := range x {
			fit.AddWeighted(float64(c), v, float64(k+1))
			blocks.Add(v)
		}
	}
	slope, e := fit.Slope()
	add(slope, e, fit.At(3), blocks.Mean(), blocks.StdErr())
	ReplicaOverlaps(q, data)
	chi, e := OverlapSusceptibility(q, 53)
	add(chi, e)

	m := newToy(53, 29, 1, 0.3)
	ll, e := NewLikelihood(data, 29, 11, 23, 1).PerSample(m.w, m.b, m.c, still)
	small := newToy(53, 7, 1, 0.3)
	add(ll, e, LogPartition(small.w, small.b, small.c, still))

	if got := hash.Sum64(); got != want {
		t.Errorf("hash of all results is %#x, want %#x", got, uint64(want))
	}
}
