// Package crew lets several workers train one machine: each has a part of its chains. Between two updates all state is with the
// worker that simulates, so hands may come late, or be lost, and the results are the same bits.
package crew

import (
	"slices"
	"time"

	"cascade/engine/training"
)

// Hand is the wire to a helping hand: the same program once more, in a worker of its own.
type Hand interface {
	// Send sends a copy of the parts. There will be one answer.
	Send(parts [][]byte)
	// Receive reports, once, that the answer has come, and copies it into parts one after the other: the beginning of it if they are shorter.
	Receive(parts [][]byte) (arrived bool)
	// Heard is the number of messages that have come. While it works a hand sends some that say no more than that.
	Heard() int
	// State says whether the hand is ready to work, and whether it is known to be dead.
	State() (ready, dead bool)
	// Dismiss ends it.
	Dismiss()
}

// Hire starts at most n hands, which call heard, in any goroutine, whenever a message has come.
type Hire func(n int, heard func()) []Hand

// Crew is a training.Crew of hands. They are hired when a machine is first found large enough to need them, and counted when
// they are ready.
//
// A hand that does not answer in time is left out, and the caller does its part; when its answer comes after all, it is
// one of the crew again. So it costs little to give up early, and nothing is lost where a hand was only held up, as in a tab that is in the
// background. One that stays away is dismissed.
type Crew struct {
	// Patience is how long the caller, who has done his part, waits for a hand of which nothing at all is heard.
	Patience time.Duration

	size   int
	hire   Hire
	now    func() time.Duration
	hired  bool
	hands  []*helper
	active []*helper // of the present update
	heard  chan struct{}
	asked  time.Duration // when Hands was called last

	given   time.Duration // when the last errand went out
	own     time.Duration // what the caller's part took then; 0 while he is at it
	done    time.Duration // when it was done: from then on all hands are waited for
	waiting bool
}

// New returns a crew of at most size hands. now is a monotonic clock.
func New(size int, hire Hire, now func() time.Duration) *Crew {
	return &Crew{Patience: 2 * time.Second, size: size, hire: hire, now: now, heard: make(chan struct{}, 1)}
}

// helper is a hand with what it has been asked to do.
type helper struct {
	Hand
	head   []byte // of a message to it, then of its answer
	parts  [][]byte
	busy   bool          // has not answered yet
	late   bool          // was left out for that
	absent time.Duration // for so long, by the calls of Hands
	speed  float64       // see learn
}

// Hands implements training.Crew.
func (c *Crew) Hands() int {
	if !c.hired {
		c.hired = true
		for _, h := range c.hire(c.size, c.wake) {
			c.hands = append(c.hands, &helper{Hand: h, head: make([]byte, headBytes), speed: 1})
		}
	}
	now := c.now()
	// The machine may have been asleep in the meantime, and the hands too.
	passed := min(now-c.asked, time.Second)
	c.asked = now
	c.hands = slices.DeleteFunc(c.hands, func(h *helper) bool {
		if h.busy && h.Receive(nil) {
			h.busy, h.late, h.absent = false, false, 0
		}
		if h.busy {
			h.absent += passed
		}
		_, dead := h.State()
		if dead = dead || h.absent > 10*c.Patience; dead {
			h.Dismiss()
		}
		return dead
	})
	c.active = c.active[:0]
	for _, h := range c.hands {
		if ready, _ := h.State(); ready && !h.busy {
			c.active = append(c.active, h)
		}
	}
	return len(c.active)
}

// Speed implements training.Crew.
func (c *Crew) Speed(hand int) float64 { return c.active[hand].speed }

// Ready is the number of hands that have been hired and can be relied on now.
func (c *Crew) Ready() int {
	n := 0
	for _, h := range c.hands {
		if ready, dead := h.State(); ready && !dead && !h.late {
			n++
		}
	}
	return n
}

// Give implements training.Crew.
func (c *Crew) Give(hand int, p *training.Part) {
	h := c.active[hand]
	putShape(h.head, p.Shape)
	h.parts = append(append(h.parts[:0], h.head), p.Task()...)
	h.busy, c.given, c.own = true, c.now(), 0
	h.Send(h.parts)
}

// Take implements training.Crew.
func (c *Crew) Take(hand int, p *training.Part, pause func()) bool {
	h, start := c.active[hand], c.now()
	if c.own == 0 { // the first to be asked; the others work meanwhile
		c.own, c.done = max(start-c.given, 1), start
	}
	h.parts = append(append(h.parts[:0], h.head), p.Result()...)
	heard, count := c.done, h.Heard()
	for !h.Receive(h.parts) {
		now := c.now()
		if n := h.Heard(); n != count {
			count, heard = n, now
		}
		if _, dead := h.State(); dead || now-heard > c.Patience || now-c.done > 2*c.own+c.Patience {
			h.late = true
			return false
		}
		c.waiting = true
		pause()
	}
	h.busy = false
	c.learn(h, start)
	return true
}

// wake is called when a message has come.
func (c *Crew) wake() {
	select {
	case c.heard <- struct{}{}:
	default:
	}
}

// Waiting reports whether the update has come to wait for a hand since the last call: it can't go on before there is something in Heard, or so much
// time has passed that a hand may be given up, LookAgain.
func (c *Crew) Waiting() bool {
	w := c.waiting
	c.waiting = false
	return w
}

// LookAgain is how long to wait at most before the update is asked to go on.
const LookAgain = 100 * time.Millisecond

// Heard receives something when messages of hands have come.
func (c *Crew) Heard() <-chan struct{} { return c.heard }
