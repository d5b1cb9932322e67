package ui

import (
	"fmt"
	"strings"
	"testing"

	"cascade/wasm/protocol"
)

// deeds are actions that are recorded.
func deeds(s *sent) *Actions {
	return &Actions{
		Load: func(link string) { s.add("load " + link) }, Play: func() { s.add("play") }, Pause: func() { s.add("pause") }, Reset: func() { s.add("reset") },
		Again: func() { s.add("again") }, Step: func(n int) { s.add(fmt.Sprint("step ", n)) }, Set: func(name, value string) { s.add("set " + name + "=" + value) },
		Drag:     func(name, value string, _ bool) { s.add("drag " + name + "=" + value) },
		CopyLink: func() { s.add("copy") }, FullScreen: func() { s.add("screen") }, Fill: func(on bool) { s.add(fmt.Sprint("fill ", on)) },
		Focus: func(id string) { s.add("focus " + id) },
	}
}

// press does what a key does, and fails if it does nothing.
func press(t *testing.T, m *Model, a *Actions, key string, shift bool) {
	t.Helper()
	k := KeyFor(m, key, shift)
	if k == nil {
		t.Fatalf("%q does nothing", key)
	}
	if key = strings.ToLower(key); shift && len(key) > 1 {
		key = "shift+" + key
	}
	k.Do(m, a, key)
}

// Every key of the map, by what it asks for.
func TestKeysAskFor(t *testing.T) {
	for _, c := range []struct {
		key   string
		shift bool
		want  string
	}{
		{" ", false, "play"}, {"ArrowRight", false, "step 1"}, {"ArrowRight", true, "step 10"}, {"ArrowLeft", false, "step -1"}, {"ArrowLeft", true, "step -10"},
		{"r", false, "reset"}, {"R", true, "reset"}, {"n", false, "set seed=8"}, {"b", false, "focus param-lr"}, {"k", false, "focus param-beta"},
		{"[", false, "drag lr=0.049"}, {"]", false, "drag lr=0.051"}, {";", false, "drag beta=1.39"}, {"'", false, "drag beta=1.41"},
		{"1", false, "load " + Presets[0].Link}, {"9", false, "load " + Presets[8].Link}, {"p", false, "fill true"}, {"f", false, "screen"}, {"s", false, "copy"},
	} {
		m, s := sampleModel(), &sent{}
		press(t, m, deeds(s), c.key, c.shift)
		if s.last() != c.want || len(s.calls) != 1 {
			t.Errorf("%q sends %q, want %q", c.key, s.calls, c.want)
		}
	}
}

// The keys that change only what is seen.
func TestKeysChangeTheView(t *testing.T) {
	m, s := sampleModel(), &sent{}
	a := deeds(s)
	press(t, m, a, "t", false)
	if !m.View.MeasuredOnly {
		t.Error("t leaves theory in sight")
	}
	press(t, m, a, "l", false)
	if !m.View.Flipped["overlap"] {
		t.Errorf("l flips %v", m.View.Flipped)
	}
	press(t, m, a, "?", true)
	if m.View.Dialog != HelpDialog {
		t.Errorf("? opens %q", m.View.Dialog)
	}
	if KeyFor(m, ".", false) != nil || KeyFor(m, ",", false) != nil {
		t.Error("full stop and comma do something outside a presentation")
	}
	press(t, m, a, "p", false)
	if got := m.View.Option(); got != "present" {
		t.Errorf("p leads to view %q", got)
	}
	press(t, m, a, ".", false)
	if got := m.View.Option(); got != "present.chi" {
		t.Errorf("the next figure is %q", got)
	}
	press(t, m, a, ",", false)
	press(t, m, a, ",", false)
	if got := m.View.Option(); got != "present."+m.Panels[len(m.Panels)-1].ID {
		t.Errorf("before the first figure is %q", got)
	}
	press(t, m, a, "b", false)
	if !m.View.Blank {
		t.Error("b does not blank")
	}
	press(t, m, a, "Escape", false)
	if m.View.Blank || !m.View.Presenting {
		t.Error("Escape leaves more than the blank screen")
	}
	press(t, m, a, "Escape", false)
	if m.View.Presenting || s.last() != "fill false" {
		t.Errorf("Escape does not leave the presentation, sent %q", s.last())
	}
}

func TestKeysCanBeSwitchedOff(t *testing.T) {
	m := sampleModel()
	m.View.NoLetters = true
	for _, key := range []string{"r", "R", "?", "1", "[", "."} {
		if KeyFor(m, key, false) != nil {
			t.Errorf("%q works though single keys are off", key)
		}
	}
	for _, key := range []string{" ", "ArrowRight", "Escape"} {
		if KeyFor(m, key, false) == nil {
			t.Errorf("%q is off", key)
		}
	}
}

// A button presses on space and has no use for the others: they must work after Play was clicked. A slider moves by arrows.
func TestWhoKeepsAKey(t *testing.T) {
	for key, want := range map[string][2]bool{" ": {true, false}, "ArrowRight": {false, true}, "r": {false, false}} {
		keeps := KeyFor(sampleModel(), key, false).Keeps
		if got := [2]bool{strings.Contains(keeps, ", button"), strings.Contains(keeps, ", input[type=range]")}; got != want || !strings.Contains(keeps, "textarea") {
			t.Errorf("%q is kept by %q", key, keeps)
		}
	}
}

func TestLockedKeys(t *testing.T) {
	m, s := sampleModel(), &sent{}
	m.Lock = map[string]bool{"lr": true, "seed": true}
	for _, key := range []string{"[", "]", "b", "n"} {
		press(t, m, deeds(s), key, false)
	}
	if len(s.calls) > 0 {
		t.Errorf("a locked parameter is sent %q", s.calls)
	}
	m.Lock, m.Hide = nil, map[string]bool{"seed": true}
	press(t, m, deeds(s), "n", false)
	if len(s.calls) > 0 {
		t.Errorf("a hidden seed is sent %q", s.calls)
	}
}

func TestStepCommand(t *testing.T) {
	for n, want := range map[int]protocol.Command{3: {Type: protocol.Step, N: 3}, -1: {Type: protocol.Seek, N: 4}, -10: {Type: protocol.Seek}} {
		if got := StepCommand(n, 5); got.Type != want.Type || got.N != want.N {
			t.Errorf("%d steps from 5: %+v", n, got)
		}
	}
}
