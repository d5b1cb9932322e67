package experiments

import (
	"math"

	"cascade/engine/kernels"
	"cascade/engine/theory"
)

// valleys shows the free energy of a machine of +-1 spins under Gaussian hidden units of variance 1/N over two directions in the space of
// these, see [theory.TwoHidden].
type valleys struct {
	axes       [2][]float64 // hidden: the directions
	plane      [2][]float32 // N weights of each
	wide       theory.TwoHidden
	wells      []theory.Point
	grid       *kernels.Landscape
	land, dots []float32 // fields
}

func newValleys(n, hidden int) valleys {
	v := valleys{wide: theory.TwoHidden{U: make([]float64, n), V: make([]float64, n)}, grid: kernels.NewLandscape(n, gridPoints(n))}
	for d := range v.axes {
		v.axes[d], v.plane[d] = make([]float64, hidden), make([]float32, n)
	}
	return v
}

// gridPoints returns the side of the free energy's grid: 64, and fewer for many spins, so that a frame costs a few milliseconds.
func gridPoints(n int) int { return min(64, max(32, 2*int(32*math.Sqrt(1000/float64(n))))) }

// face sets the weights along the axes from those of the hidden units.
func (v *valleys) face(w [][]float32) {
	for d, axis := range v.axes {
		clear(v.plane[d])
		for a, x := range axis {
			for i, y := range w[a] {
				v.plane[d][i] += float32(float32(x) * y)
			}
		}
	}
	for i := range v.wide.U {
		v.wide.U[i], v.wide.V[i] = float64(v.plane[0][i]), float64(v.plane[1][i])
	}
}

// fields emits the free energy up to a distance from 0 along each axis, its minima, and where chains and data lie on it.
func (v *valleys) fields(reach float64, wells []theory.Point, chains, data *kernels.Layer, tables *kernels.Tables, emit func(Field)) {
	extent := [4]float32{float32(-reach), float32(reach), float32(-reach), float32(reach)}
	if v.wide.Bias == nil {
		v.land = resized(v.land, v.grid.Points*v.grid.Points)
		v.grid.Set(v.plane[0], v.plane[1], reach)
		for row := range v.grid.Rows() {
			v.grid.Row(v.land, row)
		}
	}
	emit(Field{Name: "free_energy", Rows: v.grid.Points, Cols: v.grid.Points, Extent: extent, Data: v.land})
	flat := make([]float32, 2*len(wells))
	for i, h := range wells {
		flat[i], flat[len(wells)+i] = float32(h[0]), float32(h[1])
	}
	emit(Field{Name: "free_energy.minima", Rows: 2, Cols: len(wells), Extent: extent, Data: flat})
	v.project("projections", chains, tables, extent, emit)
	v.project("projections.data", data, tables, extent, emit)
}

// project emits h = w.v/N of all chains, for the weights w along both axes.
func (v *valleys) project(name string, l *kernels.Layer, tables *kernels.Tables, extent [4]float32, emit func(Field)) {
	v.dots = resized(v.dots, 2*l.Chains)
	for d, w := range v.plane {
		kernels.ProjectSpins(v.dots[d*l.Chains:(d+1)*l.Chains], l, w, tables)
	}
	for i := range v.dots {
		v.dots[i] /= float32(l.Units)
	}
	emit(Field{Name: name, Rows: 2, Cols: l.Chains, Extent: extent, Data: v.dots})
}

// valley shows the free energy of a single hidden unit.
type valley struct{ land, well []float32 }

// fields emits f(h) - min f up to a distance from 0 and its minima: of these weights, or without any as it was surveyed.
func (v *valley) fields(weights []float64, reach float64, emit func(Field)) {
	if weights != nil {
		v.solve(weights, reach)
	}
	emit(Field{Name: "landscape", Rows: 2, Cols: landscapePoints, Extent: [4]float32{float32(-reach), float32(reach)}, Data: v.land})
	if len(v.well) > 0 {
		emit(Field{Name: "landscape.minima", Rows: 2, Cols: len(v.well) / 2, Data: v.well})
	}
}

// solve computes them. f(h) = h^2/2 - (1/N) sum_i ln 2cosh(h w_i) is even.
func (v *valley) solve(weights []float64, reach float64) {
	const half = landscapePoints / 2
	v.land = resized(v.land, 2*landscapePoints)
	lowest := math.Inf(1)
	var f [half + 1]float64
	for i := range f {
		h := reach * float64(i) / half
		f[i] = float64(h*h)/2 - meanLog2Cosh(weights, float32(h))
		lowest = min(lowest, f[i])
	}
	for i := range landscapePoints {
		j := max(i-half, half-i)
		v.land[i] = float32(reach * float64(i-half) / half)
		v.land[landscapePoints+i] = float32(f[j] - lowest)
	}
	v.well = v.well[:0]
	if h, err := theory.SaddlePoint(weights); err == nil {
		v.well = append(v.well, 0, 0)
		if h > 0 {
			depth := float32(max(float64(h*h)/2-meanLog2Cosh(weights, float32(h))-lowest, 0))
			v.well = append(v.well[:0], float32(-h), float32(h), depth, depth)
		}
	}
}

const landscapePoints = 81 // of f(h), odd so that h = 0 is one

// meanLog2Cosh returns (1/N) sum_i ln 2cosh(h w_i).
func meanLog2Cosh(weights []float64, h float32) float64 {
	sum := 0.0
	for _, w := range weights {
		sum += float64(kernels.Log2Cosh(h * float32(w)))
	}
	return sum / float64(len(weights))
}
