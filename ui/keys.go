package ui

import (
	"strconv"
	"strings"

	"cascade/wasm/protocol"
)

// Elements that use a key themselves, as CSS selectors.
const (
	typing   = "input:not([type=range], [type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]"
	pressing = typing + ", button, a, summary, input[type=checkbox], input[type=radio], input[type=button]"
	moving   = typing + ", input[type=range], input[type=radio], [role=slider], [role=application]"
)

// Key is one line of the keyboard's map: what is pressed and what it does. The table of keys drives the page and is what the
// help shows.
type Key struct {
	Keys   []string // as the browser names them, in small letters; "shift+" in front where that matters
	Shown  string
	Does   string
	Keeps  string // elements that keep the key to themselves while they have the focus
	Repeat bool   // a key held down repeats it
	Drags  bool   // it drags a value, until it comes up
	When   func(m *Model) bool
	Do     func(m *Model, a *Actions, key string)
}

func presenting(m *Model) bool { return m.View.Presenting }

func learning(m *Model) bool { return m.Lesson != nil }

func ordinary(m *Model) bool { return !m.View.Presenting }

// Keyboard is the map.
var Keyboard = []Key{
	{Keys: []string{" "}, Shown: "Space", Does: "run or pause", Keeps: pressing, Do: func(m *Model, a *Actions, _ string) { playOrPause(m, a) }},
	{Keys: []string{"arrowright", "shift+arrowright"}, Shown: "→", Does: "one update on; with Shift ten", Keeps: moving, Repeat: true,
		Do: func(_ *Model, a *Actions, key string) { call1(a.Step, stride(key)) }},
	{Keys: []string{"arrowleft", "shift+arrowleft"}, Shown: "←", Does: "one update back; with Shift ten", Keeps: moving, Repeat: true,
		Do: func(_ *Model, a *Actions, key string) { call1(a.Step, -stride(key)) }},
	{Keys: []string{"m"}, Shown: "M", Does: "one update in slow motion", Keeps: typing, Do: func(_ *Model, a *Actions, _ string) { call(a.SlowMotion) }},
	{Keys: []string{"r"}, Shown: "R", Does: "start again, with the same random numbers", Keeps: typing, Do: func(_ *Model, a *Actions, _ string) { call(a.Reset) }},
	{Keys: []string{"n"}, Shown: "N", Does: "new seed: other random numbers", Keeps: typing, Do: func(m *Model, a *Actions, _ string) { nextSeed(m, a) }},
	{Keys: []string{"b"}, Shown: "B", Does: "type the first main parameter", Keeps: typing, When: ordinary, Do: func(m *Model, a *Actions, _ string) { focusMain(m, a, 0) }},
	{Keys: []string{"k"}, Shown: "K", Does: "type the second main parameter", Keeps: typing, Do: func(m *Model, a *Actions, _ string) { focusMain(m, a, 1) }},
	{Keys: []string{"[", "]"}, Shown: "[ ]", Does: "first main parameter down, up", Keeps: typing, Repeat: true, Drags: true, Do: func(m *Model, a *Actions, key string) { nudge(m, a, 0, key == "]") }},
	{Keys: []string{";", "'"}, Shown: "; '", Does: "second main parameter down, up", Keeps: typing, Repeat: true, Drags: true, Do: func(m *Model, a *Actions, key string) { nudge(m, a, 1, key == "'") }},
	{Keys: []string{"z"}, Shown: "Z", Does: "undo a setting; with Shift, do it again", Keeps: typing, Do: func(_ *Model, a *Actions, key string) {
		if key == "Z" {
			call(a.Redo)
		} else {
			call(a.Undo)
		}
	}},
	{Keys: []string{"c"}, Shown: "C", Does: "pin this run, to compare others with it; again: let go", Keeps: typing, Do: func(_ *Model, a *Actions, _ string) { call(a.Pin) }},
	{Keys: []string{"t"}, Shown: "T", Does: "theory on or off", Keeps: typing, Do: func(m *Model, _ *Actions, _ string) { m.View.MeasuredOnly = !m.View.MeasuredOnly }},
	{Keys: []string{"l"}, Shown: "L", Does: "logarithmic or linear axis of the largest plot", Keeps: typing, Do: func(m *Model, _ *Actions, _ string) { m.flip() }},
	{Keys: []string{"g"}, Shown: "G", Does: "guess the transition before you see it", Keeps: typing, Do: func(m *Model, a *Actions, _ string) {
		if m.Guessing() {
			call1(a.Focus, "marker")
		} else {
			Deeds["predict"](m, a, "")
		}
	}},
	{Keys: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, Shown: "1 … 9", Does: "figures of the paper", Keeps: typing,
		Do: func(_ *Model, a *Actions, key string) {
			if i, err := strconv.Atoi(key); err == nil && i <= len(Presets) {
				call1(a.Load, Presets[i-1].Link)
			}
		}},
	{Keys: []string{"p"}, Shown: "P", Does: "presentation: one figure, large", Keeps: typing, Do: func(m *Model, a *Actions, _ string) { present(m, a, !m.View.Presenting) }},
	{Keys: []string{"."}, Shown: ".", Does: "next figure of a presentation", Keeps: typing, When: presenting, Do: func(m *Model, _ *Actions, _ string) { m.leaf(1) }},
	{Keys: []string{","}, Shown: ",", Does: "figure before, of a presentation", Keeps: typing, When: presenting, Do: func(m *Model, _ *Actions, _ string) { m.leaf(-1) }},
	{Keys: []string{"b"}, Shown: "B", Does: "blank screen, in a presentation", Keeps: typing, When: presenting, Do: func(m *Model, _ *Actions, _ string) { m.View.Blank = !m.View.Blank }},
	{Keys: []string{"pagedown"}, Shown: "Page down", Does: "next step of a lesson", Keeps: moving, When: learning, Do: func(m *Model, a *Actions, _ string) { turnTo(m, a, "+") }},
	{Keys: []string{"pageup"}, Shown: "Page up", Does: "step before, of a lesson", Keeps: moving, When: learning, Do: func(m *Model, a *Actions, _ string) { turnTo(m, a, "-") }},
	{Keys: []string{"f"}, Shown: "F", Does: "full screen", Keeps: typing, Do: func(_ *Model, a *Actions, _ string) { call(a.FullScreen) }},
	{Keys: []string{"s"}, Shown: "S", Does: "copy the link of this run", Keeps: typing, Do: func(_ *Model, a *Actions, _ string) { call(a.CopyLink) }},
	{Keys: []string{"e"}, Shown: "E", Does: "take home: figures, data, notebook, weights", Keeps: typing, Do: func(m *Model, _ *Actions, _ string) { m.TakeHome("") }},
	{Keys: []string{"i"}, Shown: "I", Does: "what is this? Press any symbol, axis or control", Keeps: typing, Do: func(m *Model, _ *Actions, _ string) { m.View.Explaining = !m.View.Explaining }},
	{Keys: []string{"?", "shift+?"}, Shown: "?", Does: "this list", Keeps: typing, Do: func(m *Model, _ *Actions, _ string) { m.View.Dialog = HelpDialog }},
	{Keys: []string{"escape"}, Shown: "Esc", Does: "leave the presentation; close what is open", Keeps: typing, Do: func(m *Model, a *Actions, _ string) { leave(m, a) }},
}

