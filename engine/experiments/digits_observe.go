package experiments

import (
	"math"
	"math/bits"
	"slices"
	"strconv"

	"cascade/engine/kernels"
	"cascade/engine/observables"
	"cascade/engine/portable"
	"cascade/engine/theory"
)

// The likelihood costs a second or so, so it is estimated rarely: at update 0 and at the powers of two from firstLikelihood.
const (
	likelihoodChains       = 64
	likelihoodTemperatures = 100
	firstLikelihood        = 64
)

func likelihoodDue(u int) bool {
	return u == 0 || u >= firstLikelihood && bits.OnesCount(uint(u)) == 1
}

// number writes the index k as people count.
func number(k int) string { return strconv.Itoa(k + 1) }

// observe measures the spectrum, the response of the chains along its modes and the overlaps.
func (r *digits) observe(rec *recorder, pause func()) error {
	m := r.trainer.Machine
	if _, err := r.triplets.Update(m.W, nil, nil, pause); err != nil {
		return err
	}
	for j, h := range r.trainer.HiddenMeans() {
		r.dh[j] = float64(h) * (1 - float64(h))
	}
	if _, err := r.unstable.Update(m.W, r.dv, r.dh, pause); err != nil {
		return err
	}
	r.look.measure(r, pause)
	row := r.row[:0]
	row = append(row, r.triplets.Values...)
	for _, s := range r.unstable.Values {
		row = append(row, s*s)
	}
	row = append(row, r.look.chi...)
	row = append(row, r.look.chih...)
	for k := range r.modes {
		row = append(row, math.Abs(observables.Overlap(r.triplets.U.Row(k), r.pca.Vectors.Row(k))))
	}
	row = append(row, r.look.overlap(r.trainer.Chains), r.look.overlap(r.trainer.Hidden))
	rec.add(r.update, row)
	r.follow(row)
	if likelihoodDue(r.update) {
		value, _ := r.loglik.PerSample(m.W, m.B, m.C, pause)
		rec.point("loglik", r.update, value)
	}
	return nil
}

// follow derives crossings, the critical weight and the peaks from the latest row.
func (r *digits) follow(row []float64) {
	for k := range r.modes {
		rho := row[r.modes+k]
		if math.IsNaN(r.crossing[k]) && r.update > 0 && r.rho[k] < 1 && rho >= 1 {
			r.crossing[k] = float64(r.at) + float64(r.update-r.at)*math.Log(1/r.rho[k])/math.Log(rho/r.rho[k])
		}
		r.rho[k] = rho
		if chi := r.look.chi[k]; chi > r.peak[k].Value {
			r.peak[k].Value, r.peak[k].Error = chi, r.look.chiErr[k]
		}
	}
	r.at = r.update
	r.critical.add(row[0], r.look.chi[0], r.rho[0], r.triplets.U.Row(0))
}

// theory continues each mode's amplitude along its eigenvector of C-D by the linear growth ln(1 + lr lambda/4) of centred
// training with hidden means 1/2, until it reaches the critical value.
func (r *digits) theory(rec *recorder, from, to int, pause func()) {
	for k := range r.modes {
		e := r.growing.Vectors.Row(k)
		if r.origin != from {
			r.amplitudes[k] = r.amplitude(e)
		}
		amplitude := r.amplitudes[k]
		perUpdate := theory.BinaryGrowth(r.in.float("lr"), r.growing.Values[k])
		end := theory.CriticalWeight(observables.QuadraticForm(e, r.dv))
		if amplitude >= end || amplitude == 0 || perUpdate <= 0 {
			continue
		}
		if math.IsNaN(r.crossing[k]) {
			r.forecast[k] = float64(from) + math.Log(end/amplitude)/perUpdate
		}
		for u := from; u <= to; u = nextScheduled(u) {
			if u == from && from > 0 {
				continue // the segment before has this point
			}
			w := amplitude * portable.Exp(perUpdate*float64(u-from))
			if w > end {
				break
			}
			rec.point("sigma"+number(k)+theorySuffix, u, w)
		}
		pause()
	}
	r.origin = from
}

