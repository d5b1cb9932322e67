package kernels

import (
	"slices"
	"testing"
)

func TestPad(t *testing.T) {
	for n, want := range map[int]int{1: 32, 31: 32, 32: 32, 33: 64, 784: 800, 900: 928} {
		if Pad(n) != want || Tiles(n) != want/32 {
			t.Errorf("Pad(%d) = %d, Tiles = %d", n, Pad(n), Tiles(n))
		}
	}
}

func TestLengths(t *testing.T) {
	counts := []int32{0, 7, 2, 300, 5, 16000, 1, 1, 0, 16001, 4}
	for n := range len(counts) + 1 {
		for from := range n + 1 {
			list, sum, most := counts[from:n], 0, 0
			for _, c := range list {
				sum, most = sum+int(c), max(most, int(c))
			}
			if all, longest := lengths(list); all != sum || longest != most {
				t.Errorf("%v: %d, %d", list, all, longest)
			}
		}
	}
}

func TestLayerRemembersBits(t *testing.T) {
	for _, units := range unitSizes {
		for _, chains := range chainSizes {
			l, bits := NewLayer(units, chains), make([]bool, units*chains)
			r := NewStreams(uint64(units), uint64(chains), 1)
			for range 3 * units * chains {
				n := int(draw(r.chain(0)) % uint32(len(bits)))
				bits[n] = r.Uniform(0) < 0.5
				l.Set(n/units, n%units, bits[n])
			}
			l.List()
			checkLayer(t, l)
			for c := range chains {
				ones := 0
				for i := range units {
					if l.Bit(c, i) != bits[c*units+i] {
						t.Fatalf("bit (%d,%d) is lost", c, i)
					}
					if bits[c*units+i] {
						ones++
					}
				}
				if l.Ones(c) != ones {
					t.Fatalf("Ones(%d) = %d, want %d", c, l.Ones(c), ones)
				}
			}
		}
	}
}

func TestListForgetsWhatWas(t *testing.T) {
	l := randomLayer(67, 5, 0.9, 1)
	for c := range l.Chains {
		for i := range l.Units {
			l.Set(c, i, i == 40 && c == 3)
		}
	}
	l.List()
	checkLayer(t, l)
}

func TestCopyChain(t *testing.T) {
	dst, src := randomLayer(61, 5, 0.5, 1), randomLayer(61, 7, 0.2, 2)
	dst.CopyChain(3, src, 6)
	checkLayer(t, dst)
	old := randomLayer(61, 5, 0.5, 1)
	for c := range dst.Chains {
		for i := range dst.Units {
			want := old.Bit(c, i)
			if c == 3 {
				want = src.Bit(6, i)
			}
			if dst.Bit(c, i) != want {
				t.Fatalf("bit (%d,%d) is wrong", c, i)
			}
		}
	}
}

func TestDifferences(t *testing.T) {
	l := randomLayer(67, 5, 0.4, 3)
	for a := range l.Chains {
		for b := range l.Chains {
			want := 0
			for i := range l.Units {
				if l.Bit(a, i) != l.Bit(b, i) {
					want++
				}
			}
			if n := l.Differences(a, b); n != want {
				t.Errorf("chains %d and %d differ in %d units, want %d", a, b, n, want)
			}
		}
	}
}

func TestTransposed(t *testing.T) {
	for _, units := range unitSizes {
		for _, chains := range chainSizes {
			l := randomLayer(units, chains, 0.3, uint64(units*chains))
			tr := NewTransposed(units, chains)
			tr.From(randomLayer(units, chains, 0.8, 5)) // to be forgotten
			tr.From(l)
			for i := range units {
				seen, last := 0, -1
				for _, e := range tr.list(i) {
					if int(e>>4) <= last || e&15 == 0 {
						t.Fatalf("list of unit %d: %v", i, tr.list(i))
					}
					last = int(e >> 4)
					for k := range 4 {
						if e>>k&1 == 0 {
							continue
						}
						if c := 4*last + k; c >= chains || !l.Bit(c, i) {
							t.Fatalf("unit %d is not on in chain %d", i, c)
						}
						seen++
					}
				}
				on := 0
				for c := range chains {
					if l.Bit(c, i) {
						on++
					}
				}
				if seen != on || int(tr.Ones[i]) != on {
					t.Fatalf("unit %d: %d chains listed, %d counted, want %d", i, seen, tr.Ones[i], on)
				}
			}
		}
	}
}

