package training

import (
	"unsafe"

	"cascade/engine/models"
)

// Crew are helping hands: other processors that do a part of the model phase of an update. What comes out does not depend on
// how many there are, on who does what, nor on whether any of them fails.
type Crew interface {
	// Hands is the number of them, beside the caller; it may fall when some are lost.
	Hands() int
	// Give hands a part to one of them, which gets a copy of p.Task and is to return that of p.Result after p.Do.
	Give(hand int, p *Part)
	// Take waits until that hand has filled p.Result, calling pause in the meantime, and reports false if it never will.
	Take(hand int, p *Part, pause func()) bool
}

// Shape is all that must be known to make the copy of a part.
type Shape struct {
	Nv, Nh, Chains, Total int // Chains of the part, Total of the machine
	Sweeps                int
}

// Part is a range of the chains of a {0,1} machine: to do are so many sweeps and the statistics of the states after them.
type Part struct {
	Shape

	copied  bool // what comes with Task is new to its chains
	machine *models.RBM
	chains  *models.Chains
	sums    *statistics
}

// NewPart returns a part that another program's Task is copied into: a machine and chains of its own.
func NewPart(s Shape) *Part {
	return &Part{Shape: s, copied: true, machine: models.New(models.Binary, models.Binary, s.Nv, s.Nh), chains: models.NewChains(s.Nv, s.Nh, s.Chains, 0, 0),
		sums: newStatistics(s.Nv, s.Nh, s.Chains, s.Total)}
}

// Do does the part's work.
func (p *Part) Do(pause func()) {
	p.chains.Visible.List()
	if p.copied {
		p.chains.Take(p.machine, pause)
	}
	for range p.Sweeps {
		p.chains.Sweep(pause)
	}
	p.sums.collect(p.chains.Machine, p.chains.Visible, p.chains.Tables, false, nil, pause)
}

// Task returns the memory of what a part's work begins with: parameters, states, generators. Little endian, on every target
// that there is.
func (p *Part) Task() [][]byte {
	return [][]byte{memory(p.machine.W.Data), memory(p.machine.B), memory(p.machine.C), p.chains.Visible.Nibbles, memory(p.chains.Streams.State)}
}

// Result returns the memory of what it ends with: states, generators, sums.
func (p *Part) Result() [][]byte {
	return [][]byte{p.chains.Visible.Nibbles, p.chains.Hidden.Nibbles, memory(p.chains.Streams.State),
		memory(p.sums.products.Data), memory(p.sums.visible), memory(p.sums.hidden)}
}

// memory returns the bytes of a slice, not a copy.
func memory[T float32 | int32 | uint32](s []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), 4*len(s))
}

// Below this many units of work in an update (weights times chains times sweeps) handing out costs more than it saves.
const worthSharing = 1 << 26

// Relative costs of a state: of one sweep, and of its statistics.
const sweepCost, statisticsCost = 23, 19

// partition divides the chains: those below the first number stay with the caller, who also has the data phase of batch samples;
// then one hand after the other goes on to the next number. All are multiples of four but the last, which is chains.
func partition(chains, batch, sweeps, hands int) []int {
	each := sweepCost*sweeps + statisticsCost
	total := each*chains + statisticsCost*batch
	own := max(4, (total/(hands+1)-statisticsCost*batch)/each&^3)
	bounds, fours := []int{own}, (chains-own+3)/4
	for h := range hands {
		bounds = append(bounds, min(own+4*(fours*(h+1)/hands), chains))
	}
	return bounds
}
