//go:build js && wasm

package browser

import "syscall/js"

// copyLink puts the address of the present state on the clipboard and says so for two seconds.
func (p *page) copyLink() {
	p.copyText(p.address.url(p.state.Link), func() {
		p.screen.change(true, func() { p.model.Copied = true })
		p.after(2000, func() {
			p.inbox.add(func() { p.screen.change(true, func() { p.model.Copied = false }) })
		})
	})
}

// copyText puts a text on the clipboard and calls copied, in the loop; where the browser does not let it, a notice shows the text.
func (p *page) copyText(text string, copied func()) {
	otherwise := func() {
		if copyBySelection(text) {
			copied()
		} else {
			p.screen.change(true, func() { p.model.Notices = []string{"the browser does not let the page copy this: " + text} })
		}
	}
	clipboard := window.Get("navigator").Get("clipboard")
	if clipboard.IsUndefined() || !mayWrite() { // a page from http, a frame
		otherwise()
		return
	}
	promise, err := call(clipboard, "writeText", text)
	if err != nil {
		otherwise()
		return
	}
	settle(p.failed, promise, func(js.Value) { p.inbox.add(copied) }, func(string) { p.inbox.add(otherwise) })
}

// mayWrite tells whether the browser says that the page may write to the clipboard, or nothing about it: what tries in vain leaves an error on the console.
func mayWrite() bool {
	policy := document.Get("featurePolicy")
	return !policy.Truthy() || policy.Call("allowsFeature", "clipboard-write").Bool()
}

// copyBySelection copies as a reader would; frames in a sandbox may do that and not the other.
func copyBySelection(text string) bool {
	focus := document.Get("activeElement")
	box := element("textarea", "")
	box.Set("value", text)
	style := box.Get("style")
	style.Set("position", "fixed")
	style.Set("opacity", "0")
	place := document.Call("querySelector", "dialog[open]") // beside which nothing can be selected
	if !place.Truthy() {
		place = document.Get("body")
	}
	place.Call("append", box)
	box.Call("select")
	done, err := call(document, "execCommand", "copy")
	box.Call("remove")
	if focus.Truthy() {
		focus.Call("focus", map[string]any{"preventScroll": true})
	}
	return err == nil && done.Truthy()
}
