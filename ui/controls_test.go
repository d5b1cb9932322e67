package ui

import (
	"strings"
	"testing"

	"github.com/vugu/vugu"

	"cascade/wasm/protocol"
)

func controls(t *testing.T, m *Model) (*page, *sent) {
	t.Helper()
	s := &sent{}
	return render(t, &Controls{Model: m, Actions: &Actions{
		Set: func(name, value string) { s.add(name + "=" + value) },
		Drag: func(name, value string, byKey bool) {
			s.add(map[bool]string{false: "drag ", true: "key "}[byKey] + name + "=" + value)
		},
		Drop: func() { s.add("drop") },
	}}), s
}

func TestSlidersComeFromCatalogue(t *testing.T) {
	p, _ := controls(t, sampleModel())
	for _, c := range []struct{ name, min, max, step, value string }{
		{"beta", "0.5", "3", "0.01", "1.4"},
		{"n", "1.30102999566", "3.30102999566", "any", "2.95424250944"}, // log10 of 20, 2000, 900
		{"lr", "-4", "0", "any", "-1.30102999566"},
	} {
		n := p.find("aria-label", c.name)
		if attr(n, "type") != "range" {
			t.Fatalf("%s is no slider", c.name)
		}
		for key, want := range map[string]string{"min": c.min, "max": c.max, "step": c.step, "value": c.value} {
			if got := attr(n, key); got != want {
				t.Errorf("%s: %s=%q, want %q", c.name, key, got, want)
			}
		}
		if box := p.find("id", "param-"+c.name); attr(box, "type") != "text" || attr(box, "value") != sampleModel().Value(c.name) {
			t.Errorf("%s: the number box shows %q", c.name, attr(box, "value"))
		}
	}
	if menu := p.find("id", "param-method"); menu.Data != "select" {
		t.Errorf("a parameter with choices is a <%s>", menu.Data)
	}
	p.wants(`<option value="pcd" selected="true">PCD</option>`, `<option value="exact">exact</option>`,
		`data-what="param beta"`, `aria-description="Inverse temperature."`)
	if strings.Index(p.html, "param-n") > strings.Index(p.html, "param-method") {
		t.Error("rows are not in the catalogue's order")
	}
	for name, want := range map[string]string{"seed": "7", "updates": "607"} {
		if box := p.find("id", "param-"+name); attr(box, "value") != want {
			t.Errorf("%s shows %q, want %q", name, attr(box, "value"), want)
		}
	}
}

func TestMainRowsAreTheFirstSliders(t *testing.T) {
	m := sampleModel() // has three
	p, _ := controls(t, m)
	p.wants(`class="row is-live"`)
	if n := strings.Count(p.html, `class="row main`); n != mainRows {
		t.Errorf("%d main rows, want %d", n, mainRows)
	}
	m.Hide = map[string]bool{"beta": true}
	p.render()
	p.wants(`class="row main is-live"`)
	p.wantsNot("param-beta")
}

// TestSliderSendsWhileItMoves: every value once, and when it is let go that it was.
func TestSliderSendsWhileItMoves(t *testing.T) {
	m := sampleModel()
	p, s := controls(t, m)
	slider := func() *vugu.VGNode { return p.find("aria-label", "beta") }
	for _, at := range []string{"1.5", "1.6", "1.6", "1.7"} {
		p.fire(slider(), "input", at)
	}
	if box := p.find("id", "param-beta"); attr(box, "value") != "1.7" || attr(slider(), "value") != "1.7" {
		t.Errorf("while the slider moves the box shows %q, the slider %q", attr(box, "value"), attr(slider(), "value"))
	}
	p.fire(slider(), "change", "1.7")
	if got := strings.Join(s.calls, ", "); got != "drag beta=1.5, drag beta=1.6, drag beta=1.7, drop" {
		t.Errorf("sent %s", got)
	}
	if m.Value("beta") != "1.7" || m.Loaded.Values["beta"] != "1.4" {
		t.Error("the new value is not shown until the worker answers, or the loaded link was changed")
	}
	m.Answer([]protocol.Change{{Name: "beta", Value: "1.6"}})
	if m.Value("beta") != "1.7" {
		t.Error("an answer to an older value ends the showing of a newer one")
	}
	m.Answer([]protocol.Change{{Name: "beta", Value: "1.7"}})
	if m.Value("beta") != "1.4" {
		t.Error("the worker's word is not shown after its answer")
	}
}

