//go:build js && wasm

package browser

import (
	"syscall/js"

	"cascade/ui"
)

// openMenus makes the menus of the header: popovers under their buttons, which the browser opens and closes.
func (p *page) openMenus() {
	for i := range ui.Menus {
		name := ui.Menus[i].Name
		menu := element("div", "menu")
		menu.Set("id", name)
		menu.Set("popover", "auto")
		menu.Call("setAttribute", "role", "menu")
		menu.Call("setAttribute", "aria-label", ui.Menus[i].Label)
		document.Get("body").Call("append", menu)
		p.listen(menu, "beforetoggle", func(e js.Value) {
			p.inbox.add(func() { p.laid = true })
			if e.Get("newState").String() == "open" {
				menu.Set("innerHTML", p.model.MenuItems(name))
				p.placeMenu(menu)
			}
		})
		p.listen(menu, "toggle", func(e js.Value) {
			if e.Get("newState").String() == "open" {
				if first := menu.Get("firstElementChild"); first.Truthy() {
					first.Call("focus")
				}
			}
		})
		p.listen(menu, "keydown", func(e js.Value) {
			focusItem(menu, e)
		})
		p.listenDeeds(menu)
	}
}

// placeMenu tells a menu where the button is that opens it; the style sheet keeps it within the window.
func (p *page) placeMenu(menu js.Value) {
	button := document.Call("querySelector", `[popovertarget="`+menu.Get("id").String()+`"]`)
	if !button.Truthy() {
		return
	}
	box, style := button.Call("getBoundingClientRect"), menu.Get("style")
	style.Call("setProperty", "--below", px(box.Get("bottom").Float()+6))
	style.Call("setProperty", "--beside", px(window.Get("innerWidth").Float()-box.Get("right").Float()))
}

// focusItem moves the focus in a menu as a key asks for; with a modifier it is the browser's.
func focusItem(menu, e js.Value) {
	items, key := menu.Get("children"), e.Get("key")
	at, texts := -1, make([]string, items.Length())
	for i := range texts {
		texts[i] = items.Index(i).Get("textContent").String()
		if items.Index(i).Equal(document.Get("activeElement")) {
			at = i
		}
	}
	if at < 0 || key.Type() != js.TypeString || e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool() || e.Get("altKey").Bool() {
		return
	}
	if to := nextItem(texts, at, key.String()); to >= 0 {
		e.Call("preventDefault")
		items.Index(to).Call("focus")
	}
}

// listenDeeds does what the elements under root name; see ui.Deed.
func (p *page) listenDeeds(root js.Value) {
	p.listen(root, "click", func(e js.Value) {
		target := e.Get("target")
		if target.Equal(root) && root.Get("tagName").String() == "DIALOG" || target.Call("closest", "[data-close]").Truthy() {
			p.inbox.add(func() { p.change(func(m *ui.Model) { m.View.Dialog = "" }) })
			return
		}
		if presses := target.Call("closest", "[data-do]"); presses.Truthy() {
			if root.Call("matches", ".menu").Bool() {
				root.Call("hidePopover")
			}
			p.deed(presses.Get("dataset").Get("do").String(), presses.Get("dataset").Get("value"))
		}
	})
	p.listen(root, "change", func(e js.Value) {
		field := e.Get("target")
		if name := field.Get("dataset").Get("set"); name.Type() == js.TypeString {
			value := field.Get("value")
			if kind := field.Get("type").String(); kind == "checkbox" {
				value = js.ValueOf(map[bool]string{true: "on"}[field.Get("checked").Bool()])
			}
			p.deed(name.String(), value)
		}
	})
}

// deed does what an element names, in the loop.
func (p *page) deed(name string, value js.Value) {
	text := ""
	if value.Type() == js.TypeString {
		text = value.String()
	}
	p.inbox.add(func() {
		if do := ui.Deeds[name]; do != nil {
			p.change(func(m *ui.Model) { do(m, p.deeds, text) })
		}
	})
}

// renewDialog changes the open dialog if it says something else now; the focus stays where it was.
func (p *page) renewDialog() {
	d, open := p.dialogs[p.dialog]
	if !open {
		return
	}
	text := p.model.Dialog(p.dialog)
	if text == p.dialogText {
		return
	}
	p.dialogText = text
	window.Call("cascadeRenew", d, text)
}
