// Package crew lets several workers train one machine: each has a part of its chains. Between two updates all state is with the
// worker that simulates, so hands may come late, or be lost, and the results are the same bits.
package crew

import (
	"encoding/json"
	"slices"
	"time"

	"cascade/engine/training"
)

// Hand is the wire to a helping hand: the same program once more, in a worker of its own.
type Hand interface {
	// Send copies the parts and sends them, with a text that says what they are.
	Send(text string, parts [][]byte)
	// Receive reports whether an answer has come since the last call. The text is the one that was sent; where it is accepted, the
	// answer's bytes are copied into parts.
	Receive(text string, parts [][]byte) (arrived bool)
	// State says whether the hand is ready to work, and whether it is known to be dead.
	State() (ready, dead bool)
	// Dismiss ends it.
	Dismiss()
}

// errand is the text of a message to a hand.
type errand struct {
	Number int // of the message
	training.Shape
}

// Crew is a training.Crew of hands. They are hired when a machine is first found large enough to need them, and counted when
// they are ready.
type Crew struct {
	// Patience is how long the caller waits for a hand that does not answer, beyond a multiple of what its own part took.
	Patience time.Duration

	size    int
	hire    func(n int) []Hand
	now     func() time.Duration
	hired   bool
	hands   []*helper
	given   time.Duration // when the last errand went out
	own     time.Duration // what the caller's part took then; 0 while it is at it
	waiting bool
}

// New returns a crew of at most size hands. hire starts them; it may start fewer, or none. now is a monotonic clock.
func New(size int, hire func(n int) []Hand, now func() time.Duration) *Crew {
	return &Crew{Patience: patienceTime, size: size, hire: hire, now: now}
}

// helper is a hand with what it has been asked to do.
type helper struct {
	Hand
	number int
	text   string
	lost   bool
}

// How long a hand may take: so many times what the caller took for its own part, and by default a constant for slow starts.
const (
	patience     = 4
	patienceTime = 3 * time.Second
)

// Hands implements training.Crew.
func (c *Crew) Hands() int {
	if !c.hired {
		c.hired = true
		for _, h := range c.hire(c.size) {
			c.hands = append(c.hands, &helper{Hand: h})
		}
	}
	c.hands = slices.DeleteFunc(c.hands, func(h *helper) bool {
		_, dead := h.State()
		if dead = dead || h.lost; dead {
			h.Dismiss()
		}
		return dead
	})
	return c.Ready()
}

// Ready is the number of hands that have been hired and can work now.
func (c *Crew) Ready() int {
	for n, h := range c.hands {
		if ready, _ := h.State(); !ready {
			return n
		}
	}
	return len(c.hands)
}

// Give implements training.Crew.
func (c *Crew) Give(hand int, p *training.Part) {
	h := c.hands[hand]
	h.number++
	text, err := json.Marshal(errand{h.number, p.Shape})
	if err != nil {
		panic("crew: an errand always has a JSON")
	}
	h.text, c.given, c.own = string(text), c.now(), 0
	h.Send(h.text, p.Task())
}

// Take implements training.Crew. A hand that does not answer in time is lost for good.
func (c *Crew) Take(hand int, p *training.Part, pause func()) bool {
	h := c.hands[hand]
	if c.own == 0 { // the first to be asked; the others work meanwhile
		c.own = max(c.now()-c.given, 1)
	}
	limit := c.given + (1+patience)*c.own + c.Patience
	for !h.Receive(h.text, p.Result()) {
		if _, dead := h.State(); dead || c.now() > limit {
			h.lost = true
			return false
		}
		c.waiting = true
		pause()
	}
	return true
}

// Waiting reports whether the update has come to wait for a hand since the last call: whoever drives it must let messages arrive
// before it can go on.
func (c *Crew) Waiting() bool {
	w := c.waiting
	c.waiting = false
	return w
}

// Work is a hand's side of an errand: it does the part of the text, whose task fill copies to where it belongs, and returns the
// memory of the result. Parts are kept for the next errand of the same shape.
type Work struct{ part *training.Part }

// Do does an errand.
func (w *Work) Do(text string, fill func(task [][]byte) error) (result [][]byte, err error) {
	var e errand
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		return nil, err
	}
	if w.part == nil || w.part.Shape != e.Shape {
		w.part = training.NewPart(e.Shape)
	}
	if err := fill(w.part.Task()); err != nil {
		return nil, err
	}
	w.part.Do(func() {})
	return w.part.Result(), nil
}
