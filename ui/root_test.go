package ui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vugu/vugu"
	js "github.com/vugu/vugu/js"

	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

func TestHeaderActions(t *testing.T) {
	m, s := sampleModel(), &sent{}
	p := render(t, &Header{Model: m, Actions: &Actions{
		Load: func(link string) { s.add("load " + link) }, Play: func() { s.add("play") }, Pause: func() { s.add("pause") },
		Reset: func() { s.add("reset") }, Step: func(n int) { s.add(fmt.Sprint("step ", n)) }, Rate: func(r float64) { s.add(fmt.Sprint("rate ", r)) },
		Theme: func(name string) { s.add("theme " + name) }, Seek: func(u int) { s.add(fmt.Sprint("seek ", u)) },
	}})
	expect := func(want string) {
		t.Helper()
		if s.last() != want {
			t.Errorf("sent %q, want %q", s.last(), want)
		}
	}
	p.fire(p.find("class", "play"), "click", "")
	expect("play")
	m.State.Running = true
	p.render()
	p.fire(p.find("class", "play"), "click", "")
	expect("pause")
	p.fire(p.find("aria-label", "Step"), "click", "")
	expect("step 1")
	p.fire(p.find("aria-label", "Step back"), "click", "")
	expect("step -1")
	p.fire(p.find("aria-label", "Reset"), "click", "")
	expect("reset")
	p.fire(p.find("aria-label", "Speed"), "change", "10")
	expect("rate 10")
	p.fire(p.find("aria-label", "Experiment"), "change", "digits")
	expect("load digits")
	p.wants(`<option value="digits" selected="true">`, `<option value="mattis">`) // the choice stays in sight until it is answered
	m.Opening = "nonsense"
	p.render()
	p.wants(`<option value="digits">`, `<option value="mattis" selected="true">`)
	for _, want := range []string{"light", "dark", "projector", "auto"} {
		p.fire(p.find("title", "Colours: "+m.Theme+". Change to "+want), "click", "")
		expect("theme " + want)
		m.Theme = want
		p.render()
	}
}

func TestHeaderShowsState(t *testing.T) {
	m := sampleModel()
	m.Rate = 7
	p := render(t, &Header{Model: m, Actions: &Actions{}})
	p.wants("<span>Play</span>", `<option value="mattis" selected="true">One pattern</option>`, `<option value="7" selected="true">7 / s</option>`, `<option value="0">max speed</option>`, ">Share<")
	m.State.Running, m.Copied = true, true
	p.render()
	p.wants("<span>Pause</span>", ">Copied<")
	m.State.Running, m.State.Update = false, m.State.Updates
	p.render()
	if !has(p.find("aria-label", "Step"), "disabled") || has(p.find("aria-label", "Reset"), "disabled") {
		t.Error("a complete run can be reset and not stepped")
	}
	p.wants("<span>Replay</span>")
	s := &sent{}
	p = render(t, &Header{Model: m, Actions: &Actions{Again: func() { s.add("again") }, Play: func() { s.add("play") }}})
	p.fire(p.find("class", "play"), "click", "")
	m.State.Update = 0
	if p.render(); !has(p.find("aria-label", "Step back"), "disabled") {
		t.Error("one can go back from update 0")
	}
	if s.last() != "again" {
		t.Errorf("a complete run is sent %q", s.last())
	}
}

func TestProgress(t *testing.T) {
	m, s := sampleModel(), &sent{}
	p := render(t, &Progress{Model: m, Actions: &Actions{Seek: func(u int) { s.add(fmt.Sprint("seek ", u)) }}})
	p.wants(`max="607"`, `value="17"`, `aria-valuetext="update 17 of 607"`, "<b>17</b>", "/ 607", "01234567</code>", `style="--fill: 0.0280; --seen: 0.0280"`)
	p.fire(p.find("aria-label", "Update"), "input", "300")
	m.State.Update = 18 // a report arrives while the handle is held
	p.render()
	p.wants("<b>300</b>", `value="300"`, "computing")
	if s.last() != "seek 300" || len(s.calls) != 1 {
		t.Errorf("sent %v, want seek 300 while the handle is held", s.calls)
	}
	m.State.Update, m.State.Furthest, m.Seeking = 302, 400, false
	p.render()
	p.wants("<b>302</b>", `style="--fill: 0.4975; --seen: 0.6590"`)
	p.fire(p.find("aria-label", "Update"), "input", "10")
	p.wants("<b>10</b>")
	p.wantsNot("computing")
	m.Seeking = false

	m.State.Running, m.State.Speed = true, 0
	p.render()
	p.wants("computing")
	m.Fetching = "digits"
	p.render()
	p.wants(">loading<")
	m.Fetching = ""

	m.State.Running, m.State.Speed = true, 1234.5
	p.render()
	p.wants("1230 / s")
	m.State.Activity = "preparing the data"
	p.render()
	p.wants(">preparing<")
	p.wantsNot("1230 / s")
}

