//go:build js && wasm

package browser

import (
	"syscall/js"

	"cascade/ui"
)

const lettersKey = "cascade-single-keys" // in localStorage: "off" if they are switched off

// openKeys listens for the keys of ui.Keyboard.
func (p *page) openKeys() {
	if recall(lettersKey) == "off" {
		p.model.View.NoLetters = true
	}
	p.listen(document, "keydown", func(e js.Value) {
		for _, modifier := range [...]string{"ctrlKey", "metaKey", "altKey", "isComposing", "defaultPrevented"} {
			if e.Get(modifier).Truthy() {
				return
			}
		}
		name := e.Get("key")
		if name.Type() != js.TypeString { // as of a field that the browser fills in
			return
		}
		if d, ok := p.dialogs[p.dialog]; ok && d.Get("open").Bool() { // which the model hears of only later
			return
		}
		key, shift := name.String(), e.Get("shiftKey").Bool()
		if key == "Escape" && document.Call("querySelector", ".menu:popover-open").Truthy() { // which the browser closes
			return
		}
		k := ui.KeyFor(p.model, key, shift)
		if k == nil {
			return
		}
		if active := document.Get("activeElement"); active.Truthy() && active.Call("matches", k.Keeps).Bool() {
			return
		}
		e.Call("preventDefault")
		if e.Get("repeat").Bool() && !k.Repeat {
			return
		}
		if shift && len(key) > 1 {
			key = "shift+" + key
		}
		p.dragging = p.dragging || k.Drags
		p.inbox.add(func() { p.change(func(m *ui.Model) { k.Do(m, p.deeds, key) }) })
	})
	up := func(js.Value) {
		if p.dragging {
			p.dragging = false
			p.inbox.add(p.drop)
		}
	}
	p.listen(document, "keyup", up)
	p.listen(window, "blur", up)
}

func (p *page) rememberLetters() {
	value := ""
	if p.model.View.NoLetters {
		value = "off"
	}
	remember(lettersKey, value)
}

// step moves the run by so many updates. What a key that is held asks for meanwhile is added up, within limits.
func (p *page) step(n int) {
	const most = 20
	if p.stepping {
		p.owed = min(max(p.owed+n, -most), most)
		return
	}
	p.stepping = true
	cmd := ui.StepCommand(n, p.state.Update)
	p.order(cmd, func(any, error) {
		p.stepping = false
		if n := p.owed; n != 0 {
			p.owed = 0
			p.step(n)
		}
	})
}

// focus gives an element the focus, and selects what is in it.
func (p *page) focus(id string) {
	if e := document.Call("getElementById", id); e.Truthy() {
		e.Call("focus")
		if e.Get("select").Type() == js.TypeFunction {
			e.Call("select")
		}
	}
}
