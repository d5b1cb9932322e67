package observables

import (
	"cmp"
	"slices"
)

// shallow is the least depth of a well: ten times the error of a [Plane]'s heights, and a tenth of a unit of ln p.
const shallow = 0.1

// Wells returns the minima of F, after Compute, the lowest first: local minima inside the rectangle that can't be left towards
// a lower one without climbing at least 0.1. Each place is the vertex of the parabolas through the lowest point of the grid
// and its neighbours in both directions. Cost: that of sorting the points.
func (p *Plane) Wells() [][2]float64 {
	order := make([]int, len(p.F))
	basin := make([]int, len(p.F)) // the way to the basin's lowest point, -1 above the water
	for i := range order {
		order[i], basin[i] = i, -1
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p.F[a], p.F[b]) })
	root := func(i int) int {
		for basin[i] != i {
			basin[i] = basin[basin[i]]
			i = basin[i]
		}
		return i
	}
	wells := []int{order[0]}
	for _, i := range order { // the water rises: where two basins meet, the higher one is a well if it is deep enough
		basin[i] = i
		for _, j := range neighbours(i, p.Points) {
			if j < 0 || basin[j] < 0 {
				continue
			}
			low, high := root(i), root(j)
			if p.F[high] < p.F[low] {
				low, high = high, low
			}
			if low != high && p.F[i]-p.F[high] >= shallow {
				wells = append(wells, high)
			}
			basin[high] = low
		}
	}
	slices.SortStableFunc(wells, func(a, b int) int { return cmp.Compare(p.F[a], p.F[b]) })
	var places [][2]float64
	for _, i := range wells {
		if x, y := i%p.Points, i/p.Points; x > 0 && y > 0 && x < p.Points-1 && y < p.Points-1 {
			places = append(places, [2]float64{p.vertex(0, i, x, 1), p.vertex(1, i, y, p.Points)})
		}
	}
	return places
}

// vertex returns the coordinate a of the lowest point of the parabola through point i, the k-th in that direction, and its
// neighbours, which are step behind and before it in F.
func (p *Plane) vertex(a, i, k, step int) float64 {
	before, after := p.F[i-step]-p.F[i], p.F[i+step]-p.F[i]
	shift := 0.0
	if sum := before + after; sum > 0 {
		shift = (before - after) / (2 * sum)
	}
	return p.Low[a] + float64((p.High[a]-p.Low[a])*((float64(k)+shift)/float64(p.Points-1)))
}