// TestHeldKeysAreOneGesture: a browser says "change" at every step of a key; the gesture ends when the key comes up, or the slider loses the focus.
func TestHeldKeysAreOneGesture(t *testing.T) {
	p, s := controls(t, sampleModel())
	slider := func() *vugu.VGNode { return p.find("aria-label", "beta") }
	for _, at := range []string{"1.41", "1.42"} {
		p.press(slider(), "ArrowRight")
		p.fire(slider(), "input", at)
		p.fire(slider(), "change", at)
	}
	p.fire(slider(), "keyup", "1.42")
	p.fire(slider(), "blur", "1.42")
	if got := strings.Join(s.calls, ", "); got != "key beta=1.41, key beta=1.42, drop, drop" {
		t.Errorf("sent %s", got)
	}
}

// TestSliderNamesThePhase of the point that it moves in the phase diagram.
func TestSliderNamesThePhase(t *testing.T) {
	m := sampleModel()
	m.State.Plane = &protocol.Plane{X: "beta", Y: "lr", Regions: []protocol.PlaneRegion{
		{Name: "paramagnet", X: []float64{0, 1.5, 1.5, 0}, Y: []float64{0, 0, 9, 9}}, {Name: "retrieval", X: []float64{1.5, 9, 9, 1.5}, Y: []float64{0, 0, 9, 9}}}}
	p, _ := controls(t, m)
	p.wants(`aria-valuetext="beta 1.4, paramagnet"`)
	p.fire(p.find("aria-label", "beta"), "input", "1.6")
	p.wants(`aria-valuetext="beta 1.6, retrieval"`)
	if attr(p.find("aria-label", "n"), "aria-valuetext") != "n 900" {
		t.Error("a phase for a parameter that has none")
	}
}

func TestLogSliderRoundsToTwoDigits(t *testing.T) {
	p, s := controls(t, sampleModel())
	p.fire(p.find("aria-label", "lr"), "input", "-2.4")
	if s.last() != "drag lr=4e-3" {
		t.Errorf("sent %q, want 10^-2.4 rounded: lr=4e-3", s.last())
	}
	p.fire(p.find("aria-label", "n"), "input", "2.5")
	if s.last() != "drag n=320" {
		t.Errorf("sent %q, want n=320", s.last())
	}
}

func TestNudge(t *testing.T) {
	beta, n := &protocol.Param{Min: 0.1, Max: 4, Step: 0.01}, &protocol.Param{Min: 10, Max: 5000, Step: 1, Log: true}
	for _, row := range []struct {
		p     *protocol.Param
		value string
		steps int
		want  string
	}{{beta, "2", 1, "2.01"}, {beta, "2", -10, "1.9"}, {beta, "3.95", 10, "4"}, {beta, "0.1", -1, "0.1"}, {n, "900", 1, "910"}, {n, "100", -1, "99"}, {beta, "?", 1, "?"}} {
		if got := Nudge(row.p, row.value, row.steps); got != row.want {
			t.Errorf("%s and %d steps: %s, want %s", row.value, row.steps, got, row.want)
		}
	}
	if got := Snap(beta, 1.23456); got != "1.23" {
		t.Errorf("snapped to %s", got)
	}
}

