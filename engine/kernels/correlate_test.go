package kernels

import (
	"fmt"
	"slices"
	"testing"
)

// randomInts fills a matrix with numbers of so many bits, of both signs.
func randomInts(m *IntMatrix, bits int, seed uint64) {
	r := NewStreams(seed, 95, 1)
	for i := range m.Rows {
		for j := range m.Cols {
			m.Data[i*m.Stride+j] = int32(draw(r.chain(0))) >> (31 - bits)
		}
	}
}

func checkIntPadding(t *testing.T, m *IntMatrix) {
	t.Helper()
	for at, x := range m.Data {
		if i, j := at/m.Stride, at%m.Stride; (i >= m.Rows || j >= m.Cols) && x != 0 {
			t.Fatalf("padding (%d,%d) of a %dx%d matrix is %d", i, j, m.Rows, m.Cols, x)
		}
	}
}

func TestCorrelateEqualsOracle(t *testing.T) {
	everySize(t, func(t *testing.T, units, columns, chains int, seed uint64) {
		v, tr := randomLayer(units, chains, 0.3, seed), NewTransposed(units, chains+9) // room for more
		tr.From(v)
		h, sums := NewIntMatrix(chains+9, columns), NewIntMatrix(units, columns)
		randomInts(h, 26, seed)
		randomInts(sums, 26, seed+1)
		want, columnSums, total := make([]int32, len(sums.Data)), make([]int32, Pad(columns)), make([]int32, Pad(columns))
		for j := range columnSums {
			columnSums[j] = int32(100 + j)
		}
		tables := NewIntTables(chains)
		for tile := range Tiles(columns) {
			Correlate(sums, columnSums, tr, h, tables, tile)
		}
		for i := range units {
			for c := range chains {
				for j := range columns {
					if v.Bit(c, i) {
						want[i*sums.Stride+j] += h.Data[c*h.Stride+j]
					}
				}
			}
		}
		for c := range chains {
			for j := range columns {
				total[j] += h.Data[c*h.Stride+j]
			}
		}
		if !slices.Equal(sums.Data, want) || !slices.Equal(columnSums, total) {
			t.Errorf("%d units, %d columns, %d chains: other sums", units, columns, chains)
		}
	})
}

// TestSumsOfMeansFit whatever the number of chains, at the largest means, and leave less than half of the room unused.
func TestSumsOfMeansFit(t *testing.T) {
	for _, chains := range []int{1, 2, 3, 4, 5, 8, 9, 500, 512, 513, 16384} {
		fraction := Fraction(chains)
		most := int64(chains) << fraction
		if most > 1<<30 || most <= 1<<29 {
			t.Errorf("%d chains, %d digits: sums up to %d", chains, fraction, most)
		}
	}
}

func TestAddInts(t *testing.T) {
	for n := range 68 {
		a, b := NewIntMatrix(1, 80), NewIntMatrix(1, 80)
		randomInts(a, 31, uint64(n))
		randomInts(b, 31, uint64(n+100))
		want := slices.Clone(a.Data)
		for i := range n {
			want[3+i] += b.Data[5+i]
		}
		AddInts(a.Data[3:3+n], b.Data[5:5+n])
		if !slices.Equal(a.Data, want) {
			t.Fatal(fmt.Sprintf("%d elements: other sums", n))
		}
	}
}
