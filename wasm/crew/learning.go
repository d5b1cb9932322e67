package crew

import (
	"math"
	"time"
)

// A hand's speed is learned from what its parts take, compared with the caller's, after each update by this part of the difference: processors
// differ, a neighbour slows one down for some updates, and the caller has other things to do as well. What happens once counts little: a
// difference counts up to the factor of most. Speeds change no result.
const learningRate, most = 0.4, 1.4

// exchangeTime is about what messages take, there and back, beyond what a hand says that it took; an answer that is waited for longer than
// longExchange was not there yet.
const exchangeTime, longExchange = 400 * time.Microsecond, 1500 * time.Microsecond

// learn adapts the speed of a hand whose answer was waited for from start on. When that was for long it is known when it came. Otherwise it
// may have come before, nobody knows when: no message arrives while the caller computes, and then to take it is half a millisecond, too.
func (c *Crew) learn(h *helper, start time.Duration) {
	now := c.now()
	took := now - c.given
	if now-start <= longExchange {
		took = min(took, duration(h.head)+exchangeTime)
	}
	late := float64(took) / float64(c.own)
	h.speed = max(1.0/64, min(64, h.speed*math.Pow(max(1/most, min(most, late)), -learningRate)))
}
