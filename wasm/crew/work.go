package crew

import (
	"encoding/binary"
	"time"

	"cascade/engine/training"
)

// Messages to a hand and its answers begin with a head: the shape of a part, or how long it took in microseconds.
const headBytes = 32

func putShape(head []byte, s training.Shape) {
	for i, n := range []int{s.Nv, s.Nh, s.Chains, s.Total, s.Sweeps} {
		binary.LittleEndian.PutUint32(head[4*i:], uint32(n))
	}
}

func shape(head []byte) training.Shape {
	n := func(i int) int { return int(binary.LittleEndian.Uint32(head[4*i:])) }
	return training.Shape{Nv: n(0), Nh: n(1), Chains: n(2), Total: n(3), Sweeps: n(4)}
}

func duration(head []byte) time.Duration {
	return time.Duration(binary.LittleEndian.Uint64(head)) * time.Microsecond
}

// Work is a hand's side. A part is kept for the next errand of the same shape.
type Work struct {
	part  *training.Part
	head  []byte
	parts [][]byte
}

// beatTime is how often a hand that works is to be heard of.
const beatTime = 300 * time.Millisecond

// Do does an errand: read copies the next bytes of the message, beat is called now and then meanwhile. It returns the answer, which
// stays good until the next errand.
func (w *Work) Do(read func(parts [][]byte) error, beat func()) (answer [][]byte, err error) {
	start := time.Now()
	if w.head == nil {
		w.head = make([]byte, headBytes)
	}
	w.parts = append(w.parts[:0], w.head)
	if err := read(w.parts); err != nil {
		return nil, err
	}
	if s := shape(w.head); w.part == nil || !w.part.Fit(s) {
		w.part = training.NewPart(s)
	}
	if err := read(w.part.Task()); err != nil {
		return nil, err
	}
	last, pauses := start, 0
	w.part.Do(func() {
		if pauses++; pauses%16 != 0 { // to look at the clock takes as long as a hundredth of the work between two pauses
			return
		}
		if now := time.Now(); now.Sub(last) > beatTime {
			last = now
			beat()
		}
	})
	binary.LittleEndian.PutUint64(w.head, uint64(time.Since(start).Microseconds()))
	return append(w.parts, w.part.Result()...), nil
}
