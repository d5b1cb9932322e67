//go:build js && wasm

package browser

import (
	"strings"
	"syscall/js"

	"cascade/ui"
)

// explainer answers "What is this?" in one box over the page. It listens to the document, so that the components only name what
// they show (ui.Explanation), and does nothing in animation frames.
type explainer struct {
	page     *page
	box      js.Value
	hint     js.Value // says what to do while everything explains itself
	target   js.Value // that is explained; undefined: none is
	wanted   js.Value // that will be, when a moment has passed
	over     js.Value // what the pointer is on, of what can be asked
	turn     int      // counts what was wanted, so that a timer knows when it is late
	keys     bool     // the reader moves by the Tab key
	focused  bool     // the target was reached by it
	formulas js.Value // MathML by TeX, once it is there
	fetching bool
	missing  bool       // it can't be had
	pressed  [2]float64 // where the pointer was pressed last, in CSS pixels
}

// How long a pointer rests before it gets an answer, and may be on its way from what is explained to the box, in milliseconds.
const (
	restTime = 400
	wayTime  = 250
)

// How far from a painted word a press may be that means it, in CSS pixels.
const (
	mouseReach = 2
	touchReach = 12
)

const (
	always   = "[data-what]"
	onFocus  = "[data-what], [data-about]:not(.panel, tr), [title], .surface"
	onDemand = "[data-what], [data-about], [title], button"
	exempt   = "#what, .explain-hint, dialog, .menu" // they work while everything else explains itself
)

// openExplainer makes the box and listens.
func (p *page) openExplainer() {
	x := &explainer{page: p, box: element("aside", ""), hint: element("div", "explain-hint")}
	p.explainer = x
	x.box.Set("id", "what")
	x.box.Set("popover", "manual")
	x.box.Call("setAttribute", "aria-label", "What is this?")
	x.hint.Call("setAttribute", "role", "status")
	p.listenDeeds(x.hint)
	document.Get("body").Call("append", x.hint, x.box)
	p.listen(document, "pointerover", x.onPointer)
	p.listen(document, "pointermove", func(e js.Value) { // words in plots are no elements
		if x.find(e.Get("target"), ".plot").Truthy() {
			x.onPointer(e)
		}
	})
	p.listen(document, "focusin", func(e js.Value) {
		if at := x.find(e.Get("target"), onFocus); x.keys && at.Truthy() {
			x.focusOn(at)
		}
	})
	p.listen(document, "focusout", func(js.Value) {
		if x.focused {
			x.hide()
		}
	})
	p.listen(window, "blur", func(js.Value) { x.hide() })
	p.listen(window, "resize", func(js.Value) { x.hide() })
	x.listenFirst("keydown", x.onKey)
	x.listenFirst("mousedown", func(e js.Value) {
		if x.explaining(e) && e.Get("target").Call("matches", "select, input").Bool() {
			e.Call("preventDefault")
		}
	})
	x.listenFirst("pointerdown", func(e js.Value) {
		if x.explaining(e) && x.find(e.Get("target"), ".plot").Truthy() { // no point of a phase diagram moves
			e.Call("stopPropagation")
		}
		x.pressed = spotOf(e)
		if x.keys = false; !x.box.Call("contains", e.Get("target")).Bool() && !x.find(e.Get("target"), ".panel-help").Truthy() {
			x.hide()
		}
	})
	x.listenFirst("click", x.onClick)
}

// listenFirst hears an event before the page's own elements do.
func (x *explainer) listenFirst(event string, f func(e js.Value)) {
	fn := x.page.callback(func(args []js.Value) any { f(args[0]); return nil })
	document.Call("addEventListener", event, fn, true)
}

// under returns what an event of the pointer is on: a word painted in a plot, no farther than reach (CSS pixels), or the nearest
// element that matches; null if there is nothing.
func (x *explainer) under(e js.Value, selector string, reach float64) js.Value {
	target := e.Get("target")
	if plot := x.find(target, ".plot"); plot.Truthy() {
		if s := x.page.gallery.slots[plot.Get("dataset").Get("panel").String()]; s != nil && s.labels != nil {
			box := plot.Call("getBoundingClientRect")
			at := s.labels.at(e.Get("clientX").Float()-box.Get("left").Float(), e.Get("clientY").Float()-box.Get("top").Float(), reach)
			if plot.Get("classList").Call("toggle", "pointed", at.Truthy()); at.Truthy() {
				return at
			}
		}
	}
	return x.find(target, selector)
}

