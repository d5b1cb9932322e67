package crew

import (
	"math"
	"time"
)

// learning adapts the hands' speeds to what their parts took, compared with the caller's, in a window of some updates: processors may
// differ, and the caller has other things to do as well. Speeds change no result.
type learning struct {
	window int // updates to compare; 0 while the hands' code is still being compiled, which is not compared
	seen   int
	caller time.Duration
}

// Windows grow, as changes cost memory. A change of less than the tolerance is not worth it.
const firstWindow, lastWindow, tolerance = 8, 32, 0.05

// exchangeTime is about what messages take, there and back, beyond what a hand says that it took; an answer that is waited for longer than
// longExchange was not there yet.
const exchangeTime, longExchange = 400 * time.Microsecond, 1500 * time.Microsecond

// compare notes how long a hand took whose answer was waited for from start on. When that was for long it is known when it came. Otherwise
// it may have come before, nobody knows when: no message arrives while the caller computes, and then to take it is half a millisecond, too.
func (c *Crew) compare(h *helper, start time.Duration) {
	now := c.now()
	if now-start > longExchange {
		h.took += now - c.given
	} else {
		h.took += min(duration(h.head)+exchangeTime, now-c.given)
	}
}

// learn is called before an update with the hands there are, and how many there were before the last.
func (c *Crew) learn(hands []*helper, before int) {
	if len(hands) != before {
		c.forget(0)
		return
	}
	if c.own == 0 || len(hands) == 0 {
		return
	}
	c.seen, c.caller, c.own = c.seen+1, c.caller+c.own, 0
	if c.seen < max(c.window, firstWindow) {
		return
	}
	for _, h := range hands {
		late := float64(h.took) / float64(c.caller)
		if c.window > 0 && math.Abs(late-1) > tolerance { // a step too large may come from something that happened once
			h.speed = max(1.0/64, min(64, h.speed/max(0.7, min(1.4, late))))
		}
	}
	c.forget(max(firstWindow, min(2*c.window, lastWindow)))
}

// forget begins a new window.
func (c *Crew) forget(window int) {
	c.learning = learning{window: window}
	for _, h := range c.hands {
		h.took = 0
	}
}
