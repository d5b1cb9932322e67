package models

import "cascade/engine/kernels"

// Chains are Markov chains of {0,1} machines of one shape, moved by block Gibbs sampling. Each chain has a generator of its
// own, so that its states do not depend on how many others there are.
type Chains struct {
	Visible, Hidden *kernels.Layer // states, with lists
	Streams         *kernels.Streams
	Machine         *kernels.Fixed     `memory:"-"` // the machine that is sampled, in fixed point: after a return to an earlier state, Take it again
	Tables          *kernels.IntTables `memory:"-"` // scratch memory, for kernels on so many units or chains
}

// NewChains returns chains with all units off, for machines with so many visible and hidden units; at first one without weights.
func NewChains(nv, nh, chains int, seed, purpose uint64) *Chains {
	return &Chains{
		Visible: kernels.NewLayer(nv, chains), Hidden: kernels.NewLayer(nh, chains),
		Streams: kernels.NewStreams(seed, purpose, chains), Machine: kernels.NewFixed(nv, nh), Tables: kernels.NewIntTables(max(nv, nh, chains)),
	}
}

// Part returns the chains from..to-1, not a copy: from a multiple of 4, and to too unless it is the last. Both may be moved, but
// not at the same time; both sample the same machine.
func (c *Chains) Part(from, to int) *Chains {
	return &Chains{Visible: c.Visible.Part(from, to), Hidden: c.Hidden.Part(from, to), Streams: c.Streams.Part(from, to), Machine: c.Machine, Tables: c.Tables}
}

// Resize makes it so many chains, at most as many as it was made for, whose states and generators are anything until they are set.
func (c *Chains) Resize(chains int) {
	c.Visible.Resize(chains)
	c.Hidden.Resize(chains)
	c.Streams.Resize(chains)
}

// Take makes m, as it is now, the machine that is sampled.
func (c *Chains) Take(m *RBM, pause func()) { c.Machine.Set(m.W, m.B, m.C, pause) }

// Convert is Take for a machine whose weights c.Machine has summed already.
func (c *Chains) Convert(m *RBM, pause func()) { c.Machine.Convert(m.W, m.B, m.C, pause) }

// Sweep does one sweep with all chains: h given v, then v given h. It calls pause after every tile of units. Cost: two half
// steps, see package kernels.
func (c *Chains) Sweep(pause func()) {
	c.SampleHidden(pause)
	c.SampleVisible(c.Hidden, pause)
}

// SampleHidden draws the hidden units given the visible ones.
func (c *Chains) SampleHidden(pause func()) {
	for tile := range kernels.Tiles(c.Hidden.Units) {
		c.SampleHiddenTile(tile)
		pause()
	}
}

// SampleHiddenTile draws one tile of the hidden units, for whoever has the tables filled; call it for all tiles, in order.
func (c *Chains) SampleHiddenTile(tile int) {
	kernels.SampleHidden(c.Hidden, c.Machine, c.Visible, c.Streams, c.Tables, tile)
}

// SampleVisible draws the visible units given a layer of hidden ones.
func (c *Chains) SampleVisible(hidden *kernels.Layer, pause func()) {
	for tile := range kernels.Tiles(c.Visible.Units) {
		kernels.SampleVisible(c.Visible, c.Machine, hidden, c.Streams, c.Tables, tile)
		pause()
	}
}
