package experiments

import (
	"fmt"
	"math"
	"strconv"

	"cascade/engine/theory"
)

// scalingExperiment is the paper's Fig. 3 D-E and Fig. 4 A-D: the susceptibility of machines of several sizes, and its collapse.
var scalingExperiment = &Experiment{
	Name:  "scaling",
	Title: "Finite-size scaling",
	Doc: "A real phase transition sharpens with the size of the system. Chains are annealed through machines of growing weight, and back; " +
		"the susceptibilities of all sizes fall on one curve when they are plotted against the right variable.",
	Params: []Param{
		machineParam(),
		{Name: "layer", Origin: &fromProjections, Symbol: "L", Doc: "the layer whose susceptibility is measured: along the mode's left singular vector u the visible one, along its right one ū the hidden one", Choices: []string{"visible", "hidden"}},
		sizesParam(),
		{Name: "points", Origin: &fromAnnealing, Symbol: "P", Doc: "number of weights at which each size is measured, densest at the transition", Unit: "points", Min: 8, Max: 100, Step: 1, Default: 24},
		{Name: "sweeps", Origin: &fromAnnealing, Symbol: "T", Doc: "Gibbs sweeps at each weight, the first quarter of which only follow it", Unit: "sweeps", Min: 4, Max: 100000, Step: 1, Default: 400, Log: true},
		chainsParam(500),
	},
	Series: []Quantity{
		{Name: "chi", Origin: &fromCriticalSusceptibility, Symbol: "χ", Doc: "susceptibility along the mode, the variance of u·v (or ū·h), against w, for each size; up is from small to large weights"},
		{Name: "chi_down", Origin: &fromHeating, Symbol: "χ↓", Doc: "the same on the way back, from chains that all start in one state"},
		{Name: "collapse", Origin: &fromCollapse, Symbol: "φ", Doc: "χ/(χ₀ √Nₑ), with χ₀ = 4/w_c² (hidden: 1/4), against t = √Nₑ(w²/w_c²−1), with 1/Nₑ = Σu⁴+Σū⁴; theory is the exact scaling function"},
	},
	Scalars: []Quantity{
		{Name: "w_c", Origin: &fromCriticalLaw, Symbol: "w_c", Doc: "critical weight, from the line that 1/χ is in w² below it, with the first finite-size correction"},
		{Name: "gamma", Origin: &fromCriticalExponent, Symbol: "γ", Doc: "exponent with which χ grows below the transition, with the first finite-size correction"},
		{Name: "nu", Origin: &fromCorrelationExponent, Symbol: "ν", Doc: "exponent of the correlation length, from how χ at the transition grows with size, with γ = 1 and dᵤ = 4"},
		{Name: "spread", Origin: &fromCollapseSpread, Symbol: "Δ", Doc: "root mean square of the relative difference of the two largest sizes' collapsed curves for |t| < 4; theory is what is left by finite sizes"},
		{Name: "phi0", Origin: &fromCriticalAmplitude, Symbol: "φ(0)", Doc: "collapsed susceptibility at the transition, for infinite size"},
		{Name: "binder", Origin: &fromBinderCrossing, Symbol: "w_B", Doc: "weight at which the Binder cumulants of the two largest sizes cross"},
	},
	length: func(in input) int { return sizes(in) * (trainingSteps(in) + 2*in.int("points")) },
	needs:  machineNeeds,
	start:  func(in input) run { return &scaling{in: in} },
}

// scaling is a run of scalingExperiment. A step trains, or measures one machine of one size on one of the ways.
type scaling struct {
	in      input
	members []*member
	at      int     // the member whose turn it is
	trained int     // steps of its training
	now     *member // the one that the last step was about
}

// member is one size.
type member struct {
	*sampler
	size     int
	up, down []reading
	exact    []reading // of a rank-one machine
}

// reading is what was measured of a machine.
type reading struct {
	model
	free              float64 // chi (1-rho): u'Du = 4/w_c^2 of the visible layer, 1/4 of the hidden one, whose means are 1/2
	chi, chiErr       float64
	binder, binderErr float64
}

// free is reading.free.
func (m *member) free(x model) float64 {
	if m.hidden {
		return 0.25
	}
	return 4 / (x.critical * x.critical)
}

// reading returns the i-th machine with nothing measured. The finite-size corrections of the hidden layer are those of the
// visible one with the layers exchanged.
func (m *member) reading(i int) reading {
	x := m.models()[i]
	free := m.free(x)
	if m.hidden {
		x.visible, x.hidden = x.hidden, x.visible
	}
	return reading{model: x, free: free}
}

// curves returns w and chi of readings in ascending order of w.
func curves(list []reading) (w, chi []float64) {
	for _, r := range list {
		w, chi = append(w, r.w), append(chi, r.chi)
	}
	return w, chi
}

// scalingWeights returns the weights at which the susceptibility is measured, from 0.6 w_c to 1.2 w_c.
func scalingWeights(points int, critical float64) []float64 {
	list := make([]float64, points)
	for i := range list {
		s := -1 + 1.75*float64(i)/float64(points-1)
		list[i] = rounded(critical * (1 + float64(0.1*s) + float64(0.3*float64(float64(s*s)*s))))
	}
	return list
}

// rounded keeps four decimals, which are easier to read and to type.
func rounded(w float64) float64 { return math.Round(w*1e4) / 1e4 }

