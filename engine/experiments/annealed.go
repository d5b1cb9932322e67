package experiments

import (
	"math"

	"cascade/engine/kernels"
	"cascade/engine/models"
	"cascade/engine/observables"
	"cascade/engine/portable"
	"cascade/engine/teachers"
	"cascade/engine/theory"
	"cascade/engine/training"
)

// lesson says how the machines of one kind are trained, in several sizes.
type lesson struct {
	experiment *Experiment
	size       string                  // the parameter that sets the size
	values     []float64               // of it, smallest machine first
	units      func(value float64) int // of the visible layer
}

// lessons are the trained machines that the protocols know.
var lessons = map[string]*lesson{
	"digits": {digitsExperiment, "side", []float64{10, 14, 20, 28, 40}, square},
	"genome": {genomeExperiment, "coarse", []float64{3, 2, 1, 0}, sites},
	"faces":  {facesExperiment, "side", []float64{12, 16, 22, 32, 45}, square},
}

// single is the index of the size of a machine that is alone.
const single = 2

func square(side float64) int { return int(side * side) }

func sites(coarse float64) int {
	n := teachers.HaplotypeSites
	for range int(coarse) {
		n = teachers.CoarseSites(n)
	}
	return n
}

// link returns the link of the training of the i-th size. The hidden layer is a quarter of the visible one, so that all sizes
// have one shape.
func (l *lesson) link(in input, i int) input {
	k := l.experiment.Default()
	k.Seed = in.link.Seed
	for name, x := range map[string]float64{
		l.size: l.values[i], "hidden": float64(l.units(l.values[i]) / 4), "init": 0.01, "modes": 1, "k": 1, "batch": 200, "chains": 200,
	} {
		p := l.experiment.index(name)
		k.Values[p] = l.experiment.Params[p].Clamp(x)
	}
	return input{link: k, assets: in.assets}
}

// A machine is trained for lessonSteps updates: at lessonGrowth of ln w in each they take its first mode from an amplitude of
// 0.1 to 4 and well beyond the transition.
const (
	lessonSteps  = 300
	lessonGrowth = 0.03
)

// annealed is the family of the machines that one training passes through: those on its saved path whose first singular values
// are nearest to the wanted ones. The learning rate is chosen so that the mode grows at the same pace whatever the data are.
type annealed struct {
	inner  *trained
	steps  int // of the training
	path   *training.Path
	wanted func(critical float64) []float64
	picked []int // of the path, for each of list
	list   []model
	modes  *kernels.Matrix // u of each of list
	hidden *kernels.Matrix // ubar

	machine *models.RBM // the one that is sampled
	chains  *models.Chains
	mode    *kernels.Matrix // its u
	centre  float64         // u.f, with the data's means f
	ubar    *kernels.Matrix
	visible *observables.Projector
	hiddens *observables.Projector
	sealed  uint64 // digest after release
}

// pathCapacity returns how many machines a path keeps: 64, as long as they need no more than 64 MB, and 24 in any case.
func pathCapacity(nv, nh int) int { return max(24, min(64, 16<<20/(nv*nh))) }

func newAnnealed(in input, l *lesson, i int, wanted func(critical float64) []float64) *annealed {
	link := l.link(in, i)
	nv, nh, chains := l.units(l.values[i]), link.int("hidden"), in.int("chains")
	return &annealed{
		inner: l.experiment.start(link).(*trained), path: training.NewPath(pathCapacity(nv, nh)), wanted: wanted,
		machine: models.New(models.Binary, models.Binary, nv, nh), mode: kernels.NewMatrix(1, nv), ubar: kernels.NewMatrix(1, nh),
		chains:  models.NewChains(nv, nh, chains, uint64(in.link.Seed), training.StreamProbe),
		visible: observables.NewProjector(nv, chains, 1), hiddens: observables.NewProjector(nh, chains, 1),
	}
}

func (a *annealed) training() int   { return lessonSteps }
func (a *annealed) models() []model { return a.list }

// train does one update. The path begins at half the critical weight.
func (a *annealed) train(pause func()) error {
	t := a.inner
	if a.steps == 0 {
		if err := t.prepare(pause); err != nil {
			return err
		}
		t.trainer.Rate = 4 * (portable.Exp(lessonGrowth) - 1) / t.growing.Values[0]
	}
	if err := t.step(pause); err != nil {
		return err
	}
	a.steps++
	m := t.trainer.Machine
	if _, err := t.triplets.Update(m.W, nil, nil, pause); err != nil {
		return err
	}
	if w := t.triplets.Values[0]; w > theory.CriticalWeight(a.variance(t.triplets.U.Row(0)))/2 {
		a.path.Add(a.steps, w, m)
	}
	if a.steps == lessonSteps {
		return a.choose(pause)
	}
	return nil
}

