package kernels

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// Tile is the number of output units that one call of a half step computes.
const Tile = 32

// maxListed is the largest number of units (in a Layer) or chains (in a Transposed) whose groups of four a list entry can name.
const maxListed = 1 << 14

// Pad rounds n up to a multiple of Tile.
func Pad(n int) int { return (n + Tile - 1) / Tile * Tile }

// Tiles is the number of tiles that cover so many units.
func Tiles(units int) int { return (units + Tile - 1) / Tile }

func pad4(n int) int { return (n + 3) &^ 3 }

// Layer holds the states of Units two-valued units in Chains chains, one bit each. At most 16384 units.
//
// The four units 4g..4g+3 of a chain share the low half of one byte of Nibbles. The same states are held a second time as
// Lists of the groups that are not empty, because the cost of a half step is the number of those. [Layer.Set] changes only
// the nibbles: call [Layer.List] when all are set.
type Layer struct {
	Units, Chains int
	Stride        int      // bytes of Nibbles per chain: Pad(Units)/4
	Nibbles       []byte   // (Chains padded to 4) x Stride; bit k of byte g: unit 4g+k
	ListStride    int      // room per chain in Lists
	Lists         []uint16 `memory:"-"` // Chains x ListStride; entry = group*16 + nibble, nibble != 0, ascending groups
	Counts        []int32  `memory:"-"` // entries in use per chain
}

// Restored rebuilds the lists, which are not saved, once the nibbles are what they were.
func (l *Layer) Restored() { l.List() }

// NewLayer returns a layer with all units off.
func NewLayer(units, chains int) *Layer {
	if units < 1 || units > maxListed || chains < 1 {
		panic("kernels: layer needs 1 to 16384 units and at least one chain")
	}
	stride := Pad(units) / 4
	return &Layer{
		Units: units, Chains: chains,
		Stride:     stride,
		Nibbles:    make([]byte, pad4(chains)*stride),
		ListStride: stride,
		Lists:      make([]uint16, chains*stride),
		Counts:     make([]int32, chains),
	}
}

func (l *Layer) check(chain, unit int) {
	if uint(chain) >= uint(l.Chains) || uint(unit) >= uint(l.Units) {
		panic("kernels: no such unit or chain")
	}
}

// Bit reports whether a unit is on.
func (l *Layer) Bit(chain, unit int) bool {
	l.check(chain, unit)
	return l.Nibbles[chain*l.Stride+unit>>2]>>(unit&3)&1 != 0
}

// Set turns a unit on or off. The lists are not changed.
func (l *Layer) Set(chain, unit int, on bool) {
	l.check(chain, unit)
	p, bit := &l.Nibbles[chain*l.Stride+unit>>2], byte(1)<<(unit&3)
	*p &^= bit
	if on {
		*p |= bit
	}
}

// nibbles returns the bytes of one chain.
func (l *Layer) nibbles(chain int) []byte {
	return l.Nibbles[chain*l.Stride : chain*l.Stride+l.Stride]
}

// list returns the entries of one chain.
func (l *Layer) list(chain int) []uint16 {
	return l.Lists[chain*l.ListStride : chain*l.ListStride+int(l.Counts[chain])]
}

// CopyChain copies the state and the list of one chain of src, a layer with the same number of units.
func (l *Layer) CopyChain(chain int, src *Layer, srcChain int) {
	if l.Units != src.Units {
		panic("kernels: layers have different numbers of units")
	}
	if uint(chain) >= uint(l.Chains) || uint(srcChain) >= uint(src.Chains) {
		panic("kernels: no such unit or chain")
	}
	copy(l.nibbles(chain), src.nibbles(srcChain))
	l.Counts[chain] = src.Counts[srcChain]
	copy(l.list(chain), src.list(srcChain))
}