func (r *scaling) columns() []Quantity { return nil }

func (r *scaling) prepare(pause func()) error {
	points := r.in.int("points")
	for i := range sizes(r.in) {
		f, size := newFamily(r.in, i, func(critical float64) []float64 { return scalingWeights(points, critical) })
		m := &member{sampler: newSampler(f, r.in.choice("layer") == "hidden", r.in.int("chains")), size: size}
		r.members = append(r.members, m)
		if one, ok := f.(*rankOne); ok {
			m.exact = exactReadings(one.machine.Nv, one.list)
			pause()
		}
	}
	return nil
}

// exactReadings sums what would be measured with infinitely many chains.
func exactReadings(size int, list []model) []reading {
	var exact []reading
	law := theory.NewRankOne(size, size, 0)
	for _, m := range list {
		law.W = m.w
		chi, _ := law.Susceptibility()
		exact = append(exact, reading{model: m, free: 0.25, chi: chi, chiErr: 1e-3 * chi, binder: law.Binder(), binderErr: 1e-3})
	}
	return exact
}

func (r *scaling) step(pause func()) error {
	m, points := r.members[r.at], r.in.int("points")
	r.now = m
	if r.trained < m.training() {
		r.trained++
		return m.train(pause)
	}
	i, list := len(m.up), &m.up
	if i == points {
		i, list = points-1-len(m.down), &m.down
	}
	m.pick(i, 0)
	if len(*list) == 0 {
		m.start(list == &m.down, pause)
	}
	m.measure(r.in.int("sweeps"), pause)
	x := m.reading(i)
	x.chi, x.chiErr = m.moments.Variance()
	x.binder, x.binderErr = m.moments.Binder()
	if list == &m.up {
		m.up = append(m.up, x)
	} else {
		m.down = append([]reading{x}, m.down...)
	}
	if len(m.down) == points && r.at < len(r.members)-1 {
		m.release()
		r.at, r.trained = r.at+1, 0
	}
	return nil
}

func (r *scaling) observe(rec *recorder, _ func()) error {
	m := r.now
	if m == nil {
		return nil
	}
	name := strconv.Itoa(m.size)
	for _, c := range []struct {
		name, symbol string
		list         []reading
	}{{"chi.", "χ", m.up}, {"chi_down.", "χ↓", m.down}} {
		if len(c.list) > 0 {
			w, chi := curves(c.list)
			rec.curve(c.name+name, sized(c.symbol, m.size), "w", w, chi)
		}
	}
	if t, phi := collapse(m.up); len(t) > 0 {
		rec.curve("collapse."+name, sized("φ", m.size), "t", t, phi)
	}
	if m.exact == nil && len(m.up) == 1 { // a machine that has just been trained
		predict(rec, "chi."+name+theorySuffix, sized("χ", m.size)+" (theory)", m.models(), func(x model) float64 {
			return m.free(x) / (1 - x.rho())
		})
	}
	return nil
}

// predict draws a law of w and w_c for the machines below the transition.
func predict(rec *recorder, name, symbol string, list []model, law func(m model) float64) {
	var x, y []float64
	for _, m := range list {
		if m.rho() < 0.99 {
			x, y = append(x, m.w), append(y, law(m))
		}
	}
	rec.curve(name, symbol, "w", x, y)
}

// sized is the symbol of a size's curve.
func sized(symbol string, size int) string { return fmt.Sprintf("%s(N=%d)", symbol, size) }

// collapse returns the scaling plot of readings.
func collapse(list []reading) (t, phi []float64) {
	for _, x := range list {
		t, phi = append(t, x.distance()), append(phi, x.phi())
	}
	return t, phi
}

// phi is the collapsed susceptibility.
func (x *reading) phi() float64 { return x.chi / (x.free * math.Sqrt(x.units())) }

// theory draws the exact curves of the rank-one machine, the limit of large sizes, and the scaling function.
func (r *scaling) theory(rec *recorder, _, _ int, pause func()) {
	const points = 121
	t, phi := make([]float64, points), make([]float64, points)
	for i := range t {
		t[i] = float64(8*i-600) / 100
		phi[i] = theory.ScalingFunction(t[i])
	}
	rec.curve("collapse"+theorySuffix, "φ (theory)", "t", t, phi)
	pause()
	if r.members[0].exact == nil {
		return
	}
	w, chi := make([]float64, points), make([]float64, points)
	for i := range w {
		w[i] = float64(2400+13*i) / 1000
		chi[i] = theory.BinarySusceptibility(w[i], 4)
	}
	rec.curve("chi"+theorySuffix, "χ (theory, N=∞)", "w", w, chi)
	for _, m := range r.members {
		law := theory.NewRankOne(m.size, m.size, 0)
		for i := range w {
			w[i] = float64(240+2*i) / 100
			law.W = w[i]
			chi[i], _ = law.Susceptibility()
			pause()
		}
		rec.curve("chi."+strconv.Itoa(m.size)+theorySuffix, sized("χ", m.size)+" (theory)", "w", w, chi)
	}
}

func (r *scaling) changed(string, func()) error { return nil }
func (r *scaling) transitions() []Transition    { return nil }
func (r *scaling) fields(func(Field))           {}

func (r *scaling) digest(d *digest) {
	for _, m := range r.members {
		m.digest(d)
	}
}
