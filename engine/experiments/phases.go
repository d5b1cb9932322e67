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

// UnitPhases is what the last update did to the weights of one hidden unit of a machine that learns pictures, as pictures of Side x Side
// cells. The terms of the gradient are those of Phase, unit by unit; Sample is one of the data and Fantasy one of the chains. Of all hidden
// units there are the means that the update took, ⟨E[h|v]⟩ over the minibatch, and over the chains of the model phase.
type UnitPhases struct {
	Side    int       `json:"side"`
	Unit    int       `json:"unit"` // counted from 1: that with the largest part in the first mode
	Sample  []float32 `json:"sample"`
	Fantasy []float32 `json:"fantasy"`
	Data    []float32 `json:"data"`
	Model   []float32 `json:"model"`
	Change  []float32 `json:"change"`  // of the weights: the learning rate times data - model
	Weights []float32 `json:"weights"` // after it

	HiddenData  []float32 `json:"hiddenData"`
	HiddenModel []float32 `json:"hiddenModel"`
}

// UnitPhases returns the pictures of the last update; nil where Phases is, or where the samples are no pictures.
func (s *Session) UnitPhases() *UnitPhases {
	if r, ok := s.run.(*trained); ok && s.fresh && s.err == nil && r.data.side > 0 {
		return r.unitPhases()
	}
	return nil
}

func (r *trained) unitPhases() *UnitPhases {
	unit, units := 0, r.data.layer.Units
	v := r.triplets.V.Row(0)
	for j, x := range v {
		if math.Abs(float64(x)) > math.Abs(float64(v[unit])) {
			unit = j
		}
	}
	p := &UnitPhases{Side: r.data.side, Unit: unit + 1, Data: make([]float32, units), Model: make([]float32, units)}
	p.Sample, p.Fantasy = pictures(nil, r.data.layer, 1), pictures(nil, r.trainer.Chains, 1)
	r.trainer.UnitTerms(unit, p.Data, p.Model)
	for i := range units {
		p.Change = append(p.Change, float32(r.trainer.Rate*float64(p.Data[i]-p.Model[i])))
		p.Weights = append(p.Weights, r.trainer.Machine.W.Row(i)[unit])
	}
	p.HiddenData, p.HiddenModel = r.trainer.HiddenMeans(), r.trainer.ModelHiddenMeans()
	return p
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
