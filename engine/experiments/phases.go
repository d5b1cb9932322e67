package experiments

import "math"

// Phase is what the last update did to the weights along one mode: they were Before, and are After = Before + rate (Data - Model), with
// the two terms of the gradient. All are in the scale of the mode's series.
type Phase struct {
	Name   string  `json:"name"`
	Symbol string  `json:"symbol"`
	Before float64 `json:"before"`
	Data   float64 `json:"data"`
	Model  float64 `json:"model"`
	Change float64 `json:"change"`
	After  float64 `json:"after"`
}

// phased is a run that tells the parts of its last update.
type phased interface{ phases() []Phase }

// Phases returns the parts of the last update, one for each mode, the strongest first; nil if the run has made none since it was
// opened or returned to a checkpoint, or if it does not train one machine. Cost: one pass over the weights for each mode.
func (s *Session) Phases() []Phase {
	if r, ok := s.run.(phased); ok && s.fresh && s.err == nil {
		return r.phases()
	}
	return nil
}

// phase makes a Phase of the weights now and the terms of the gradient, so that the weights count positive.
func phase(name, symbol string, rate, now, data, model float64) Phase {
	sign := math.Copysign(1, now)
	change := rate * (data - model)
	return Phase{name, symbol, sign * (now - change), sign * data, sign * model, sign * change, sign * now}
}

func (r *mattis) phases() []Phase {
	data, gradient := r.trainer.Terms()
	scale := math.Sqrt(r.scale) / float64(r.n)
	d, g := scale*sum(data[0]), scale*sum(gradient[0])
	return []Phase{phase("pattern", "ξ·w/N", r.trainer.Rate, r.along, d, d-g)}
}

func (r *sharedWeight) phases() []Phase {
	data, gradient := r.trainer.Terms()
	d, g := sum(data)/float64(r.n), sum(gradient)/float64(r.n)
	return []Phase{phase("pattern", "ξ·w/N", r.trainer.Rate, r.along, d, d-g)}
}

// phases of mode k are along its present amplitude.
func (r *manyModes) phases() []Phase {
	data, gradient := r.trainer.Terms()
	var list []Phase
	first := 0
	for k, size := range r.law.Sizes {
		var d, g float64
		norm := length(r.amplitudes[k])
		for a, x := range r.amplitudes[k] {
			share := x / (norm * float64(size))
			d += share * sum(data[a][first:first+size])
			g += share * sum(gradient[a][first:first+size])
		}
		first += size
		list = append(list, phase("mode "+number(k), "a"+subscript(number(k)), r.trainer.Rate, norm, d, d-g))
	}
	return list
}

// phases are along the singular vectors, as they were when last measured.
func (r *trained) phases() []Phase {
	var list []Phase
	for k := range r.modes {
		u, v := r.triplets.U.Row(k), r.triplets.V.Row(k)
		data, model := r.trainer.Terms(u, v)
		now := 0.0
		for i, x := range u {
			along := 0.0
			for j, w := range r.trainer.Machine.W.Row(i) {
				along += float64(float64(w) * float64(v[j]))
			}
			now += float64(float64(x) * along)
		}
		list = append(list, phase("mode "+number(k), "w"+subscript(number(k)), r.trainer.Rate, now, data, model))
	}
	return list
}

func sum(list []float32) float64 {
	total := 0.0
	for _, x := range list {
		total += float64(x)
	}
	return total
}
