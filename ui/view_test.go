package ui

import (
	"strings"
	"testing"

	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

func TestFrameInvitesOnce(t *testing.T) {
	m, s := sampleModel(), &sent{}
	m.State.Update = 0
	hero := m.Panels[0]
	p := render(t, &Frame{Panel: hero, Place: plot.HeroPlace, Model: m, Actions: &Actions{
		Play: func() { s.add("play") }, Numbers: func(panel string) { s.add("numbers " + panel) }, Change: func(f func(*Model)) { f(m) }}})
	start := func() bool { return !has(p.find("class", "start"), "hidden") }
	if !start() {
		t.Error("nothing invites to start")
	}
	p.fire(p.find("class", "start"), "click", "")
	if s.last() != "play" {
		t.Errorf("sent %q", s.last())
	}
	m.View.Moved = true
	p.render()
	if start() {
		t.Error("the invitation stays after the first run")
	}
	p.fire(p.find("title", "The numbers of this plot, as a table"), "click", "")
	if s.last() != "numbers overlap" {
		t.Errorf("sent %q", s.last())
	}
	p.fire(p.find("title", "This plot alone, large"), "click", "")
	if got := m.View.Option(); got != "present.overlap" {
		t.Errorf("view %q", got)
	}
	m.State.Activity = "preparing the data"
	p.render()
	p.wants("Preparing the data …")
}

func TestViewOption(t *testing.T) {
	for _, option := range []string{"", "present", "present.chi"} {
		v := View{Panel: "old"}
		if ok := v.Read(option); !ok || v.Option() != option {
			t.Errorf("%q reads as %q, %v", option, v.Option(), ok)
		}
	}
	v := View{}
	if v.Read("nonsense") || v.Presenting {
		t.Error("nonsense is understood")
	}
}

func TestPresentationSize(t *testing.T) {
	for size, want := range map[[2]float64]float64{{1920, 1080}: 24, {1024, 768}: 768 * 24 / 1080., {390, 844}: 13, {9000, 9000}: 64} {
		if got := PresentationSize(size[0], size[1]); got != want {
			t.Errorf("%v: %g pixels, want %g", size, got, want)
		}
	}
}

func TestPresentationShowsOnePanel(t *testing.T) {
	m := sampleModel()
	m.View.Presenting, m.View.Panel = true, "chi"
	p := render(t, &Root{Model: m, Actions: &Actions{}})
	p.wants(`class="cascade presenting"`, `data-panel="chi"`)
	if n := strings.Count(p.html, "plot-host"); n != 1 {
		t.Errorf("%d panels", n)
	}
	m.View.Panel = "gone" // with another experiment: the hero
	p.render()
	p.wants(`data-panel="overlap"`)
}

func TestSummary(t *testing.T) {
	f := func(x float64) *float64 { return &x }
	m := sampleModel()
	m.State.Transitions = []protocol.Transition{{Name: "t_c", Update: f(277.2), Theory: f(277.4)}, {Name: "t_2", Theory: f(300)}}
	want := "Update 17 of 607. U 0.83, theory 0.81. t c was crossed at 277.2. t 2 is predicted at 300."
	if got := m.Summarise("U 0.83, theory 0.81"); got != want {
		t.Errorf("summary %q", got)
	}
	m.State.Running = true
	if got := m.Summarise(""); !strings.HasPrefix(got, "Running from update 17 to 607. ") {
		t.Errorf("summary %q", got)
	}
	m.State.Running, m.State.Update = false, 607
	if got := m.Summarise(""); !strings.HasPrefix(got, "The run is complete at update 607. ") {
		t.Errorf("summary %q", got)
	}
}

func TestDialogs(t *testing.T) {
	m := sampleModel()
	figures := m.Dialog(FiguresDialog)
	for _, p := range Presets {
		if !strings.Contains(figures, strings.ReplaceAll(p.Link, "&", "&amp;")) {
			t.Errorf("%s is not offered", p.Figure)
		}
	}
	help := m.Dialog(HelpDialog)
	for _, k := range Keyboard {
		if !strings.Contains(help, k.Does) {
			t.Errorf("the help does not list %q", k.Does)
		}
	}
	if m.View.NoLetters = true; !strings.Contains(help, " checked>") || strings.Contains(m.Dialog(HelpDialog), " checked>") {
		t.Error("the box of single keys does not follow the model")
	}
	m.Table = &plot.Table{Title: "<x>", Head: []string{"update", "U"}, Rows: [][]string{{"1", "<b>"}}, Remark: "1 of 7 rows"}
	for _, want := range []string{"&lt;x&gt;", `<th scope="col">update</th>`, "<td>&lt;b&gt;</td></tr>", "At update 17: 1 of 7 rows."} {
		if data := m.Dialog(DataDialog); !strings.Contains(data, want) {
			t.Errorf("%q is missing in %s", want, data)
		}
	}
}

func TestCaption(t *testing.T) {
	m := sampleModel()
	p := render(t, &Root{Model: m, Actions: &Actions{Change: func(f func(*Model)) { f(m) }}})
	if !has(p.find("class", "caption"), "hidden") {
		t.Error("a caption without a figure")
	}
	m.View.Preset = PresetOf("hopfield")
	p.render()
	p.wants("<b>Figure 1, right: Two patterns, two transitions.</b>", m.View.Preset.Look)
	p.root.(*Root).dismissCaption()
	p.render()
	p.wantsNot(Presets[2].Look)
}

// TestAnotherWaterfall: the one that was chosen stands on the first screen, and its head says which it is.
func TestAnotherWaterfall(t *testing.T) {
	m := sampleModel()
	m.UI = Full
	fall := func(id string) plot.Panel {
		return plot.Panel{ID: id, Title: id, Kind: plot.Columns, X: plot.Axis{Time: true}}
	}
	m.Panels = []plot.Panel{{ID: "sigma", Hero: true}, fall("waterfall1"), {ID: "chi"}, {ID: "landscape"}, {ID: "plane"}, fall("waterfall2")}
	third := func() string {
		panels, places := m.shownPanels()
		for i, place := range places {
			if place == plot.Third {
				return panels[i].ID
			}
		}
		return ""
	}
	if got := third(); got != "waterfall1" {
		t.Fatalf("%q stands third", got)
	}
	p := render(t, &Frame{Panel: m.Panels[1], Place: plot.Third, Model: m, Actions: &Actions{Change: func(f func(*Model)) { f(m) }}})
	p.fire(p.find("title", "waterfall2"), "click", "")
	if got := third(); got != "waterfall2" {
		t.Errorf("%q stands third after the second was chosen", got)
	}
	if m.View.Option() != "" {
		t.Errorf("the link says %q", m.View.Option())
	}
	m.View.Presenting = true
	m.chooseFall("waterfall1")
	if panels, _ := m.shownPanels(); panels[0].ID != "waterfall1" {
		t.Errorf("%q is presented", panels[0].ID)
	}
}
