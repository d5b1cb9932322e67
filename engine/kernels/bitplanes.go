package kernels

import "math/bits"

// BitPlanes holds the states of a layer by unit, 64 chains per word, for exact counts of pairs.
type BitPlanes struct {
	Units, Chains int
	Stride        int      // words per unit: Chains/64 rounded up to a multiple of 4
	Words         []uint64 // Units x Stride; bit c&63 of word c/64: chain c; the padding is zero
}

// NewBitPlanes transposes the nibbles of a layer. Cost Chains x Units.
func NewBitPlanes(l *Layer) *BitPlanes {
	stride := pad4((l.Chains + 63) / 64)
	p := &BitPlanes{Units: l.Units, Chains: l.Chains, Stride: stride, Words: make([]uint64, l.Units*stride)}
	for c := range l.Chains {
		nibbles := l.nibbles(c)
		for i := range l.Units {
			p.Words[i*stride+c>>6] |= uint64(nibbles[i>>2]>>(i&3)&1) << (c & 63)
		}
	}
	return p
}

// unit returns the words of one unit.
func (p *BitPlanes) unit(i int) []uint64 { return p.Words[i*p.Stride : (i+1)*p.Stride] }

// PairCounts writes row i of the matrix of pair counts: dst[j] = number of chains in which both i and j are on, for
// j = 0..Units-1. The covariance of the units is dst[j]/Chains - p_i p_j with p_j = (count of jj)/Chains. Cost Units x Chains/64.
func PairCounts(dst []int32, planes *BitPlanes, i int) {
	if len(dst) < planes.Units || uint(i) >= uint(planes.Units) {
		panic("kernels: bit planes do not fit the counts")
	}
	mine := planes.unit(i)
	for j := range planes.Units {
		other := planes.unit(j)
		n := 0
		for w := 0; w+4 <= len(mine); w += 4 {
			a, b := (*[4]uint64)(mine[w:]), (*[4]uint64)(other[w:])
			n += bits.OnesCount64(a[0]&b[0]) + bits.OnesCount64(a[1]&b[1]) + bits.OnesCount64(a[2]&b[2]) + bits.OnesCount64(a[3]&b[3])
		}
		dst[j] = int32(n)
	}
}
