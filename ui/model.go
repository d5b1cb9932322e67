package ui

import (
	"maps"
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
	Seeking     string   // what the run does to get to update SeekTo; empty: it has got there
	SeekTo      int
	UI          string // full, basic or none: how much of the page is shown
	Hide, Lock  map[string]bool
}

// Actions is what a user can do. Package browser fills it in; a nil function does nothing. Attach is called on every render
// with the host of each panel and must be idempotent; the other functions must not block.
type Actions struct {
	Load           func(link string)
	Play, Pause    func()
	Reset          func()
	Step           func(n int)
	Seek           func(update int)
	Set            func(name, value string)
	Rate           func(perSecond float64)
	Theme          func(name string)
	DismissNotice  func()
	DismissFailure func()
	RestartWorker  func()
	CopyLink       func()
	Open           func(kind string) // lets the reader choose a file: Data or Labels
	Decline        func()            // no file will be chosen for Wanted
	Attach         func(panel string, host js.Value)
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

// Seek shows update n as the one wanted until the run is there.
func (m *Model) Seek(n int) {
	if m.Seeking == "" {
		m.Seeking = "computing"
	}
	if n < m.State.Update {
		m.Seeking = "replaying"
	}
	m.SeekTo = n
}

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

// call1 runs an action with one argument that may be missing.
func call1[T any](f func(T), x T) {
	if f != nil {
		f(x)
	}
}
