//go:build !js

package kernels

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// twinExponentials compares low and high; n is a multiple of 4.
func twinExponentials(t testing.TB, about string, r *source, x []float32, scale float32) {
	w := theTwin()
	low, high := make([]float32, len(x)), make([]float32, len(x))
	for i, x := range x {
		e := exp(float32(scale * x))
		low[i], high[i] = e, 1/e
	}
	w.run(t, about, "exponentials", result(w, r.numbers(len(x)), low, nil), result(w, r.numbers(len(x)), high, nil), given(w, x), 4*len(x), scale)
}

func TestTwinExponentials(t *testing.T) {
	for n := range 18 {
		for _, scale := range []float32{0, 1, -1, 7, -27.7} {
			r := newSource(uint64(n), 0)
			x := r.numbers(4 * n)
			for i := range x {
				switch r.IntN(20) {
				case 0:
					x[i] = special[r.IntN(len(special))]
					if math.Abs(float64(x[i])) > 1e6 && x[i]-x[i] == 0 {
						x[i] = 1e4 // beyond, NaNs are computed with as integers
					}
				}
			}
			twinExponentials(t, fmt.Sprint(n, scale), r, x, scale)
		}
	}
}

// twinProducts compares the products of several columns.
func twinProducts(t testing.TB, about string, r *source, units, columns, period int, size float64) {
	w, width := theTwin(), pad4(units)
	stride := width + r.IntN(6)
	factor := func(n int, upTo float64) []float32 {
		list := make([]float32, n)
		for i := range list {
			list[i] = float32(math.Exp(upTo * (2*r.Float64() - 1)))
			if r.IntN(30) == 0 {
				list[i] = []float32{0, 1e-45, 1e-39, 1}[r.IntN(4)]
			}
		}
		return list
	}
	e, f := factor(columns*stride, size), factor(width, 1)
	clear(f[units:])
	before, after := make([]uint32, 8*columns), make([]uint32, 8*columns)
	for i := range before {
		before[i] = r.Uint32()
	}
	for j := range columns {
		p := product(e[j*stride:][:width], f, period)
		for k := range 4 {
			after[8*j+k], after[8*j+4+k] = math.Float32bits(p.product[k]), uint32(p.exponent[k])
		}
	}
	w.run(t, about, "logProducts", given(w, e), 4*stride, columns, given(w, f), 4*width, 16*period, result(w, before, after, nil))
}

func TestTwinLogProducts(t *testing.T) {
	everyLength(func(n int, r *source, about string) {
		for _, period := range []int{1, 2, 3, 7, 124} {
			twinProducts(t, about, r, n, r.IntN(5), period, []float64{1, 10, 42}[r.IntN(3)])
		}
	})
}

// doubles are numbers of a panel.
func (r *source) doubles(n int) []float64 {
	list := make([]float64, n)
	for i := range list {
		list[i] = r.NormFloat64()
		if r.rarity > 0 && r.IntN(r.rarity) == 0 {
			list[i] = []float64{0, math.Copysign(0, -1), 5e-324, -1e-310, math.Inf(1), math.Inf(-1), math.NaN(), math.MaxFloat64}[r.IntN(8)]
		}
	}
	return list
}

func flatPanel(x [][4]float64) (list []float64) {
	for _, four := range x {
		list = append(list, four[:]...)
	}
	return list
}

func TestTwinPanels(t *testing.T) {
	w := theTwin()
	everyLength(func(n int, r *source, about string) {
		w0, w1, x := r.numbers(n), r.numbers(n), make([][4]float64, n)
		for j := range x {
			x[j] = [4]float64(r.doubles(4))
		}
		old, t0, t1 := r.doubles(4), [4]float64{}, [4]float64{}
		Dots(&t0, &t1, w0, w1, x)
		w.run(t, about, "dots", result(w, old, t0[:], nil), result(w, old, t1[:], nil), given(w, w0), given(w, w1), given(w, flatPanel(x)), n)

		t0, t1 = [4]float64(r.doubles(4)), [4]float64(r.doubles(4))
		y := slices.Clone(x)
		AddProducts(y, &t0, &t1, w0, w1)
		w.run(t, about, "addProducts", result(w, flatPanel(x), flatPanel(y), nil), given(w, t0[:]), given(w, t1[:]), given(w, w0), given(w, w1), n)
	})
}

func TestTwinSumSoftplus(t *testing.T) {
	w := theTwin()
	for n := range 80 {
		for _, scale := range []float32{0, 1, -0.3} {
			r := newSource(uint64(n), 50*(n%2))
			x := r.numbers(4 * (n * n / 20))
			for i := range x {
				x[i] *= 9
			}
			var s softplusSums
			s.product = [4]float32{1, 1, 1, 1}
			for j, v := range x {
				s.add(j, float32(scale*v))
			}
			positive, product, exponent := s.positive, s.product, s.exponent
			after := make([]uint32, 8)
			for k := range 4 {
				after[k], after[4+k] = math.Float32bits(product[k]), uint32(exponent[k])
			}
			numbers := func(i int) bool { return i < 4 && product[i] != product[i] || i >= 4 && product[i-4] != product[i-4] }
			w.run(t, fmt.Sprint(n, scale), "sumSoftplus", result(w, make([]float64, 4), positive[:], nil), result(w, make([]uint32, 8), after, numbers), given(w, x), len(x)/4, scale)
		}
	}
}
