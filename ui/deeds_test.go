package ui

import (
	"regexp"
	"strings"
	"testing"
)

var named = regexp.MustCompile(`data-(?:do|set)="([^"]*)"`)

// TestEveryElementNamesADeed: what menus and dialogs name exists, and a deed runs without a single action being there.
func TestEveryElementNamesADeed(t *testing.T) {
	m := sampleModel()
	m.View.Dialog = HelpDialog
	texts := ""
	for _, name := range DialogNames() {
		texts += m.Dialog(name)
	}
	for i := range Menus {
		items := m.MenuItems(Menus[i].Name)
		if strings.Count(items, "<button") != strings.Count(items, "data-do=") {
			t.Errorf("menu %s has items that do nothing", Menus[i].Name)
		}
		texts += items
	}
	found := named.FindAllStringSubmatch(texts, -1)
	if len(found) < len(Presets) {
		t.Fatalf("found %d elements that do something", len(found))
	}
	for _, f := range found {
		if Deeds[f[1]] == nil {
			t.Errorf("there is no deed %q", f[1])
		}
	}
	for _, do := range Deeds {
		do(sampleModel(), &Actions{}, "")
	}
}

func TestMenuKeepsMarkupOut(t *testing.T) {
	saved := Menus
	defer func() { Menus = saved }()
	Menus = []Menu{{Name: "m", Items: []Item{{Label: "<b>", Does: "a & b", Value: `"x"`, Do: "open"},
		{Label: "never", Do: "open", When: func(*Model) bool { return false }}}}}
	got := (&Model{}).MenuItems("m")
	for _, want := range []string{"&lt;b&gt;", "a &amp; b", "&#34;x&#34;"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s lacks %s", got, want)
		}
	}
	if strings.Contains(got, "never") {
		t.Error("an item is shown that has no place now")
	}
}
