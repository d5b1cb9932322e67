package models

import "cascade/engine/kernels"

// Chains are Markov chains of {0,1} machines of one shape, moved by block Gibbs sampling. Each chain has a generator of its
// own, so that its states do not depend on how many others there are.
type Chains struct {
	Visible, Hidden *kernels.Layer // states, with lists
	Streams         *kernels.Streams

	tables *kernels.Tables
}

// NewChains returns chains with all units off, for machines with so many visible and hidden units.
func NewChains(nv, nh, chains int, seed, purpose uint64) *Chains {
	return &Chains{
		Visible: kernels.NewLayer(nv, chains), Hidden: kernels.NewLayer(nh, chains),
		Streams: kernels.NewStreams(seed, purpose, chains), tables: kernels.NewTables(max(nv, nh)),
	}
}

// Sweep does one sweep of machine m with all chains: h given v, then v given h. It calls pause after every tile of units.
// Cost: two half steps, see package kernels.
func (c *Chains) Sweep(m *RBM, pause func()) {
	for tile := range kernels.Tiles(m.W.Cols) {
		kernels.SampleHidden(c.Hidden, m.W, m.C, c.Visible, c.Streams, c.tables, tile)
		pause()
	}
	for tile := range kernels.Tiles(m.W.Rows) {
		kernels.SampleVisible(c.Visible, m.W, m.B, c.Hidden, c.Streams, c.tables, tile)
		pause()
	}
}
