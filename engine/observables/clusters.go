package observables

import (
	"cmp"
	"math"
	"slices"

	"cascade/engine/portable"
)

// Clusters counts the separate clouds of points in a plane. The points' density, smoothed by a Gaussian, is looked at from
// the top: a peak is a cluster of its own if, on every way from it to a higher one, the density falls below half of the
// peak's, and it has a twentieth of all points around it, where the density is above that of the pass. (So fluctuations of
// the density, shoulders and stragglers do not count.)
//
// The smoothing is 0.7 n^(-1/6) standard deviations of the points in each direction, over a grid of 64 x 64 cells: less
// than the rule of Scott (1992), which is meant for a single cloud. Two Gaussian clouds of equal weight are told apart
// from a distance of some four of their own widths on, if each has a few dozen points. There is one cluster if there are
// fewer than 8 points, or none that differ. The
// numbers must be finite. Cost: 64^2 exponentials' worth of sums for each of the two directions; it allocates 100 kB.
func Clusters(x, y []float64) int {
	const cells = 64
	n := len(x)
	if n < 8 {
		return 1
	}
	smooth := 0.7 * portable.Exp(-math.Log(float64(n))/6)
	density := make([]float64, cells*cells)
	column, okX := place(x, cells, smooth)
	row, okY := place(y, cells, smooth)
	if !okX && !okY {
		return 1
	}
	for i := range n {
		density[row.cell[i]*cells+column.cell[i]]++
	}
	scratch := make([]float64, cells*cells)
	blur(scratch, density, cells, column.width)
	blur(density, scratch, cells, row.width)
	return peaks(density, cells)
}

// axis places numbers on a grid.
type axis struct {
	cell  []int
	width float64 // of the smoothing, in cells
}

// place spreads numbers over a grid with a margin of three widths of the smoothing; ok is false if they are all equal, and
// they are then all in the middle.
func place(x []float64, cells int, smooth float64) (a axis, ok bool) {
	a = axis{make([]int, len(x)), 1}
	var s Stat
	for _, v := range x {
		s.Add(v)
	}
	width := smooth * math.Sqrt(s.Variance())
	lo, hi := slices.Min(x)-3*width, slices.Max(x)+3*width
	step := (hi - lo) / float64(cells)
	if !(step > 0) {
		for i := range a.cell {
			a.cell[i] = cells / 2
		}
		return a, false
	}
	for i, v := range x {
		a.cell[i] = min(int((v-lo)/step), cells-1)
	}
	a.width = max(width/step, 0.8)
	return a, true
}

// blur writes the transpose of src with each row smoothed.
func blur(dst, src []float64, cells int, width float64) {
	weight := make([]float64, cells)
	for d := range weight {
		u := float64(d) / width
		weight[d] = portable.Exp(-float64(u*u) / 2)
	}
	for r := range cells {
		for c := range cells {
			sum := 0.0
			for d := range cells {
				w := d - c
				sum += float64(weight[max(w, -w)] * src[r*cells+d])
			}
			dst[c*cells+r] = sum
		}
	}
}

const (
	pass     = 0.5  // to which share of a peak the density must fall on the way to a higher one
	smallest = 0.05 // share of all points that a cluster must have
)

// peaks floods the landscape from the top: cells in descending order join the basins of their neighbours; where two basins
// meet, the lower peak ends, and counts if the meeting point is low enough.
func peaks(density []float64, cells int) int {
	order := make([]int, len(density))
	basin := make([]int, len(density)) // the way to the basin's peak, -1 for dry cells
	mass := slices.Clone(density)      // of the basin, at its peak
	total := 0.0
	for i, d := range density {
		order[i], basin[i] = i, -1
		total += d
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(density[b], density[a]) })
	root := func(i int) int {
		for basin[i] != i {
			basin[i] = basin[basin[i]]
			i = basin[i]
		}
		return i
	}
	found := 1 // the highest
	for _, i := range order {
		basin[i] = i
		for _, j := range neighbours(i, cells) {
			if j < 0 || basin[j] < 0 {
				continue
			}
			high, low := root(i), root(j)
			if high == low {
				continue
			}
			if density[high] < density[low] {
				high, low = low, high
			}
			if density[i] < pass*density[low] && mass[low] >= smallest*total {
				found++
			}
			basin[low] = high
			mass[high] += mass[low]
		}
	}
	return found
}

// neighbours returns the eight cells around one, -1 beyond the edge.
func neighbours(i, cells int) (list [8]int) {
	n := 0
	for dr := -1; dr <= 1; dr++ {
		for dc := -1; dc <= 1; dc++ {
			if dr == 0 && dc == 0 {
				continue
			}
			list[n] = -1
			if r, c := i/cells+dr, i%cells+dc; r >= 0 && r < cells && c >= 0 && c < cells {
				list[n] = r*cells + c
			}
			n++
		}
	}
	return list
}

// CentroidAccuracy returns the share of the points in a plane that are nearest to the centroid of their own class, among the
// classes below so many, and its binomial standard error. Points of higher classes do not count; NaN if none is left.
func CentroidAccuracy(x, y []float64, class []byte, classes int) (share, stdErr float64) {
	type centroid struct{ x, y, n float64 }
	list := make([]centroid, classes)
	for i, k := range class[:len(x)] {
		if int(k) < classes {
			c := &list[k]
			c.x, c.y, c.n = c.x+x[i], c.y+y[i], c.n+1
		}
	}
	for k := range list {
		list[k].x /= list[k].n // classes without a point are at NaN, nearer to nothing
		list[k].y /= list[k].n
	}
	points, right := 0.0, 0.0
	for i, k := range class[:len(x)] {
		if int(k) >= classes {
			continue
		}
		best, nearest := math.Inf(1), -1
		for j, c := range list {
			dx, dy := x[i]-c.x, y[i]-c.y
			if d := float64(dx*dx) + float64(dy*dy); d < best {
				best, nearest = d, j
			}
		}
		points++
		if nearest == int(k) {
			right++
		}
	}
	share = right / points
	return share, math.Sqrt(float64(share*(1-share)) / points)
}
