package ui

import (
	"regexp"
	"strings"
	"testing"

	"cascade/ui/plot"
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

// TestMenuItems: those of that menu that have a place now, with their key and what they do, or say that they do; markup in them stays text.
func TestMenuItems(t *testing.T) {
	saved := Menus
	defer func() { Menus = saved }()
	says := func(text string) func(*Model) string { return func(*Model) string { return text } }
	Menus = []Menu{{Name: "m", Items: []Item{{Label: "<b>", Does: "a & b", Value: `"x"`, Do: "open", Key: "<"},
		{Label: "never", Do: "open", When: func(*Model) bool { return false }},
		{Label: "says", Does: "as ever", Do: "open", Says: says("as now")}, {Label: "silent", Does: "all the same", Do: "open", Says: says("")}}},
		{Name: "n", Items: []Item{{Label: "elsewhere", Do: "open"}}}}
	got := (&Model{}).MenuItems("m")
	for _, want := range []string{"&lt;b&gt;", "a &amp; b", "&#34;x&#34;", "<kbd>&lt;</kbd>", "<span>as now</span>", "<span>all the same</span>"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s lacks %s", got, want)
		}
	}
	for _, other := range []string{"never", "as ever", "elsewhere"} {
		if strings.Contains(got, other) {
			t.Errorf("%s has %q", got, other)
		}
	}
	if n := strings.Count(got, "<kbd>"); n != 1 {
		t.Errorf("%d items show a key", n)
	}
}

// TestMenusKnowTheRun: lessons come first where one learns, and only what the run has can be guessed.
func TestMenusKnowTheRun(t *testing.T) {
	if got := (&Model{}).MenuItems(LearnMenu); strings.Index(got, "tour") < 0 || strings.Index(got, "tour") > strings.Index(got, "What is this?") {
		t.Errorf("%s does not begin with the tour", got)
	}
	for _, c := range []struct {
		questions     []plot.Question
		moment, curve bool
	}{{nil, false, false}, {[]plot.Question{{Of: "t_c"}}, true, false}, {[]plot.Question{{Of: "chi", Curve: true}}, false, true}} {
		got := (&Model{Questions: c.questions}).MenuItems(CompareMenu)
		if strings.Contains(got, "Guess the transition") != c.moment || strings.Contains(got, "Guess a curve") != c.curve {
			t.Errorf("with the questions %v: %s", c.questions, got)
		}
	}
}