// focusOn explains what the keyboard has come to.
func (x *explainer) focusOn(at js.Value) {
	x.focused = true
	x.want(at, restTime)
}

// explaining says whether an event is a question, as everything is asked what it is.
func (x *explainer) explaining(e js.Value) bool {
	return x.page.model.View.Explaining && !x.find(e.Get("target"), exempt).Truthy()
}

// find returns the nearest element around target that matches, null if there is none.
func (x *explainer) find(target js.Value, selector string) js.Value {
	if target.Type() != js.TypeObject || target.Get("closest").Type() != js.TypeFunction { // the document itself
		return js.Null()
	}
	return target.Call("closest", selector)
}

// spotOf is where the pointer is, in CSS pixels.
func spotOf(e js.Value) [2]float64 {
	return [2]float64{e.Get("clientX").Float(), e.Get("clientY").Float()}
}

func (x *explainer) onPointer(e js.Value) {
	if e.Get("pointerType").String() == "touch" || e.Get("buttons").Int() != 0 || spotOf(e) == x.pressed { // the page moved, not the pointer
		return
	}
	if x.box.Call("contains", e.Get("target")).Bool() || x.focused && x.target.Truthy() {
		x.turn++ // it stays
		return
	}
	selector := always
	if x.explaining(e) {
		selector = onDemand
	}
	at := x.under(e, selector, 0)
	if at.Equal(x.over) {
		return
	}
	x.over = at
	switch {
	case at.Truthy() && at.Equal(x.target):
		x.wanted = at
		x.turn++
	case at.Truthy() && at.Equal(x.wanted):
	case at.Truthy() && at.Get("dataset").Get("what").Truthy():
		x.want(at, restTime)
	case x.wanted.Truthy() || x.target.Truthy():
		x.want(js.Undefined(), wayTime)
	}
}

// follow shows the hint, or takes it away.
func (x *explainer) follow(explaining bool) {
	text := ""
	if explaining {
		text = `<p>Press what is outlined, or move there with Tab. <button type="button" class="plain" data-do="explain">Done</button></p>`
	}
	if explaining != x.hint.Get("firstChild").Truthy() {
		x.hint.Set("innerHTML", text)
		x.hide()
		for _, s := range x.page.gallery.slots {
			if s.labels != nil && s.view != nil {
				x.page.gallery.label(s)
			}
		}
	}
}

// want explains an element, or nothing, unless something else is wanted before.
func (x *explainer) want(at js.Value, after int) {
	if x.page.dialog != "" && at.Truthy() {
		return
	}
	x.wanted = at
	x.turn++
	turn := x.turn
	if at.Truthy() {
		x.fetch()
	}
	x.page.after(after, func() {
		switch {
		case x.turn != turn:
		case at.Truthy():
			x.show(at)
		default:
			x.hide()
		}
	})
}

func (x *explainer) onKey(e js.Value) {
	key := e.Get("key")
	if key.Type() != js.TypeString {
		return
	}
	switch key.String() {
	case "Tab":
		x.keys = true
	case "Shift", "Control", "Alt", "Meta":
	case "Escape":
		if x.target.Truthy() {
			e.Call("preventDefault")
			e.Call("stopPropagation")
		}
		x.hide()
	default:
		if x.focused { // the reader does something
			x.hide()
		}
	}
}

// onClick answers who presses, instead of doing what the element does: a finger on a symbol, anything while everything explains itself.
func (x *explainer) onClick(e js.Value) {
	at := js.Null()
	switch kind := e.Get("pointerType"); {
	case x.explaining(e):
		at = x.under(e, onDemand, mouseReach)
		e.Call("preventDefault")
		e.Call("stopPropagation")
	case x.find(e.Get("target"), ".panel-help").Truthy():
		at = x.find(e.Get("target"), ".panel-help")
	case kind.Type() == js.TypeString && kind.String() == "touch":
		if at = x.under(e, always, touchReach); at.Truthy() && at.Call("matches", "select, button, input").Bool() {
			return
		}
		if at.Truthy() {
			e.Call("preventDefault") // a label would give its field the focus
			if at.Call("matches", ".painted *").Bool() {
				e.Call("stopPropagation") // the point of a phase diagram stays
			}
		}
	}
	if at.Truthy() {
		x.turn++
		x.fetch()
		x.show(at)
	}
}

