package training

import (
	"unsafe"

	"cascade/engine/models"
)

// Crew are helping hands: other processors that do a part of the model phase of an update. What comes out does not depend on
// how many there are, on who does what, nor on whether any of them fails or is late.
type Crew interface {
	// Hands is the number of them who could start at once, beside the caller; it may fall when some are lost, and rise again.
	Hands() int
	// Speed is how much faster than the caller one of them works, by what was measured: parts are cut so that all end together.
	Speed(hand int) float64
	// Give hands a part to one of them, which gets a copy of p.Task and is to return that of p.Result after p.Do.
	Give(hand int, p *Part)
	// Take waits until that hand has filled p.Result, calling pause in the meantime, and reports false if it does not in time.
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

	machine *models.RBM
	chains  *models.Chains // sample it once they have taken it
	sums    *statistics
}

// NewPart returns a part that another program's Task is copied into: a machine and chains of its own, with room for Total of them.
func NewPart(s Shape) *Part {
	p := &Part{Shape: s, machine: models.New(models.Binary, models.Binary, s.Nv, s.Nh), chains: models.NewChains(s.Nv, s.Nh, s.Total, 0, 0), sums: newStatistics(s.Nv, s.Nh, s.Total, s.Total)}
	p.chains.Resize(s.Chains)
	return p
}

// Fit makes a part of NewPart's one of shape s and reports true, unless s belongs to another machine or another Total: that takes a new part.
func (p *Part) Fit(s Shape) bool {
	if s.Nv != p.Nv || s.Nh != p.Nh || s.Total != p.Total {
		return false
	}
	p.Shape = s
	p.chains.Resize(s.Chains)
	return true
}

// Do does the part's work, after its Task was copied there.
func (p *Part) Do(pause func()) {
	p.chains.Convert(p.machine, pause) // as the caller does meanwhile
	p.redo(pause)
}

// redo is Do where the machine is the caller's own.
func (p *Part) redo(pause func()) {
	for range p.Sweeps {
		p.chains.Sweep(pause)
	}
	p.sums.collect(p.chains.Machine, p.chains.Visible, p.chains.Tables, false, nil, pause)
}

// Task returns the memory of what a part's work begins with: the machine with its sums, states with their lists, which to make takes longer
// than to send, generators. Little endian, on every target that there is.
func (p *Part) Task() [][]byte {
	m, f, v := p.machine, p.chains.Machine, p.chains.Visible
	return [][]byte{memory(m.W.Data), memory(m.B), memory(m.C), memory(f.Rows), memory(f.Columns), v.Nibbles, memory(v.Lists), memory(v.Counts), memory(p.chains.Streams.State)}
}

// Result returns the memory of what it ends with: states, generators, sums.
func (p *Part) Result() [][]byte {
	v, h := p.chains.Visible, p.chains.Hidden
	return [][]byte{v.Nibbles, memory(v.Lists), memory(v.Counts), h.Nibbles, memory(h.Lists), memory(h.Counts), memory(p.chains.Streams.State), memory(p.sums.all)}
}

// memory returns the bytes of a slice, not a copy.
func memory[T uint16 | float32 | int32 | uint32](s []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*int(unsafe.Sizeof(s[0])))
}

// Below this many units of work in an update (weights times chains times sweeps) handing out costs more than it saves.
const worthSharing = 1 << 26

// Relative costs for each weight, as measured for 784x500 units: for each state those of a sweep and of its statistics; for each part
// those of the tables of a sweep, and for a hand's those of the exchange.
const sweepCost, statisticsCost, tablesCost, exchangeCost = 23, 14, 1000, 5000

// partition divides the chains: those below the first number stay with the caller, who also has the data phase of batch samples;
// then one hand after the other goes on to the next number. All are multiples of four but the last, which is chains. speeds are
// those of the hands, that of the caller being 1. It needs eight chains for everyone, and appends to bounds.
func partition(bounds []int, chains, batch, sweeps int, speeds []float64) []int {
	each, data := float64(sweepCost*sweeps+statisticsCost), float64(statisticsCost*batch)
	overhead := float64(tablesCost*sweeps + exchangeCost) // of a hand; the caller's is less by the exchange
	total, speed := each*float64(chains)+data+overhead-exchangeCost, 1.0
	for _, s := range speeds {
		total += overhead
		speed += s
	}
	time := total / speed // for everyone
	share := func(speed, other float64) float64 { return max(1, time*speed-other) / each }
	own := min(max(4, int(share(1, data+overhead-exchangeCost))&^3), (chains-4*len(speeds))&^3)
	rest := 0.0
	for _, s := range speeds {
		rest += share(s, overhead)
	}
	// Every hand has four chains at least.
	fours, sum := (chains-own+3)/4-len(speeds), 0.0
	bounds = append(bounds, own)
	for h, s := range speeds {
		sum += share(s, overhead)
		bounds = append(bounds, min(own+4*(h+1+int(float64(fours)*min(1, sum/rest)+0.5)), chains))
	}
	bounds[len(speeds)] = chains
	return bounds
}
