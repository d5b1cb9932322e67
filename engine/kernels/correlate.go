package kernels

// Correlate adds the correlations of the visible units with one tile of the hidden units' numbers, summed over the chains:
//
//	sums_ij += Σ_c v_ci h_cj    for the columns j of the tile
//
// sums is units x columns, h has at least as many rows as v has chains. Integers: the sums are exact as long as they fit an
// int32, in any order. Cost per tile: 4 table rows per chain, and one row per non-empty group of four chains and unit.
func Correlate(sums *IntMatrix, v *Transposed, h *IntMatrix, t *IntTables, tile int) {
	if sums.Rows != v.Units || sums.Cols != h.Cols || h.Rows < v.Chains {
		panic("kernels: matrices do not fit the layer")
	}
	if uint(tile) >= uint(Tiles(h.Cols)) {
		panic("kernels: no such tile")
	}
	t.check(v.Chains)
	t.fillRows(h, tile, v.Chains)
	if vectors {
		vectorCorrelate(sums, v, t, tile)
		return
	}
	for i := range v.Units {
		if list := v.list(i); len(list) > 0 {
			t.add((*[Tile]int32)(sums.Data[i*sums.Stride+tile*Tile:]), list)
		}
	}
}

// SumColumns adds the sums over the first chains rows of h: dst_j += Σ_c h_cj. dst has at least h.Cols elements; those beyond
// are left alone.
func SumColumns(dst []int32, h *IntMatrix, chains int) {
	if len(dst) < h.Cols || uint(chains) > uint(h.Rows) {
		panic("kernels: matrix does not fit the sums")
	}
	for j := 0; j < h.Cols; j += Tile {
		var sums [Tile]int32
		if vectors {
			vectorSumColumns(&sums, h, j, chains)
		} else {
			for c := range chains {
				for k, x := range (*[Tile]int32)(h.Data[c*h.Stride+j:]) {
					sums[k] += x
				}
			}
		}
		for k := range min(Tile, h.Cols-j) {
			dst[j+k] += sums[k]
		}
	}
}