func TestNumberBox(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"2", "beta=2"}, {" 1,25 ", "beta=1.25"}, {"1e-3", "beta=1e-3"}, {"−0.5", "beta=-0.5"}, {"99", "beta=99"}, {"12 000", "beta=12000"}, {"1,000", "beta=1"}, {"1,000,000", "beta=1e6"}, {"1.5×10^-3", "beta=0.0015"},
		{"", ""}, {"two", ""}, {"NaN", ""}, {"1e999", ""}, {"1.4", ""}, // the last one is in force already
	} {
		p, s := controls(t, sampleModel())
		p.fire(p.find("id", "param-beta"), "input", c.typed)
		if len(s.calls) != 0 {
			t.Errorf("%q: sent while typing", c.typed)
		}
		p.fire(p.find("id", "param-beta"), "change", c.typed)
		if s.last() != c.want {
			t.Errorf("%q: sent %q, want %q", c.typed, s.last(), c.want)
		}
		_, isNumber := parseValue(&p.root.(*Controls).rows()[0].param, c.typed)
		box := p.find("id", "param-beta")
		if wrong := attr(box, "aria-invalid"); wrong != flag(!isNumber) {
			t.Errorf("%q: aria-invalid=%q", c.typed, wrong)
		}
		if !isNumber && attr(box, "value") != c.typed {
			t.Errorf("%q: what was typed is lost: %q", c.typed, attr(box, "value"))
		}
	}
}

func TestWholeNumbersMayHaveGroups(t *testing.T) {
	for typed, want := range map[string]string{"1,000": "n=1e3", "1 200": "n=1200", "1,4": "n=1.4", "30": "n=30"} {
		p, s := controls(t, sampleModel())
		p.fire(p.find("id", "param-n"), "change", typed)
		if s.last() != want {
			t.Errorf("%q: sent %q, want %q", typed, s.last(), want)
		}
	}
}

// What was given up by Escape is not sent when the box is left before it has been drawn anew: the browser says "change" of what is in it.
func TestGivenUpIsNotSent(t *testing.T) {
	p, s := controls(t, sampleModel())
	for i, fire := range []struct{ event, key, value string }{{"input", "", "2.5"}, {"keydown", "Escape", "2.5"}, {"change", "", "2.5"}, {"input", "", "2.5"}, {"change", "", "2.5"}} {
		for _, spec := range p.find("id", "param-beta").DOMEventHandlerSpecList {
			if spec.EventType == fire.event {
				spec.Func(vugu.NewDOMEvent(nil, map[string]any{"key": fire.key, "target": map[string]any{"value": fire.value}}))
			}
		}
		if want := i / 4; len(s.calls) != want {
			t.Errorf("after event %d, %s, it has sent %q", i, fire.event, s.calls)
		}
	}
}

// What is no number is quoted and not sent, and the value in force comes back when the box is left, or on Escape.
func TestJunkIsQuotedAndForgotten(t *testing.T) {
	m := sampleModel()
	p, s := controls(t, m)
	leave := func() { p.fire(p.find("id", "param-beta"), "blur", "") }
	escape := func() {
		for _, spec := range p.find("id", "param-beta").DOMEventHandlerSpecList {
			if spec.EventType == "keydown" {
				spec.Func(vugu.NewDOMEvent(nil, map[string]any{"key": "Escape"}))
			}
		}
		p.render()
	}
	for _, back := range []func(){leave, escape} {
		for _, typed := range []string{"two", ""} {
			m.Notices = nil
			p.fire(p.find("id", "param-beta"), "change", typed)
			if quoted := len(m.Notices) == 1 && m.Notices[0] == "beta=two is not a number; still 1.4"; quoted != (typed == "two") {
				t.Errorf("%q: notices %q", typed, m.Notices)
			}
			back()
			if box := p.find("id", "param-beta"); attr(box, "value") != "1.4" || attr(box, "aria-invalid") != "false" || len(s.calls) > 0 {
				t.Errorf("%q: the box shows %q, sent %v", typed, attr(box, "value"), s.calls)
			}
		}
	}
}

func TestHiddenSeedHidesItsButton(t *testing.T) {
	m := sampleModel()
	p, _ := controls(t, m)
	if has(p.find("title", "Other random numbers"), "hidden") {
		t.Error("Next seed is hidden")
	}
	m.Hide = map[string]bool{"seed": true}
	p.render()
	if !has(p.find("title", "Other random numbers"), "hidden") {
		t.Error("Next seed is shown though the seed is hidden")
	}
}