func TestPairCounts(t *testing.T) {
	for _, units := range unitSizes {
		for _, chains := range []int{1, 13, 63, 64, 65, 127, 257, 521} {
			l := randomLayer(units, chains, 0.4, uint64(units+chains))
			planes := NewBitPlanes(l)
			dst := make([]int32, units+1)
			dst[units] = 99
			for _, i := range []int{0, units / 2, units - 1} {
				PairCounts(dst, planes, i)
				for j := range units {
					want := int32(0)
					for c := range chains {
						if l.Bit(c, i) && l.Bit(c, j) {
							want++
						}
					}
					if dst[j] != want {
						t.Fatalf("%d units, %d chains: count (%d,%d) = %d, want %d", units, chains, i, j, dst[j], want)
					}
				}
			}
			if dst[units] != 99 {
				t.Fatal("elements beyond the counts were changed")
			}
		}
	}
}

func TestMatrix(t *testing.T) {
	for _, cols := range []int{1, 31, 32, 33, 127, 128, 129, 500, 512} {
		m := NewMatrix(3, cols)
		if m.Stride < Pad(cols) || m.Stride%16 != 0 || m.Stride%128 == 0 || len(m.Data) != 32*m.Stride {
			t.Errorf("%d columns: stride %d, %d elements", cols, m.Stride, len(m.Data))
		}
		if row := m.Row(1); len(row) != cols || cap(row) != cols {
			t.Errorf("row of %d columns has length %d, capacity %d", cols, len(row), cap(row))
		}
		randomMatrix(m, 1)
		checkPadding(t, m)
		o := NewMatrix(3, cols)
		o.CopyFrom(m)
		same(t, "copy", o.Row(2)[cols-1], m.Row(2)[cols-1])
		m.Zero()
		same(t, "zero", m.Row(2)[cols-1], 0)
		if o.Row(2)[cols-1] == 0 {
			t.Error("the copy is not a copy")
		}
	}
}

// TestFitKeepsTheLists in less room, also when they are rebuilt and when chains are copied out of it.
func TestFitKeepsTheLists(t *testing.T) {
	for _, units := range unitSizes {
		l, r := NewLayer(units, 21), NewStreams(uint64(units), 5, 1)
		for c := range l.Chains {
			for i := range units {
				l.Set(c, i, r.Uniform(0) < 0.1)
			}
		}
		l.List()
		want := make([][]uint16, l.Chains)
		for c := range want {
			want[c] = slices.Clone(l.list(c))
		}
		before := len(l.Lists)
		if l.Fit(); len(l.Lists) > before {
			t.Errorf("%d units: %d entries, %d before", units, len(l.Lists), before)
		}
		l.Restored()
		roomy := NewLayer(units, 1)
		for c := range want {
			if roomy.CopyChain(0, l, c); !slices.Equal(l.list(c), want[c]) || !slices.Equal(roomy.list(0), want[c]) {
				t.Errorf("%d units, chain %d: %v, want %v", units, c, l.list(c), want[c])
			}
		}
	}
}

// TestResize: what is set after a change of size is all there is, and transposed as in a layer of that size.
func TestResize(t *testing.T) {
	l, dense := NewLayer(67, 21), NewTransposed(67, 21)
	for at, chains := range []int{21, 13, 6, 17, 1, 21, 10} {
		for c := range l.Chains { // what is left must not show
			for i := range l.Units {
				l.Set(c, i, true)
			}
		}
		l.Resize(chains)
		want := randomLayer(67, chains, 0.3, uint64(at))
		for c := range chains {
			l.CopyChain(c, want, c)
		}
		checkLayer(t, l)
		if !slices.Equal(l.Nibbles, want.Nibbles) || l.Chains != chains {
			t.Errorf("%d chains: other states", chains)
		}
		exact := NewTransposed(67, chains)
		exact.From(want)
		dense.From(l)
		if !slices.Equal(dense.Ones, exact.Ones) {
			t.Errorf("%d chains: other numbers of units that are on", chains)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("more chains than there is room for")
		}
	}()
	l.Resize(22)
}