func TestPanelsAttachHosts(t *testing.T) {
	m, s := sampleModel(), &sent{}
	p := render(t, &Panels{Model: m, Actions: &Actions{Attach: func(panel string, _ js.Value) { s.add(panel) }}})
	for _, panel := range m.Panels {
		host := p.find("data-panel", panel.ID)
		if host.FirstChild != nil || host.InnerHTML != nil {
			t.Errorf("host of %s is not empty: its canvas would be lost at each render", panel.ID)
		}
		if host.JSCreateHandler == nil {
			t.Fatalf("host of %s is not attached", panel.ID)
		}
		host.JSCreateHandler.JSValueHandle(js.Value{})
		if s.last() != panel.ID {
			t.Errorf("attached %q, want %q", s.last(), panel.ID)
		}
	}
	if n := strings.Count(p.html, `class="panel hero"`); n != 1 {
		t.Errorf("%d heroes, want 1", n)
	}
	m.UI = Basic
	p.render()
	if strings.Count(p.html, "plot-host") != 1 {
		t.Error("a basic page shows more than the hero")
	}
}

// Only a panel of heights has two views. The control tells and sends which; where there are no surfaces it says why.
func TestPanelsOfHeights(t *testing.T) {
	m, s := sampleModel(), &sent{}
	p := render(t, &Panels{Model: m, Actions: &Actions{Solid: func(panel string, solid bool) { s.add(fmt.Sprint(panel, " ", solid)) }}})
	p.wantsNot(`class="views"`)
	m.Panels[1].Kind = plot.Heat
	id := m.Panels[1].ID
	p.render()
	if n := strings.Count(p.html, `class="views"`); n != 1 {
		t.Fatalf("%d controls, want 1", n)
	}
	surface, flat := "Heights as a surface that can be turned", "Heights as colours and contour lines"
	p.fire(p.find("title", surface), "click", "")
	if s.last() != id+" true" || attr(p.find("title", flat), "aria-pressed") != "true" {
		t.Errorf("sent %q; the map is pressed: %q", s.last(), attr(p.find("title", flat), "aria-pressed"))
	}
	m.Solid = map[string]bool{id: true}
	p.fire(p.find("title", flat), "click", "")
	if s.last() != id+" false" || attr(p.find("title", surface), "aria-pressed") != "true" || attr(p.find("data-panel", id), "role") != "group" {
		t.Errorf("sent %q, or the surface is not shown as chosen in\n%s", s.last(), p.html)
	}
	m.Solid, m.NoSurface = nil, "There is no WebGL."
	p.render()
	if !has(p.find("title", "There is no WebGL."), "disabled") || has(p.find("title", flat), "disabled") {
		t.Errorf("the wrong button is disabled in\n%s", p.html)
	}
}

func TestDistance(t *testing.T) {
	for off, want := range map[float64]string{0.72: "+0.7σ", -2.04: "−2.0σ", 0.04: "0.0σ", -0.04: "0.0σ"} {
		if got := distance(off); got != want {
			t.Errorf("%g: %q, want %q", off, got, want)
		}
	}
}

func TestScalars(t *testing.T) {
	f := func(x float64) *float64 { return &x }
	m := sampleModel()
	m.State.Scalars = []protocol.Scalar{
		{Name: "t_c", Value: f(197.31), Error: f(3.21), Theory: f(195.1)},
		{Name: "chi_max3", Value: f(3.6817)},
		{Name: "other", Theory: f(0.25)},
		{Name: "coercive", Value: f(0.2516), Error: f(0.0017), Theory: f(0.3086)},
	}
	m.State.Transitions = []protocol.Transition{{Name: "t_c", Update: f(1)}, {Name: "t_2", Update: f(101), Theory: f(99.5)}}
	p := render(t, &Scalars{Model: m})
	p.wants(
		`<tr data-about="result t_c">`, `<th scope="row" data-what="result t_c" tabindex="-1">t<sub>c</sub></th>`, "<td>197.3 ± 3.2</td>", "<td>195.1</td>", "+0.7σ",
		`<tr data-about="result chi_max3">`, `<th scope="row" data-what="result chi_max3" tabindex="-1">χ 3</th>`, "<td>3.682</td>", "<td>–</td>",
		`<th scope="row" data-what="result other" tabindex="-1">other</th>`, "<td>0.25</td>", "limit",
		`<th scope="row" data-what="result t_2" tabindex="-1">t<sub>2</sub></th>`, "<td>101</td>", "<td>99.5</td>")
	if !strings.Contains(p.html, `<p class="remark">limit: `) {
		t.Error("no word on what a limit is")
	}
	if strings.Contains(p.html, "−33.5σ") {
		t.Error("a distance from a theory that is but a limit")
	}
	if strings.Index(p.html, "t<sub>2</sub>") > strings.Index(p.html, "χ 3") {
		t.Error("a transition comes behind the scalars")
	}
	if strings.Count(p.html, "t<sub>c</sub>") != 1 {
		t.Error("a transition that is a scalar is listed twice")
	}
}

