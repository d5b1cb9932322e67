package experiments

import "cascade/engine/kernels"

// fields shows samples of the chains, the leading modes, and chains, data and free energy in the plane of the first two.
// Samples that are no pictures are shown as rows of units.
func (r *trained) fields(emit func(Field)) {
	l, units := r.look, r.data.layer.Units
	// Pictures have the extent of one of them; rows of units have none.
	side := float32(r.data.side)
	extent := [4]float32{0, side, 0, side}
	l.images = pictures(l.images, r.trainer.Chains, l.rows)
	emit(Field{Name: "samples", Rows: l.rows, Cols: units, Extent: extent, Data: l.images})
	emit(Field{Name: "data", Rows: l.rows, Cols: units, Extent: extent, Data: l.data, Static: true})
	l.modes = l.modes[:0]
	for k := range r.modes {
		l.modes = append(l.modes, r.triplets.U.Row(k)...)
	}
	emit(Field{Name: "modes", Rows: r.modes, Cols: units, Extent: extent, Data: l.modes})
	l.bars = l.bars[:0]
	bins := len(l.histogram.Counts)
	for b := range bins {
		l.bars = append(l.bars, float32(l.histogram.Centre(b)))
	}
	for b := range bins {
		l.bars = append(l.bars, float32(l.histogram.Density(b)))
	}
	emit(Field{Name: "histogram", Rows: 2, Cols: bins, Data: l.bars})
	if r.modes < 2 {
		return
	}
	l.points = columns(l.points, l.visible.M)
	emit(Field{Name: "projections", Rows: 2, Cols: l.visible.M.Rows, Data: l.points})
	l.dataDots = columns(l.dataDots, l.sample.M)
	emit(Field{Name: "projections.data", Rows: 2, Cols: l.sample.M.Rows, Data: l.dataDots})
	if l.classes != nil {
		emit(Field{Name: "projections.labels", Rows: 1, Cols: len(l.classes), Data: l.classes, Static: true})
	}
	l.landscape.field(emit)
}

// pictures writes the first n chains of a layer as pixels 0 and 1 behind one another.
func pictures(dst []float32, l *kernels.Layer, n int) []float32 {
	dst = resized(dst, n*l.Units)
	for c := range n {
		nibbles := l.Nibbles[c*l.Stride:]
		for i := range l.Units {
			dst[c*l.Units+i] = float32(nibbles[i>>2] >> (i & 3) & 1)
		}
	}
	return dst
}

// columns writes the first two columns of m, one after the other.
func columns(dst []float32, m *kernels.Matrix) []float32 {
	dst = resized(dst, 2*m.Rows)
	for c := range m.Rows {
		row := m.Row(c)
		dst[c], dst[m.Rows+c] = row[0], row[1]
	}
	return dst
}
