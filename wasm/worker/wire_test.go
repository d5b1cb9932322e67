package worker

import (
	"encoding/json"
	"testing"
	"time"

	"cascade/engine/experiments"
	"cascade/wasm/crew"
	"cascade/wasm/protocol"
)

// wire is a port made of channels, with a page at its other end that a test drives step by step.
type wire struct {
	t        *testing.T
	commands chan protocol.Command
	messages chan protocol.Message
	frames   chan protocol.Frame
	start    time.Time
	yields   int
	hands    []*remote // there to be hired
	ended    chan error
	lastID   int
}

func (w *wire) Send(m *protocol.Message) {
	p, err := json.Marshal(m) // as in the browser: what is not JSON can't be sent, and nothing is shared
	if err != nil {
		w.t.Errorf("message %s: %v", m.Type, err)
	}
	var copied protocol.Message
	if err := json.Unmarshal(p, &copied); err != nil {
		w.t.Error(err)
	}
	if copied.Bytes = m.Bytes; copied.State != nil && copied.State.Plane != nil {
		if err := copied.State.Plane.Unpack(m.Bytes); err != nil {
			w.t.Error(err)
		}
	}
	w.messages <- copied
}

func (w *wire) SendFrame(p []byte) {
	var f protocol.Frame
	if err := f.Decode(p); err != nil {
		w.t.Error(err)
	}
	w.frames <- f
}

func (w *wire) Commands() <-chan protocol.Command { return w.commands }

// Yield leaves the machine to the hands where there are any.
func (w *wire) Yield() {
	if w.yields++; len(w.hands) > 0 {
		time.Sleep(100 * time.Microsecond)
	}
}

func (w *wire) Now() time.Duration { return time.Since(w.start) }
func (w *wire) Crew() int          { return len(w.hands) }

func (w *wire) Hire(n int, heard func()) (list []crew.Hand) {
	for _, h := range w.hands[:n] {
		h.heard = heard
		list = append(list, h)
	}
	return list
}

// start starts a worker with hands and waits for its hello. patience is how long it waits for one that does not answer; 0 for
// the usual.
func start(t *testing.T, patience time.Duration, hands ...*remote) *wire {
	w := &wire{t: t, hands: hands, commands: make(chan protocol.Command, 64), messages: make(chan protocol.Message, 1<<16),
		frames: make(chan protocol.Frame, 1<<10), start: time.Now(), ended: make(chan error, 1)}
	crew := crew.New(w.Crew(), w.Hire, w.Now)
	if patience > 0 {
		crew.Patience = patience
	}
	go func() { w.ended <- serve(w, "test", crew) }()
	t.Cleanup(func() {
		close(w.commands)
		select {
		case err := <-w.ended:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(20 * time.Second):
			t.Error("the worker did not end with its commands")
		}
	})
	if hello := w.until(protocol.HelloType); hello.Text != "test" {
		t.Fatalf("hello %+v", hello)
	}
	return w
}

// until returns the next message of a type and drops those before it.
func (w *wire) until(kind string) protocol.Message {
	return w.match(kind, func(protocol.Message) bool { return true })
}

func (w *wire) match(kind string, ok func(protocol.Message) bool) protocol.Message {
	w.t.Helper()
	timeout := time.After(30 * time.Second)
	for {
		select {
		case m := <-w.messages:
			if m.Type == kind && ok(m) {
				return m
			}
			if m.Type == protocol.FailureType && kind != protocol.FailureType {
				w.t.Fatalf("failure while waiting for %s: %s", kind, m.Text)
			}
		case <-timeout:
			w.t.Fatalf("no %s message", kind)
		}
	}
}

func (w *wire) reply(id int) protocol.Message {
	w.t.Helper()
	return w.match(protocol.ReplyType, func(m protocol.Message) bool { return m.ID == id })
}

func (w *wire) load(run int, link string) *protocol.Loaded {
	w.t.Helper()
	w.commands <- protocol.Command{Type: protocol.Load, Run: run, Link: link}
	return w.match(protocol.LoadedType, func(m protocol.Message) bool { return m.Run == run }).Loaded
}

// state waits for a state that satisfies ok.
func (w *wire) state(ok func(*protocol.State) bool) *protocol.State {
	w.t.Helper()
	return w.match(protocol.StateType, func(m protocol.Message) bool { return ok(m.State) }).State
}

const small = "mattis?n=50&samples=20&chains=10"

// hashOf runs a link without a worker.
func hashOf(t *testing.T, text string, updates int) string {
	link, _, err := experiments.ParseLink(text)
	if err != nil {
		t.Fatal(err)
	}
	s := experiments.Open(link, nil, &experiments.Assets{})
	if err := s.Prepare(func() {}); err != nil {
		t.Fatal(err)
	}
	for s.Update() < updates {
		if err := s.Step(func() {}); err != nil {
			t.Fatal(err)
		}
	}
	return s.Hash()
}
