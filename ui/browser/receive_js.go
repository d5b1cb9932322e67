//go:build js && wasm

package browser

import (
	"encoding/json"
	"errors"
	"syscall/js"

	"cascade/wasm/protocol"
)

// receive takes a message or a frame that the worker posted.
func (c *client) receive(data js.Value) {
	if !c.alive {
		return
	}
	c.owing, c.silences = false, 0
	bytes := js.Undefined()
	if data.Type() == js.TypeObject && data.Get("text").Type() == js.TypeString {
		data, bytes = data.Get("text"), data.Get("bytes")
	}
	if data.Type() != js.TypeString {
		c.receiveFrame(data)
		return
	}
	var m protocol.Message
	err := json.Unmarshal([]byte(data.String()), &m)
	if err == nil && m.State != nil && m.State.Plane != nil {
		err = m.State.Plane.Unpack(c.copied(bytes))
	}
	if err != nil {
		c.die("the worker sent something that is not a message")
		return
	}
	if m.Type == protocol.NeedType {
		c.fetch(m.Text)
		c.message(&m)
		return
	}
	c.loaded(&m)
	if m.Run == c.lastRun || m.Run == c.current { // any other has been overtaken
		c.message(&m)
	}
	switch {
	case m.Type == protocol.FailureType:
		c.reply(m.ID, nil, errors.New(m.Text))
	case !bytes.IsUndefined():
		c.reply(m.ID, bytes, nil)
	default:
		c.reply(m.ID, m.Text, nil)
	}
}

func (c *client) receiveFrame(buffer js.Value) {
	var f protocol.Frame
	if err := f.Decode(c.copied(buffer)); err != nil {
		c.die("the worker sent something that is not a frame")
		return
	}
	c.frame(&f)
}

// copied returns what is in a buffer, until the next call, and gives the buffer back.
func (c *client) copied(buffer js.Value) []byte {
	u8 := window.Get("Uint8Array").New(buffer)
	n := u8.Length()
	if cap(c.bytes) < n {
		c.bytes = make([]byte, n, n+n/2)
	}
	c.bytes = c.bytes[:n]
	js.CopyBytesToGo(c.bytes, u8)
	window.Get("cascadeBoot").Call("free", buffer)
	return c.bytes
}

// fetch gets a file that the worker needs from the loader and sends it on.
func (c *client) fetch(name string) {
	fail := func(why string) { c.send(protocol.Command{Type: protocol.Asset, Name: name, Error: why}) }
	promise, err := call(window.Get("cascadeBoot"), "asset", name)
	if err != nil {
		fail(err.Error())
		return
	}
	settle(c.scope.failed, promise, func(buffer js.Value) {
		c.do(func() {
			c.sendWith(protocol.Command{Type: protocol.Asset, Name: name}, buffer)
		})
	}, func(reason string) { c.do(func() { fail(reason) }) })
}
