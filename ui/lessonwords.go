package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// Word is what words in a lesson do to the figure.
type Word struct {
	Kind    string
	Update  int               // of SeekWord
	Panel   string            // of PanelWord
	Changes []protocol.Change // of SetWord
	Link    string            // of LinkWord
}

// Kinds of words; those without an argument are written so.
const (
	PlayWord     = "play"
	PauseWord    = "pause"
	TheoryWord   = "theory"
	MeasuredWord = "measured"
	SurfaceWord  = "surface"
	MapWord      = "map"
	SeekWord     = "@"
	PanelWord    = "#"
	SetWord      = "="
	LinkWord     = "link"
)

var plainWords = []string{PlayWord, PauseWord, TheoryWord, MeasuredWord, SurfaceWord, MapWord}

// ReadWord reads an action: play, pause, @300 (go to that update), kappa=0.6 (set; several with & between), #sigma (show that panel),
// theory or measured (with the theory or without it), surface or map, or a link (another run). The error follows "step 3 ".
func ReadWord(action string) (*Word, error) {
	refuse := func() (*Word, error) {
		return nil, fmt.Errorf("has words that should do %q, which is none of play, pause, @300, kappa=0.6, #sigma, theory, measured, surface, map, or a link", clip(action))
	}
	head, _, isLink := strings.Cut(action, "?")
	switch {
	case slices.Contains(plainWords, action):
		return &Word{Kind: action}, nil
	case strings.HasPrefix(action, "@"):
		n, err := strconv.Atoi(action[1:])
		if err != nil || n < 0 || n > 1<<30 {
			return refuse()
		}
		return &Word{Kind: SeekWord, Update: n}, nil
	case strings.HasPrefix(action, "#"):
		if !isName(action[1:]) {
			return refuse()
		}
		return &Word{Kind: PanelWord, Panel: action[1:]}, nil
	case isLink || isName(action):
		if !isName(head) {
			return refuse()
		}
		return &Word{Kind: LinkWord, Link: action}, nil
	}
	w := &Word{Kind: SetWord}
	for _, pair := range strings.Split(action, "&") {
		name, value, ok := strings.Cut(pair, "=")
		if !ok || !isName(name) || value == "" {
			return refuse()
		}
		w.Changes = append(w.Changes, protocol.Change{Name: name, Value: value})
	}
	return w, nil
}

// isName says whether s could name an experiment, a parameter or a panel.
func isName(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' {
			return false
		}
	}
	return s != "" && len(s) <= 40
}

// title says what pressing the word does.
func (w *Word) title() string {
	switch w.Kind {
	case PlayWord:
		return "Run, or pause"
	case PauseWord:
		return "Pause"
	case TheoryWord:
		return "Show the theory, or hide it again"
	case MeasuredWord:
		return "Hide the theory, or show it again"
	case SurfaceWord, MapWord:
		return "The landscape as a surface, or as a map"
	case SeekWord:
		return "Go to update " + strconv.Itoa(w.Update) + "; again: back"
	case PanelWord:
		return "Show this plot"
	case LinkWord:
		return "Open this run"
	}
	var list []string
	for _, c := range w.Changes {
		list = append(list, c.Name+" = "+c.Value)
	}
	return "Set " + strings.Join(list, ", ") + "; again: back"
}

// pressWord does what a word says, or takes it back if that is how things are since it was pressed.
func pressWord(m *Model, a *Actions, action string) {
	w, err := ReadWord(action)
	if err != nil {
		return
	}
	back := ""
	if m.Lesson != nil {
		if before, pressed := m.Lesson.Undo[action]; pressed && w.holds(m) {
			delete(m.Lesson.Undo, action)
			if w, err = ReadWord(before); err != nil {
				return
			}
		} else if back = w.before(m); back != "" {
			if m.Lesson.Undo == nil {
				m.Lesson.Undo = map[string]string{}
			}
			m.Lesson.Undo[action] = back
		}
	}
	w.do(m, a)
}

// holds says whether the figure is as the word says.
func (w *Word) holds(m *Model) bool {
	switch w.Kind {
	case SeekWord:
		return m.headed() == w.Update
	case PanelWord:
		return m.View.Presenting && m.View.Panel == w.Panel
	}
	for _, c := range w.Changes {
		if m.Value(c.Name) != c.Value {
			return false
		}
	}
	return w.Kind == SetWord
}

// headed is the update that the run is at, or on its way to.
func (m *Model) headed() int {
	if m.Seeking {
		return m.SeekTo
	}
	return m.State.Update
}

// before is the action that leads back to how the figure is now, empty if none does.
func (w *Word) before(m *Model) string {
	switch w.Kind {
	case SeekWord:
		return "@" + strconv.Itoa(m.headed())
	case PanelWord:
		if at := m.presented(); m.View.Presenting && at >= 0 {
			return "#" + m.Panels[at].ID
		}
	case SetWord:
		var pairs []string
		for _, c := range w.Changes {
			pairs = append(pairs, c.Name+"="+m.Value(c.Name))
		}
		return strings.Join(pairs, "&")
	}
	return ""
}

func (w *Word) do(m *Model, a *Actions) {
	switch w.Kind {
	case PlayWord:
		playOrPause(m, a)
	case PauseWord:
		call(a.Pause)
	case TheoryWord, MeasuredWord:
		m.View.MeasuredOnly = !m.View.MeasuredOnly
	case SurfaceWord, MapWord:
		w.turn(m, a)
	case SeekWord:
		if m.State.Updates < w.Update {
			m.Notices = []string{fmt.Sprintf("The run ends at update %d, before update %d; the step can be begun again.", m.State.Updates, w.Update)}
			return
		}
		call1(a.GoTo, w.Update)
	case PanelWord:
		w.show(m, a)
	case LinkWord:
		call1(a.Load, w.Link)
	case SetWord:
		w.set(m, a)
	}
}

// turn shows heights as a surface, or as a map if they are one.
func (w *Word) turn(m *Model, a *Actions) {
	for i := range m.Panels {
		if p := &m.Panels[i]; p.Kind == plot.Heat {
			call2(a.Solid, p.ID, !m.Solid[p.ID])
			return
		}
	}
	m.Notices = []string{"This run has no landscape over two directions."}
}

// show brings a panel into sight: on the page by going there, in a presentation in the place of the one that is there.
func (w *Word) show(m *Model, a *Actions) {
	if !slices.ContainsFunc(m.Panels, func(p plot.Panel) bool { return p.ID == w.Panel }) {
		m.Notices = []string{"This run has no such plot; the step can be begun again."}
		return
	}
	if m.View.Presenting {
		m.View.Panel = w.Panel
		return
	}
	call1(a.ShowPanel, w.Panel)
}

func (w *Word) set(m *Model, a *Actions) {
	e := m.Experiment()
	for _, c := range w.Changes {
		if c.Name != "seed" && c.Name != "updates" && !slices.ContainsFunc(e.Params, func(p protocol.Param) bool { return p.Name == c.Name }) {
			m.Notices = []string{e.Title + " has no parameter " + c.Name + "; the step can be begun again."}
			return
		}
		if m.Lock[c.Name] {
			return
		}
	}
	for _, c := range w.Changes {
		m.Ask(c.Name, c.Value)
	}
	call1(a.SetAll, w.Changes)
}
