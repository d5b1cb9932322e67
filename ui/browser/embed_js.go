//go:build js && wasm

package browser

import "syscall/js"

// hear obeys a message of the embedding page. Whatever else arrives is ignored.
func (a *api) hear(e js.Value) {
	data := e.Get("data")
	if !e.Get("source").Equal(a.parent) || data.Type() != js.TypeObject {
		return
	}
	verb, version := data.Get("verb"), data.Get("cascade")
	if verb.Type() != js.TypeString || version.Type() != js.TypeNumber || version.Int() != 1 {
		return
	}
	var args []js.Value
	var wrong error
	switch list := data.Get("args"); {
	case list.InstanceOf(window.Get("Array")):
		for i := range list.Length() {
			args = append(args, list.Index(i))
		}
	case !list.IsUndefined():
		wrong = wrongArgument(verb.String(), "its args in an array")
	}
	if a.origin = e.Get("origin").String(); a.origin == "null" { // a sandbox or a file, which has no other address
		a.origin = "*"
	}
	origin, id := a.origin, data.Get("id")
	a.page.inbox.add(func() {
		done := func(result any, err error) {
			reply := map[string]any{"cascade": 1, "id": id, "result": result}
			if err != nil {
				delete(reply, "result")
				reply["error"] = capitalised(err.Error())
			}
			_, _ = call(a.parent, "postMessage", reply, origin) // a parent that has gone away needs no answer
		}
		if wrong != nil {
			done(nil, wrong)
			return
		}
		a.do(verb.String(), args, done)
	})
}

// tell sends an event to the page's window and to the embedding page.
func (a *api) tell(name string, detail map[string]any) {
	window.Call("dispatchEvent", window.Get("CustomEvent").New("cascade-"+name, map[string]any{"detail": detail}))
	if a.parent.Truthy() {
		_, _ = call(a.parent, "postMessage", map[string]any{"cascade": 1, "event": "cascade-" + name, "detail": detail}, a.origin)
	}
}