// Part returns the chains from..to-1 as a layer of its own, which shares their memory. from must be a multiple of 4, and to
// too unless it is the last.
func (l *Layer) Part(from, to int) *Layer {
	if from < 0 || from > to || to > l.Chains || from%4 != 0 || to%4 != 0 && to != l.Chains {
		panic("kernels: no such part of the chains")
	}
	p := *l
	p.Chains = to - from
	p.Nibbles = l.Nibbles[from*l.Stride : pad4(to)*l.Stride]
	p.Lists = l.Lists[from*l.ListStride : to*l.ListStride]
	p.Counts = l.Counts[from:to]
	return &p
}

// Resize makes it a layer of so many chains, at most as many as it was made for, whose states and lists are anything until they are set.
func (l *Layer) Resize(chains int) {
	if chains < 1 || chains > cap(l.Counts) {
		panic("kernels: no room for so many chains")
	}
	l.Chains = chains
	l.Nibbles = l.Nibbles[:pad4(chains)*l.Stride]
	l.Lists, l.Counts = l.Lists[:chains*l.ListStride], l.Counts[:chains]
	clear(l.Nibbles[chains*l.Stride:]) // where kernels rely on it
}

// List rebuilds all lists from the nibbles. Cost Chains x Units/4.
func (l *Layer) List() {
	for c := range l.Chains {
		list := l.Lists[c*l.ListStride : (c+1)*l.ListStride]
		nibbles := l.nibbles(c)
		n := 0
		for g := 0; g < len(nibbles); g += 8 {
			if eight := binary.LittleEndian.Uint64(nibbles[g:]); eight != 0 {
				n = appendGroups(list, n, g, eight)
			}
		}
		l.Counts[c] = int32(n)
	}
}

// Fit gives back the room in Lists beyond the longest, a third to a half of the layer's memory: for data that stay as they are.
// Call it after List.
func (l *Layer) Fit() {
	most := max(int(slices.Max(l.Counts)), 1)
	lists := make([]uint16, l.Chains*most)
	for c := range l.Chains {
		copy(lists[c*most:], l.list(c))
	}
	l.Lists, l.ListStride = lists, most
}

// appendGroups appends the non-zero ones of eight nibbles (one per byte, the first group in the lowest byte) to a list
// of n entries and returns the new number. An entry is written for every group, and counted if it is not empty: no branch.
func appendGroups(list []uint16, n, group int, eight uint64) int {
	for e := uint16(group << 4); eight != 0; e += 16 {
		nibble := uint16(eight & 15)
		list[n] = e | nibble
		n += int((nibble + 15) >> 4)
		eight >>= 8
	}
	return n
}

// lengths returns the sum of the counts of lists, and the largest.
func lengths(counts []int32) (all, longest int) {
	var lanes [2][4]int32
	done := 0
	if vectors {
		done = vectorLengths(counts, &lanes)
	}
	for k := range 4 {
		all, longest = all+int(lanes[0][k]), max(longest, int(lanes[1][k]))
	}
	for _, n := range counts[done:] {
		all, longest = all+int(n), max(longest, int(n))
	}
	return all, longest
}

// Differences counts the units in which two chains differ.
func (l *Layer) Differences(a, b int) int {
	if uint(a) >= uint(l.Chains) || uint(b) >= uint(l.Chains) {
		panic("kernels: no such unit or chain")
	}
	n, x, y := 0, l.nibbles(a), l.nibbles(b)
	for ; len(x) > 0; x, y = x[8:], y[8:] {
		n += bits.OnesCount64(binary.LittleEndian.Uint64(x) ^ binary.LittleEndian.Uint64(y))
	}
	return n
}

// Ones counts the units that are on in one chain.
func (l *Layer) Ones(chain int) int {
	n := 0
	for nibbles := l.nibbles(chain); len(nibbles) > 0; nibbles = nibbles[8:] {
		n += bits.OnesCount64(binary.LittleEndian.Uint64(nibbles))
	}
	return n
}
