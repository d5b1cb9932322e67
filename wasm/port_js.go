package main

import (
	"encoding/json"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/hack-pad/safejs"

	"cascade/wasm/crew"
	"cascade/wasm/hands"
	"cascade/wasm/protocol"
)

// port is the worker's wire to the page: commands come as {cmd: JSON, bytes: ArrayBuffer}, messages go as JSON text, frames
// as transferred buffers.
type port struct {
	self     safejs.Value
	bytes    safejs.Value // the constructor Uint8Array
	commands chan protocol.Command
	turn     *hands.Turn
	thrift   sync.Once
	nowhere  safejs.Value // a MessagePort whose other end is closed
	start    time.Time
}

// queue is far more than a page can send between two yields; a page that does is not ours, and blocks itself.
const queue = 4096

func newPort() (*port, error) {
	p := &port{self: safejs.Global(), commands: make(chan protocol.Command, queue), start: time.Now()}
	var err error
	if p.bytes, err = p.self.Get("Uint8Array"); err != nil {
		return nil, err
	}
	if p.turn, err = hands.NewTurn(); err != nil {
		return nil, err
	}
	if err := p.openNowhere(); err != nil {
		return nil, err
	}
	return p, p.listen()
}

func (p *port) openNowhere() error {
	class, err := p.self.Get("MessageChannel")
	if err != nil {
		return err
	}
	channel, err := class.New()
	if err != nil {
		return err
	}
	far, err := channel.Get("port2")
	if err != nil {
		return err
	}
	if _, err := far.Call("close"); err != nil {
		return err
	}
	p.nowhere, err = channel.Get("port1")
	return err
}

// listen takes over from the loader, with the messages that it kept.
func (p *port) listen() error {
	receive, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any { p.receive(args[0]); return nil })
	if err != nil {
		return err
	}
	early, err := p.self.Get("early")
	if err != nil {
		return err
	}
	if !early.IsUndefined() {
		if _, err := early.Call("forEach", receive); err != nil {
			return err
		}
	}
	return p.self.Set("onmessage", receive)
}

// receive queues the command in a message event. What is not a command is answered with a failure, never with a panic.
func (p *port) receive(event safejs.Value) {
	c, err := p.decode(event)
	if err != nil {
		p.Send(&protocol.Message{Type: protocol.FailureType, Text: "a command could not be read: " + err.Error()})
		return
	}
	select {
	case p.commands <- c:
	default:
		p.Send(&protocol.Message{Type: protocol.FailureType, ID: c.ID, Text: "too many commands at once; one was dropped"})
	}
}

func (p *port) decode(event safejs.Value) (c protocol.Command, err error) {
	data, err := event.Get("data")
	if err != nil {
		return c, err
	}
	text, err := data.Get("cmd")
	if err != nil {
		return c, err
	}
	cmd, err := text.String()
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal([]byte(cmd), &c); err != nil {
		return c, err
	}
	buffer, err := data.Get("bytes")
	if err != nil || buffer.IsUndefined() {
		return c, err
	}
	view, err := p.bytes.New(buffer)
	if err != nil {
		return c, err
	}
	n, err := view.Length()
	if err != nil {
		return c, err
	}
	c.Bytes = make([]byte, n)
	if _, err = safejs.CopyBytesToGo(c.Bytes, view); err != nil {
		return c, err
	}
	return c, p.free(buffer)
}

// free gives the memory of an ArrayBuffer back at once: sent to nobody. A worker that makes little garbage in JavaScript would keep
// it for minutes, also after its transfer(0), as the browser holds it a second time.
func (p *port) free(buffer safejs.Value) error {
	_, err := p.nowhere.Call("postMessage", 0, []any{buffer})
	return err
}

// Send posts a message. A message that can't be posted is a defect: there is nobody to tell.
func (p *port) Send(m *protocol.Message) {
	text, err := json.Marshal(m)
	switch {
	case err != nil:
	case m.Bytes == nil:
		_, err = p.self.Call("postMessage", string(text))
	default:
		var buffer safejs.Value
		if buffer, err = p.copied(m.Bytes); err == nil {
			_, err = p.self.Call("postMessage", map[string]any{"text": string(text), "bytes": buffer}, []any{buffer})
		}
	}
	if err != nil {
		panic(fmt.Sprintf("wasm: message %s not sent: %v", m.Type, err))
	}
}

// SendFrame copies a frame into a buffer of its own and transfers that.
func (p *port) SendFrame(frame []byte) {
	p.thrift.Do(func() {
		// A run allocates little, hardly any of what it holds has pointers to follow, and the memory of a tab never shrinks. Until
		// the first frame time is short.
		debug.SetGCPercent(5)
	})
	buffer, err := p.copied(frame)
	if err == nil {
		_, err = p.self.Call("postMessage", buffer, []any{buffer})
	}
	if err != nil {
		panic(fmt.Sprintf("wasm: frame not sent: %v", err))
	}
}

// copied returns an ArrayBuffer with these bytes.
func (p *port) copied(data []byte) (safejs.Value, error) {
	view, err := p.bytes.New(len(data))
	if err == nil {
		_, err = safejs.CopyBytesToJS(view, data)
	}
	if err != nil {
		return safejs.Value{}, err
	}
	return view.Get("buffer")
}

// Commands implements worker.Port.
func (p *port) Commands() <-chan protocol.Command { return p.commands }

// Yield returns to the event loop once.
func (p *port) Yield() { p.turn.Take() }

// Crew implements worker.Port.
func (p *port) Crew() int { return hands.Size() }

// Hire implements worker.Port.
func (p *port) Hire(n int, heard func()) []crew.Hand { return hands.Hire(n, heard) }

// Now implements worker.Port.
func (p *port) Now() time.Duration { return time.Since(p.start) }
