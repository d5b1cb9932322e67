package experiments

import (
	"math"
	"math/bits"
	"strconv"

	"cascade/engine/observables"
	"cascade/engine/portable"
	"cascade/engine/theory"
)

// The likelihood costs a second or so, so it is estimated rarely: at update 0 and at the powers of two from firstLikelihood.
// At update 0 nobody should wait for it, and weights are still small: few temperatures do if most chains count.
const (
	likelihoodChains       = 64
	likelihoodTemperatures = 100
	quickTemperatures      = 8
	firstLikelihood        = 64
)

func likelihoodDue(u int) bool {
	return u == 0 || u >= firstLikelihood && bits.OnesCount(uint(u)) == 1
}

// number writes the index k as people count.
func number(k int) string { return strconv.Itoa(k + 1) }

// observe measures the spectrum, the response of the chains along its modes and the overlaps.
func (r *trained) observe(rec *recorder, pause func()) error {
	m := r.trainer.Machine
	if _, err := r.triplets.Update(m.W, nil, nil, pause); err != nil {
		return err
	}
	r.look.measure(r, pause)
	r.unstable.Measure(m.W, m.B, m.C, r.triplets, r.trainer.Chains, r.trainer.Hidden, r.look.visible.M, r.look.hidden.M, pause)
	row := r.row[:0]
	row = append(row, r.triplets.Values...)
	row = append(row, r.unstable.Rho...)
	row = append(row, r.look.chi...)
	row = append(row, r.look.chih...)
	for k := range r.modes {
		row = append(row, math.Abs(observables.Overlap(r.triplets.U.Row(k), r.pca.Vectors.Row(k))))
	}
	row = append(row, r.look.excess...)
	row = append(row, r.look.bimodal...)
	row = append(row, r.look.overlap(r.trainer.Chains), r.look.overlap(r.trainer.Hidden))
	rare := rarelyDue(r.update)
	if rare {
		r.look.landscape.compute(r, pause)
		r.look.clusters.count(r, pause)
	}
	rec.add(r.update, row) // with its column, and no pause between: a page may look in each
	r.observeWaterfalls(rec, rare)
	r.follow(row)
	r.critical.observe(r, pause)
	if likelihoodDue(r.update) {
		r.lastLoglik = r.logliks.of(r.weigh(digestStart), func() Scalar {
			value, stdErr := r.likelihood(pause)
			return Scalar{r.lastLoglik.Name, value, stdErr, math.NaN()}
		})
		rec.point("loglik", r.update, r.lastLoglik.Value)
	}
	return nil
}

// likelihood estimates the log-likelihood of a sample and its error.
func (r *trained) likelihood(pause func()) (value, stdErr float64) {
	m, ais := r.trainer.Machine, r.loglik.AIS
	if ais != nil && r.update == 0 {
		ais.Temperatures = quickTemperatures
		value, stdErr = r.loglik.PerSample(m.W, m.B, m.C, pause)
		ais.Temperatures = likelihoodTemperatures
		if ais.Effective > likelihoodChains/2 {
			return value, stdErr
		}
	}
	return r.loglik.PerSample(m.W, m.B, m.C, pause)
}

// follow derives crossings, the critical weight and the peaks from the latest row.
func (r *trained) follow(row []float64) {
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
}

// theory continues each mode's amplitude along its eigenvector of C-D by the linear growth ln(1 + lr lambda/4) of centred
// training with hidden means 1/2, until it reaches the critical value.
func (r *trained) theory(rec *recorder, from, to int, pause func()) {
	for k := range r.modes {
		e := r.growing.Vectors.Row(k)
		if r.origin != from {
			r.amplitudes[k] = r.amplitude(e)
		}
		amplitude := r.amplitudes[k]
		perUpdate := theory.BinaryGrowth(r.trainer.Rate, r.growing.Values[k])
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
func (r *trained) amplitude(e []float32) float64 {
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
