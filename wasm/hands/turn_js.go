package hands

import (
	"fmt"

	"github.com/hack-pad/safejs"
)

// Turn lets the event loop turn, so that messages arrive. A message to oneself is the cheapest full turn: 0.1 ms, where a timer
// is clamped to 4 ms and scheduler.yield lets messages starve.
type Turn struct {
	tick  safejs.Value // one end of a MessageChannel
	woken chan struct{}
}

// NewTurn prepares it.
func NewTurn() (*Turn, error) {
	t := &Turn{woken: make(chan struct{}, 1)}
	channel, err := construct("MessageChannel")
	if err != nil {
		return nil, err
	}
	near, err := channel.Get("port1")
	if err != nil {
		return nil, err
	}
	if t.tick, err = channel.Get("port2"); err != nil {
		return nil, err
	}
	woken, err := safejs.FuncOf(func(safejs.Value, []safejs.Value) any { t.woken <- struct{}{}; return nil })
	if err != nil {
		return nil, err
	}
	return t, near.Set("onmessage", woken)
}

// Take returns after one turn.
func (t *Turn) Take() {
	if _, err := t.tick.Call("postMessage", 0); err != nil {
		panic(fmt.Sprintf("hands: no turn of the event loop: %v", err))
	}
	<-t.woken
}
