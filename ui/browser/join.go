package browser

import "math"

// points is one curve as the run recorded it. X ascends. A gap in Y is NaN, and on a logarithmic axis whatever is not positive.
// Two points at the same x are a jump, as a prediction makes it when a parameter changes: the line is cut between them.
type points struct {
	X, Y []float32
	Log  bool
}

func (p *points) gap(y float32) bool { return y != y || p.Log && !(y > 0) }

// joined holds curves as columns over a common x, which is the form a chart library wants.
//
// Row 0 of Block is x, row 1+c the values of curve c. Where curve c has no point at an x of another curve, its straight line
// is filled in, so that a hole of the table does not cut it; outside of the curve's pieces there is NaN.
type joined struct {
	Len    int
	Block  []float32 // (1+curves) x Len
	Pieces [][]int   // per curve: first and last index of each unbroken piece, in pairs
}

// column returns row i of the block: x for 0, curve i-1 otherwise.
func (j *joined) column(i int) []float32 { return j.Block[i*j.Len : (i+1)*j.Len] }

// join merges curves by x. A curve with several points at the same x keeps them all. Memory is reused from call to call;
// the time is proportional to the size of the block.
func (j *joined) join(curves []points) {
	j.Len = unionLen(curves)
	if need := (1 + len(curves)) * j.Len; cap(j.Block) < need {
		j.Block = make([]float32, need, need+need/2)
	} else {
		j.Block = j.Block[:need]
	}
	if len(j.Pieces) != len(curves) {
		j.Pieces = make([][]int, len(curves))
	}
	x := j.column(0)
	for row, heads := 0, newHeads(curves); row < j.Len; row++ {
		x[row] = heads.advance()
	}
	for c := range curves {
		j.place(c, &curves[c])
	}
}

// place writes curve c into its column and notes its pieces.
func (j *joined) place(c int, p *points) {
	x, y, pieces := j.column(0), j.column(1+c), j.Pieces[c][:0]
	nan, row, open := float32(math.NaN()), 0, false
	for i, xi := range p.X {
		for ; x[row] != xi; row++ {
			y[row] = nan
		}
		if p.gap(p.Y[i]) {
			y[row], open = nan, false
		} else {
			if y[row] = p.Y[i]; open && xi != p.X[i-1] {
				p.fill(x, y, pieces[len(pieces)-1], row)
				pieces[len(pieces)-1] = row
			} else {
				pieces = append(pieces, row, row)
			}
			open = true
		}
		row++
	}
	for ; row < j.Len; row++ {
		y[row] = nan
	}
	j.Pieces[c] = pieces
}

// fill writes into the rows between two points what lies on the straight line that joins them on the curve's axis.
func (p *points) fill(x, y []float32, from, to int) {
	for i := from + 1; i < to; i++ {
		share := float64(x[i]-x[from]) / float64(x[to]-x[from])
		if p.Log {
			y[i] = float32(float64(y[from]) * math.Pow(float64(y[to])/float64(y[from]), share))
		} else {
			y[i] = y[from] + float32(share)*(y[to]-y[from])
		}
	}
}

// last returns the index and value of curve c's last point, and false if it has none.
func (j *joined) last(c int) (row int, y float32, ok bool) {
	p := j.Pieces[c]
	if len(p) == 0 {
		return 0, 0, false
	}
	row = p[len(p)-1]
	return row, j.column(1 + c)[row], true
}

// at returns the value of curve c at row, false where it has none.
func (j *joined) at(c, row int) (float32, bool) {
	y := j.column(1 + c)[row]
	return y, y == y
}

// heads walks several ascending lists at once.
type heads struct {
	curves []points
	next   []int
}

func newHeads(curves []points) *heads { return &heads{curves, make([]int, len(curves))} }

// advance returns the smallest x not yet passed, and passes it once in each curve; NaN at the end.
func (h *heads) advance() float32 {
	least := float32(math.Inf(1))
	for c, n := range h.next {
		if x := h.curves[c].X; n < len(x) && x[n] < least {
			least = x[n]
		}
	}
	passed := false
	for c, n := range h.next {
		if x := h.curves[c].X; n < len(x) && x[n] == least {
			h.next[c]++
			passed = true
		}
	}
	if !passed {
		return float32(math.NaN())
	}
	return least
}

// unionLen counts the rows that the merged curves need.
func unionLen(curves []points) int {
	longest := 0
	for c := range curves {
		if len(curves[c].X) > len(curves[longest].X) {
			longest = c
		}
	}
	if len(curves) == 0 {
		return 0
	}
	whole := curves[longest].X
	prefix := true
	for c := range curves {
		prefix = prefix && startsWith(whole, curves[c].X)
	}
	if prefix { // the rule: what is measured grows towards the end of what is predicted
		return len(whole)
	}
	n := 0
	for h := newHeads(curves); ; n++ {
		if x := h.advance(); x != x {
			return n
		}
	}
}

func startsWith(whole, part []float32) bool {
	for i, x := range part {
		if whole[i] != x {
			return false
		}
	}
	return true
}
