package plot

import (
	"slices"
	"strings"
)

// Place is where on the page a panel stands.
type Place string

// Places of panels. A page shows one panel in each of the first four; Second and Third stand on the first screen only where
// it is wide.
const (
	HeroPlace Place = "hero"
	Under     Place = "under"  // below the hero, over the same time
	Beside    Place = "beside" // above the sliders
	Second    Place = "second"
	Third     Place = "third"
	Rest      Place = "rest" // below the first screen
)

// What belongs beside and under the hero and next to them, the best first. The plane of the phases is itself a control: in wide
// windows it stands above the sliders.
var (
	besideIDs = []string{"landscape", "free_energy", "projections", "magnetisation", "magnetisations", "collapse", "samples", "waterfall", "waterfall1"}
	underIDs  = []string{"chi", "overlap", "order", "q"}
	secondIDs = []string{"plane"}
	thirdIDs  = []string{"waterfall", "waterfall1"}
)

// Places returns the place of each panel, in the panels' order.
func Places(panels []Panel) []Place {
	places := make([]Place, len(panels))
	take := func(place Place, fits func(i int) bool) {
		for i := range panels {
			if places[i] == "" && fits(i) {
				places[i] = place
				return
			}
		}
	}
	prefer := func(place Place, ids []string) {
		for _, id := range ids {
			if slices.Contains(places, place) {
				return
			}
			take(place, func(i int) bool { return panels[i].ID == id })
		}
	}
	take(HeroPlace, func(i int) bool { return panels[i].Hero })
	prefer(Beside, besideIDs)
	prefer(Under, underIDs)
	prefer(Second, secondIDs)
	prefer(Third, thirdIDs)
	any := func(int) bool { return true }
	if !slices.Contains(places, Under) {
		take(Under, func(i int) bool { return panels[i].isTime() })
	}
	if !slices.Contains(places, Second) {
		take(Second, any)
	}
	if !slices.Contains(places, Third) {
		take(Third, any)
	}
	for i := range places {
		if places[i] == "" {
			places[i] = Rest
		}
	}
	return places
}

// isTime says whether a panel shows what happens over the updates of the run.
func (p *Panel) isTime() bool { return p.X.Time }

// CanFlip says whether the vertical axis may be switched between linear and logarithmic: curves that are measured, of
// quantities that are positive.
func (p *Panel) CanFlip() bool {
	if p.Kind != Lines || p.Y.Min < 0 {
		return false
	}
	for i := range p.Curves {
		if c := &p.Curves[i]; c.Field || c.Bars {
			return false
		}
	}
	return p.Y.Log || p.isTime()
}

// View returns the panels as a reader wants to see them: without predictions, and with the vertical axis of some, named by
// their ID, switched between linear and logarithmic. The panels given stay as they are.
func View(panels []Panel, measuredOnly bool, flipped map[string]bool) []Panel {
	shown := slices.Clone(panels)
	for i := range shown {
		p := &shown[i]
		p.MeasuredOnly = measuredOnly
		if measuredOnly {
			p.Curves = slices.DeleteFunc(slices.Clone(p.Curves), func(c Curve) bool { return c.isTheory() })
			if strings.HasSuffix(p.VerticalField, ".theory") {
				p.VerticalField = ""
			}
		}
		if flipped[p.ID] && p.CanFlip() {
			p.Y.Log = !p.Y.Log
			if p.Y.Log && !(p.Y.Min > 0) {
				p.Y.Min = logAxis("").Min
			}
		}
	}
	align(shown)
	return shown
}

// isTheory says whether a curve is a prediction, or a branch of a waterfall.
func (c *Curve) isTheory() bool {
	return strings.HasSuffix(c.Source, ".theory") || strings.HasSuffix(c.Source, lowerSuffix) || strings.HasSuffix(c.Source, upperSuffix)
}

// lettersOverTime is how many letters the labels of y have in panels over time, if they have not more: "−0.05", "10⁻⁴".
const lettersOverTime = 5

// align gives the panels over time the same room at both sides, so that moments stand below one another.
func align(panels []Panel) {
	right := 0.0
	for i := range panels {
		if p := &panels[i]; p.isTime() {
			right = max(right, p.LabelSpace())
		}
	}
	for i := range panels {
		if p := &panels[i]; p.isTime() {
			p.Left, p.Right = tickSpace(lettersOverTime), right
		}
	}
}

// Scaled returns the theme with text of that size, and lines, as thick in proportion as a projector's should be.
func (t Theme) Scaled(fontSize float64) *Theme {
	t.Line, t.FontSize = fontSize/6, fontSize
	return &t
}
