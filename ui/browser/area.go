package browser

import (
	"math"
	"sort"
	"strconv"

	"cascade/ui/plot"
)

// area is where a chart shows data: a rectangle of canvas pixels and the values at its edges.
type area struct {
	left, top, width, height float64
	x, y                     [2]float64
	logX, logY               bool
}

func (a *area) px(v float64) float64 { return a.left + a.width*fraction(a.x, a.logX, v) }

func (a *area) py(v float64) float64 { return a.top + a.height*(1-fraction(a.y, a.logY, v)) }

// fraction is 0 at the lower limit of an axis and 1 at the upper one.
func fraction(limits [2]float64, log bool, v float64) float64 {
	if log {
		return math.Log(v/limits[0]) / math.Log(limits[1]/limits[0])
	}
	return (v - limits[0]) / (limits[1] - limits[0])
}

// insideX tells whether x is between the left and the right edge.
func (a *area) insideX(x float64) bool { return x >= a.x[0] && x <= a.x[1] }

// shows tells whether a point has a place on the axes, inside the area or out of it.
func (a *area) shows(x, y float32) bool {
	return x == x && y == y && !(a.logX && !(x > 0)) && !(a.logY && !(y > 0))
}

// bars appends to dst, in the language of SVG paths, the outline of a histogram with equal bins centred at xs.
func (a *area) bars(dst []byte, xs, ys []float32) []byte {
	if len(xs) < 2 {
		return dst
	}
	half := float64(xs[len(xs)-1]-xs[0]) / float64(len(xs)-1) / 2
	base := a.py(math.Max(a.y[0], 0))
	dst = appendPoint(dst, 'M', a.px(float64(xs[0])-half), base)
	for i := range xs {
		y := base
		if a.shows(xs[i], ys[i]) {
			y = a.clampY(ys[i])
		}
		dst = appendNumber(append(dst, 'V'), y)
		dst = appendNumber(append(dst, 'H'), a.px(float64(xs[i])+half))
	}
	return append(appendNumber(append(dst, 'V'), base), 'Z')
}

// line appends a path through the points that can be shown; it starts anew after each gap.
func (a *area) line(dst []byte, xs, ys []float32) []byte {
	verb := byte('M')
	for i := range xs {
		if !a.shows(xs[i], ys[i]) {
			verb = 'M'
			continue
		}
		dst = appendPoint(dst, verb, a.px(float64(xs[i])), a.clampY(ys[i]))
		verb = 'L'
	}
	return dst
}

// places appends to dst where on the canvas the points are that can be shown, from a corner of it.
func (a *area) places(dst [][2]float64, xs, ys []float32, left, top float64) [][2]float64 {
	for i := range xs {
		if a.shows(xs[i], ys[i]) {
			dst = append(dst, [2]float64{a.px(float64(xs[i])) - left, a.clampY(ys[i]) - top})
		}
	}
	return dst
}

// vertical appends a line from top to bottom at x.
func (a *area) vertical(dst []byte, x float64) []byte {
	dst = appendPoint(dst, 'M', a.px(x), a.top)
	return appendNumber(append(dst, 'v'), a.height)
}

// clampY keeps coordinates small: far outside the area is as good as just outside.
func (a *area) clampY(y float32) float64 {
	return math.Min(math.Max(a.py(float64(y)), a.top-a.height), a.top+2*a.height)
}

func appendPoint(dst []byte, verb byte, x, y float64) []byte {
	dst = appendNumber(append(dst, verb), x)
	return appendNumber(append(dst, ' '), y)
}

// appendNumber writes a coordinate in tenths of a pixel, many times faster than strconv writes a float.
func appendNumber(dst []byte, v float64) []byte {
	if v < 0 {
		if v > -0.05 {
			return append(dst, '0')
		}
		dst, v = append(dst, '-'), -v
	}
	tenths := int(v*10 + 0.5)
	if tenths >= 1e5 {
		dst = strconv.AppendInt(dst, int64(tenths/1e5), 10)
	}
	for unit := 10000; unit >= 10; unit /= 10 {
		if tenths >= unit || unit == 10 {
			dst = append(dst, '0'+byte(tenths/unit%10))
		}
	}
	if d := tenths % 10; d != 0 {
		dst = append(dst, '.', '0'+byte(d))
	}
	return dst
}

// steady returns the limits of an axis that showed before and has to show now. An end stays while the data lie inside and
// fill at least half of the axis: an axis that breathes with every update is hard to read. An end that must
// move leaves some room to grow further. What has nothing to do with what was there before gets its own limits.
func steady(before [2]float64, now plot.Range, log bool) [2]float64 {
	if !(before[0] < before[1]) || log && !(before[0] > 0) || now.Empty {
		return now.Ends
	}
	from, to := fraction(before, log, now.Data[0]), fraction(before, log, now.Data[1])
	const room, dust = 0.15, 1e-3 // dust: less than a pixel
	kept, lo, hi := before, 0.0, 1.0
	if from < -dust {
		lo = from - room*(to-from)
		kept[0] = value(before, log, lo)
	}
	if to > 1+dust {
		hi = to + room*(to-from)
		kept[1] = value(before, log, hi)
	}
	if !log && now.Data[0] >= 0 {
		kept[0] = math.Max(kept[0], 0) // what is not negative was shown so for lack of data
	}
	if fraction(before, log, now.Ends[1])-fraction(before, log, now.Ends[0]) < 0.5*(hi-lo) {
		return now.Ends
	}
	return kept
}

// value undoes fraction.
func value(limits [2]float64, log bool, fraction float64) float64 {
	if log {
		return limits[0] * math.Pow(limits[1]/limits[0], fraction)
	}
	return limits[0] + (limits[1]-limits[0])*fraction
}

// nearest returns the index of the number in the ascending list xs that is nearest to x, -1 for an empty list.
func nearest(xs []float32, x float64) int {
	i := sort.Search(len(xs), func(i int) bool { return float64(xs[i]) >= x })
	if i == len(xs) || i > 0 && x-float64(xs[i-1]) <= float64(xs[i])-x {
		i--
	}
	return i
}

// uses tells which series and fields a panel draws.
func uses(p *plot.Panel) map[string]bool {
	names := map[string]bool{}
	for i := range p.Curves {
		names[p.Curves[i].Source] = true
		if labels := p.Curves[i].Labels; labels != "" {
			names[labels] = true
		}
	}
	if p.Field != "" {
		names[p.Field] = true
	}
	if p.VerticalField != "" {
		names[p.VerticalField] = true
	}
	return names
}

// strip appends the outline of what lies between two lines, in pieces where they have gaps; on a logarithmic axis a lower edge that can't be
// shown is far below.
func (a *area) strip(dst []byte, x, low, up []float32) []byte {
	for from := 0; from < len(x); {
		to := from
		for to < len(x) && a.shows(x[to], up[to]) {
			to++
		}
		if to > from+1 {
			verb := byte('M')
			for i := from; i < to; i++ {
				dst = appendPoint(dst, verb, a.px(float64(x[i])), a.clampY(up[i]))
				verb = 'L'
			}
			for i := to - 1; i >= from; i-- {
				y := a.top + 2*a.height
				if a.shows(x[i], low[i]) {
					y = a.clampY(low[i])
				}
				dst = appendPoint(dst, verb, a.px(float64(x[i])), y)
			}
			dst = append(dst, 'Z')
		}
		from = to + 1
	}
	return dst
}
