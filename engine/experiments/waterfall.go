package experiments

import (
	"math"
	"slices"

	"cascade/engine/kernels"
	"cascade/engine/theory"
)

// Waterfall is how one magnetisation is distributed over the chains, in a column for each point of the main series: a measured
// bifurcation diagram, in which one band becomes two where the machine's distribution splits. Beside each column stands where
// theory expects the lowest and the highest lump of the machine that the column was measured at: equal numbers before the
// transition, NaN where theory was not asked. The counts of a column add up to the number of chains: a value beyond the range
// is counted in the bin at that end. Because the schedule of the main series is logarithmic, a million updates have 961 columns.
type Waterfall struct {
	Name         string
	Low, High    float64 // edges of the range, which Bins equal bins divide
	Bins         int
	Counts       []uint16 // Bins for each column, the lowest first
	Lower, Upper []float32
	levels       []int `memory:"-"` // scratch: chains at each magnetisation
}

// maxBins bounds the bins of a column: as many as a panel has room to show.
const maxBins = 96

// latticeBins divides the range of the magnetisation of n spins, whose values (2k-n)/n are 2/n apart, so that every bin holds
// equally many of them: otherwise bins with one more than their neighbours would be stripes. At the ends there may be fewer.
func latticeBins(n int) Waterfall {
	each := (n + maxBins) / maxBins
	bins := (n + each) / each
	spare := (bins*each - n - 1) / 2
	low := -1 - float64(2*spare+1)/float64(n)
	return Waterfall{Low: low, High: low + float64(2*bins*each)/float64(n), Bins: bins}
}

// symmetricBins divides a range of that size around 0. Their number is odd, so that one lies around 0.
func symmetricBins(reach float64) Waterfall {
	return Waterfall{Low: -reach, High: reach, Bins: maxBins - 1}
}

// waterfall returns the waterfall of that name, of which empty gives the range the first time.
func (r *recorder) waterfall(name string, empty Waterfall) *Waterfall {
	for _, w := range r.waterfalls {
		if w.Name == name {
			return w
		}
	}
	empty.Name = name
	r.waterfalls = append(r.waterfalls, &empty)
	return &empty
}

// begin appends a column without counts. It is called once for each point of the main series.
func (w *Waterfall) begin(lower, upper float64) {
	w.Counts = append(w.Counts, make([]uint16, w.Bins)...)
	w.Lower, w.Upper = append(w.Lower, float32(lower)), append(w.Upper, float32(upper))
}

// count adds a chain to the last column.
func (w *Waterfall) count(x float64) {
	place := (x - w.Low) / (w.High - w.Low) * float64(w.Bins)
	bin := int(min(max(place, 0), float64(w.Bins-1)))
	w.Counts[len(w.Counts)-w.Bins+bin]++
}

// countSpins adds the magnetisations of n spins. Their values are 2/n apart, each stands for the range half way to its neighbours, and the bins may
// have been made for another n: counts are the differences of the rounded cumulative distribution, so that no bin between full ones stays empty.
func (w *Waterfall) countSpins(values []float32, n int) {
	w.levels = slices.Grow(w.levels[:0], n+2)[:n+2]
	clear(w.levels)
	for _, x := range values {
		w.levels[int(math.Floor(min(max(float64(x)+1, 0), 2)/2*float64(n)+0.5))]++
	}
	column := w.Counts[len(w.Counts)-w.Bins:]
	level, below, before := 0, 0, 0 // levels that lie below an edge as a whole, their chains, and those below the edge before
	for b := range column {
		edge := w.Low + float64((w.High-w.Low)*(float64(b+1)/float64(w.Bins)))
		place := min(max((float64(edge*float64(n))+float64(n)+1)/2, 0), float64(n+1)) // in levels
		if b == w.Bins-1 {
			place = float64(n + 1)
		}
		for ; level+1 <= int(place); level++ {
			below += w.levels[level]
		}
		now := below + int(math.Floor(float64((place-float64(level))*float64(w.levels[level]))+0.5))
		column[b] = uint16(now - before)
		before = now
	}
}

// countChains adds the magnetisations of all chains.
func (w *Waterfall) countChains(chains *kernels.Layer) {
	for c := range chains.Chains {
		w.count(magnetisation(chains, c))
	}
}

// from returns the columns from index from on.
func (w *Waterfall) from(from int) Waterfall {
	v := *w
	v.Counts, v.Lower, v.Upper = w.Counts[from*w.Bins:], w.Lower[from:], w.Upper[from:]
	return v
}

