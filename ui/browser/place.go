package browser

// rect is a rectangle of the window, in CSS pixels.
type rect struct{ left, top, right, bottom float64 }

// beside places a box of that size next to what it explains, never over it: below, above, right or left of it, wherever it fits
// first, else where most of it does; height is what it may then take. The box keeps a margin from the window's edges.
func beside(target rect, width, height, windowWidth, windowHeight float64) (x, y, allowed float64) {
	const margin, gap = 8, 6
	within := func(at, size, window float64) float64 { return max(margin, min(at, window-margin-size)) }
	below, above := windowHeight-margin-gap-target.bottom, target.top-gap-margin
	right, left := windowWidth-margin-gap-target.right, target.left-gap-margin
	x = within(target.left, width, windowWidth)
	side := within(target.top, height, windowHeight)
	switch {
	case height <= below:
		return x, target.bottom + gap, below
	case height <= above:
		return x, target.top - gap - height, above
	case width <= right:
		return target.right + gap, side, windowHeight - 2*margin
	case width <= left:
		return target.left - gap - width, side, windowHeight - 2*margin
	case below >= above:
		return x, target.bottom + gap, below
	}
	return x, margin, above
}
