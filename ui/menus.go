package ui

import (
	"html"
	"strings"
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
}

// Names of Menu.Name.
const (
	LearnMenu = "learn"
	ShareMenu = "share"
)

// Menus are those of the header.
var Menus = []Menu{
	{Name: LearnMenu, Label: "Learn", Items: []Item{
		{Label: "Keys and help", Does: "everything by keyboard", Key: "?", Do: "open", Value: HelpDialog},
	}},
	{Name: ShareMenu, Label: "Share", Items: []Item{
		{Label: "Copy link", Does: "reproduces this run, to the bit", Key: "S", Do: "copy-link"},
	}},
}

// MenuItems returns the items of a menu for the model as it is now.
func (m *Model) MenuItems(name string) string {
	var b strings.Builder
	for i := range Menus {
		for _, item := range Menus[i].Items {
			if Menus[i].Name != name || item.When != nil && !item.When(m) {
				continue
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
