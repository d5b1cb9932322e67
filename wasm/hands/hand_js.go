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

// Hire is a crew.Hire of workers with this worker's own script (the text self.script) and program (self.program). Where a worker may not start
// others there are none.
func Hire(n int, heard func()) (list []crew.Hand) {
	for range n {
		h, err := newHand(heard)
		if err != nil {
			break
		}
		list = append(list, h)
	}
	return list
}

// hand is a worker with this program. Its messages are buffers, or anything else to say that it is ready, or works.
type hand struct {
	worker      safejs.Value
	message     message // while it is here
	answered    bool    // and not received yet
	heard       int
	ready, dead bool
}

func newHand(woken func()) (*hand, error) {
	h := &hand{}
	var err error
	if h.worker, err = Start(handName); err != nil {
		return nil, err
	}
	heard, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any { h.hear(args[0]); woken(); return nil })
	if err != nil {
		return nil, err
	}
	failed, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		h.dead = true
		woken()
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
	program, err := safejs.Global().Get("program")
	if err == nil {
		_, err = h.worker.Call("postMessage", program)
	}
	return h, err
}

// Start starts a worker of that name with this worker's own script.
func Start(name string) (worker safejs.Value, err error) {
	url, err := scriptURL(safejs.Global())
	if err != nil {
		return worker, err
	}
	return construct("Worker", url, map[string]any{"name": name})
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

// hear takes a message.
func (h *hand) hear(event safejs.Value) {
	h.heard++
	h.ready = true
	m, ok, err := received(event)
	if err != nil {
		h.dead = true
	} else if ok {
		h.message, h.answered = m, true
	}
}

// State implements crew.Hand.
func (h *hand) State() (ready, dead bool) { return h.ready, h.dead }

// Heard implements crew.Hand.
func (h *hand) Heard() int { return h.heard }

// Send implements crew.Hand.
func (h *hand) Send(parts [][]byte) {
	err := h.message.write(parts)
	if err == nil {
		err = h.message.post(h.worker)
	}
	h.answered, h.dead = false, h.dead || err != nil
}

// Receive implements crew.Hand.
func (h *hand) Receive(parts [][]byte) bool {
	if !h.answered {
		return false
	}
	h.answered = false
	if err := h.message.read(parts); err != nil {
		h.dead = true
		return false
	}
	return true
}

// Dismiss implements crew.Hand.
func (h *hand) Dismiss() { _, _ = h.worker.Call("terminate") }

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
	if err := beat(self); err != nil {
		return err
	}
	return <-failed
}

// beat tells that this worker is there.
func beat(self safejs.Value) error {
	_, err := self.Call("postMessage", 0)
	return err
}

// serve does the errand of a message and posts the answer.
func serve(work *crew.Work, self, event safejs.Value) error {
	m, ok, err := received(event)
	if err != nil || !ok {
		return err
	}
	answer, err := work.Do(m.read, func() { _ = beat(self) }) // where this fails the answer will
	if err == nil {
		err = m.write(answer)
	}
	if err == nil {
		err = m.post(self)
	}
	return err
}
