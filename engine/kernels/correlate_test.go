package kernels

import (
	"fmt"
	"testing"
)

func TestCorrelateEqualsOracle(t *testing.T) {
	everySize(t, func(t *testing.T, units, columns, chains int, seed uint64) {
		const scale = -0.37
		v, tr := randomLayer(units, chains, 0.3, seed), NewTransposed(units, chains)
		tr.From(v)
		h, g := NewMatrix(chains, columns), NewMatrix(units, columns)
		randomMatrix(h, seed)
		randomMatrix(g, seed+1)
		old := NewMatrix(units, columns)
		old.CopyFrom(g)
		tables := NewTables(chains)
		for tile := range Tiles(columns) {
			Correlate(g, tr, h, scale, tables, tile)
		}
		checkPadding(t, g)
		for i := range units {
			for j := range columns {
				var sum float32
				for c := 0; c < chains; c += 4 {
					mask := 0
					for k := 0; k < 4 && c+k < chains; k++ {
						if v.Bit(c+k, i) {
							mask |= 1 << k
						}
					}
					if mask != 0 {
						sum += groupSum(func(k int) float32 { return h.Row(c + k)[j] }, mask)
					}
				}
				same(t, fmt.Sprintf("%d chains: g(%d,%d)", chains, i, j), g.Row(i)[j], old.Row(i)[j]+float32(scale*sum))
			}
		}
	})
}

func TestSumColumnsEqualsOracle(t *testing.T) {
	const scale = 1.7
	for _, columns := range unitSizes {
		for _, rows := range chainSizes {
			h := NewMatrix(rows, columns)
			randomMatrix(h, uint64(rows*columns))
			for chains := range rows + 1 {
				dst, check := guarded(columns)
				copy(dst, randomVector(columns, 8))
				SumColumns(dst, h, chains, scale)
				check(t)
				for j, start := range randomVector(columns, 8) {
					var sum float32
					for c := range chains {
						sum += h.Row(c)[j]
					}
					same(t, "sum", dst[j], start+float32(scale*sum))
				}
			}
		}
	}
}
