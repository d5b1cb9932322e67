package simd

import . "cascade/engine/kernels/internal/assembler"

// sum is an addition: of numbers, or of integers.
type sum func(a, b Vec) Vec

// tabulateRows is Tables.fillRows and IntTables.fillRows: (table, first row at the tile's first column, stride, groups).
func tabulateRows(f *Func, plus sum) {
	table, row, stride, groups := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	at := newFourRows(f, row, stride)
	ab, cd := f.NewVec(), f.NewVec()
	f.Times(groups, func() {
		for v := range vecs {
			subsetSums(f, plus, table, 16*v, at.load(f, v), ab, cd)
		}
		at.advance(f)
		f.Inc(table, I(subsets))
	})
}

// fourRows are the rows of a group of four inputs.
type fourRows struct {
	at   [4]Int
	four Int // strides
	x    [4]Vec
}

func newFourRows(f *Func, row, stride Int) *fourRows {
	r := &fourRows{at: [4]Int{row}}
	for k := 1; k < 4; k++ {
		r.at[k] = f.Int(r.at[k-1].Add(stride))
	}
	r.four, r.x = f.Int(stride.Shl(2)), [4]Vec(f.NewVecs(4))
	return r
}

// load returns vector v of each row.
func (r *fourRows) load(f *Func, v int) [4]Vec {
	for k, x := range r.x {
		f.SetVec(x, r.at[k].LoadVec(16*v))
	}
	return r.x
}

// advance goes on to the next group.
func (r *fourRows) advance(f *Func) {
	for _, at := range r.at {
		f.Inc(at, r.four)
	}
}

// tabulateColumns is IntTables.fillColumns: (table, tile's first row at the first input, stride, groups). Squares of 4x4 are
// transposed on the way.
func tabulateColumns(f *Func) {
	table, column, stride, groups := f.IntArg(), f.IntArg(), f.IntArg(), f.IntArg()
	s := newSquare(f, stride)
	at := f.Int(I(0))
	f.Times(groups, func() {
		f.Set(at, column)
		for v := range vecs {
			subsetSums(f, Vec.AddI, table, 16*v, s.transpose(f, at), s.row[0], s.row[1])
			f.Inc(at, s.four)
		}
		f.Inc(column, I(16))
		f.Inc(table, I(subsets))
	})
}

// square transposes squares of 4x4 numbers.
type square struct {
	stride, two, three, four Int // multiples of the stride
	row, pair, x             [4]Vec
}

func newSquare(f *Func, stride Int) *square {
	return &square{stride, f.Int(stride.Shl(1)), f.Int(stride.Mul(I(3))), f.Int(stride.Shl(2)), [4]Vec(f.NewVecs(4)), [4]Vec(f.NewVecs(4)), [4]Vec(f.NewVecs(4))}
}

// transpose returns the columns of the square at an address; row is spare after it.
func (s *square) transpose(f *Func, at Int) [4]Vec {
	for k, from := range [4]Int{at, at.Add(s.stride), at.Add(s.two), at.Add(s.three)} {
		f.SetVec(s.row[k], from.LoadVec(0))
	}
	return s.turn(f, s.row)
}

// turn returns the columns of the square with these rows.
func (s *square) turn(f *Func, row [4]Vec) [4]Vec {
	for k := range 2 {
		a, b := row[2*k], row[2*k+1]
		f.SetVec(s.pair[k], a.Pick(b, 0, 4, 1, 5))
		f.SetVec(s.pair[2+k], a.Pick(b, 2, 6, 3, 7))
	}
	for k := range 2 {
		a, b := s.pair[2*k], s.pair[2*k+1]
		f.SetVec(s.x[2*k], a.Pick(b, 0, 1, 4, 5))
		f.SetVec(s.x[2*k+1], a.Pick(b, 2, 3, 6, 7))
	}
	return s.x
}

// subsetSums stores the sums over the subsets of four vectors, a tile apart; that of the empty subset, zero, is there already. ab, cd are
// spare variables.
func subsetSums(f *Func, plus sum, table Int, offset int, x [4]Vec, ab, cd Vec) {
	f.SetVec(ab, plus(x[0], x[1]))
	f.SetVec(cd, plus(x[2], x[3]))
	low, high := [4]Vec{1: x[0], 2: x[1], 3: ab}, [4]Vec{1: x[2], 2: x[3], 3: cd}
	for m := 1; m < 16; m++ {
		var sum Vec
		if m&3 > 0 && m>>2 > 0 {
			sum = plus(low[m&3], high[m>>2])
		}
		switch {
		case m>>2 == 0:
			sum = low[m]
		case m&3 == 0:
			sum = high[m>>2]
		}
		f.StoreVec(table, offset+m*tile, sum)
	}
}

// sums is the state of a loop over the chains of a half step, or over the units of a correlation: each has a list of table rows.
type sums struct {
	of          []Vec // the tile's sums
	list, count Int   // of the current one
	stride      Int
	table       Int
	plus        sum
	row, next   Int // spare
	end, last   Int
}

// newSums takes the arguments (lists, stride, counts, table). The table's rows are n vectors.
func newSums(f *Func, n int, plus sum, lists, stride, counts, table Int) *sums {
	return &sums{of: f.NewVecs(n), list: lists, stride: stride, count: counts, table: table, plus: plus,
		row: f.Int(I(0)), next: f.Int(I(0)), end: f.Int(I(0)), last: f.Int(I(0))}
}

// start sets the sums to the numbers at an address.
func (s *sums) start(f *Func, from Int) {
	for v, x := range s.of {
		f.SetVec(x, from.LoadVec(16*v))
	}
}

// add is subsets.add, two rows a round.
func (s *sums) add(f *Func) {
	f.Set(s.next, s.list)
	f.Set(s.end, s.list.Add(s.count.Load(0).Shl(1)))
	f.Set(s.last, s.end.Sub(I(2)))
	one := func(entry int) {
		f.Set(s.row, s.table.Add(s.next.Load16(entry).Mul(I(int32(16*len(s.of))))))
		for v, x := range s.of {
			f.SetVec(x, s.plus(x, s.row.LoadVec(16*v)))
		}
	}
	f.While(s.next.Below(s.last), func() {
		one(0)
		one(2)
		f.Inc(s.next, I(4))
	})
	f.If(s.next.Below(s.end), func() { one(0) })
}

// advance goes on to the next list.
func (s *sums) advance(f *Func) {
	f.Inc(s.list, s.stride)
	f.Inc(s.count, I(4))
}
