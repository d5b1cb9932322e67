// Package protocol is what the page and the worker say to each other.
//
// Commands (page to worker) and Messages (worker to page) are small and travel as JSON text, so that they can be read in
// a debugger. Frames are binary and transferred: see [Frame]. The page pulls at most one frame per animation frame, so
// nothing queues and a slow page throttles itself. Each load has a new Run number; whatever carries an older one is
// dropped by the receiver. The package is standard library only: neither the engine nor the page's framework leaks here.
package protocol

import (
	"maps"
	"slices"
)

// Names of commands, in Command.Type.
const (
	Load   = "load"   // start the run that Link describes, paused at update 0
	Reset  = "reset"  // a new run with the parameters as they are now, paused at update 0
	Play   = "play"   // run until Pause or the last update
	Pause  = "pause"  // stop between two slices of work
	Step   = "step"   // do N updates, then pause; for N < 0 go back
	Seek   = "seek"   // go to update N, forward or back, and pause there
	Set    = "set"    // change parameter Name to Value, or all Changes at once
	Undo   = "undo"   // bring the run back to where it was when the last Set was made: its link and its update
	Redo   = "redo"   // and to where it was when that was undone
	Pull   = "pull"   // send, between two updates, one State with Pulled and one Frame; Have says how many points of each series the page holds
	Pace   = "pace"   // limit the speed to Rate updates per second; 0 means as fast as possible
	Phases = "phases" // do one update, pause, and reply with its LastUpdate (JSON)
	Record = "record" // reply with the run's record (JSON)
	CSV    = "csv"    // reply with the run's series (CSV)
	Export = "export" // reply with the run's file of format Value, in Message.Bytes; "json" and "csv" are those of Record and CSV
	Verify = "verify" // run the record in Bytes, a file called Name, again beside the present run and reply with the verdict, in words; without Name: stop that
	Time   = "time"   // reply with the Timing (JSON) of a second run of the present link, measured for Rate seconds in which nothing else is heard: of case Name, in Value, with N cores
	Asset  = "asset"  // the bytes of a file that the worker needed, or Error; "import", "labels" or "weights" are the user's own, called Value; the reply is what it holds, behind "EXPERIMENT: " for weights
)

// Preview asks for one [Frame] with what theory alone says of Changes, which the run doesn't feel.
const Preview = "preview"

// Change is a wanted value of a parameter, as a link writes it.
type Change struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Command is one order from the page. Fields beside Type and Run are used as the constants above say.
type Command struct {
	Type  string  `json:"type"`
	Run   int     `json:"run,omitempty"`
	ID    int     `json:"id,omitempty"` // not 0: a Reply (or Failure) with this ID is expected
	Link  string  `json:"link,omitempty"`
	N     int     `json:"n,omitempty"`
	Name  string  `json:"name,omitempty"`
	Value string  `json:"value,omitempty"`
	Have  int     `json:"have,omitempty"`
	Rate  float64 `json:"rate,omitempty"`
	Error string  `json:"error,omitempty"`

	Changes []Change `json:"changes,omitempty"`
	Final   bool     `json:"final,omitempty"`  // they can't be undone, nor can what was set before
	GoesOn  bool     `json:"goesOn,omitempty"` // these belong to the Set before, and are undone with it

	Bytes []byte `json:"-"` // travels beside the JSON as a transferred ArrayBuffer
}

// Names of messages, in Message.Type.
const (
	HelloType   = "hello"   // the worker is ready; Text names its build
	LoadedType  = "loaded"  // a run was started; Loaded holds its corrected link
	StateType   = "state"   // where the run is; sent with frames at a few hertz, and at once when something changes
	NeedType    = "need"    // the worker needs the file Text; answer with an Asset command of that Name
	ReplyType   = "reply"   // the answer to the command with this ID; Text, or Bytes, holds it
	CheckType   = "check"   // the record being verified has reached Update of its State
	FailureType = "failure" // one sentence in Text; the worker lives on
)

