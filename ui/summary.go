package ui

import (
	"strconv"
	"strings"

	"cascade/ui/plot"
)

// Summarise says in a few short sentences where the run is: for those who do not see the plots, and for whom every event
// is announced. latest is what the largest plot shows last, a sentence without full stop, or empty.
func (m *Model) Summarise(latest string) string {
	st := &m.State
	said := []string{}
	switch {
	case st.Updates == 0:
		return ""
	case m.done():
		said = append(said, "The run is complete at update "+plot.Number(float64(st.Update), 9))
	case st.Running:
		said = append(said, "Running from update "+plot.Number(float64(st.Update), 9)+" to "+plot.Number(float64(st.Updates), 9))
	default:
		said = append(said, "Update "+plot.Number(float64(st.Update), 9)+" of "+plot.Number(float64(st.Updates), 9))
	}
	if latest != "" {
		said = append(said, latest)
	}
	for _, t := range st.Transitions {
		switch {
		case t.Update != nil:
			said = append(said, plainSymbol(t.Name)+" was crossed at "+plot.Number(*t.Update, 4))
		case t.Theory != nil:
			said = append(said, plainSymbol(t.Name)+" is predicted at "+plot.Number(*t.Theory, 4))
		}
		if len(said) > 8 {
			said = append(said, "and "+strconv.Itoa(len(st.Transitions))+" transitions in all")
			break
		}
	}
	return strings.Join(said, ". ") + "."
}

// plainSymbol is a symbol as it is read aloud: "t_c" without its underscore.
func plainSymbol(symbol string) string {
	return withoutMarkup.Replace(symbol)
}

var withoutMarkup = strings.NewReplacer("_", " ", "{", "", "}", "")
