//go:build js && wasm

package browser

import (
	"syscall/js"

	"cascade/wasm/protocol"
)

// openKeys listens for the keys of shortcut.
func (p *page) openKeys() {
	p.listen(document, "keydown", func(e js.Value) {
		for _, modifier := range [...]string{"ctrlKey", "metaKey", "altKey"} {
			if e.Get(modifier).Bool() {
				return
			}
		}
		key := e.Get("key")
		if key.Type() != js.TypeString { // as of a field that the browser fills in
			return
		}
		cmd, keepers := shortcut(key.String(), p.state.Running)
		if cmd.Type == "" || cmd.Type != protocol.Step && e.Get("repeat").Bool() {
			return
		}
		if active := document.Get("activeElement"); active.Truthy() && active.Call("matches", keepers).Bool() {
			return
		}
		e.Call("preventDefault")
		p.inbox.add(func() { p.order(cmd, nil) })
	})
}
