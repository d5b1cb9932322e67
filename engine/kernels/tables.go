package kernels

// Tables is the scratch memory of the kernels on float32: the subset sums of every group of four inputs for one tile of
// outputs. A Tables may be shared by all calls that do not run at the same time. It takes 512 bytes per input.
type Tables struct{ subsets[float32] }

// IntTables is that of the kernels on integers: half steps and [Correlate].
//
// They remember which tile of which machine they hold for [SampleHidden] and [MeanHidden]: when one follows the other for the same
// tile, it finds the tables filled.
type IntTables struct {
	subsets[int32]
	machine *Fixed // nil: something else
	version uint64
	tile    int
	// Used by the vector kernels:
	inputs  [][Tile]int32 `memory:"-"` // of a tile's units in all chains
	rounded rounded       `memory:"-"`
}

// subsets holds in row 16g+m the sums over the subset m of group g, for the 32 outputs of a tile; row 16g is zero.
type subsets[T float32 | int32] struct {
	rows [][Tile]T `memory:"-"` // filled by each kernel before use
}

// NewTables returns tables for kernels with so many inputs: units.
func NewTables(inputs int) *Tables { return &Tables{newSubsets[float32](inputs)} }

// NewIntTables returns tables for kernels with so many inputs: input units of half steps, chains of [Correlate].
func NewIntTables(inputs int) *IntTables { return &IntTables{subsets: newSubsets[int32](inputs)} }

func newSubsets[T float32 | int32](inputs int) subsets[T] {
	if inputs < 1 {
		panic("kernels: tables need at least one input")
	}
	return subsets[T]{make([][Tile]T, Pad(inputs)/4*16)}
}

// group returns the 16 rows of one group.
func (t *subsets[T]) group(g int) *[16][Tile]T { return (*[16][Tile]T)(t.rows[16*g:]) }

func (t *subsets[T]) check(inputs int) {
	if pad4(inputs)*4 > len(t.rows) {
		panic("kernels: tables have too few inputs")
	}
}

// fillRows tabulates the tile's 32 columns of m; the inputs are the first rows of m.
func (t *Tables) fillRows(m *Matrix, tile, inputs int) {
	if vectors {
		vectorFillRows(t, m, tile, inputs)
		return
	}
	t.fill(m.Data[tile*Tile:], m.Stride, inputs)
}

// hold tabulates a tile of the hidden units' weights, unless that is what the tables hold.
func (t *IntTables) hold(m *Fixed, tile int) {
	if !t.holds(m, tile) {
		t.fillRows(m.W, tile, m.W.Rows)
		t.machine, t.version, t.tile = m, m.version, tile
	}
}

func (t *IntTables) holds(m *Fixed, tile int) bool {
	return t.machine == m && t.version == m.version && t.tile == tile
}

// Restored forgets what the tables hold: they are scratch, and are not put back with a state that is.
func (t *IntTables) Restored() { t.machine = nil }

// fillRows tabulates the tile's 32 columns of m; the inputs are the first rows of m.
func (t *IntTables) fillRows(m *IntMatrix, tile, inputs int) {
	t.machine = nil
	if vectors {
		vectorFillIntRows(t, m, tile, inputs)
		return
	}
	t.fill(m.Data[tile*Tile:], m.Stride, inputs)
}

// fill tabulates the inputs' rows, which begin a stride apart.
func (t *subsets[T]) fill(data []T, stride, inputs int) {
	row := func(i int) *[Tile]T { return (*[Tile]T)(data[i*stride:]) }
	for g := range pad4(inputs) / 4 {
		subsetSums(t.group(g), row(4*g), row(4*g+1), row(4*g+2), row(4*g+3))
	}
}

// fillColumns tabulates the tile's 32 rows of m; the inputs are the first columns of m.
func (t *IntTables) fillColumns(m *IntMatrix, tile, inputs int) {
	t.machine = nil
	if vectors {
		vectorFillColumns(t, m, tile, inputs)
		return
	}
	var a, b, c, d [Tile]int32
	for g := range pad4(inputs) / 4 {
		at := tile*Tile*m.Stride + 4*g
		for j := range Tile {
			w := (*[4]int32)(m.Data[at:])
			a[j], b[j], c[j], d[j] = w[0], w[1], w[2], w[3]
			at += m.Stride
		}
		subsetSums(t.group(g), &a, &b, &c, &d)
	}
}

// subsetSums writes the rows of a group: for the subset of a, b, c, d given by the bits of m, (a+b) + (c+d) with the others
// left out.
func subsetSums[T float32 | int32](rows *[16][Tile]T, a, b, c, d *[Tile]T) {
	for j := range Tile {
		a, b, c, d := a[j], b[j], c[j], d[j]
		ab, cd := a+b, c+d
		rows[0][j] = 0
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
func (t *subsets[T]) add(sums *[Tile]T, list []uint16) {
	rows := t.rows
	for j := 0; j < Tile; j += 8 {
		s := (*[8]T)(sums[j&24:])
		s0, s1, s2, s3, s4, s5, s6, s7 := s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]
		next := len(list) & 1
		if next != 0 {
			a := (*[8]T)(rows[list[0]][j&24:])
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
			a := (*[8]T)(rows[list[next]][j&24:])
			b := (*[8]T)(rows[list[next+1]][j&24:])
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
