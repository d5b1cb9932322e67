package kernels

// Tables is the scratch memory of the kernels: the subset sums of every group of four inputs for one tile of outputs.
// A Tables may be shared by all calls that do not run at the same time. It takes 512 bytes per input.
type Tables struct {
	rows [][Tile]float32 // row 16g+m: sums over the subset m of group g, for the 32 outputs of the tile; row 16g is not used
}

// NewTables returns tables for kernels with so many inputs: input units of half steps, units of the spin kernels, chains
// of [Correlate].
func NewTables(inputs int) *Tables {
	if inputs < 1 {
		panic("kernels: tables need at least one input")
	}
	return &Tables{rows: make([][Tile]float32, Pad(inputs)/4*16)}
}

// group returns the 16 rows of one group.
func (t *Tables) group(g int) *[16][Tile]float32 { return (*[16][Tile]float32)(t.rows[16*g:]) }

func (t *Tables) check(inputs int) {
	if pad4(inputs)*4 > len(t.rows) {
		panic("kernels: tables have too few inputs")
	}
}

// fillRows tabulates the tile's 32 columns of m; the inputs are the first rows of m.
func (t *Tables) fillRows(m *Matrix, tile, inputs int) {
	for g := range pad4(inputs) / 4 {
		at := 4*g*m.Stride + tile*Tile
		subsetSums(t.group(g), m.tileAt(at), m.tileAt(at+m.Stride), m.tileAt(at+2*m.Stride), m.tileAt(at+3*m.Stride))
	}
}

// fillColumns tabulates the tile's 32 rows of m; the inputs are the first columns of m.
func (t *Tables) fillColumns(m *Matrix, tile, inputs int) {
	var a, b, c, d [Tile]float32
	for g := range pad4(inputs) / 4 {
		at := tile*Tile*m.Stride + 4*g
		for j := range Tile {
			w := (*[4]float32)(m.Data[at:])
			a[j], b[j], c[j], d[j] = w[0], w[1], w[2], w[3]
			at += m.Stride
		}
		subsetSums(t.group(g), &a, &b, &c, &d)
	}
}

// subsetSums writes the rows of a group: for the subset of a, b, c, d given by the bits of m, (a+b) + (c+d) with the others
// left out.
func subsetSums(rows *[16][Tile]float32, a, b, c, d *[Tile]float32) {
	for j := range Tile {
		a, b, c, d := a[j], b[j], c[j], d[j]
		ab, cd := a+b, c+d
		rows[1][j], rows[2][j], rows[3][j] = a, b, ab
		rows[4][j], rows[5][j], rows[6][j], rows[7][j] = c, a+c, b+c, ab+c
		rows[8][j], rows[9][j], rows[10][j], rows[11][j] = d, a+d, b+d, ab+d
		rows[12][j], rows[13][j], rows[14][j], rows[15][j] = cd, a+cd, b+cd, ab+cd
	}
}

// add adds the listed rows to sums, one after the other.
//
// Eight sums at a time fit the registers, on amd64 as in wasm; two rows per round halve the cost of the loop. The mask in
// j&24 tells the compiler that eight elements follow.
func (t *Tables) add(sums *[Tile]float32, list []uint16) {
	rows := t.rows
	for j := 0; j < Tile; j += 8 {
		s := (*[8]float32)(sums[j&24:])
		s0, s1, s2, s3, s4, s5, s6, s7 := s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]
		next := len(list) & 1
		if next != 0 {
			a := (*[8]float32)(rows[list[0]][j&24:])
			s0 += a[0]
			s1 += a[1]
			s2 += a[2]
			s3 += a[3]
			s4 += a[4]
			s5 += a[5]
			s6 += a[6]
			s7 += a[7]
		}
		for ; next < len(list)-1; next += 2 {
			a := (*[8]float32)(rows[list[next]][j&24:])
			b := (*[8]float32)(rows[list[next+1]][j&24:])
			s0 = s0 + a[0] + b[0]
			s1 = s1 + a[1] + b[1]
			s2 = s2 + a[2] + b[2]
			s3 = s3 + a[3] + b[3]
			s4 = s4 + a[4] + b[4]
			s5 = s5 + a[5] + b[5]
			s6 = s6 + a[6] + b[6]
			s7 = s7 + a[7] + b[7]
		}
		s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7] = s0, s1, s2, s3, s4, s5, s6, s7
	}
}
