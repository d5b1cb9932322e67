//go:build js && wasm

package browser

import (
	"encoding/json"
	"errors"
	"fmt"
	"syscall/js"

	"cascade/wasm/protocol"
)

// The worker is called dead after so many checks in which it owed an answer and said nothing. A check that comes late
// because the machine slept counts once, so a short patience in checks survives a long night.
const (
	checkEvery  = 4000 // milliseconds
	maxSilences = 6
)

// client is the page's end of the line to the worker. It belongs to the loop; what arrives is handed to it there.
type client struct {
	do      func(func()) // puts a function into the loop
	message func(*protocol.Message)
	frame   func(*protocol.Frame)
	died    func(sentence string)

	alone    bool  // its workers have none that help
	scope    scope // of the present worker
	worker   js.Value
	alive    bool
	lastRun  int      // numbers given to loads
	run      int      // the newest load, or the one before if that failed; what carries an older number is dropped
	current  int      // the run that the worker has: of the newest load that succeeded, overtaken or not
	loading  bool     // the newest load is not answered yet
	loadID   int      // its ID
	sure     bool     // it needs no file
	held     []parcel // until it is answered, since a worker that waits for a file ignores commands of the coming run
	owing    bool
	silences int
	lastID   int
	replies  map[int]answer
	bytes    []byte // of the newest buffer
}

// parcel is a command with the ArrayBuffer beside it, which may be undefined.
type parcel struct {
	protocol.Command
	buffer js.Value
}

// start gets a worker from the loader, in place of the present one if there is one.
func (c *client) start() error {
	c.stop(errors.New("the worker was restarted"))
	worker, err := call(window.Get("cascadeBoot"), "worker", c.alone)
	if err != nil {
		return fmt.Errorf("the worker could not be started: %w", err)
	}
	c.worker, c.alive, c.owing, c.silences = worker, true, false, 0
	c.replies, c.held, c.loading, c.current = map[int]answer{}, nil, false, 0
	c.scope.listen(worker, "message", func(e js.Value) {
		data := e.Get("data")
		c.do(func() { c.receive(data) })
	})
	c.scope.listen(worker, "messageerror", func(js.Value) {
		c.do(func() { c.die("a message from the worker could not be read") })
	})
	// The property, not a listener: it takes the place of the loader's own handler.
	worker.Set("onerror", c.scope.callback(func(args []js.Value) any {
		why := sentenceOf(first(args))
		c.do(func() { c.die("the worker stopped: " + why) })
		return nil
	}))
	timer := window.Call("setInterval", c.scope.callback(func([]js.Value) any { c.do(c.check); return nil }), checkEvery)
	c.scope.release = append(c.scope.release, func() { window.Call("clearInterval", timer) })
	return nil
}

// stop ends the worker and tells everyone who waits for an answer why.
func (c *client) stop(why error) {
	if c.alive {
		c.worker.Set("onerror", js.Null())
		c.worker.Call("terminate")
	}
	c.alive = false
	c.scope.Close()
	waiting := c.replies
	c.replies = nil
	for _, a := range waiting {
		a(nil, why)
	}
}

func (c *client) die(sentence string) {
	if c.alive {
		c.stop(errors.New(sentence))
		c.died(sentence)
	}
}

// check counts the silences of a worker that owes an answer.
func (c *client) check() {
	if !c.owing {
		c.silences = 0
	} else if c.silences++; c.silences >= maxSilences {
		c.die("the worker has stopped answering")
	}
}

// load asks for a new run; a may be nil.
func (c *client) load(link string, a answer) {
	if c.loading { // a worker that waited for a file forgets the load that did
		overtaken := errors.New("another link was opened")
		c.dropHeld(overtaken)
		c.reply(c.loadID, nil, overtaken)
	}
	c.lastRun++
	c.run, c.loading, c.sure = c.lastRun, true, false
	c.loadID = c.ask(protocol.Command{Type: protocol.Load, Link: link}, a)
}

// ask sends a command whose reply goes to a, which may be nil, and returns the command's ID.
func (c *client) ask(cmd protocol.Command, a answer) (id int) {
	return c.askWith(cmd, js.Undefined(), a)
}

// askWith is ask with an ArrayBuffer beside the command, which goes over to the worker.
func (c *client) askWith(cmd protocol.Command, buffer js.Value, a answer) (id int) {
	if a != nil && !c.alive {
		a(nil, errors.New("the worker is not running"))
		return 0
	}
	if a != nil {
		c.lastID++
		cmd.ID = c.lastID
		c.replies[cmd.ID] = a
	}
	c.sendWith(cmd, buffer)
	return cmd.ID
}

// send posts a command of the present run. A dead worker gets nothing.
func (c *client) send(cmd protocol.Command) { c.sendWith(cmd, js.Undefined()) }

func (c *client) sendWith(cmd protocol.Command, buffer js.Value) {
	if !c.alive {
		return
	}
	switch cmd.Type {
	case protocol.Asset, protocol.Pace:
	case protocol.Load:
		c.owing = true
	default:
		if c.loading && !c.sure {
			c.held = append(c.held, parcel{cmd, buffer})
			return
		}
		c.owing = true
	}
	cmd.Run = c.run
	text, err := json.Marshal(cmd)
	if err != nil {
		panic(err) // a command holds only text and finite numbers
	}
	parcel, transfer := map[string]any{"cmd": string(text)}, []any{}
	if !buffer.IsUndefined() {
		parcel["bytes"] = buffer
		transfer = append(transfer, buffer)
	}
	c.worker.Call("postMessage", parcel, transfer)
}

// loaded ends the waiting for the newest load. If it failed, the run before goes on.
func (c *client) loaded(m *protocol.Message) {
	if m.Type == protocol.LoadedType {
		c.current = m.Run
	}
	if !c.loading || m.Run != c.lastRun {
		return
	}
	switch m.Type {
	case protocol.LoadedType:
		c.loading = false
		held := c.held
		c.held = nil
		for _, cmd := range held {
			c.sendWith(cmd.Command, cmd.buffer)
		}
	case protocol.FailureType:
		c.loading = false
		c.dropHeld(errors.New(m.Text))
		c.run = c.current
	}
}

// dropHeld refuses what waits for a run that will not come.
func (c *client) dropHeld(why error) {
	held := c.held
	c.held = nil
	for _, cmd := range held {
		c.reply(cmd.ID, nil, why)
	}
}

func (c *client) reply(id int, result any, err error) {
	if a := c.replies[id]; a != nil {
		delete(c.replies, id)
		a(result, err)
	}
}
