package hands

import (
	"errors"

	"github.com/hack-pad/safejs"
)

// message is an ArrayBuffer that is filled, or read, from its beginning. One such buffer goes to and fro between a worker and its
// hand: transferred, not copied.
type message struct {
	buffer safejs.Value
	room   int
	at     int
}

// bytes is the constructor Uint8Array.
var bytes safejs.Value

// received returns what an event brings; ok is false if it is no buffer.
func received(event safejs.Value) (m message, ok bool, err error) {
	if m.buffer, err = event.Get("data"); err != nil {
		return m, false, err
	}
	length := safejs.Undefined()
	if m.buffer.Type() == safejs.TypeObject {
		if length, err = m.buffer.Get("byteLength"); err != nil {
			return m, false, err
		}
	}
	if length.IsUndefined() {
		return m, false, nil
	}
	m.room, err = length.Int()
	return m, true, err
}

// write puts copies of the parts into the buffer from its beginning: the one that is there if it is large enough, or a new one.
func (m *message) write(parts [][]byte) error {
	size := 0
	for _, part := range parts {
		size += len(part)
	}
	if m.room < size {
		var err error
		if m.buffer, err = construct("ArrayBuffer", size); err != nil {
			return err
		}
		m.room = size
	}
	m.at = 0
	return m.each(parts, func(view safejs.Value, part []byte) (int, error) { return safejs.CopyBytesToJS(view, part) })
}

// read copies what comes next in the buffer into the parts.
func (m *message) read(parts [][]byte) error {
	return m.each(parts, func(view safejs.Value, part []byte) (int, error) { return safejs.CopyBytesToGo(part, view) })
}

// each copies the parts with views of the places where they are.
func (m *message) each(parts [][]byte, copyPart func(view safejs.Value, part []byte) (int, error)) error {
	if bytes.IsUndefined() {
		var err error
		if bytes, err = safejs.Global().Get("Uint8Array"); err != nil {
			return err
		}
	}
	for _, part := range parts {
		if m.at+len(part) > m.room {
			return errors.New("a message is too short")
		}
		view, err := bytes.New(m.buffer, m.at, len(part))
		if err == nil {
			_, err = copyPart(view, part)
		}
		if err != nil {
			return err
		}
		m.at += len(part)
	}
	return nil
}

// post transfers the buffer to whoever listens to target.
func (m *message) post(target safejs.Value) error {
	_, err := target.Call("postMessage", m.buffer, []any{m.buffer})
	*m = message{}
	return err
}
