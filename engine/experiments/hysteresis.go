package experiments

import (
	"math"
	"strconv"

	"cascade/engine/observables"
	"cascade/engine/theory"
)

// hysteresisExperiment is the paper's Fig. 4 E: a field along the mode is swept down and up again.
var hysteresisExperiment = &Experiment{
	Name:  "hysteresis",
	Title: "Hysteresis",
	Doc: "Above the transition a machine has two states. A field that is swept down and up again turns one into the other, but late: " +
		"the magnetisation runs through a loop, whose width is that of the metastable state and shrinks as the sweep gets slower.",
	Params: []Param{
		machineParam(),
		{Name: "w", Origin: &fromCriticalPoint, Title: "singular value", Symbol: "w", Doc: "singular value of the mode, critical at 4 for the rank-one machine", Min: 0.5, Max: 8, Step: 0.01, Default: 5},
		{Name: "k", Origin: &fromGibbs, Title: "Gibbs sweeps", Symbol: "k", Doc: "Gibbs sweeps between two measurements", Unit: "sweeps", Min: 1, Max: 10000, Step: 1, Default: 100, Log: true},
		{Name: "sweeps", Origin: &fromFieldAverage, Symbol: "T", Doc: "measurements at each field, k sweeps apart, whose mean is the magnetisation there", Unit: "measurements", Min: 1, Max: 1000, Step: 1, Default: 1, Log: true},
		chainsParam(100),
		{Name: "field", Origin: &fromTilt, Symbol: "h_max", Doc: "largest field h/√Nᵥ on a {0,1} unit, where the sweep begins; twice that on a ±1 spin", Min: 0.01, Max: 5, Default: 0.8, Log: true},
		{Name: "steps", Origin: &fromFieldSteps, Symbol: "n", Doc: "steps of the field from one end to the other", Unit: "steps", Min: 4, Max: 400, Step: 1, Default: 60},
		{Name: "size", Origin: &fromRankOneMachine, Symbol: "N", Doc: "number of units in each layer of the rank-one machine", Unit: "units", Min: 20, Max: 6400, Step: 1, Default: 400, Log: true},
	},
	Series: []Quantity{
		{Name: "m_up", Origin: &fromMetastable, Symbol: "m↑", Doc: "magnetisation along the mode, between −1 and 1, while the field grows, against the field; theory of the metastable state"},
		{Name: "m_down", Origin: &fromMetastable, Symbol: "m↓", Doc: "the same while the field falls"},
	},
	Scalars: []Quantity{
		{Name: "area", Origin: &fromLoopArea, Symbol: "A", Doc: "area of the loop over that of the rectangle; theory for metastable states that live for ever: chains of a finite machine leave them early, and a fast sweep turns late", Limit: true},
		{Name: "coercive", Origin: &fromSpinodal, Symbol: "h_c", Doc: "field at which a chain's magnetisation changes sign, mean over both ways; theory is the spinodal of an infinite machine: chance turns a finite one earlier, and a fast sweep later", Limit: true},
	},
	length: func(in input) int { return trainingSteps(in) + 2*(in.int("steps")+1) },
	needs:  machineNeeds,
	advise: func(in input) []string {
		if in.choice("machine") != "rankone" {
			return []string{"theory of the loop is known for the rank-one machine only; this plot has no dashed lines"}
		}
		h, _ := theory.RankOneField{W: in.float("w"), Ratio: 1}.Spinodal()
		if in.float("field") < 2*h {
			return []string{"the largest field is below the spinodal one, " + strconv.FormatFloat(2*h, 'g', 2, 64) + ": chains may stay in their first state for ever"}
		}
		return nil
	},
	start: func(in input) run { return &hysteresis{in: in} },
}

// hysteresis is a run of hysteresisExperiment. A step trains, or measures at one field.
type hysteresis struct {
	in      input
	machine family
	h       []float64 // fields of one way, ascending
	done    int       // steps
	x, sum  []float64 // of each chain: projection, and its sum at the present field
	// down and up hold the mean magnetisation at the fields h, NaN where not measured yet.
	down, up []float64
	chains   []loop
	curve    [2][]float64 // theory of both ways
}

// loop is what is kept of one chain.
type loop struct {
	m           float64    // at the last field
	area        float64    // of the loop so far
	first, last [2]float64 // fields at which m changed its sign on the way down and on the way up, NaN until then
}

func (r *hysteresis) columns() []Quantity { return nil }

func (r *hysteresis) prepare(func()) error {
	steps, top := r.in.int("steps"), r.in.float("field")
	for i := range steps + 1 {
		r.h = append(r.h, top*float64(2*i-steps)/float64(steps))
	}
	r.machine = newSingle(r.in, r.in.float("w"))
	n := r.in.int("chains")
	r.x, r.sum, r.chains = make([]float64, n), make([]float64, n), make([]loop, n)
	for c := range r.chains {
		r.chains[c].first = [2]float64{math.NaN(), math.NaN()}
	}
	return nil
}

