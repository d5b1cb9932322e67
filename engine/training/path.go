package training

import (
	"math"

	"cascade/engine/kernels"
	"cascade/engine/models"
)

// Checkpoint is a machine as it was after an update.
type Checkpoint struct {
	Update int
	At     float64 // its place on the path
	W      *kernels.Matrix
	B, C   []float32
}

// Path remembers machines along a training, in bounded memory: at most Capacity of them, spread evenly over a coordinate that
// grows from one to the next. With the logarithm of the update for coordinate they are log-spaced in time; with a singular value
// they are as dense at the transition as anywhere else.
//
// The first and the last machine are always kept. When the memory is full, the one goes whose neighbours are closest to each
// other, so that k machines out of any number lie at most some 2/k of the path apart.
type Path struct {
	Capacity int

	kept []Checkpoint
}

// NewPath returns an empty path. It panics unless there is room for three machines.
func NewPath(capacity int) *Path {
	if capacity < 3 {
		panic("training: a path needs room for three machines")
	}
	return &Path{Capacity: capacity}
}

// Add copies a machine. One whose place is not beyond that of the last is left out.
func (p *Path) Add(update int, at float64, m *models.RBM) {
	if n := len(p.kept); n > 0 && !(at > p.kept[n-1].At) {
		return
	}
	c := Checkpoint{Update: update, At: at}
	if len(p.kept) == p.Capacity {
		i := p.crowded()
		c.W, c.B, c.C = p.kept[i].W, p.kept[i].B, p.kept[i].C
		p.kept = append(p.kept[:i], p.kept[i+1:]...)
	} else {
		c.W = kernels.NewMatrix(m.W.Rows, m.W.Cols)
		c.B, c.C = make([]float32, len(m.B)), make([]float32, len(m.C))
	}
	c.W.CopyFrom(m.W)
	copy(c.B, m.B)
	copy(c.C, m.C)
	p.kept = append(p.kept, c)
}

// crowded returns the machine between the closest neighbours.
func (p *Path) crowded() int {
	best, least := 1, math.Inf(1)
	for i := 1; i < len(p.kept)-1; i++ {
		if gap := p.kept[i+1].At - p.kept[i-1].At; gap < least {
			best, least = i, gap
		}
	}
	return best
}

// Checkpoints returns the machines in the order of the path. They belong to the path: Add may overwrite them.
func (p *Path) Checkpoints() []Checkpoint { return p.kept }

// Nearest returns the index of the machine nearest to a place; -1 on an empty path.
func (p *Path) Nearest(at float64) int {
	best := -1
	for i := range p.kept {
		if best < 0 || math.Abs(p.kept[i].At-at) < math.Abs(p.kept[best].At-at) {
			best = i
		}
	}
	return best
}
