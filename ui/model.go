package ui

import (
	"maps"
	"slices"
	"strings"

	js "github.com/vugu/vugu/js"

	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// Model is all that the page shows beside the canvases. Package browser changes it under the render lock.
type Model struct {
	Ready       bool // the worker is there
	Build       string
	Catalogue   []protocol.Experiment
	Loaded      protocol.Loaded
	State       protocol.State // of the current run
	Panels      []plot.Panel
	Notices     []string // corrections, until dismissed
	Failure     string   // one sentence; empty: all is well
	FailureLink string   // what was asked for when it failed
	Dead        bool     // the worker has died
	Rate        float64  // updates per second asked for; 0: as many as possible
	Theme       string   // auto, light, dark or projector
	Copied      bool     // the link was copied a moment ago
	Opening     string   // the experiment of the link that is being opened; empty: none is
	Fetching    string   // the file that it waits for
	Wanted      string   // the link that needs a file of the reader's own; empty: none does
	Reading     string   // the name of such a file while it is being read
	Checking    Checking // of a record, by running it again
	File        string   // the one that is open: its name and what it holds
	Seeking     bool     // the run is on its way to update SeekTo
	SeekTo      int
	Slow        *Slow                 // the update that is shown in slow motion; nil: none is
	Pinned      *Pinned               // the run shown beside the present one; nil: none is
	Ensemble    *Ensemble             // nil: there is none
	Seeds       int                   // asked for in the dialog; 0: nothing was
	Branches    int                   // that the plots show beside the run
	Measured    []protocol.Transition // those of the run that were reached, also behind State.Update
	UI          string                // full, basic or none: how much of the page is shown
	Solid       map[string]bool       // panels whose heights are shown as a surface
	NoSurface   string                // why there are no surfaces in this browser; empty: as far as is known there are
	Hide, Lock  map[string]bool
	Questions   []plot.Question // that may be asked of the run
	Prediction  *Prediction     // nil: none is asked for
	Missed      Missed          // by the curve that was guessed
	Bench       Bench
	View        View
	Share       Share
	Table       *plot.Table       // of the panel whose numbers are shown
	Saved       string            // what was last taken home, or why it was not
	Physics     string            // the page about the physics, empty until it has been loaded
	Summary     string            // where the run is, as of the last event
	Previewing  bool              // theory is that of Asked
	Lesson      *Playing          // that is open; nil: none is
	Draft       *Draft            // of a lesson that is being written
	Progress    map[string]int    // steps reached in lessons, from 0
	Asked       map[string]string // values that a gesture passes, or that were set, until the worker has answered
}

// Actions is what a user can do. Package browser fills it in; a nil function does nothing. Attach is called on every render
// with the host of each panel and must be idempotent; the other functions must not block.
type Actions struct {
	Load            func(link string)
	Play, Pause     func()
	Reset           func()
	Again           func()      // runs a complete run again from its start
	Step            func(n int) // back, where n is negative
	Seek            func(update int)
	ClearBranches   func()
	Pin             func()            // pins the present run, or lets go of it if it is pinned
	Unpin           func()            // lets go of the pinned run
	Swap            func()            // opens the pinned run, with the present one pinned
	Ensemble        func(n int)       // runs that many seeds in the background; 0 ends that
	EnsembleCSV     func()            // saves what the ensemble found
	Measure         func(what string) // times updates on this computer ("start"), ends that, or copies ("copy") what it found
	SlowMotion      func()            // one update, in slow motion
	CloseSlow       func()
	Set             func(name, value string)
	Drag            func(name, value string, byKey bool) // a slider, or the point in the phase diagram, passes a value
	Drop            func()                               // it was let go
	Undo, Redo      func()                               // of settings
	Rate            func(perSecond float64)
	Theme           func(name string)
	DismissNotice   func()
	StopCheck       func() // of a record
	DismissFailure  func()
	RestartWorker   func()
	CopyLink        func()
	CopyText        func(text, said string)
	Encode          func(text string)      // as a QR code
	SaveWhole       func(link string)      // the page as one file
	RememberLetters func()                 // whether single keys are switched on
	Open            func(kind string)      // lets the reader choose a file: Data or Labels
	Decline         func()                 // no file will be chosen for Wanted
	Change          func(f func(m *Model)) // changes the view, under the render lock
	Numbers         func(panel string)     // shows what a panel plots as a table
	FullScreen      func()                 // or back
	Fill            func(on bool)          // the screen, as a presentation wants to; a browser may refuse
	Focus           func(id string)
	Attach          func(panel string, host js.Value)
	Export          func(what, panel string)       // saves a file: "svg" or "png1" ... of a panel, or one of the worker's formats
	StraightGuess   func()                         // begins a guessed curve with a straight line
	Solid           func(panel string, solid bool) // shows a panel's heights as a surface, or as a map
	GoTo            func(update int)               // seeks it, however far ahead
	ShowPanel       func(id string)                // brings a panel into sight
	SetAll          func(list []protocol.Change)
	OpenLesson      func(name string, step int) // one of the page's own
	TurnLesson      func(run bool)              // follows Model.Lesson to its step, and opens the step's run
	KeepDraft       func()
	SaveDraft       func() // as a file
	CopyLesson      func() // Draft, as a link
}

// Names of Model.UI.
const (
	Full  = "full"
	Basic = "basic" // the hero, play and two sliders
	None  = "none"  // the panels alone
)

// Kinds of files of the reader's own, named as the worker calls them.
const (
	Data       = "import"
	Labels     = "labels"
	Weights    = "weights" // a trained machine
	LessonFile = "lesson"  // which the page keeps to itself
)

// ImportExperiment is the one that is made for such files.
const ImportExperiment = "import"

// MachineExperiment looks at a trained machine of the reader's own.
const MachineExperiment = "machine"

// Sampling says whether the present run samples a trained machine of the reader's own, and learns nothing.
func (m *Model) Sampling() bool { return samples(m.Loaded.Experiment) }

func samples(experiment string) bool {
	return experiment == MachineExperiment || experiment == "gaussian"
}

// Owns says whether the present run trains on, or looks at, a file of the reader's own.
func (m *Model) Owns() bool {
	return m.Loaded.Experiment == ImportExperiment || m.Sampling() || m.Value("source") == "import"
}

// Experiment returns the catalogue's entry for the current run, empty if there is none.
func (m *Model) Experiment() protocol.Experiment {
	for _, e := range m.Catalogue {
		if e.Name == m.Loaded.Experiment {
			return e
		}
	}
	return protocol.Experiment{}
}

// Value returns the present value of a parameter, "seed" or "updates" as a link writes it: the run's, or before its first
// report the loaded link's.
func (m *Model) Value(name string) string {
	if v, ok := m.Asked[name]; ok {
		return v
	}
	if v, ok := m.State.Values[name]; ok {
		return v
	}
	return m.Loaded.Values[name]
}

// Ask shows a value that a gesture passes, or that was set, as if it were already in force: until then the worker reports the one before.
func (m *Model) Ask(name, value string) {
	asked := maps.Clone(m.Asked)
	if asked == nil {
		asked = map[string]string{}
	}
	asked[name] = value
	m.Asked = asked
}

// Answer ends the showing of values that were asked for, unless others were asked for meanwhile.
func (m *Model) Answer(list []protocol.Change) {
	asked := maps.Clone(m.Asked)
	for _, c := range list {
		if asked[c.Name] == c.Value {
			delete(asked, c.Name)
		}
	}
	m.Asked = asked
}

// Report takes over what the worker says of the run, and remembers the measured transitions ahead of a run that was brought back.
func (m *Model) Report(st *protocol.State) {
	ahead := m.Measured
	if st.Forks != m.State.Forks || st.Furthest < m.State.Furthest {
		ahead = nil
	}
	m.State = *st
	m.Measured = slices.Clone(st.Transitions)
	for i := range m.Measured {
		t := &m.Measured[i]
		for _, old := range ahead {
			if t.Update == nil && old.Name == t.Name && old.Update != nil && *old.Update > float64(st.Update) {
				t.Update = old.Update
			}
		}
	}
}

// Seek shows update n as the one wanted until the run is there.
func (m *Model) Seek(n int) { m.Seeking, m.SeekTo = true, n }

// picked returns the experiment to show as chosen: the one being opened, or that waits for a file, or else the present one.
func (m *Model) picked() string {
	wanted, _, _ := strings.Cut(m.Wanted, "?")
	for _, name := range []string{m.Opening, wanted} {
		for i := range m.Catalogue {
			if m.Catalogue[i].Name == name {
				return name
			}
		}
	}
	return m.Loaded.Experiment
}

// done says whether the run's last update is behind it.
func (m *Model) done() bool { return m.State.Updates > 0 && m.State.Update >= m.State.Updates }

// call runs an action that may be missing.
func call(f func()) {
	if f != nil {
		f()
	}
}

// call2 runs an action with two arguments that may be missing.
func call2[T, U any](f func(T, U), x T, y U) {
	if f != nil {
		f(x, y)
	}
}

// call1 runs an action with one argument that may be missing.
func call1[T any](f func(T), x T) {
	if f != nil {
		f(x)
	}
}
