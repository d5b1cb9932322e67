package teachers

// resampler changes the size of square pictures by integer weights: new pixel o of a row is the sum of weight[o][j] times
// old pixel first[o]+j, over total. The same table serves rows and columns.
type resampler struct {
	from, to int
	total    int   // what each pixel's weights add up to
	width    int   // weights per new pixel
	first    []int // to
	weight   []int // to x width
	rows     []int // from x to: scratch, rows resampled, columns not yet
	ink      []int // to x to
}

// prepare builds the tables for a pair of sides, unless they are built already.
func (r *resampler) prepare(from, to int) {
	if r.from == from && r.to == to {
		return
	}
	*r = resampler{from: from, to: to, first: make([]int, to), rows: make([]int, from*to), ink: make([]int, to*to)}
	if to <= from {
		r.area()
	} else {
		r.bilinear()
	}
}

// area gives each new pixel the old ones it covers. In units of 1/to of an old pixel, new pixel o covers
// [o from, (o+1) from) and old pixel p covers [p to, (p+1) to): the weights are overlaps and add up to from.
func (r *resampler) area() {
	r.total, r.width = r.from, (r.from+r.to-1)/r.to+1
	r.weight = make([]int, r.to*r.width)
	for o := range r.to {
		low, high := o*r.from, (o+1)*r.from
		r.first[o] = min(low/r.to, r.from-r.width)
		if r.first[o] < 0 {
			r.first[o] = 0
		}
		for j := range min(r.width, r.from) {
			p := r.first[o] + j
			r.weight[o*r.width+j] = max(0, min(high, (p+1)*r.to)-max(low, p*r.to))
		}
	}
}

// bilinear gives each new pixel the two old ones whose centers enclose its own. The center of new pixel o lies, in units of
// 1/(2 to) of an old pixel from the first old center, at (2o+1) from - to; beyond the outer centers the border goes on.
func (r *resampler) bilinear() {
	r.total, r.width = 2*r.to, 2
	r.weight = make([]int, r.to*r.width)
	for o := range r.to {
		at := min(max((2*o+1)*r.from-r.to, 0), (r.from-1)*r.total)
		r.first[o] = min(at/r.total, max(r.from-2, 0))
		right := at - r.first[o]*r.total
		r.weight[2*o], r.weight[2*o+1] = r.total-right, right
	}
}

// apply returns the resampled picture, times total squared, in the resampler's own memory.
func (r *resampler) apply(picture []byte) []int {
	width := min(r.width, r.from)
	for y := range r.from {
		row := picture[y*r.from : (y+1)*r.from]
		for o, first := range r.first {
			sum := 0
			for j, w := range r.weight[o*r.width : o*r.width+width] {
				sum += w * int(row[first+j])
			}
			r.rows[y*r.to+o] = sum
		}
	}
	for o, first := range r.first {
		line := r.ink[o*r.to : (o+1)*r.to]
		clear(line)
		for j, w := range r.weight[o*r.width : o*r.width+width] {
			if w == 0 {
				continue
			}
			for x, v := range r.rows[(first+j)*r.to : (first+j+1)*r.to] {
				line[x] += w * v
			}
		}
	}
	return r.ink
}