// A browser reports no change if the text is again what it was; the box must then follow the run again.
func TestDraftTakenBack(t *testing.T) {
	m := sampleModel()
	p, _ := controls(t, m)
	p.fire(p.find("id", "param-lr"), "input", "0.051")
	p.fire(p.find("id", "param-lr"), "input", "0.05")
	m.Ask("lr", "0.06")
	p.render()
	if v := attr(p.find("id", "param-lr"), "value"); v != "0.06" {
		t.Errorf("the box shows %q, want the value in force", v)
	}
}

func TestChoiceAndSeed(t *testing.T) {
	p, s := controls(t, sampleModel())
	p.fire(p.find("id", "param-method"), "change", "exact")
	if s.last() != "method=exact" {
		t.Errorf("sent %q", s.last())
	}
	p.fire(p.find("title", "Other random numbers"), "click", "")
	if s.last() != "seed=8" {
		t.Errorf("sent %q, want the next seed", s.last())
	}
}

// TestASettingStaysInSight, in a menu and in a number box, while reports come that the worker sent before it heard of it, until it has answered.
func TestASettingStaysInSight(t *testing.T) {
	m := sampleModel()
	p, _ := controls(t, m)
	older := m.State
	p.fire(p.find("id", "param-method"), "change", "exact")
	p.fire(p.find("id", "param-n"), "input", "300")
	p.fire(p.find("id", "param-n"), "change", "300")
	p.fire(p.find("title", "Other random numbers"), "click", "")
	m.Report(&older)
	p.render()
	p.wants(`<option value="exact" selected="true">`)
	for name, want := range map[string]string{"n": "300", "seed": "8"} {
		if got := attr(p.find("id", "param-"+name), "value"); got != want {
			t.Errorf("%s shows %s, want %s", name, got, want)
		}
	}
	m.Answer([]protocol.Change{{Name: "method", Value: "exact"}})
	p.render()
	p.wants(`<option value="pcd" selected="true">`)
}

func TestDraftDoesNotSurviveAnotherExperiment(t *testing.T) {
	m := sampleModel()
	m.Catalogue[0].Params = m.Catalogue[1].Params
	p, _ := controls(t, m)
	p.fire(p.find("id", "param-beta"), "input", "2.7")
	m.Loaded.Experiment = "digits"
	p.render()
	if v := attr(p.find("id", "param-beta"), "value"); v != "1.4" {
		t.Errorf("the box of another experiment shows the draft %q", v)
	}
}

func TestLockedParameter(t *testing.T) {
	m := sampleModel()
	m.Lock = map[string]bool{"beta": true, "method": true, "seed": true}
	p, _ := controls(t, m)
	for _, key := range []string{"param-beta", "param-method", "param-seed"} {
		if !has(p.find("id", key), "disabled") {
			t.Errorf("%s is locked but enabled", key)
		}
	}
	if !has(p.find("aria-label", "beta"), "disabled") || !has(p.find("title", "Other random numbers"), "disabled") {
		t.Error("a locked slider, or the next seed of a locked seed, is enabled")
	}
	if has(p.find("id", "param-n"), "disabled") {
		t.Error("n is disabled but not locked")
	}
}

func TestMarkupInNamesIsText(t *testing.T) {
	m := sampleModel()
	evil := `<img src=x onerror="alert(1)">`
	m.Catalogue[1].Title, m.Catalogue[1].Doc = evil, evil
	m.Catalogue[1].Params[0] = protocol.Param{Name: evil, Symbol: evil + "_" + evil, Doc: evil, Max: 1}
	m.Catalogue[1].Params[3].Choices[0] = evil
	m.Notices, m.Failure, m.FailureLink = []string{evil}, evil, evil
	m.State.Activity, m.State.Hash, m.Build = evil, evil, evil
	m.State.Scalars = []protocol.Scalar{{Name: evil}}
	m.State.Transitions = []protocol.Transition{{Name: evil}}
	m.Panels[0].Title, m.Panels[0].Note = evil, evil
	p := render(t, &Root{Model: m, Actions: &Actions{}})
	p.wantsNot("<img")
	p.wants("&lt;img")
}