// explain returns what an element says of itself.
func (x *explainer) explain(at js.Value) (ui.Explanation, bool) {
	data := at.Get("dataset")
	for _, name := range [...]string{"what", "about"} {
		if key := data.Get(name); key.Type() == js.TypeString {
			return x.page.model.Explain(key.String())
		}
	}
	label := at.Call("getAttribute", "aria-label")
	if label.IsNull() {
		label = at.Get("textContent")
	}
	e := ui.Explanation{Name: strings.TrimSpace(label.String()), Text: at.Get("title").String()}
	if e.Text == e.Name {
		e.Text = "" // once will do
	}
	return e, e.Text != "" || e.Name != ""
}

// show opens the box beside an element.
func (x *explainer) show(at js.Value) {
	e, ok := x.explain(at)
	if !ok || !at.Get("isConnected").Bool() {
		x.hide()
		return
	}
	if x.target.Truthy() {
		x.target.Call("removeAttribute", "aria-details")
	}
	x.target, x.wanted = at, at
	x.box.Set("innerHTML", e.HTML(x.formula))
	if !x.box.Call("matches", ":popover-open").Bool() {
		x.box.Call("showPopover")
	}
	at.Call("setAttribute", "aria-details", "what")
	x.place()
}

// place puts the box beside what it explains: of a panel its title, of a row all of it.
func (x *explainer) place() {
	at := x.target
	for _, outer := range [...]string{"tr", ".row"} {
		if around := at.Call("closest", outer); around.Truthy() {
			at = around
		}
	}
	if title := at.Call("querySelector", ".title"); title.Truthy() {
		at = title
	}
	style := x.box.Get("style")
	style.Set("maxHeight", "")
	r, own := at.Call("getBoundingClientRect"), x.box.Call("getBoundingClientRect")
	target := rect{r.Get("left").Float(), r.Get("top").Float(), r.Get("right").Float(), r.Get("bottom").Float()}
	left, top, allowed := beside(target, own.Get("width").Float(), own.Get("height").Float(), window.Get("innerWidth").Float(), window.Get("innerHeight").Float())
	style.Set("left", px(left))
	style.Set("top", px(top))
	style.Set("maxHeight", px(allowed))
}

func (x *explainer) hide() {
	x.turn++
	if x.target.Truthy() {
		x.target.Call("removeAttribute", "aria-details")
		x.box.Call("hidePopover")
	}
	x.target, x.wanted, x.focused = js.Undefined(), js.Undefined(), false
}

// formula returns the MathML of a formula in TeX; TeX, if it can't be had; nothing while it is on its way.
func (x *explainer) formula(tex string) string {
	switch {
	case x.formulas.Truthy():
		if m := x.formulas.Get(tex); m.Type() == js.TypeString {
			return m.String()
		}
	case x.missing:
		return "<code>" + ui.Escape(tex) + "</code>"
	}
	return ""
}

// fetch gets the formulas and the page about the physics, once.
func (x *explainer) fetch() {
	if x.fetching {
		return
	}
	x.fetching = true
	missing := func(why string) {
		x.fetching, x.missing = false, true
		x.page.inbox.add(func() {
			x.page.change(func(m *ui.Model) { m.Physics = `<p class="remark">` + ui.Escape(capitalised(why)) + `</p>` })
		})
	}
	promise, err := call(window.Get("cascadeBoot"), "asset", "formulas")
	if err != nil {
		missing(err.Error())
		return
	}
	settle(x.page.failed, promise, func(buffer js.Value) {
		text := window.Get("TextDecoder").New().Call("decode", buffer)
		all, err := call(window.Get("JSON"), "parse", text)
		if err != nil {
			missing("the file of the formulas is damaged: reload the page")
			return
		}
		x.formulas, x.missing = all.Get("formulas"), false
		physics := all.Get("physics").String()
		x.page.inbox.add(func() { x.page.change(func(m *ui.Model) { m.Physics = physics }) })
		if x.target.Truthy() {
			x.show(x.target)
		}
	}, missing)
}