// KeyFor returns the line of the map for a key as the browser names it, nil if there is none or the reader has switched it off.
func KeyFor(m *Model, key string, shift bool) *Key {
	key = strings.ToLower(key)
	if m.View.NoLetters && len(key) == 1 && key != " " {
		return nil
	}
	for i := range Keyboard {
		k := &Keyboard[i]
		if k.When != nil && !k.When(m) {
			continue
		}
		for _, name := range k.Keys {
			if name == key && (!shift || len(key) == 1) || shift && name == "shift+"+key {
				return k
			}
		}
	}
	return nil
}

func stride(key string) int {
	if strings.HasPrefix(key, "shift+") {
		return 10
	}
	return 1
}

// playOrPause runs what stands and stops what runs; a complete run starts again.
func playOrPause(m *Model, a *Actions) {
	switch {
	case m.State.Running:
		call(a.Pause)
	case m.done():
		call(a.Again)
	default:
		call(a.Play)
	}
}

// present enters a presentation of the hero, or leaves it.
func present(m *Model, a *Actions, on bool) {
	m.View.Presenting, m.View.Panel, m.View.Blank = on, "", false
	call1(a.Fill, on)
}

// leave goes one step back: from explanations, from a blank screen, from a presentation, from a large plot, from a lesson.
func leave(m *Model, a *Actions) {
	switch {
	case m.View.Explaining:
		m.View.Explaining = false
	case m.View.Blank:
		m.View.Blank = false
	case m.View.Presenting:
		present(m, a, false)
	case len(m.Notices) > 0:
		m.Notices = nil
		call(a.DismissNotice)
	case m.View.More:
		m.View.More = false
	case m.View.Preset != nil:
		m.View.Preset = nil
	default:
		closeLesson(m, a)
	}
}

func focusMain(m *Model, a *Actions, which int) {
	if main := m.mainParams(); which < len(main) && !m.Lock[main[which].Name] {
		call1(a.Focus, "param-"+main[which].Name)
	}
}

// nudge drags a main parameter to the next value worth setting.
func nudge(m *Model, a *Actions, which int, up bool) {
	main := m.mainParams()
	if which >= len(main) || m.Lock[main[which].Name] || a.Drag == nil {
		return
	}
	p, steps := &main[which], -1
	if up {
		steps = 1
	}
	if value := Nudge(p, m.Value(p.Name), steps); value != m.Value(p.Name) {
		m.Ask(p.Name, value)
		a.Drag(p.Name, value, true)
	}
}

// nextSeed runs the same experiment with other random numbers.
func nextSeed(m *Model, a *Actions) {
	if m.Lock["seed"] || m.Hide["seed"] || !m.Ready || a.Set == nil {
		return
	}
	seed, _ := strconv.ParseUint(m.Value("seed"), 10, 32)
	next := strconv.FormatUint(uint64(uint32(seed+1)), 10)
	m.Ask("seed", next)
	a.Set("seed", next)
}

// StepCommand is the command that moves a run from that update by n, back if n is negative.
func StepCommand(n, update int) protocol.Command {
	if n < 0 {
		return protocol.Command{Type: protocol.Seek, N: max(0, update+n)}
	}
	return protocol.Command{Type: protocol.Step, N: n}
}
