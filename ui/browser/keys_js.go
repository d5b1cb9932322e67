//go:build js && wasm

package browser

import (
	"syscall/js"

	"cascade/wasm/protocol"
)

// widgets are the elements that use keys themselves.
const widgets = "a[href], button, input, select, textarea, summary, [contenteditable], [tabindex]"

// openKeys makes space run or pause, the right arrow step and r start again, unless a widget has the focus.
func (p *page) openKeys() {
	p.listen(document, "keydown", func(e js.Value) {
		for _, modifier := range [...]string{"ctrlKey", "metaKey", "altKey"} {
			if e.Get(modifier).Bool() {
				return
			}
		}
		cmd := protocol.Command{}
		switch e.Get("key").String() {
		case " ":
			if cmd.Type = protocol.Play; p.state.Running {
				cmd.Type = protocol.Pause
			}
			if e.Get("repeat").Bool() {
				return
			}
		case "ArrowRight":
			cmd.Type, cmd.N = protocol.Step, 1
		case "r":
			cmd.Type = protocol.Reset
		default:
			return
		}
		if active := document.Get("activeElement"); active.Truthy() && active.Call("matches", widgets).Bool() {
			return
		}
		e.Call("preventDefault")
		p.inbox.add(func() { p.client.send(cmd) })
	})
}
