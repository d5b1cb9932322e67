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
	Ready       bool // the catalogue has arrived
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
	File        string   // the one that is open: its name and what it holds
	Seeking     bool     // the run is on its way to update SeekTo
	SeekTo      int
	Slow        *Slow                 // the update that is shown in slow motion; nil: none is
	Branches    int                   // that the plots show beside the run
	Measured    []protocol.Transition // those of the run that were reached, also behind State.Update
	UI          string                // full, basic or none: how much of the page is shown
	Solid       map[string]bool       // panels whose heights are shown as a surface
	NoSurface   string                // why there are no surfaces in this browser; empty: as far as is known there are
	Hide, Lock  map[string]bool
	View        View
	Table       *plot.Table       // of the panel whose numbers are shown
	Summary     string            // where the run is, as of the last event
	Previewing  bool              // theory is that of Asked
	Asked       map[string]string // values that a gesture passes or has just set, until the worker has answered
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
	SlowMotion      func() // one update, in slow motion
	CloseSlow       func()
	Set             func(name, value string)
	Drag            func(name, value string, byKey bool) // a slider, or the point in the phase diagram, passes a value
	Drop            func()                               // it was let go
	Undo, Redo      func()                               // of settings
	Rate            func(perSecond float64)
	Theme           func(name string)
	DismissNotice   func()
	DismissFailure  func()
	RestartWorker   func()
	CopyLink        func()
	RememberLetters func()                 // whether single keys are switched on
	Open            func(kind string)      // lets the reader choose a file: Data or Labels
	Decline         func()                 // no file will be chosen for Wanted
	Change          func(f func(m *Model)) // changes the view, under the render lock
	Numbers         func(panel string)     // shows what a panel plots as a table
	FullScreen      func()                 // or back
	Fill            func(on bool)          // the screen, as a presentation wants to; a browser may refuse
	Focus           func(id string)
	Attach          func(panel string, host js.Value)
	Solid           func(panel string, solid bool) // shows a panel's heights as a surface, or as a map
}

// Names of Model.UI.
const (
	Full  = "full"
	Basic = "basic" // the hero, play and two sliders
	None  = "none"  // the panels alone
)

// Kinds of files of the reader's own, named as the worker calls them.
const (
	Data   = "import"
	Labels = "labels"
)

// ImportExperiment is the one that is made for such files.
const ImportExperiment = "import"

// Owns says whether the present run trains on a file of the reader's own.
func (m *Model) Owns() bool {
	return m.Loaded.Experiment == ImportExperiment || m.Value("source") == "import"
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

// expect shows a value as if it were already in force. The worker's next report overrules it; without this a slider would
// jump back until then.
func (m *Model) expect(name, value string) {
	values := maps.Clone(m.State.Values)
	if values == nil {
		values = map[string]string{}
	}
	values[name] = value
	m.State.Values = values
}

// Ask shows a value that a gesture passes.
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