// variance returns u'Du for independent units with the data's means.
func (a *annealed) variance(u []float32) float64 { return observables.QuadraticForm(u, a.inner.dv) }

// choose picks the wanted machines and describes them.
func (a *annealed) choose(pause func()) error {
	path := a.path
	if len(path.Checkpoints()) == 0 { // nothing was learned: the last machine stands for all
		path.Add(a.steps, a.inner.triplets.Values[0], a.inner.trainer.Machine)
	}
	// The critical weight by linear theory, along the mode of the machine that is nearest to it.
	critical := 4.0
	for range 3 {
		u, _, err := a.leading(path.Nearest(critical), pause)
		if err != nil {
			return err
		}
		critical = theory.CriticalWeight(a.variance(u))
	}
	wanted := a.within(a.wanted(critical))
	a.modes, a.hidden = kernels.NewMatrix(len(wanted), a.machine.W.Rows), kernels.NewMatrix(len(wanted), a.machine.W.Cols)
	for i, w := range wanted {
		k := path.Nearest(w)
		if i > 0 && k <= a.picked[i-1] { // each once, as long as there are enough
			k = min(a.picked[i-1]+1, len(path.Checkpoints())-1)
		}
		u, ubar, err := a.leading(k, pause)
		if err != nil {
			return err
		}
		copy(a.modes.Row(i), u)
		copy(a.hidden.Row(i), ubar)
		a.picked = append(a.picked, k)
		a.list = append(a.list, model{w: path.Checkpoints()[k].At, critical: critical,
			visible: fourth(u), hidden: fourth(ubar), side: math.Sqrt(float64(len(u)))})
	}
	return nil
}

// leading returns the first singular vectors of a machine of the path.
func (a *annealed) leading(k int, pause func()) (u, ubar []float32, err error) {
	t := a.inner.triplets
	_, err = t.Update(a.path.Checkpoints()[k].W, nil, nil, pause)
	return t.U.Row(0), t.V.Row(0), err
}

// within divides a training that does not get as far as wanted in the wanted proportions.
func (a *annealed) within(wanted []float64) []float64 {
	last := a.path.Checkpoints()[len(a.path.Checkpoints())-1].At
	from, to := wanted[0], wanted[len(wanted)-1]
	if to <= last || last <= from {
		return wanted
	}
	for i, w := range wanted {
		wanted[i] = from + float64((w-from)*(last-from)/(to-from))
	}
	return wanted
}

// fourth returns the sum of the fourth powers.
func fourth(u []float32) float64 {
	sum := 0.0
	for _, x := range u {
		square := float64(x) * float64(x)
		sum += float64(square * square)
	}
	return sum
}

func (a *annealed) pick(i int, h float64) {
	c := a.path.Checkpoints()[a.picked[i]]
	a.machine.W = c.W
	copy(a.machine.B, c.B)
	copy(a.machine.C, c.C)
	copy(a.mode.Row(0), a.modes.Row(i))
	copy(a.ubar.Row(0), a.hidden.Row(i))
	a.centre = 0
	for j, u := range a.mode.Row(0) {
		a.centre += float64(float64(u) * a.inner.pca.Mean[j])
		a.machine.B[j] += float32(h * a.list[i].side * float64(u))
	}
	a.chains.Take(a.machine, func() {})
}

func (a *annealed) start(aligned bool, pause func()) {
	v, s := a.chains.Visible, a.chains.Streams
	for c := range v.Chains {
		for i, u := range a.mode.Row(0) {
			v.Set(c, i, aligned && u > 0 || !aligned && s.Uniform(c) < 0.5)
		}
		pause()
	}
	v.List()
}

func (a *annealed) sweep(pause func()) { a.chains.Sweep(pause) }

func (a *annealed) project(x []float64) {
	a.visible.Project(a.mode, a.chains.Visible, func() {})
	a.visible.Column(x, 0)
	for c := range x {
		x[c] -= a.centre
	}
}

func (a *annealed) projectHidden(x []float64) {
	a.hiddens.Project(a.ubar, a.chains.Hidden, func() {})
	a.hiddens.Column(x, 0)
	centre := 0.0
	for _, u := range a.ubar.Row(0) {
		centre += float64(u) / 2
	}
	for c := range x {
		x[c] -= centre
	}
}

// release drops everything but the description of the machines.
func (a *annealed) release() {
	hash := digestStart
	a.digest(&hash)
	*a = annealed{sealed: uint64(hash), steps: a.steps, list: a.list}
}

func (a *annealed) digest(d *digest) {
	if a.inner == nil {
		d.word(a.sealed)
		return
	}
	if a.steps > 0 {
		a.inner.digest(d)
	}
	d.bytes(a.chains.Visible.Nibbles)
	d.words(a.chains.Streams.State)
}