func (r *hysteresis) step(pause func()) error {
	r.done++
	if r.done <= r.machine.training() {
		return r.machine.train(pause)
	}
	k, n := r.done-r.machine.training()-1, len(r.h)
	way, i := 0, n-1-k
	if k >= n {
		way, i = 1, k-n
	}
	r.machine.pick(0, r.h[i])
	if k == 0 {
		r.machine.start(true, pause)
	}
	clear(r.sum)
	for range r.in.int("sweeps") {
		for range r.in.int("k") {
			r.machine.sweep(pause)
		}
		r.machine.project(r.x)
		for c, x := range r.x {
			r.sum[c] += x
		}
	}
	mean, scale := 0.0, 2/(r.machine.models()[0].side*float64(r.in.int("sweeps")))
	for c := range r.chains {
		m := float64(scale * r.sum[c])
		mean += m / float64(len(r.chains))
		r.chains[c].follow(r.h, i, way, m, k%n == 0)
	}
	if way == 0 {
		r.down = append([]float64{mean}, r.down...)
	} else {
		r.up = append(r.up, mean)
	}
	return nil
}

// follow adds the magnetisation m at the i-th field; first begins a way.
func (l *loop) follow(h []float64, i, way int, m float64, first bool) {
	if before := l.m; !first {
		from := h[i+1-2*way]
		l.area += float64((h[i] - from) * (before + m) / 2)
		if (before > 0) != (m > 0) {
			l.last[way] = from + float64((h[i]-from)*(before/(before-m)))
			if math.IsNaN(l.first[way]) {
				l.first[way] = l.last[way]
			}
		}
	}
	l.m = m
}

func (r *hysteresis) observe(rec *recorder, _ func()) error {
	if len(r.down) > 0 {
		rec.curve("m_down", "m↓", "h", r.h[len(r.h)-len(r.down):], r.down)
	}
	if len(r.up) > 0 {
		rec.curve("m_up", "m↑", "h", r.h[:len(r.up)], r.up)
	}
	return nil
}

// theory draws the metastable magnetisation for infinite size and time.
func (r *hysteresis) theory(rec *recorder, _, _ int, pause func()) {
	one, ok := r.machine.(*rankOne)
	if !ok {
		return
	}
	law := theory.RankOneField{W: one.list[0].w, Ratio: 1}
	r.draw(rec, law)
	for way := range r.curve {
		sign := float64(1 - 2*way)
		r.curve[way] = r.curve[way][:0]
		for _, h := range r.h {
			r.curve[way] = append(r.curve[way], sign*law.Branch(sign*h/2))
			pause()
		}
	}
}

// draw records theory's curves, finely, because it turns sharply just before a state ends, and with the two points of the jump there, which is
// upright.
func (r *hysteresis) draw(rec *recorder, law theory.RankOneField) {
	const points = 201
	top := r.in.float("field")
	spinodal, _ := law.Spinodal()
	for way, name := range []string{"m_down", "m_up"} {
		sign := float64(1 - 2*way)
		end := -2 * sign * spinodal // of the state that the way begins in
		var h, m []float64
		add := func(x, y float64) { h, m = append(h, x), append(m, y) }
		for i := range points {
			x := top * float64(2*i-points+1) / (points - 1)
			if before := x - 2*top/(points-1); spinodal > 0 && before < end && end <= x && i > 0 {
				const hair = 1e-9
				for _, side := range []float64{-hair, hair} {
					near := end + float64(side*top)
					add(end, sign*law.Branch(sign*near/2))
				}
				if x == end {
					continue
				}
			}
			add(x, sign*law.Branch(sign*x/2))
		}
		rec.curve(name+theorySuffix, map[int]string{0: "m↓ (theory)", 1: "m↑ (theory)"}[way], "h", h, m)
	}
}

func (r *hysteresis) scalars() []Scalar {
	area, coercive := Scalar{"area", math.NaN(), math.NaN(), math.NaN()}, Scalar{"coercive", math.NaN(), math.NaN(), math.NaN()}
	box := 4 * r.in.float("field")
	if len(r.up) == len(r.h) {
		var a, c observables.Stat
		for _, l := range r.chains {
			a.Add(-l.area / box)
			// Without metastable states m goes to and fro about 0, first too early, last too late.
			if h := (l.first[1] + l.last[1] - l.first[0] - l.last[0]) / 4; finite(h) {
				c.Add(h)
			}
		}
		area.Value, area.Error = a.Mean(), stdErr(&a)
		if 20*c.N() >= 19*len(r.chains) { // otherwise the field was too weak to turn the chains
			coercive.Value, coercive.Error = c.Mean(), stdErr(&c)
		}
	}
	if one, ok := r.machine.(*rankOne); ok {
		h, _ := theory.RankOneField{W: one.list[0].w, Ratio: 1}.Spinodal()
		coercive.Theory = 2 * h
		area.Theory = 0
		for i := 1; i < len(r.h); i++ {
			gap := (r.curve[0][i] - r.curve[1][i] + r.curve[0][i-1] - r.curve[1][i-1]) / 2
			area.Theory += float64((r.h[i] - r.h[i-1]) * max(gap, 0) / box)
		}
	}
	return []Scalar{area, coercive}
}

func (r *hysteresis) changed(string, func()) error { return nil }
func (r *hysteresis) transitions() []Transition    { return nil }
func (r *hysteresis) fields(func(Field))           {}
func (r *hysteresis) digest(d *digest)             { r.machine.digest(d) }