func TestValueAt(t *testing.T) {
	beta := protocol.Param{Min: 0.5, Max: 3, Step: 0.01}
	free := protocol.Param{Min: 0, Max: 2.5}
	k := protocol.Param{Min: 1, Max: 100, Step: 1, Log: true}
	lr := protocol.Param{Min: 1e-4, Max: 0.5, Log: true}
	for _, c := range []struct {
		p        *protocol.Param
		position string
		now      float64
		want     float64
	}{
		{&beta, "1.2300000001", 1, 1.23}, {&beta, "0.5", 1, 0.5}, {&beta, "7", 1, 3}, {&free, "1.23456", 0, 1.23},
		{&k, "0", 3, 1}, {&k, "2", 3, 100}, {&k, "1.5", 3, 32},
		{&k, "0.02", 1, 2}, {&k, "1.999", 100, 99}, {&k, "0.29", 2, 1}, // an arrow key is never lost
		{&lr, "-4", 1, 1e-4}, {&lr, "-0.30102999566398", 1, 0.5}, {&lr, "-2.99", 0.001, 0.0011}, {&lr, "-3.01", 0.001, 0.00098},
	} {
		if got, ok := valueAt(c.p, c.position, c.now); !ok || got != c.want {
			t.Errorf("position %s from %g: %v, want %v", c.position, c.now, got, c.want)
		}
	}
	if _, ok := valueAt(&beta, "x", 1); ok {
		t.Error("a position that is no number is accepted")
	}
}

// Every value that a slider can reach lies in range, and the position of a value leads back to it.
func TestSliderRoundTrip(t *testing.T) {
	for _, p := range []protocol.Param{{Min: 0.5, Max: 3, Step: 0.01}, {Min: -2, Max: 2}, {Min: 1, Max: 10007, Step: 1, Log: true}, {Min: 3e-5, Max: 0.7, Log: true}, {Min: 7, Max: 28, Step: 1}} {
		lo, hi := scale(&p, p.Min), scale(&p, p.Max)
		for i := 0; i <= 503; i++ {
			x, _ := valueAt(&p, formatValue(lo+(hi-lo)*float64(i)/503), p.Min-1)
			if x < p.Min || x > p.Max {
				t.Fatalf("%+v: value %g", p, x)
			}
			if again, _ := valueAt(&p, position(&p, x), x); again != x {
				t.Fatalf("%+v: %g comes back as %g", p, x, again)
			}
		}
	}
}

// TestAnImportOffersEnoughUpdates: so many that the first two transitions come that theory expects, and some more, as a round number; nothing where the
// run is as long or its length is not the reader's to choose.
func TestAnImportOffersEnoughUpdates(t *testing.T) {
	at := func(theory ...float64) (list []protocol.Transition) {
		for _, x := range theory {
			list = append(list, protocol.Transition{Theory: &x})
		}
		return append(list, protocol.Transition{})
	}
	for _, c := range []struct {
		updates     int
		transitions []protocol.Transition
		want        string
	}{
		{100, nil, ""}, {100, at(), ""}, {100, at(100), ""}, {100, at(101), "130"}, {100, at(50, 1234), "1500"}, {2000, at(50, 1234), ""},
		{100, at(50, 60, 700), ""}, {100, at(640, 90), "770"}, {100, at(50, 1e6), ""}, {1, at(3.2), "4"}, {1, at(83500), "101000"},
	} {
		m := sampleModel()
		m.State.Updates, m.State.Transitions = c.updates, c.transitions
		if got := (&Controls{Model: m}).enough(); got != c.want {
			t.Errorf("a run of %d updates with %d transitions is offered %q, want %q", c.updates, len(c.transitions), got, c.want)
		}
		for _, kept := range []*map[string]bool{&m.Lock, &m.Hide} {
			*kept = map[string]bool{"updates": true}
			if got := (&Controls{Model: m}).enough(); got != "" {
				t.Errorf("offers %q where the length can't be changed", got)
			}
			*kept = nil
		}
	}
	m := sampleModel()
	m.State.Transitions = at(1000)
	p, s := controls(t, m)
	p.wants("1200 updates")
	p.fire(p.find("title", "So long a run sees the first two transitions that theory expects"), "click", "")
	if call := s.last(); !strings.HasPrefix(call, "updates=1200") {
		t.Errorf("the offer does %q", call)
	}
}
