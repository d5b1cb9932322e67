package ui

// Deed is what an element of a dialog or a menu does. Such elements are text for the browser to parse: one with data-do="NAME" does the
// deed of that name with data-value when it is pressed, one with data-set="NAME" (a field, a box, a list to choose from) with its own value when that
// changes; a box to tick passes "on" or "". A deed runs under the render lock, changes the model's view and calls actions; the page then follows.
type Deed func(m *Model, a *Actions, value string)

// Deeds by name.
var Deeds = map[string]Deed{
	"open":    func(m *Model, _ *Actions, value string) { m.View.Dialog = value },
	"load":    func(m *Model, a *Actions, value string) { m.View.Dialog = ""; call1(a.Load, value) },
	"letters": func(m *Model, a *Actions, value string) { m.View.NoLetters = value == ""; call(a.RememberLetters) },
	"pin":     func(_ *Model, a *Actions, _ string) { call(a.Pin) },
	"unpin":   func(_ *Model, a *Actions, _ string) { call(a.Unpin) },
	"swap": func(m *Model, a *Actions, _ string) {
		if !m.Refuse() {
			call(a.Swap)
		}
	},
	"seeds": setSeeds,
	"ensemble": func(m *Model, a *Actions, _ string) {
		if !m.Refuse() {
			call1(a.Ensemble, m.seeds())
		}
	},
	"ensemble-end": func(_ *Model, a *Actions, _ string) { call1(a.Ensemble, 0) },
	"ensemble-csv": func(m *Model, a *Actions, _ string) {
		if !m.Refuse() {
			call(a.EnsembleCSV)
		}
	},
	"take-home": func(m *Model, _ *Actions, _ string) { m.TakeHome("") },
	"copy-link": func(_ *Model, a *Actions, _ string) { call(a.CopyLink) },
	"explain":   func(m *Model, _ *Actions, _ string) { m.View.Explaining = !m.View.Explaining },
}

func init() { predictDeeds(Deeds) }
