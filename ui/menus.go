package ui

import (
	"cmp"
	"html"
	"slices"
	"strings"

	"cascade/ui/plot"
)

// Menu is a short list of things to do behind a button of the header. Its items are text for the browser to parse, as those of
// dialogs are.
type Menu struct {
	Name  string // of the element
	Label string
	Items []Item
}

// Item is one line of a menu.
type Item struct {
	Label string
	Does  string // in a few words, under the label
	Key   string // that does the same, if there is one
	Do    string // name of a Deed
	Value string // for the deed
	When  func(m *Model) bool
	Says  func(m *Model) string // in place of Does, unless it is empty
}

// Names of Menu.Name.
const (
	LearnMenu   = "learn"
	CompareMenu = "compare"
	ShareMenu   = "share"
)

// Menus are those of the header.
var Menus = []Menu{
	{Name: LearnMenu, Label: "Learn", Items: []Item{
		{Label: "What is this?", Does: "press any symbol, axis or control", Key: "I", Do: "explain"},
		{Label: "The physics in five minutes", Does: "one page, with the formulas", Do: "open", Value: PhysicsDialog},
		{Label: "Measure this computer", Does: "how fast it trains, in 15 seconds", Do: "open", Value: MeasureDialog},
		{Label: "Keys and help", Does: "everything by keyboard", Key: "?", Do: "open", Value: HelpDialog},
	}},
	{Name: CompareMenu, Label: "Compare", Items: append([]Item{
		{Label: "Guess the transition", Does: "the run is hidden until you have guessed when it comes", Key: "G", Do: "predict", When: canAsk(false)},
		{Label: "Guess a curve", Does: "draw it before the run does", Do: "predict", Value: "curve", When: canAsk(true)},
	}, compareItems...)},
	{Name: ShareMenu, Label: "Share", Items: []Item{
		{Label: "Share…", Does: "link, QR code, frame, one HTML file", Do: "share"},
		{Label: "Copy link", Does: "reproduces this run, to the bit", Key: "S", Do: "copy-link"},
		{Label: "Take home…", Does: "figures, data, notebook, weights", Key: "E", Do: "take-home"},
	}},
}

// MenuItems returns the items of a menu for the model as it is now.
func (m *Model) MenuItems(name string) string {
	var b strings.Builder
	for i := range Menus {
		if Menus[i].Name != name {
			continue
		}
		items := Menus[i].Items
		if name == LearnMenu {
			items = append(lessonItems(), items...) // not before: lessons take long to read
		}
		for _, item := range items {
			if item.When != nil && !item.When(m) {
				continue
			}
			if item.Says != nil {
				item.Does = cmp.Or(item.Says(m), item.Does)
			}
			b.WriteString(`<button type="button" role="menuitem" data-do="` + item.Do + `" data-value="` + html.EscapeString(item.Value) + `"><b>` + html.EscapeString(item.Label) + "</b>")
			if item.Key != "" {
				b.WriteString("<kbd>" + html.EscapeString(item.Key) + "</kbd>")
			}
			b.WriteString("<span>" + html.EscapeString(item.Does) + "</span></button>")
		}
	}
	return b.String()
}

// canAsk says when there is a moment, or a curve, that may be guessed.
func canAsk(curve bool) func(m *Model) bool {
	return func(m *Model) bool {
		return slices.ContainsFunc(m.Questions, func(q plot.Question) bool { return q.Curve == curve })
	}
}
