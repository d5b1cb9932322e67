package experiments

import (
	"math"
	"slices"

	"cascade/engine/kernels"
	"cascade/engine/observables"
	"cascade/engine/portable"
)

// look holds what observe sees of the chains, and what the page shows of it.
type look struct {
	visible, hidden, sample  *observables.Projector
	m                        []float64 // projections of all chains on one mode
	pairs                    []float64
	chi, chiErr, chih        []float64
	excess, bimodal          []float64
	rows                     int       // of the chains and of the data that are shown
	reach                    []float64 // of the waterfalls
	images, points, dataDots []float32 `memory:"-"` // fields
	modes, data, bars        []float32 `memory:"-"`
	classes                  []float32 `memory:"-"`
	histogram                *observables.Histogram
	landscape                *landscape
	clusters                 *clusterCount // nil where they are not counted
}

// maxPictures, maxRows and maxPixels bound what a frame shows: 24 pictures up to 45x45, 16 of 56x56, or 100 rows.
const (
	maxPictures = 24
	maxRows     = 100
	maxPixels   = 16 * 56 * 56
)

func newLook(r *trained, pause func()) *look {
	data := r.data.layer
	nv, nh, chains := r.trainer.Chains.Units, r.trainer.Hidden.Units, r.trainer.Chains.Chains
	shown, rows := min(data.Chains, maxShown), maxRows
	if r.data.side > 0 {
		rows = maxPictures
	}
	l := &look{
		visible: observables.NewProjector(nv, chains, r.modes), hidden: observables.NewProjector(nh, chains, r.modes),
		sample: observables.NewProjector(nv, shown, r.modes),
		m:      make([]float64, chains), pairs: make([]float64, chains/2),
		chi: make([]float64, r.modes), chiErr: make([]float64, r.modes), chih: make([]float64, r.modes),
		excess: make([]float64, r.modes), bimodal: make([]float64, r.modes),
		rows: min(rows, chains, data.Chains, max(1, maxPixels/nv)), histogram: observables.NewHistogram(0, 1, 41),
		landscape: newLandscape(r),
	}
	r.shown = kernels.NewLayer(nv, shown)
	for c := range shown {
		r.shown.CopyChain(c, data, c)
	}
	for _, k := range r.data.classes[:min(shown, len(r.data.classes))] {
		l.classes = append(l.classes, float32(k))
	}
	l.data = pictures(nil, data, l.rows)
	l.reach = reaches(r, l, pause)
	if r.source.clusters && r.modes > 1 {
		l.clusters = newClusterCount(r, pause)
	}
	return l
}

// measure projects chains and data on the modes.
func (l *look) measure(r *trained, pause func()) {
	l.visible.Project(r.triplets.U, r.trainer.Chains, pause)
	l.hidden.Project(r.triplets.V, r.trainer.Hidden, pause)
	l.sample.Project(r.triplets.U, r.shown, pause)
	for k := range r.modes {
		l.hidden.Column(l.m, k)
		l.chih[k], _ = observables.Susceptibility(l.m)
		l.visible.Column(l.m, k)
		l.chi[k], l.chiErr[k] = observables.Susceptibility(l.m)
		l.excess[k], l.bimodal[k] = observables.Shape(l.m)
		if k == 0 {
			l.histogram.Clear(slices.Min(l.m), math.Nextafter(slices.Max(l.m), math.Inf(1)))
			for _, x := range l.m {
				l.histogram.Add(x)
			}
		}
	}
}

// overlap returns the susceptibility of the overlap of pairs of chains.
func (l *look) overlap(layer *kernels.Layer) float64 {
	observables.ReplicaOverlaps(l.pairs, layer)
	chi, _ := observables.OverlapSusceptibility(l.pairs, layer.Units)
	return chi
}

// clusterCount counts the clouds in the plane of the data's first two principal components.
type clusterCount struct {
	visible      *observables.Projector
	x, y         []float64
	chains, data float64
	accuracy     Scalar // of the data's classes
}

func newClusterCount(r *trained, pause func()) *clusterCount {
	layer := r.data.layer
	c := &clusterCount{visible: observables.NewProjector(layer.Units, layer.Chains, r.modes)}
	c.x, c.y = make([]float64, layer.Chains), make([]float64, layer.Chains)
	c.data = c.among(r, layer, pause)
	c.accuracy = Scalar{"accuracy", math.NaN(), math.NaN(), math.NaN()}
	if r.data.classes != nil {
		apart := r.source.apart
		if apart == 0 || r.data.own {
			apart = int(slices.Max(r.data.classes)) + 1
		}
		c.accuracy.Value, c.accuracy.Error = observables.CentroidAccuracy(c.x, c.y, r.data.classes, apart)
	}
	chains := r.trainer.Chains.Chains
	c.visible = observables.NewProjector(layer.Units, chains, r.modes)
	c.x, c.y = make([]float64, chains), make([]float64, chains)
	return c
}

