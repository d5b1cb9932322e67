package experiments

import (
	"encoding/binary"
	"math"
)

// digest is FNV-1a over 64-bit words: not cryptographic, but any single wrong bit of weights, chains or generators changes
// it, and it costs about a nanosecond a word, so a run can be hashed at every update.
type digest uint64

const (
	digestStart digest = 14695981039346656037
	digestPrime digest = 1099511628211
)

func (d *digest) word(w uint64) { *d = (*d ^ digest(w)) * digestPrime; *d ^= *d >> 29 }

// floats hashes the bits of x.
func (d *digest) floats(x []float32) {
	d.word(uint64(len(x)))
	for ; len(x) >= 2; x = x[2:] {
		d.word(uint64(math.Float32bits(x[0])) | uint64(math.Float32bits(x[1]))<<32)
	}
	if len(x) == 1 {
		d.word(uint64(math.Float32bits(x[0])))
	}
}

// words hashes x.
func (d *digest) words(x []uint32) {
	d.word(uint64(len(x)))
	for ; len(x) >= 2; x = x[2:] {
		d.word(uint64(x[0]) | uint64(x[1])<<32)
	}
	if len(x) == 1 {
		d.word(uint64(x[0]))
	}
}

// bytes hashes x.
func (d *digest) bytes(x []byte) {
	d.word(uint64(len(x)))
	for ; len(x) >= 8; x = x[8:] {
		d.word(binary.LittleEndian.Uint64(x))
	}
	var last uint64
	for i, b := range x {
		last |= uint64(b) << (8 * i)
	}
	d.word(last)
}
