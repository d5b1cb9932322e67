package kernels

import "math/bits"

// doubted counts the units that were decided exactly in the last tile.
func (r *rounded) doubted() (n int) {
	for i := 0; i < int(r.used)/4; i += doubtWords {
		n += bits.OnesCount32(r.doubts[i])
	}
	return n
}
