package kernels

import "math/bits"

// Transposed holds the states of a Layer by unit: for each unit the list of the groups of four chains in which it is on in
// at least one. It is what [Correlate] reads. At most 16384 chains.
type Transposed struct {
	Units, Chains int
	ListStride    int      // room per unit in Lists
	Lists         []uint16 // Units (padded to Tile) x ListStride; entry = (chain/4)*16 + mask, mask != 0, ascending groups
	Counts        []int32  // entries in use per unit
	Ones          []int32  // chains in which each unit is on
	all           []uint16 // the list of a unit that is always on
	masks         []byte   // scratch memory of the vector kernel
}

// NewTransposed returns empty lists for layers of so many units and at most so many chains.
func NewTransposed(units, chains int) *Transposed {
	if units < 1 || units > maxListed || chains < 1 || chains > maxListed {
		panic("kernels: transposed layer needs 1 to 16384 units and 1 to 16384 chains")
	}
	stride := pad4(chains) / 4
	t := &Transposed{
		Units:      units,
		ListStride: stride,
		Lists:      make([]uint16, Pad(units)*stride),
		Counts:     make([]int32, Pad(units)),
		Ones:       make([]int32, Pad(units)),
		all:        make([]uint16, 0, stride),
		masks:      make([]byte, 32*stride),
	}
	t.setChains(chains)
	return t
}

func (t *Transposed) setChains(n int) {
	if t.Chains == n {
		return
	}
	t.Chains, t.all = n, t.all[:0]
	for left := n; left > 0; left -= 4 {
		t.all = append(t.all, uint16(len(t.all)<<4|(1<<min(left, 4)-1)))
	}
}

// From rebuilds all lists from the nibbles of a layer of as many units, and no more chains than there is room for. Cost
// Chains x Units/16.
func (t *Transposed) From(l *Layer) {
	if t.Units != l.Units || pad4(l.Chains)/4 > t.ListStride {
		panic("kernels: transposed layer has another shape")
	}
	t.setChains(l.Chains)
	if vectors {
		vectorTranspose(t, l)
		return
	}
	clear(t.Counts)
	clear(t.Ones)
	for c := 0; c < l.Chains; c += 4 {
		n0, n1, n2, n3 := l.nibbles(c), l.nibbles(c+1), l.nibbles(c+2), l.nibbles(c+3)
		for g := range n0 {
			square := uint32(n0[g]) | uint32(n1[g])<<4 | uint32(n2[g])<<8 | uint32(n3[g])<<12
			if square != 0 {
				t.appendSquare(4*g, uint16(c<<2), transpose4(square))
			}
		}
	}
}

// appendSquare appends the four rows of a 4x4 square of bits to the lists of the units u..u+3. An entry is written for every
// unit, and counted if it is not empty: no branch. There is room, as a list has fewer entries than groups went before.
func (t *Transposed) appendSquare(u int, entry uint16, square uint32) {
	counts, ones := (*[4]int32)(t.Counts[u:]), (*[4]int32)(t.Ones[u:])
	for k := range counts {
		mask := uint16(square>>(4*k)) & 15
		t.Lists[(u+k)*t.ListStride+int(counts[k])] = entry | mask
		counts[k] += int32(mask+15) >> 4
		ones[k] += int32(bits.OnesCount16(mask))
	}
}

// transpose4 transposes a square of 4x4 bits: bit 4r+c goes to 4c+r. Two rounds of swapping off-diagonal blocks
// (H. S. Warren, Hacker's Delight, section 7-3).
func transpose4(x uint32) uint32 {
	d := (x ^ x>>3) & 0x0a0a
	x ^= d ^ d<<3
	d = (x ^ x>>6) & 0x00cc
	return x ^ d ^ d<<6
}

// list returns the entries of one unit.
func (t *Transposed) list(unit int) []uint16 {
	return t.Lists[unit*t.ListStride : unit*t.ListStride+int(t.Counts[unit])]
}
