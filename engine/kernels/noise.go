package kernels

import (
	"math"
	"math/bits"
)

// A unit with input x turns on if its uniform number u obeys u(1+e^(-x)) < 1: with probability 1/(1+e^(-x)), without a division.
// Equivalently if x exceeds the logistic noise logit(u), and that can nearly always be told from eight bits of u: they name
// one of 256 cells [j/256, (j+1)/256), and x is above the noise in the whole cell, or below it, but for one cell (at any x).

// cell brackets the noise for the u in one of 256 cells: a unit is surely on if x > on, surely off if not x > off.
type cell struct{ off, on float32 }

// cellMargin widens the brackets so that what they decide is what the comparison u(1+e^(-x)) < 1 decides, in spite of its
// relative error of 3e-7: there, for u up to 255/256, the left side differs from 1 by cellMargin/256 = 1e-6 at least.
const cellMargin = 1.0 / (1 << 12)

// cells holds logit(j/256) - cellMargin and logit((j+1)/256) + cellMargin, rounded; mirror images of each other.
var cells = func() (c [256]cell) {
	for j := range c {
		off := float32(math.Log(float64(j)/float64(256-j)) - cellMargin)
		c[j].off, c[255-j].on = off, -off
	}
	return c
}()

// decide brackets 32 units in the given cells. Bit k of byte g stands for unit 4g+k: in on if the unit is surely on, in
// maybe if it is not surely off.
func decide(x *[Tile]float32, at *[Tile]uint8) (on, maybe uint64) {
	for i := Tile - 4; i >= 0; i -= 4 {
		x, at := (*[4]float32)(x[i&28:]), (*[4]uint8)(at[i&28:])
		x0, x1, x2, x3 := x[0], x[1], x[2], x[3]
		c0, c1, c2, c3 := &cells[at[0]], &cells[at[1]], &cells[at[2]], &cells[at[3]]
		on = (on<<5|above(x3, c3.on))<<1 | above(x2, c2.on)
		on = (on<<1|above(x1, c1.on))<<1 | above(x0, c0.on)
		maybe = (maybe<<5|above(x3, c3.off))<<1 | above(x2, c2.off)
		maybe = (maybe<<1|above(x1, c1.off))<<1 | above(x0, c0.off)
	}
	return on, maybe
}

// above returns 1 if x > y, otherwise 0. In this form it is compiled without a branch.
func above(x, y float32) uint64 {
	var b uint64
	if x > y {
		b = 1
	}
	return b
}

// unitOf returns the unit within a tile that a bit of decide stands for.
func unitOf(bit uint64) int {
	n := bits.TrailingZeros64(bit)
	return n>>3*4 + n&7
}

// bernoulli turns 32 units on with probability 1/(1+e^(-x)): bit k of byte g is unit 4g+k, on if u(1+e^(-x)) < 1 with u made
// of its word. (The cells only save the exponential.)
func bernoulli(x *[Tile]float32, words *[Tile]uint32) uint64 {
	var at [Tile]uint8
	for j, w := range words {
		at[j] = uint8(w >> 24)
	}
	on, maybe := decide(x, &at)
	for open := on ^ maybe; open != 0; open &= open - 1 {
		j := unitOf(open)
		if float32(uniform(words[j])*onePlusExpNeg(x[j])) < 1 {
			on |= open & -open
		}
	}
	return on
}