// Message is one report from the worker.
type Message struct {
	Type   string  `json:"type"`
	Run    int     `json:"run,omitempty"`
	ID     int     `json:"id,omitempty"`
	Text   string  `json:"text,omitempty"`
	Link   string  `json:"link,omitempty"` // of the run that failed
	Own    bool    `json:"own,omitempty"`  // all that Link lacks is a file of the user's own
	Loaded *Loaded `json:"loaded,omitempty"`
	State  *State  `json:"state,omitempty"`

	Bytes []byte `json:"-"` // travels beside the JSON as a transferred ArrayBuffer
}

// Program is what the page knows of the program that both it and its worker run, without asking the worker.
type Program struct {
	Build     string
	Citation  string // of the paper whose physics this is
	Catalogue []Experiment
	// Foretell returns what the worker will say of a link that it opens first, nil if only the worker knows.
	Foretell func(link string) *Loaded
}

// Experiment describes one experiment; the page builds its controls from this alone.
type Experiment struct {
	Name    string     `json:"name"`
	Title   string     `json:"title"`
	Doc     string     `json:"doc"`
	Params  []Param    `json:"params"`
	Series  []Quantity `json:"series"`
	Scalars []Quantity `json:"scalars"`
	Plane   []string   `json:"plane,omitempty"` // the parameters across and up of its phase diagram, if it has one
}

// Param describes one adjustable parameter.
type Param struct {
	Name    string   `json:"name"`
	Title   string   `json:"title,omitempty"` // in words, where Name is none
	Symbol  string   `json:"symbol"`
	Doc     string   `json:"doc"`
	Unit    string   `json:"unit,omitempty"`
	Min     float64  `json:"min"`
	Max     float64  `json:"max"`
	Step    float64  `json:"step,omitempty"` // 0: continuous; values are multiples of Step (1 for counts)
	Default string   `json:"default"`        // as a link writes it
	Choices []string `json:"choices,omitempty"`
	Log     bool     `json:"log,omitempty"`  // the slider moves in log10
	Live    bool     `json:"live,omitempty"` // may change during a run; a change of any other starts a new run
	Origin
}

// Origin says where a quantity comes from.
type Origin struct {
	Formula string `json:"formula,omitempty"` // TeX
	Source  string `json:"source,omitempty"`  // equation, figure or section of the paper, and how we differ from it
}

// Quantity describes a series or a scalar.
type Quantity struct {
	Name   string `json:"name"`
	Symbol string `json:"symbol"`
	Doc    string `json:"doc"`
	Unit   string `json:"unit,omitempty"`
	Limit  bool   `json:"limit,omitempty"` // theory is that of infinite size or patience
	Origin
}

// Loaded says what a link came to after validation.
type Loaded struct {
	Link        string            `json:"link"` // canonical: only what differs from the defaults
	Experiment  string            `json:"experiment"`
	Values      map[string]string `json:"values"`  // of every parameter, with seed and updates
	Options     map[string]string `json:"options"` // view, ui, hide, lock, theme, autoplay where given
	Corrections []string          `json:"corrections"`
	Sizes       []int             `json:"sizes,omitempty"` // of a protocol's machines, in units; the series chi.100 is that of size 100
}

// Equal reports whether both say the same.
func (l *Loaded) Equal(m *Loaded) bool {
	return l.Link == m.Link && l.Experiment == m.Experiment && maps.Equal(l.Values, m.Values) && maps.Equal(l.Options, m.Options) &&
		slices.Equal(l.Corrections, m.Corrections) && slices.Equal(l.Sizes, m.Sizes)
}

