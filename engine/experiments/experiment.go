// Package experiments declares what can be run: each experiment's parameters, what it measures and what theory predicts.
//
// A [Link] names an experiment and its parameters, a [Session] runs it update by update, a [Record] is what came out. The
// worker in the page and the command line are two drivers of the same Session, so one link gives one result everywhere.
package experiments

import "slices"

// Experiment is one entry of the catalogue.
type Experiment struct {
	Name       string     `json:"name"`
	Title      string     `json:"title"`
	Doc        string     `json:"doc"`
	Params     []Param    `json:"params"`
	Series     []Quantity `json:"series"`
	Scalars    []Quantity `json:"scalars"`
	Plane      []string   `json:"plane,omitempty"` // the parameters across and up of the phase diagram, see [Plane]
	Updates    int        `json:"-"`               // default run length
	MaxUpdates int        `json:"-"`

	// length returns how many steps a run of a protocol takes, which its parameters fix; nil for a training that goes on as long
	// as it is wanted.
	length func(in input) int
	// needs names the assets that start wants; nil stands for none.
	needs func(in input) []string
	// notes says what the reader should know of the data that a link takes from the assets; nil for nothing.
	notes func(in input) []string
	// advise says in which way these parameters will not show what the experiment is about; nil for nothing to say.
	advise func(in input) []string
	// plane is the phase diagram over two of the parameters; nil where there is none.
	plane func(in input) *Plane
	// start builds a run at update 0 without computing anything that takes long: that is prepare's.
	start func(in input) run
}

// Quantity describes a series or a scalar.
type Quantity struct {
	Name   string `json:"name"`
	Symbol string `json:"symbol"`
	Doc    string `json:"doc"`
	Unit   string `json:"unit,omitempty"`
	Limit  bool   `json:"limit,omitempty"` // theory is that of infinite size or patience, which a run need not meet within its error
	*Origin
}

// input is what a run is made from. values is shared with the Session, which changes the live ones between two updates.
type input struct {
	link   *Link   `memory:"-"`
	assets *Assets `memory:"-"`
}

// advice returns what the link's values will not show.
func (l *Link) advice() []string {
	if l.Experiment.advise == nil {
		return nil
	}
	return l.Experiment.advise(input{link: l})
}

// float returns the value of a parameter. Panics for an unknown name.
func (in input) float(name string) float64 { return in.link.Values[in.mustIndex(name)] }

// int returns the value of a count.
func (in input) int(name string) int { return int(in.float(name)) }

// choice returns the chosen name of a menu.
func (in input) choice(name string) string {
	i := in.mustIndex(name)
	return in.link.Experiment.Params[i].Choices[int(in.link.Values[i])]
}

func (in input) mustIndex(name string) int {
	i := in.link.Experiment.index(name)
	if i < 0 {
		panic("experiments: no parameter " + name)
	}
	return i
}

// run is an experiment in progress. All methods that compute call pause about once a millisecond.
type run interface {
	// prepare makes the data and the machine; afterwards the run stands at update 0.
	prepare(pause func()) error
	// step does one update. An error (weights no longer finite, say) ends the run; what was measured stays.
	step(pause func()) error
	// observe measures: it gives one value for each main series, in catalogue order of this run, and may add to others.
	observe(rec *recorder, pause func()) error
	// theory predicts the series from the state at update from, where the present segment began, up to update to, or does
	// nothing where no theory exists. It is called at from first, and may be called again later with a larger to.
	theory(rec *recorder, from, to int, pause func())
	// changed is called after a live parameter took a new value, between two updates.
	changed(param string, pause func()) error
	// columns names this run's main series, in the order in which observe gives them.
	columns() []Quantity
	// scalars reports the numbers of the contract.
	scalars() []Scalar
	// transitions reports measured and predicted moments.
	transitions() []Transition
	// fields emits what the page shows of the present state and the record holds of the last one.
	fields(emit func(Field))
	// digest hashes weights, chains and generators.
	digest(d *digest)
}

// Field is a named array: rows x cols numbers, row-major, over the rectangle Extent (x from, x to, y from, y to).
type Field struct {
	Name       string
	Rows, Cols int
	Extent     [4]float32
	Data       []float32
	Static     bool // the same during the whole run: shown, but not part of the record
}

// catalogue is every experiment, in the order in which they are listed.
func catalogue() []*Experiment {
	return []*Experiment{mattisExperiment, hopfieldExperiment, hierarchyExperiment, binaryExperiment, digitsExperiment, genomeExperiment,
		facesExperiment, importExperiment, machineExperiment, gaussianExperiment,
		scalingExperiment, relaxationExperiment, hysteresisExperiment}
}

// Catalogue returns all experiments. They are shared: read only.
func Catalogue() []*Experiment { return catalogue() }

// Names returns the names of all experiments.
func Names() []string {
	var names []string
	for _, e := range catalogue() {
		names = append(names, e.Name)
	}
	return names
}

// Find returns the experiment of that name, or nil.
func Find(name string) *Experiment {
	for _, e := range catalogue() {
		if e.Name == name {
			return e
		}
	}
	return nil
}

// index returns the position of a parameter, or -1.
func (e *Experiment) index(name string) int {
	return slices.IndexFunc(e.Params, func(p Param) bool { return p.Name == name })
}