// amplitude returns |e'W|, the size of the weights along a unit vector of the visible layer.
func (r *digits) amplitude(e []float32) float64 {
	w := r.trainer.Machine.W
	sum := make([]float64, w.Cols)
	for i, x := range e {
		for j, y := range w.Row(i) {
			sum[j] += float64(float64(x) * float64(y))
		}
	}
	squares := 0.0
	for _, s := range sum {
		squares += float64(s * s)
	}
	return math.Sqrt(squares)
}

// critical estimates w_c of the first mode from chi = 4/(w_c^2 - w^2), whose only unknown it is [CPT, eq. (6), in the form
// for {0,1} units]: a mean of 4/chi + w^2 over the run up to the transition, weighted by chi^2 because the relative error
// of a variance over R chains is the same everywhere.
type critical struct {
	n          int
	sum, x, x2 float64 // of weights, weight x, weight x^2
	mode       []float32
	past       bool
}

// criticalFrom and criticalTo bound the window in rho: below, 4/chi is all noise about 16; above, chains are too slow.
const criticalFrom, criticalTo = 0.15, 0.8

// emerged is the rho from which on mode 1 of the weights is more than noise.
const emerged = 0.1

func (c *critical) add(w, chi, rho float64, mode []float32) {
	if c.past || !(chi > 0) {
		return
	}
	if rho >= emerged {
		c.mode = append(c.mode[:0], mode...) // the mode's direction at the transition is what theory needs
	}
	c.past = rho >= 1
	if rho < criticalFrom || rho > criticalTo {
		return
	}
	weight, x := chi*chi, 4/chi+w*w
	c.n++
	c.sum += weight
	c.x += float64(weight * x)
	c.x2 += float64(float64(weight*x) * x)
}

// value returns w_c and its standard error from the scatter, NaN with fewer than five points.
func (c *critical) value() (w, stdErr float64) {
	if c.n < 5 {
		return math.NaN(), math.NaN()
	}
	mean := c.x / c.sum
	spread := math.Sqrt(max(c.x2/c.sum-float64(mean*mean), 0) / float64(c.n-1))
	w = math.Sqrt(mean)
	return w, spread / (2 * w)
}

// look holds what observe sees of the chains, and the pictures that the page shows.
type look struct {
	visible, hidden, sample  *observables.Projector
	m                        []float64 // projections of all chains on one mode
	pairs                    []float64
	chi, chiErr, chih        []float64
	pictures                 int
	images, points, dataDots []float32
	modes, data, bars        []float32
	histogram                *observables.Histogram
}

// maxPictures and maxPixels bound the pictures of a frame: 24 up to 45x45, 16 of 56x56.
const (
	maxPictures = 24
	maxPixels   = 16 * 56 * 56
)

func newLook(r *digits) *look {
	nv, nh, chains := r.trainer.Chains.Units, r.trainer.Hidden.Units, r.trainer.Chains.Chains
	shown := min(r.data.Chains, 500)
	l := &look{
		visible: observables.NewProjector(nv, chains, r.modes), hidden: observables.NewProjector(nh, chains, r.modes),
		sample: observables.NewProjector(nv, shown, r.modes),
		m:      make([]float64, chains), pairs: make([]float64, chains/2),
		chi: make([]float64, r.modes), chiErr: make([]float64, r.modes), chih: make([]float64, r.modes),
		pictures: min(maxPictures, chains, r.data.Chains, max(1, maxPixels/nv)), histogram: observables.NewHistogram(0, 1, 41),
	}
	r.shown = kernels.NewLayer(nv, shown)
	for c := range shown {
		r.shown.CopyChain(c, r.data, c)
	}
	l.data = pictures(nil, r.data, l.pictures)
	return l
}

// measure projects chains and data on the modes.
func (l *look) measure(r *digits, pause func()) {
	l.visible.Project(r.triplets.U, r.trainer.Chains, pause)
	l.hidden.Project(r.triplets.V, r.trainer.Hidden, pause)
	l.sample.Project(r.triplets.U, r.shown, pause)
	for k := range r.modes {
		l.hidden.Column(l.m, k)
		l.chih[k], _ = observables.Susceptibility(l.m)
		l.visible.Column(l.m, k)
		l.chi[k], l.chiErr[k] = observables.Susceptibility(l.m)
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
