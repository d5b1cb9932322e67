package experiments

import (
	"math"

	"cascade/engine/kernels"
	"cascade/engine/theory"
)

// fields shows the free energy of the hidden unit, and how the chains' magnetisation is distributed.
func (r *mattis) fields(emit func(Field)) {
	r.landscape(emit)
	r.histogram(emit)
}

// landscape is as wide all along, so that the axis stands still.
func (r *mattis) landscape(emit func(Field)) {
	r.valley.fields(r.weights, 1.5*math.Sqrt(max(r.in.float("beta"), 1)), emit)
}

// histogram emits the density of the chains' magnetisation, the theory's branches for the machine as it is, and the
// teacher's law.
func (r *mattis) histogram(emit func(Field)) {
	r.bins = magnetisationHistogram(r.bins, r.trainer.Chains, emit)
	h, err := theory.SaddlePoint(r.weights)
	if err != nil {
		h = 0
	}
	emitLumps(r.weights, h, r.teacher, emit)
}

// magnetisationHistogram emits the density of the magnetisation of the chains; dst is its memory.
func magnetisationHistogram(dst []float32, chains *kernels.Layer, emit func(Field)) []float32 {
	bins := min(61, chains.Units+1) | 1
	width := 2 / float64(bins)
	dst = resized(dst, 2*bins)
	for b := range bins {
		dst[b], dst[bins+b] = float32(-1+float64((float64(b)+0.5)*width)), 0
	}
	for c := range chains.Chains {
		b := min(int((magnetisation(chains, c)+1)/width), bins-1)
		dst[bins+b] += float32(1 / float64(width*float64(chains.Chains)))
	}
	emit(Field{Name: "histogram", Rows: 2, Cols: bins, Extent: [4]float32{-1, 1}, Data: dst})
	return dst
}

// emitLumps emits where theory expects the magnetisation of spins in the fields h w_i, and the teacher's law.
func emitLumps(weights []float64, h float64, teacher teacherLaw, emit func(Field)) {
	branches := []float32{0}
	if h > 0 {
		x := float32(meanSpin(weights, h))
		branches = []float32{-x, x}
	}
	emit(Field{Name: "histogram.theory", Rows: 1, Cols: len(branches), Data: branches})
	emit(Field{Name: "histogram.teacher", Rows: 2, Cols: len(teacher.density) / 2, Extent: [4]float32{-1, 1}, Data: teacher.density})
}

// resized returns s with length n, reusing its memory.
func resized(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}