func TestNoticesAreShownAndDismissed(t *testing.T) {
	m, s := sampleModel(), &sent{}
	p := render(t, &Notices{Model: m, Actions: &Actions{DismissNotice: func() { s.add("dismiss") }}})
	if !has(p.find("class", "notice"), "hidden") || attr(p.find("class", "notices"), "role") != "status" {
		t.Error("without notices there is a visible box, or no live region")
	}
	m.Notices = []string{"beta=99 is outside 0.5 to 3; using 3", "second"}
	p.render()
	p.wants("<li>β = 99 is outside 0.5 to 3; using 3</li>", "<li>second</li>")
	if has(p.find("class", "notice"), "hidden") {
		t.Error("notices are hidden")
	}
	p.fire(p.find("aria-label", "Dismiss"), "click", "")
	if s.last() != "dismiss" || !has(p.find("class", "notice"), "hidden") {
		t.Error("notices stay after they are dismissed")
	}
	p.wantsNot("<li>")
}

func TestFailure(t *testing.T) {
	m, s := sampleModel(), &sent{}
	p := render(t, &Failure{Model: m, Actions: &Actions{Load: func(link string) { s.add("load " + link) }, RestartWorker: func() { s.add("restart") }, Reset: func() { s.add("reset") }, DismissFailure: func() { s.add("dismiss") }}})
	if !has(p.find("class", "failure"), "hidden") {
		t.Error("a failure is shown although there is none")
	}
	m.Failure, m.FailureLink = "It went wrong.", "mattis?lr=5"
	p.render()
	p.wants("It went wrong.", `<a href="#mattis?lr=5">mattis?lr=5</a>`)
	press := func(which int) {
		p.each(p.built.Out, func(n *vugu.VGNode) {
			if n.Data != "button" {
				return
			}
			if which--; which == -1 {
				p.fire(n, "click", "")
			}
		})
	}
	retry := func() { press(0) }
	retry()
	if s.last() != "load mattis?lr=5" {
		t.Errorf("sent %q", s.last())
	}
	m.Dead = true
	retry()
	if s.last() != "restart" {
		t.Errorf("sent %q for a dead worker", s.last())
	}
	m.Dead = false
	p.render()
	if reset := p.find("title", "Start again with the parameters as they are now"); !has(reset, "hidden") {
		t.Error("the failure of another link offers to reset this run")
	}
	m.FailureLink = m.State.Link
	p.render()
	reset := p.find("title", "Start again with the parameters as they are now")
	if p.fire(reset, "click", ""); has(reset, "hidden") || s.last() != "reset" {
		t.Errorf("a run that failed is not offered to be reset; sent %q", s.last())
	}
	press(2)
	if s.last() != "dismiss" || m.Failure != "" {
		t.Errorf("sent %q, the failure %q stays", s.last(), m.Failure)
	}
}

func TestRootLevelsAndStart(t *testing.T) {
	m := sampleModel()
	p := render(t, &Root{Model: m, Actions: &Actions{}})
	p.wants(`<div class="cascade ui-full">`, "Build <span>b1</span>", "MNIST", "One pattern is learned.")
	for _, level := range []string{Basic, None} {
		m.UI = level
		p.render()
		p.wants(`<div class="cascade ui-` + level + `">`)
	}
	// Before the worker has said anything, nothing is missing badly enough to fail.
	p = render(t, &Root{Model: &Model{}, Actions: &Actions{}})
	p.wants(`<div class="cascade empty ui-full">`, `<p class="splash">Starting</p>`)
	p.wantsNot("Watch it learn")
	p = render(t, &Root{Model: &Model{Failure: "No."}, Actions: &Actions{}})
	if !has(p.find("class", "splash"), "hidden") {
		t.Error("the page says it is starting although it failed")
	}
}

// Every handler can be called when no action is filled in.
func TestNilActions(t *testing.T) {
	m := sampleModel()
	m.Notices, m.Failure = []string{"n"}, "f"
	p := render(t, &Root{Model: m, Actions: &Actions{}})
	fired := 0
	p.each(p.built.Out, func(n *vugu.VGNode) {
		for _, spec := range n.DOMEventHandlerSpecList {
			p.fire(n, spec.EventType, "1")
			fired++
		}
		if n.JSCreateHandler != nil {
			n.JSCreateHandler.JSValueHandle(js.Value{})
		}
	})
	if fired < 20 {
		t.Errorf("only %d handlers found", fired)
	}
}