// count looks at the chains.
func (c *clusterCount) count(r *trained, pause func()) {
	if c == nil {
		return
	}
	c.chains = c.among(r, r.trainer.Chains, pause)
}

func (c *clusterCount) among(r *trained, layer *kernels.Layer, pause func()) float64 {
	c.visible.Project(r.pca.Vectors, layer, pause)
	c.visible.Column(c.x, 0)
	c.visible.Column(c.y, 1)
	pause()
	return float64(observables.Clusters(c.x, c.y))
}

// landscape is the free energy in the plane of the first two modes.
type landscape struct {
	plane *observables.Plane // nil with a single mode
	f     []float32
	wells []float32 // x of its minima, then y
}

// landscapeCells is the number of points in each direction.
const landscapeCells = 41

func newLandscape(r *trained) *landscape {
	if r.modes < 2 {
		return &landscape{}
	}
	return &landscape{plane: observables.NewPlane(r.data.layer.Units, r.source.hiddenUnits(r.in), landscapeCells), f: make([]float32, landscapeCells*landscapeCells)}
}

// rarelyDue thins the schedule for what takes longer than the rest of an observation.
func rarelyDue(u int) bool { return u&(4*stride(u)-1) == 0 }

// compute takes a rectangle that holds chains and data, and a margin. Its edges are round numbers, so that they move rarely: the
// chains' outermost points are somewhere else at every update.
func (l *landscape) compute(r *trained, pause func()) {
	if l.plane == nil {
		return
	}
	for a := range 2 {
		low, high := math.Inf(1), math.Inf(-1)
		for _, m := range []*kernels.Matrix{r.look.visible.M, r.look.sample.M} {
			for c := range m.Rows {
				x := float64(m.Row(c)[a])
				low, high = min(low, x), max(high, x)
			}
		}
		margin := max(0.15*(high-low), 0.1)
		step := roundStep((high - low + 2*margin) / 10)
		l.plane.Low[a], l.plane.High[a] = step*math.Floor((low-margin)/step), step*math.Ceil((high+margin)/step)
	}
	m := r.trainer.Machine
	l.plane.Set(m.W, m.B, m.C, r.triplets, r.pca.Mean, r.trainer.HiddenMeans())
	l.plane.Compute(pause)
	for i, f := range l.plane.F {
		l.f[i] = float32(f)
	}
	wells := l.plane.Wells()
	l.wells = resized(l.wells, 2*len(wells))
	for i, x := range wells {
		l.wells[i], l.wells[len(wells)+i] = float32(x[0]), float32(x[1])
	}
	pause()
}

// roundStep returns the smallest 1, 2 or 5 times a power of ten that is not below x > 0.
func roundStep(x float64) float64 {
	power := 1.0
	for power > x {
		power /= 10
	}
	for 10*power < x {
		power *= 10
	}
	for _, m := range [...]float64{1, 2, 5} {
		if m*power >= x {
			return m * power
		}
	}
	return 10 * power
}

// negligible is the height, relative to the highest peak, of what is no peak but rounding.
const negligible = 1e-30

// lumps returns the smallest and the largest value of mode k at which the law of its projection, summed over the other mode, has a
// peak: the valleys of the free energy, however seldom chains in equilibrium would be there, as those of a training stay where they are.
func (l *landscape) lumps(k int) (lower, upper float64) {
	p, n := l.plane, l.plane.Points
	law := make([]float64, n)
	top := 0.0
	for i := range law {
		for j := range n {
			at := j*n + i
			if k == 1 {
				at = i*n + j
			}
			law[i] += portable.Exp(-p.F[at])
		}
		top = max(top, law[i])
	}
	lower, upper = math.NaN(), math.NaN()
	for i := 1; i < n-1; i++ {
		if !(law[i] > law[i-1] && law[i] >= law[i+1] && law[i] > top*negligible) {
			continue
		}
		// The top of the parabola through the logarithms.
		left, right := math.Log(law[i]/law[i-1]), math.Log(law[i]/law[i+1])
		place := float64(i) + (left-right)/(2*(left+right))
		upper = p.Low[k] + float64((p.High[k]-p.Low[k])*place/float64(n-1))
		if math.IsNaN(lower) {
			lower = upper
		}
	}
	return lower, upper
}

// field emits F - min F and its minima; rows are values of u2.v, columns of u1.v.
func (l *landscape) field(emit func(Field)) {
	if p := l.plane; p != nil {
		extent := [4]float32{float32(p.Low[0]), float32(p.High[0]), float32(p.Low[1]), float32(p.High[1])}
		emit(Field{Name: "landscape", Rows: p.Points, Cols: p.Points, Data: l.f, Extent: extent})
		emit(Field{Name: "landscape.minima", Rows: 2, Cols: len(l.wells) / 2, Data: l.wells, Extent: extent})
	}
}
