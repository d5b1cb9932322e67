//go:build js && wasm

package browser

import (
	"fmt"
	"runtime/debug"
	"syscall/js"

	"github.com/hack-pad/safejs"
)

// window and document are the two globals that everything here starts from.
var (
	window   = js.Global()
	document = window.Get("document")
)

// call is v.method(args...) where an exception is an answer and not a mistake of ours.
func call(v js.Value, method string, args ...any) (js.Value, error) {
	r, err := safejs.Safe(v).Call(method, args...)
	return safejs.Unsafe(r), err
}

// property reads a property whose getter may throw, as localStorage does in a sandbox. Value.Get would end the program.
func property(v js.Value, name string) (js.Value, error) {
	return call(window.Get("Reflect"), "get", v, name)
}

// element creates an element with a class.
func element(tag, class string) js.Value {
	e := document.Call("createElement", tag)
	e.Set("className", class)
	return e
}

// clock is the time in milliseconds.
func clock() float64 { return window.Get("performance").Call("now").Float() }

// matches evaluates a media query.
func matches(query string) bool { return window.Call("matchMedia", query).Get("matches").Bool() }

// scope owns what one part of the page has registered with JavaScript. Its Close gives all of it back.
type scope struct {
	failed  func(error) // told about a panic in a callback; must not block
	release []func()
}

// callback makes f callable from JavaScript. A panic in f is reported, and the caller gets undefined.
func (s *scope) callback(f func(args []js.Value) any) js.Func {
	fn := js.FuncOf(func(_ js.Value, args []js.Value) (result any) {
		defer recoverTo(s.failed)
		return f(args)
	})
	s.release = append(s.release, fn.Release)
	return fn
}

// listen calls f with each such event of target.
func (s *scope) listen(target js.Value, event string, f func(e js.Value)) {
	fn := s.callback(func(args []js.Value) any { f(args[0]); return nil })
	target.Call("addEventListener", event, fn)
	s.release = append(s.release, func() { target.Call("removeEventListener", event, fn) })
}

// after calls f once, so many milliseconds later.
func (s *scope) after(milliseconds int, f func()) {
	once := &scope{failed: s.failed}
	window.Call("setTimeout", once.callback(func([]js.Value) any { once.Close(); f(); return nil }), milliseconds)
}

// breathe ends a task in the middle, so that none takes long. It waits, so it is for the page's own loop: never for a callback.
func (s *scope) breathe() {
	breath := make(chan struct{})
	settle(s.failed, window.Get("cascadeBoot").Call("breath"), func(js.Value) { close(breath) }, func(string) { close(breath) })
	<-breath
}

// observe makes an observer of that class (ResizeObserver, IntersectionObserver) that calls f with each entry.
func (s *scope) observe(class string, f func(entry js.Value)) js.Value {
	observer := window.Get(class).New(s.callback(func(args []js.Value) any {
		for i := range args[0].Length() {
			f(args[0].Index(i))
		}
		return nil
	}))
	s.release = append(s.release, func() { observer.Call("disconnect") })
	return observer
}

// Close removes and releases everything, the newest first.
func (s *scope) Close() {
	for i := len(s.release) - 1; i >= 0; i-- {
		s.release[i]()
	}
	s.release = nil
}

// recoverTo is deferred where a panic must not leave: at the border to JavaScript and around each turn of the loop.
func recoverTo(failed func(error)) {
	if r := recover(); r != nil {
		err, ok := r.(error)
		if !ok {
			err = fmt.Errorf("%v", r)
		}
		window.Get("console").Call("error", err.Error()+"\n"+string(debug.Stack()))
		failed(err)
	}
}

// settle waits for a promise and calls one of the two; they run in a callback from JavaScript.
func settle(failed func(error), promise js.Value, then func(js.Value), catch func(reason string)) {
	s := &scope{failed: failed}
	onThen := s.callback(func(args []js.Value) any { s.Close(); then(first(args)); return nil })
	onCatch := s.callback(func(args []js.Value) any { s.Close(); catch(sentenceOf(first(args))); return nil })
	promise.Call("then", onThen, onCatch)
}

func first(args []js.Value) js.Value {
	if len(args) == 0 {
		return js.Undefined()
	}
	return args[0]
}

// sentenceOf returns what a rejected promise or an error event says.
func sentenceOf(reason js.Value) string {
	if reason.Type() == js.TypeObject {
		if m, err := property(reason, "message"); err == nil && m.Type() == js.TypeString {
			return m.String()
		}
	}
	if reason.Type() == js.TypeString {
		return reason.String()
	}
	return "unknown reason"
}
