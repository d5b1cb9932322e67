package ui

import (
	"strconv"
	"strings"

	"github.com/vugu/vugu"

	"cascade/wasm/protocol"
)

// Parameter is one row of the controls: name, slider and number box, or a menu.
type Parameter struct {
	Param  protocol.Param
	Value  string // in force, as a link writes it
	Locked bool
	Main   bool   // shown on a small page too
	Phase  string // that the value puts the run into, if there is a phase diagram
	Set    func(name, value string)
	Drag   func(name, value string, byKey bool) // the slider passes a value
	Drop   func()                               // it was let go
	Refuse func(name, text string)              // told about what is no number

	draft    string // what the user is entering
	drafting bool
	wrong    bool // the draft was confirmed but is no number
	keyed    bool // a key that moves the slider is down
}

// word is what the row is called beside the symbol: nothing where that says it.
func (c *Parameter) word() string {
	switch {
	case c.Param.Title != "":
		return c.Param.Title
	case c.Param.Name == c.Param.Symbol:
		return ""
	}
	return c.Param.Name
}

// slides says whether a parameter has a slider: a number with a range.
// choiceName is how a choice of links is written for readers.
func choiceName(choice string) string {
	switch choice {
	case "pcd", "cd":
		return strings.ToUpper(choice)
	case "rdm":
		return "Rdm"
	case "rankone":
		return "rank one"
	}
	return choice
}

func slides(p *protocol.Param) bool { return p.Choices == nil && p.Min < p.Max }

func (c *Parameter) id() string { return "param-" + c.Param.Name }

func (c *Parameter) class() string {
	class := "row"
	if c.Main {
		class += " main"
	}
	if c.Param.Live {
		class += " is-live"
	}
	if c.Locked {
		class += " locked"
	}
	return class
}

// what names the explanation of the row.
func (c *Parameter) what() string { return "param " + c.Param.Name }

// text is what the number box shows.
func (c *Parameter) text() string {
	if c.drafting {
		return c.draft
	}
	return c.Value
}

// number is what the slider shows.
func (c *Parameter) number() float64 {
	if x, ok := parseValue(&c.Param, c.text()); ok {
		return x
	}
	x, _ := strconv.ParseFloat(c.Value, 64)
	return x
}

func (c *Parameter) onSlide(ev vugu.DOMEvent) {
	now, _ := strconv.ParseFloat(c.Value, 64)
	if x, ok := valueAt(&c.Param, ev.PropString("target", "value"), now); ok && c.Drag != nil {
		c.giveUp()
		c.Drag(c.Param.Name, formatValue(x), c.keyed)
	}
}

// onSlid ends the gesture when a pointer lets the slider go. Keys say so at every step, and end it when they come up.
func (c *Parameter) onSlid(ev vugu.DOMEvent) {
	c.onSlide(ev)
	if !c.keyed {
		call(c.Drop)
	}
}

func (c *Parameter) onSliderKey(ev vugu.DOMEvent) {
	switch ev.PropString("key") {
	case "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End":
		c.keyed = true
	}
}

// onLeave is called when a key comes up or the slider loses the focus, with the window or alone.
func (c *Parameter) onLeave() {
	c.keyed = false
	call(c.Drop)
}

func (c *Parameter) onType(ev vugu.DOMEvent) {
	c.enter(ev.PropString("target", "value"))
}

// enter keeps what the user is entering; a draft equal to the value in force is none, as no browser will confirm it.
func (c *Parameter) enter(draft string) {
	c.draft, c.drafting, c.wrong = draft, draft != c.Value, false
}

// onTyped is called when the box is left or on Enter. A draft that was given up may still stand in the box, until the next frame.
func (c *Parameter) onTyped(ev vugu.DOMEvent) {
	if draft := ev.PropString("target", "value"); c.drafting || draft != c.draft {
		c.enter(draft)
		c.confirm()
	}
}

// giveUp shows the value in force again: on Escape, and when the box is left with something that is no number in it.
func (c *Parameter) giveUp() { c.drafting, c.wrong = false, false }

func (c *Parameter) onKey(ev vugu.DOMEvent) {
	if ev.PropString("key") == "Escape" {
		c.giveUp()
	}
}

func (c *Parameter) onChoice(ev vugu.DOMEvent) {
	c.Set(c.Param.Name, ev.PropString("target", "value"))
}

// confirm sends the draft, or keeps it and says so if it is no number. Out of range is the worker's to correct and to tell.
func (c *Parameter) confirm() {
	if !c.drafting {
		return
	}
	x, ok := parseValue(&c.Param, c.draft)
	if c.wrong = !ok; c.wrong {
		if text := strings.TrimSpace(c.draft); text != "" && c.Refuse != nil {
			c.Refuse(c.Param.Name, text)
		}
		return
	}
	c.drafting = false
	c.Set(c.Param.Name, formatValue(x))
}

func (c *Parameter) position() string { return position(&c.Param, c.number()) }

func (c *Parameter) style() string { return fillStyle(share(&c.Param, c.number())) }

func (c *Parameter) valueText() string {
	text := c.Param.Name + " " + strings.TrimSpace(c.text()+" "+c.Param.Unit)
	if c.Phase != "" {
		text += ", " + c.Phase
	}
	return text
}
