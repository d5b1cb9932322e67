package observables

import (
	"math"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/kernels"
)

// TestInstabilityAgainstItsDefinition computes rho from the fields of every chain, in double precision and one by one.
func TestInstabilityAgainstItsDefinition(t *testing.T) {
	const nv, nh, chains, modes = 23, 11, 70, 3
	m := newToy(nv, nh, 21, 0.8)
	v, h := lumps(nv, chains, 3), lumps(nh, chains, 4)
	tr := NewTriplets(nv, nh, modes)
	if _, err := tr.Update(m.w, nil, nil, still); err != nil {
		t.Fatal(err)
	}
	onU, onV := NewProjector(nv, chains, modes), NewProjector(nh, chains, modes)
	onU.Project(tr.U, v, still)
	onV.Project(tr.V, h, still)
	s := NewInstability(nv, nh, chains, modes)
	s.Measure(m.w, m.b, m.c, tr, v, h, onU.M, onV.M, still)

	n := min(chains, instabilityChains)
	bit := func(l *kernels.Layer, c, i int) float64 {
		if l.Bit(c, i) {
			return 1
		}
		return 0
	}
	// variance returns <u'Du> of mode k in a layer whose field is bias + sum_j weight(i,j) y_j, with y the mean of x but for the
	// modes before k, whose vectors are the rows of others.
	variance := func(k int, bias, u []float32, others *kernels.Matrix, self, x *kernels.Layer, weight func(i, j int) float32) (sum float64) {
		first, second := make([]float64, len(u)), make([]float64, len(u))
		for c := range n {
			y := make([]float64, x.Units)
			for j := range y {
				for all := range chains {
					y[j] += bit(x, all, j) / chains
				}
			}
			deviation := make([]float64, x.Units)
			for j := range y {
				deviation[j] = bit(x, c, j) - y[j]
			}
			for a := range k {
				along := 0.0
				for j, e := range others.Row(a) {
					along += float64(e) * deviation[j]
				}
				for j, e := range others.Row(a) {
					y[j] += along * float64(e)
				}
			}
			for i := range u {
				field := float64(bias[i])
				for j := range y {
					field += float64(weight(i, j)) * y[j]
				}
				p := 1 / (1 + math.Exp(-field))
				first[i] += p / float64(n)
				second[i] += p * p / float64(n)
			}
		}
		for i, e := range u {
			f := 0.0
			for c := range chains {
				f += bit(self, c, i) / chains
			}
			sum += float64(e) * float64(e) * max(f*(1-f)-second[i]+first[i]*first[i], 0)
		}
		return sum
	}
	for k, w := range tr.Values {
		want := w * w *
			variance(k, m.b, tr.U.Row(k), tr.V, v, h, func(i, j int) float32 { return m.w.Row(i)[j] }) *
			variance(k, m.c, tr.V.Row(k), tr.U, h, v, func(j, i int) float32 { return m.w.Row(i)[j] })
		check.Within(t, "rho over its definition", s.Rho[k]/want, 1, 2e-3) // the triplets are good to their tolerance
	}
}

// TestShape: known laws, and no dependence on scale or origin.
func TestShape(t *testing.T) {
	flat, peaks := make([]float64, 999), make([]float64, 900)
	for i := range flat {
		flat[i] = float64(i)
	}
	for i := range peaks {
		if peaks[i] = 5; i < 200 {
			peaks[i] = -3
		}
	}
	excess, bimodal := Shape(flat)
	check.Within(t, "excess of a uniform law", excess, -1.2, 1e-5)
	check.Within(t, "bimodality of a uniform law", bimodal, 5.0/9, 1e-5)
	p := 200.0 / 900
	excess, bimodal = Shape(peaks)
	check.Close(t, "excess of two peaks", excess, (1-6*p*(1-p))/(p*(1-p)), 10)
	check.Close(t, "bimodality of two peaks", bimodal, 1, 10)
	if e, b := Shape([]float64{2, 2, 2}); e != 0 || b != 1.0/3 {
		t.Errorf("equal numbers: %v %v", e, b)
	}
}