// State is a run's situation between two updates.
type State struct {
	Link        string            `json:"link"`
	Values      map[string]string `json:"values"`
	Update      int               `json:"update"`
	Updates     int               `json:"updates"` // the run's length
	Running     bool              `json:"running"`
	Segment     int               `json:"segment"`            // counts parameter changes; curves break where it grows
	Furthest    int               `json:"furthest"`           // update that the run has reached, before it was brought back to Update
	Forks       int               `json:"forks"`              // counts changes of a parameter behind Furthest, which begin another future
	Fork        int               `json:"fork"`               // update of the last of them
	Activity    string            `json:"activity,omitempty"` // "preparing the data": what keeps update 1 waiting
	Speed       float64           `json:"speed"`              // updates per second, over the last second
	Scalars     []Scalar          `json:"scalars"`
	Transitions []Transition      `json:"transitions"`
	Corrections []string          `json:"corrections"` // of the last Set, or all once the data showed more; usually none
	Hash        string            `json:"hash"`
	Workers     int               `json:"workers"`           // that compute: one, and those that help it by now
	Vectors     bool              `json:"vectors"`           // whether the kernels use SIMD
	Pulled      bool              `json:"pulled,omitempty"`  // its frame comes next, of the same update
	Plane       *Plane            `json:"plane,omitempty"`   // the phase diagram, when it is new
	Classes     []string          `json:"classes,omitempty"` // what the numbers in the field projections.labels stand for
}

// Phase is what an update did to the weights along one mode: After = Before + Change, Change = rate (Data - Model), with the two terms
// of the gradient.
type Phase struct {
	Name   string  `json:"name"`
	Symbol string  `json:"symbol"`
	Before float64 `json:"before"`
	Data   float64 `json:"data"`
	Model  float64 `json:"model"`
	Change float64 `json:"change"`
	After  float64 `json:"after"`
}

// UnitPhases is what an update did to the weights of one hidden unit, as pictures of Side x Side cells: one of the data and one of the
// chains, the two terms of the gradient, the change and the weights after it; and the means of all hidden units, of the data and of the model.
type UnitPhases struct {
	Side    int       `json:"side"`
	Unit    int       `json:"unit"` // counted from 1
	Sample  []float32 `json:"sample"`
	Fantasy []float32 `json:"fantasy"`
	Data    []float32 `json:"data"`
	Model   []float32 `json:"model"`
	Change  []float32 `json:"change"`
	Weights []float32 `json:"weights"`

	HiddenData  []float32 `json:"hiddenData"`
	HiddenModel []float32 `json:"hiddenModel"`
}

// LastUpdate is what the last update did: along the modes, the strongest first, and where the samples are pictures to one hidden unit.
type LastUpdate struct {
	Phases []Phase     `json:"phases"`
	Unit   *UnitPhases `json:"unit,omitempty"`
}

// Scalar is a reported number; nil means not known (yet).
type Scalar struct {
	Name   string   `json:"name"`
	Value  *float64 `json:"value,omitempty"`
	Error  *float64 `json:"error,omitempty"`
	Theory *float64 `json:"theory,omitempty"`
}

// Transition is a measured or predicted moment, in updates.
type Transition struct {
	Name   string   `json:"name"`
	Update *float64 `json:"update,omitempty"`
	Theory *float64 `json:"theory,omitempty"`
}

// Plane is a phase diagram over two parameters, X across and Y up, for given values of the others. Its thousand numbers travel beside the
// JSON, as Message.Bytes: see [Plane.Pack].
type Plane struct {
	X       string        `json:"x"`
	Y       string        `json:"y"`
	Curves  []PlaneCurve  `json:"curves"`
	Regions []PlaneRegion `json:"regions"` // they cover the plane and do not overlap
}

// PlaneCurve is a boundary: of the teacher's phases, or, if Learned, of what a run of this length learns.
type PlaneCurve struct {
	Label   string    `json:"label"`
	Learned bool      `json:"learned,omitempty"`
	X       []float64 `json:"-"`
	Y       []float64 `json:"-"`
}

// PlaneRegion is a phase: the inside of a polygon.
type PlaneRegion struct {
	Name string    `json:"name"`
	Note string    `json:"note,omitempty"`
	X    []float64 `json:"-"`
	Y    []float64 `json:"-"`
}
