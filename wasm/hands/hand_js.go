package hands

import (
	"fmt"

	"github.com/hack-pad/safejs"

	"cascade/wasm/crew"
)

// handName is the name of the workers that help the one that simulates.
const handName = "hand"

// IsHand reports whether this program runs in such a worker.
func IsHand() bool {
	name, err := safejs.Global().Get("name")
	if err != nil {
		return false
	}
	text, err := name.String()
	return err == nil && text == handName
}

// Size is the number of workers that shall compute, self.workers, less this one.
func Size() int {
	workers, err := safejs.Global().Get("workers")
	if err != nil || workers.IsUndefined() {
		return 0
	}
	n, err := workers.Int()
	if err != nil {
		return 0
	}
	return min(max(n-1, 0), 7)
}

// Hire starts workers with this worker's own script (the text self.script) and program (self.program). Where a worker may not start others
// there are none.
func Hire(n int) (list []crew.Hand) {
	for range n {
		h, err := newHand()
		if err != nil {
			break
		}
		list = append(list, h)
	}
	return list
}

// hand is a worker with this program. One buffer goes to and fro; an answer is kept until it is received.
type hand struct {
	worker      safejs.Value
	buffer      safejs.Value // an ArrayBuffer, while it is here
	answer      string
	ready, dead bool
}

func newHand() (*hand, error) {
	h, self := &hand{}, safejs.Global()
	url, err := scriptURL(self)
	if err != nil {
		return nil, err
	}
	if h.worker, err = construct("Worker", url, map[string]any{"name": handName}); err != nil {
		return nil, err
	}
	heard, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any { h.hear(args[0]); return nil })
	if err != nil {
		return nil, err
	}
	failed, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		h.dead = true
		_, _ = args[0].Call("preventDefault") // the caller goes on without it: no error of this program
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := h.worker.Set("onmessage", heard); err != nil {
		return nil, err
	}
	if err := h.worker.Set("onerror", failed); err != nil {
		return nil, err
	}
	program, err := self.Get("program")
	if err == nil {
		_, err = h.worker.Call("postMessage", program)
	}
	return h, err
}

// scriptURL returns the address of a Blob of the script that started this worker.
func scriptURL(self safejs.Value) (url safejs.Value, err error) {
	text, err := self.Get("script")
	if err != nil {
		return url, err
	}
	blob, err := construct("Blob", []any{text}, map[string]any{"type": "text/javascript"})
	if err != nil {
		return url, err
	}
	class, err := self.Get("URL")
	if err != nil {
		return url, err
	}
	return class.Call("createObjectURL", blob)
}

// hear takes the first message, which says that the hand is ready, and then answers.
func (h *hand) hear(event safejs.Value) {
	text, buffer, err := open(event)
	switch {
	case err != nil:
		h.dead = true
	case text == "":
		h.ready = true
	default:
		h.answer, h.buffer = text, buffer
	}
}

// open takes a message of a hand, or to one, apart.
func open(event safejs.Value) (text string, buffer safejs.Value, err error) {
	data, err := event.Get("data")
	if err != nil {
		return "", buffer, err
	}
	value, err := data.Get("text")
	if err != nil {
		return "", buffer, err
	}
	if text, err = value.String(); err != nil {
		return "", buffer, err
	}
	buffer, err = data.Get("buffer")
	return text, buffer, err
}

// State implements crew.Hand.
func (h *hand) State() (ready, dead bool) { return h.ready, h.dead }

// Send implements crew.Hand.
func (h *hand) Send(text string, parts [][]byte) {
	h.answer = ""
	buffer, err := pack(h.buffer, parts)
	h.buffer = safejs.Undefined()
	if err == nil {
		_, err = h.worker.Call("postMessage", map[string]any{"text": text, "buffer": buffer}, []any{buffer})
	}
	h.dead = h.dead || err != nil
}

// Receive implements crew.Hand.
func (h *hand) Receive(text string, parts [][]byte) bool {
	if h.answer != text {
		return false
	}
	h.answer = ""
	if err := unpack(h.buffer, parts); err != nil {
		h.dead = true
		return false
	}
	return true
}

// Dismiss implements crew.Hand.
func (h *hand) Dismiss() { _, _ = h.worker.Call("terminate") }

// pack copies the parts into a buffer: the one that is there if it is large enough, or a new one.
func pack(buffer safejs.Value, parts [][]byte) (safejs.Value, error) {
	size := 0
	for _, part := range parts {
		size += len(part)
	}
	room := 0
	if !buffer.IsUndefined() {
		length, err := buffer.Get("byteLength")
		if err != nil {
			return buffer, err
		}
		if room, err = length.Int(); err != nil {
			return buffer, err
		}
	}
	if room < size {
		var err error
		if buffer, err = construct("ArrayBuffer", size); err != nil {
			return buffer, err
		}
	}
	at := 0
	for _, part := range parts {
		view, err := construct("Uint8Array", buffer, at, len(part))
		if err == nil {
			_, err = safejs.CopyBytesToJS(view, part)
		}
		if err != nil {
			return buffer, err
		}
		at += len(part)
	}
	return buffer, nil
}

// unpack copies a buffer into the parts.
func unpack(buffer safejs.Value, parts [][]byte) error {
	at := 0
	for _, part := range parts {
		view, err := construct("Uint8Array", buffer, at, len(part))
		if err == nil {
			_, err = safejs.CopyBytesToGo(part, view)
		}
		if err != nil {
			return err
		}
		at += len(part)
	}
	return nil
}

// construct makes an object of a class of the global object.
func construct(class string, args ...any) (safejs.Value, error) {
	c, err := safejs.Global().Get(class)
	if err != nil {
		return c, err
	}
	return c.New(args...)
}

// Serve does errands until its worker is terminated.
func Serve() error {
	var work crew.Work
	self, failed := safejs.Global(), make(chan error, 1)
	heard, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		if err := serve(&work, self, args[0]); err != nil {
			select {
			case failed <- fmt.Errorf("a hand failed: %w", err):
			default:
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := self.Set("onmessage", heard); err != nil {
		return err
	}
	if _, err := self.Call("postMessage", map[string]any{"text": ""}); err != nil {
		return err
	}
	return <-failed
}

// serve does the errand of a message and posts the answer.
func serve(work *crew.Work, self, event safejs.Value) error {
	text, buffer, err := open(event)
	if err != nil {
		return err
	}
	result, err := work.Do(text, func(task [][]byte) error { return unpack(buffer, task) })
	if err != nil {
		return err
	}
	if buffer, err = pack(buffer, result); err != nil {
		return err
	}
	_, err = self.Call("postMessage", map[string]any{"text": text, "buffer": buffer}, []any{buffer})
	return err
}
