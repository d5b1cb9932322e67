package ui

import (
	"slices"
	"strings"

	"cascade/ui/plot"
)

// Names of Model.Dialog.
const (
	FiguresDialog = "figures"
	HelpDialog    = "help"
	DataDialog    = "data"
	PhysicsDialog = "physics"
)

// View is how the reader wants to see the run. It changes nothing of the run itself.
type View struct {
	Presenting   bool
	Panel        string // the panel presented; empty: the hero
	Surface      bool   // heights are shown as a surface, in some panel
	Blank        bool   // nothing is shown, as between two slides
	Dialog       string // the one that is open; empty: none
	More         bool   // all parameters, not only the main ones
	Export       string // the panel whose figure is taken home
	Preset       *Preset
	MeasuredOnly bool
	Flipped      map[string]bool // panels whose vertical axis is not the usual one
	NoLetters    bool            // single keys are switched off
	Fall         string          // the waterfall on the first screen; empty: that of the first mode
	Explaining   bool            // everything that can explain itself is marked, and does it when it is pressed
	Moved        bool            // the run has been set going since its link was opened
}

// presented returns the panel that fills a presentation, -1 if there are no panels.
func (m *Model) presented() int {
	hero := -1
	for i := range m.Panels {
		switch p := &m.Panels[i]; {
		case p.ID == m.View.Panel:
			return i
		case p.Hero:
			hero = i
		}
	}
	if hero < 0 && len(m.Panels) > 0 {
		return 0
	}
	return hero
}

// leaf presents the panel that many places on, around the end.
func (m *Model) leaf(by int) {
	if n := len(m.Panels); n > 0 {
		m.View.Panel = m.Panels[(m.presented()+by+n)%n].ID
	}
}

// flip switches the vertical axis of the panel in sight between linear and logarithmic.
func (m *Model) flip() {
	at := m.presented()
	if at < 0 || !m.Panels[at].CanFlip() {
		return
	}
	flipped := map[string]bool{}
	for id, on := range m.View.Flipped {
		flipped[id] = on
	}
	flipped[m.Panels[at].ID] = !flipped[m.Panels[at].ID]
	m.View.Flipped = flipped
}

// Option writes the view as the link's option "view", words with points between them: "present" or "present." and a panel, and
// "surface"; empty is the ordinary page.
func (v *View) Option() string {
	var words []string
	if v.Presenting {
		words = append(words, "present")
		if v.Panel != "" {
			words = append(words, v.Panel)
		}
	}
	if v.Surface {
		words = append(words, "surface")
	}
	return strings.Join(words, ".")
}

// Read sets the view from the option of a link and says whether it understood it. One that says nothing is the ordinary page.
func (v *View) Read(option string) bool {
	words := strings.Split(option, ".")
	v.Presenting, v.Panel = words[0] == "present", ""
	if v.Presenting {
		words = words[1:]
	}
	v.Surface = false
	if n := len(words); n > 0 && (words[n-1] == "surface" || words[n-1] == "map") {
		v.Surface, words = words[n-1] == "surface", words[:n-1]
	}
	if v.Presenting && len(words) == 1 {
		v.Panel, words = words[0], nil
	}
	return len(words) == 0 || option == ""
}

// PresentationSize is the size of the text of a presentation in a window of that size: 24 pixels at 1080 lines.
func PresentationSize(width, height float64) float64 {
	return min(max(min(height*24/1080, width*0.024), 13), 64)
}

// shownPanels lists the panels of the page's level, with their places.
func (m *Model) shownPanels() ([]plot.Panel, []plot.Place) {
	if m.View.Presenting {
		if at := m.presented(); at >= 0 {
			return m.Panels[at : at+1], []plot.Place{plot.HeroPlace}
		}
		return nil, nil
	}
	panels, places := m.withFall(), plot.Places(m.Panels)
	if m.UI != Basic {
		return panels, places
	}
	for i := range m.Panels {
		if m.Panels[i].Hero {
			return m.Panels[i : i+1], places[i : i+1]
		}
	}
	return nil, nil
}

// withFall returns the panels with the waterfall that the reader chose in the place of the first one, which takes its: so the
// elements of the document, and the focus, stay where they are.
func (m *Model) withFall() []plot.Panel {
	isFall := func(p plot.Panel) bool { return p.Kind == plot.Columns }
	isChosen := func(p plot.Panel) bool { return p.ID == m.View.Fall && isFall(p) }
	first, chosen := slices.IndexFunc(m.Panels, isFall), slices.IndexFunc(m.Panels, isChosen)
	if chosen < 0 {
		return m.Panels
	}
	panels := slices.Clone(m.Panels)
	panels[first], panels[chosen] = panels[chosen], panels[first]
	return panels
}

// chooseFall shows another waterfall: on the first screen, and in a presentation of one.
func (m *Model) chooseFall(id string) {
	m.View.Fall = id
	if m.View.Presenting {
		m.View.Panel = id
	}
}