// tables returns the counts, a row for each bin, and the two rows of theory, as a record holds them.
func (w *Waterfall) tables(x []float64) (counts, theory *FieldTable) {
	extent := [2]float64{x[0], x[len(x)-1]}
	counts = &FieldTable{Rows: w.Bins, Cols: len(x), X: extent, Y: [2]float64{w.Low, w.High}, Z: make(Reals, len(w.Counts))}
	theory = &FieldTable{Rows: 2, Cols: len(x), X: extent, Y: counts.Y, Z: make(Reals, 2*len(x))}
	for c := range x {
		for b, n := range w.Counts[c*w.Bins:][:w.Bins] {
			counts.Z[b*len(x)+c] = float64(n)
		}
		theory.Z[c], theory.Z[len(x)+c] = float64(w.Lower[c]), float64(w.Upper[c])
	}
	return counts, theory
}

// meanSpin returns |(1/n) sum_i tanh(h w_i)|, the magnetisation of spins in the fields h w_i.
func meanSpin(weights []float64, h float64) float64 {
	if h == 0 {
		return 0
	}
	m := 0.0
	for _, w := range weights {
		m += float64(kernels.Tanh(float32(h * w)))
	}
	return math.Abs(m) / float64(len(weights))
}

// observeWaterfall adds the chains' magnetisation, between the branches of theory for the machine as it is.
func (r *mattis) observeWaterfall(rec *recorder) {
	m := math.NaN()
	if h, err := theory.SaddlePoint(r.weights); err == nil {
		m = meanSpin(r.weights, h)
	}
	w := rec.waterfall("waterfall", latticeBins(r.n))
	w.begin(0-m, m) // not minus zero
	w.countChains(r.trainer.Chains)
}

func (r *sharedWeight) observeWaterfall(rec *recorder) {
	m := math.NaN()
	if tau, err := theory.SharedSaddle(r.weights, r.alpha); err == nil {
		m = meanSpin(r.weights, tau)
	}
	w := rec.waterfall("waterfall", latticeBins(r.n))
	w.begin(0-m, m)
	w.countChains(r.trainer.Chains)
}

// waterfallModes is of how many modes of a teacher the splitting is shown.
const waterfallModes = 3

// observeWaterfalls adds the magnetisations of the first modes. A mode that always had the sites of its group for itself is a
// Curie-Weiss model of inverse temperature sigma_k^2/N.
func (r *manyModes) observeWaterfalls(rec *recorder) {
	r.look()
	overlaps := r.valleyOverlaps()
	for k := range r.names[:min(len(r.names), waterfallModes)] {
		w := rec.waterfall("waterfall"+number(k), latticeBins(r.law.Sizes[k]))
		m := overlaps[k]
		w.begin(0-m, m)
		w.countSpins(r.magnetisations[k], r.law.Sizes[k])
	}
}

// observeWaterfalls adds the chains' projections u.(v-f) on the first two modes, f the means of the data. Theory is asked where
// the free energy in the plane of these modes was computed.
func (r *trained) observeWaterfalls(rec *recorder, fresh bool) {
	for k := range r.look.reach {
		centre := 0.0
		for i, u := range r.triplets.U.Row(k) {
			centre += float64(float64(u) * r.pca.Mean[i])
		}
		lower, upper := math.NaN(), math.NaN()
		if fresh && r.modes > 1 {
			lower, upper = r.look.landscape.lumps(k)
		}
		w := rec.waterfall("waterfall"+number(k), symmetricBins(r.look.reach[k]))
		w.begin(lower-centre, upper-centre)
		for c := range r.look.visible.M.Rows {
			w.count(float64(r.look.visible.M.Row(c)[k]) - centre)
		}
	}
}

// reaches returns how far the waterfalls of the first two modes extend: somewhat further than 98 of 100 samples do along the principal
// components that the modes become.
func reaches(r *trained, l *look, pause func()) []float64 {
	l.sample.Project(r.pca.Vectors, r.shown, pause)
	list := make([]float64, min(r.modes, 2))
	for k := range list {
		centre := 0.0
		for i, x := range r.pca.Vectors.Row(k) {
			centre += float64(float64(x) * r.pca.Mean[i])
		}
		var far []float64
		for c := range l.sample.M.Rows {
			far = append(far, math.Abs(float64(l.sample.M.Row(c)[k])-centre))
		}
		slices.Sort(far)
		list[k] = max(1, 1.2*far[len(far)*98/100])
	}
	return list
}
