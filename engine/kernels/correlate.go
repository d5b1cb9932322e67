package kernels

// Correlate adds the correlations of the visible units with one tile of the hidden units' numbers, summed over the chains:
//
//	g_ij += scale Σ_c v_ci h_cj    for the columns j of the tile
//
// g is units x columns, h is chains x columns (probabilities, or any numbers). The sum runs over the groups of four chains
// of v in ascending order, then is multiplied by scale and added: with g the weights and scale a learning rate this is the
// update itself. Cost per tile: 4 table rows per chain, and one row per non-empty group of four chains and unit.
func Correlate(g *Matrix, v *Transposed, h *Matrix, scale float32, t *Tables, tile int) {
	if g.Rows != v.Units || g.Cols != h.Cols || h.Rows != v.Chains {
		panic("kernels: matrices do not fit the layer")
	}
	if uint(tile) >= uint(Tiles(h.Cols)) {
		panic("kernels: no such tile")
	}
	t.check(v.Chains)
	t.fillRows(h, tile, v.Chains)
	for i := range v.Units {
		list := v.list(i)
		if len(list) == 0 {
			continue
		}
		var sums [Tile]float32
		t.add(&sums, list)
		row := g.tileAt(i*g.Stride + tile*Tile)
		for j, sum := range sums {
			row[j] += float32(scale * sum)
		}
	}
}

// SumColumns adds the sums over the first chains rows of h: dst_j += scale Σ_c h_cj, rows in ascending order. dst has at
// least h.Cols elements; those beyond are left alone.
func SumColumns(dst []float32, h *Matrix, chains int, scale float32) {
	if len(dst) < h.Cols || uint(chains) > uint(h.Rows) {
		panic("kernels: matrix does not fit the sums")
	}
	for j := 0; j < h.Cols; j += 8 {
		var s0, s1, s2, s3, s4, s5, s6, s7 float32
		for at := j; at < j+chains*h.Stride; at += h.Stride {
			r := (*[8]float32)(h.Data[at:])
			s0 += r[0]
			s1 += r[1]
			s2 += r[2]
			s3 += r[3]
			s4 += r[4]
			s5 += r[5]
			s6 += r[6]
			s7 += r[7]
		}
		sums := [8]float32{s0, s1, s2, s3, s4, s5, s6, s7}
		for k := range min(8, h.Cols-j) {
			dst[j+k] += float32(scale * sums[k])
		}
	}
}
