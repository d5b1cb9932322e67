package kernels

// Correlate sets sums to the correlations of the visible units with one tile of the hidden units' numbers, over the chains:
//
//	sums_ij = Σ_c v_ci h_cj,    columns_j = Σ_c h_cj    for the columns j of the tile
//
// sums is units x columns, columns as long as padded, h has at least as many rows as v has chains. Integers: the sums are exact as
// long as they fit an int32, in any order. Cost per tile: 4 table rows per chain, and one row per non-empty group of four chains and
// unit; the sums of the columns are one unit more, which is always on.
func Correlate(sums *IntMatrix, columns []int32, v *Transposed, h *IntMatrix, t *IntTables, tile int) {
	if sums.Rows != v.Units || sums.Cols != h.Cols || h.Rows < v.Chains || len(columns) < Pad(h.Cols) {
		panic("kernels: matrices do not fit the layer")
	}
	if uint(tile) >= uint(Tiles(h.Cols)) {
		panic("kernels: no such tile")
	}
	t.check(v.Chains)
	t.fillRows(h, tile, v.Chains)
	total := (*[Tile]int32)(columns[tile*Tile:])
	if vectors {
		vectorCorrelate(sums, total, v, t, tile)
		return
	}
	set := func(row *[Tile]int32, list []uint16) {
		*row = [Tile]int32{}
		t.add(row, list)
	}
	for i := range v.Units {
		set((*[Tile]int32)(sums.Data[i*sums.Stride+tile*Tile:]), v.list(i))
	}
	set(total, v.all)
}
