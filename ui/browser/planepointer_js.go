//go:build js && wasm

package browser

import (
	"strings"
	"syscall/js"

	"cascade/ui"
)

// openPointer listens for who takes the point, or points elsewhere. A finger must take the point itself: elsewhere it scrolls the page.
func (v *plane) openPointer() {
	v.listen(v.root, "pointerdown", func(e js.Value) {
		if v.dragging || e.Get("button").Int() != 0 {
			return
		}
		onHandle := e.Get("target").Equal(v.handle)
		v.touched = e.Get("pointerType").String() == "touch"
		if v.touched && !onHandle {
			return // a tap comes as a click
		}
		e.Call("preventDefault") // no selection of text
		v.begin(e, onHandle)
		_, _ = call(v.handle, "setPointerCapture", e.Get("pointerId"))
		v.handle.Call("focus", map[string]any{"preventScroll": true})
	})
	v.listen(v.root, "click", func(e js.Value) {
		if v.touched && !e.Get("target").Equal(v.handle) {
			v.begin(e, false)
			v.end()
		}
	})
	v.listen(v.handle, "pointermove", func(e js.Value) {
		if v.dragging {
			v.moveTo(e)
		}
	})
	for _, event := range []string{"pointerup", "pointercancel", "lostpointercapture"} {
		v.listen(v.handle, event, func(js.Value) { v.end() })
	}
	v.listen(window, "blur", func(js.Value) { v.end() })
}

// place is the values that the point stands for.
func (v *plane) place() [2]string {
	return [2]string{v.scene.pilot.value(v.panel.XParam), v.scene.pilot.value(v.panel.YParam)}
}

// begin starts a gesture of the pointer: the point keeps its distance from a pointer that took it, and jumps to any other.
func (v *plane) begin(e js.Value, onHandle bool) {
	v.dragging = true
	v.box = v.root.Call("getBoundingClientRect")
	v.before = v.place()
	v.grip = [2]float64{}
	if onHandle {
		box := v.handle.Call("getBoundingClientRect")
		v.grip = [2]float64{
			box.Get("left").Float() + box.Get("width").Float()/2 - e.Get("clientX").Float(),
			box.Get("top").Float() + box.Get("height").Float()/2 - e.Get("clientY").Float(),
		}
		return
	}
	v.moveTo(e)
}

// moveTo moves the point to the pointer, and along the edges where that is beyond them.
func (v *plane) moveTo(e js.Value) {
	box, ratio, a := v.box, v.front.pen.ratio, &v.area
	x := ((e.Get("clientX").Float()+v.grip[0]-box.Get("left").Float())*ratio - a.left) / a.width
	y := 1 - ((e.Get("clientY").Float()+v.grip[1]-box.Get("top").Float())*ratio-a.top)/a.height
	v.move(value(a.x, a.logX, min(max(x, 0), 1)), value(a.y, a.logY, min(max(y, 0), 1)))
}

// end lets the point go.
func (v *plane) end() {
	if v.dragging {
		v.dragging = false
		v.scene.pilot.drop()
	}
}

// onKey moves the point by a step of the slider, with Shift or Page by ten; Escape takes a gesture back.
func (v *plane) onKey(e js.Value) {
	for _, modifier := range [...]string{"ctrlKey", "metaKey", "altKey"} {
		if e.Get(modifier).Bool() {
			return
		}
	}
	steps := 1
	if e.Get("shiftKey").Bool() {
		steps = 10
	}
	name := v.panel.XParam
	switch key := strings.TrimPrefix(e.Get("key").String(), "Arrow"); key {
	case "Left":
		steps = -steps
	case "Right":
	case "Up":
		name = v.panel.YParam
	case "Down":
		name, steps = v.panel.YParam, -steps
	case "PageUp":
		name, steps = v.panel.YParam, 10
	case "PageDown":
		name, steps = v.panel.YParam, -10
	case "Escape":
		if v.dragging {
			v.pass(v.panel.XParam, v.before[0], false)
			v.pass(v.panel.YParam, v.before[1], false)
			v.end()
		}
		return
	default:
		return
	}
	e.Call("preventDefault")
	e.Call("stopPropagation") // the page's own keys step the run
	if p := v.scene.pilot.param(name); p != nil {
		if !v.dragging {
			v.dragging, v.before = true, v.place()
		}
		v.pass(name, ui.Nudge(p, v.scene.pilot.value(name), steps), true)
	}
}
