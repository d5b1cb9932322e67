package plot

import (
	"encoding/base64"
	"fmt"
	"html"
	"math"
	"strings"

	"cascade/wasm/protocol"
)

// HeatLimits returns the smallest and the largest finite number of a field; ok is false if there is no height to show.
func HeatLimits(b *protocol.Block) (lo, hi float64, ok bool) {
	var s span
	for _, v := range b.Data {
		if x := float64(v); !math.IsNaN(x) && !math.IsInf(x, 0) {
			s.add(x)
		}
	}
	return s.lo, s.hi, b.Rows > 1 && b.Cols > 1 && s.lo < s.hi
}

// Shade writes one palette index per point of a field into dst, the row of the largest y first, and returns it, grown if
// needed: 0 for the lowest height of the scale, 254 for the cap and what is above, Gap for none.
func Shade(dst []byte, b *protocol.Block, h *Heights) []byte {
	if cap(dst) < len(b.Data) {
		dst = make([]byte, len(b.Data))
	}
	dst = dst[:len(b.Data)]
	for i, v := range b.Data {
		row, column := i/b.Cols, i%b.Cols
		index := byte(Gap)
		if share := h.Share(float64(v)); share >= 0 {
			index = byte(share*(Gap-1) + 0.5)
		}
		dst[(b.Rows-1-row)*b.Cols+column] = index
	}
	return dst
}

// Contours appends to dst the contour lines of a field as pieces: x and y of one end, x and y of the other, in the units of
// b.Extent. Marching squares: a line crosses an edge between two points where linear interpolation puts it; in a cell that it
// crosses twice, the mean of the four corners decides which of them belong together. Cells with a number missing have none.
func Contours(dst []float32, b *protocol.Block, h *Heights) []float32 {
	levels := make([]float64, h.Levels())
	for k := range levels {
		levels[k] = h.Level(k + 1)
	}
	for row := range b.Rows - 1 {
		near, far := b.Data[row*b.Cols:][:b.Cols], b.Data[(row+1)*b.Cols:][:b.Cols]
		for column := range b.Cols - 1 {
			least, most := near[column], near[column]
			for _, v := range [...]float32{near[column+1], far[column], far[column+1]} { // min and max of numbers are slow calls in WebAssembly
				if v < least {
					least = v
				}
				if v > most {
					most = v
				}
			}
			for _, at := range levels {
				if at >= float64(most) {
					break
				}
				if float64(least) <= at { // few cells have a line
					dst = cell(dst, b, row, column, at)
				}
			}
		}
	}
	return dst
}

// cell appends the pieces of the line of one height in the cell above and right of a point.
func cell(dst []float32, b *protocol.Block, row, column int, height float64) []float32 {
	around := [5][2]int{{0, 0}, {0, 1}, {1, 1}, {1, 0}, {0, 0}} // row and column of the corners, counterclockwise
	var v [5]float64
	mean := 0.0
	for i, c := range around {
		v[i] = float64(b.Data[(row+c[0])*b.Cols+column+c[1]])
	}
	mean = (v[0] + v[1] + v[2] + v[3]) / 4
	if math.IsNaN(mean) || math.IsInf(mean, 0) {
		return dst
	}
	var ends [8]float32
	n := 0
	for i := range 4 {
		if (v[i] > height) == (v[i+1] > height) {
			continue
		}
		s := (height - v[i]) / (v[i+1] - v[i])
		y := float64(row+around[i][0]) + s*float64(around[i+1][0]-around[i][0])
		x := float64(column+around[i][1]) + s*float64(around[i+1][1]-around[i][1])
		ends[n] = gridPlace(b.Extent[0], b.Extent[1], x, b.Cols)
		ends[n+1] = gridPlace(b.Extent[2], b.Extent[3], y, b.Rows)
		n += 2
	}
	if n == 8 && (mean > height) != (v[0] > height) { // corner 0 is cut off, by the ends on edges 3 and 0
		return append(append(dst, ends[6], ends[7], ends[0], ends[1]), ends[2:6]...)
	}
	return append(dst, ends[:n]...)
}

// gridPlace maps a place on a grid of so many points to the units of its ends.
func gridPlace(from, to float32, place float64, points int) float32 {
	return from + float32(place/float64(points-1))*(to-from)
}

// HeightAt returns the number of a field at the point of its grid that is nearest to x and y, NaN outside its extent.
func HeightAt(b *protocol.Block, x, y float64) float64 {
	place := func(v float64, from, to float32, points int) int {
		share := (v - float64(from)) / float64(to-from)
		if !(share >= 0 && share <= 1) {
			return -1
		}
		return int(math.Round(share * float64(points-1)))
	}
	column, row := place(x, b.Extent[0], b.Extent[1], b.Cols), place(y, b.Extent[2], b.Extent[3], b.Rows)
	if column < 0 || row < 0 || len(b.Data) == 0 {
		return math.NaN()
	}
	return float64(b.Data[row*b.Cols+column])
}

// Sequential returns the colours, red green blue, of the indices that Shade writes: the low end deep, or a light grey, and the
// high end paper.
func (t *Theme) Sequential(grey bool) [256][3]byte {
	deep, paper := rgb(t.Low), rgb(t.Paper)
	if grey {
		deep = mix(paper, rgb(t.Muted), 0.4)
	}
	var p [256][3]byte
	for i := range Gap {
		p[i] = mix(deep, paper, float64(i)/(Gap-1))
	}
	p[Gap] = paper
	return p
}

// ContourColour is that of contour lines: seen on both ends of the scale, and quieter than what lies on them.
func (t *Theme) ContourColour(grey bool) string {
	if grey {
		return t.Muted
	}
	c := mix(rgb(t.Low), rgb(t.Ink), 0.6)
	return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2])
}

// ContourOpacity is that of contour lines.
const ContourOpacity = 0.35

// ContourWidth is theirs in pixels.
func (t *Theme) ContourWidth() float64 { return 0.5 + t.Line/4 }

// The bar that explains the colours lies below the axis, left of its name: so wide and high, its lower edge so far below the
// area, in units of the font's size.
const BarWidth, BarHeight, BarDrop = 4.5, 0.6, 2.4

// heat draws a heat map: the points of the field are at the edges of the area, so half a cell of the picture is cut off on
// each side.
func (f *figure) heat() {
	b, ok := f.store.Field(f.panel.Field)
	var heights Heights
	if !ok || !heights.Fit(&b, f.panel.Walls) {
		return
	}
	palette := f.theme.Sequential(f.panel.Grey)
	data := base64.StdEncoding.EncodeToString(png(Shade(nil, &b, &heights), b.Cols, b.Rows, &palette, nil))
	f.printf(`<svg x="%s" y="%s" width="%s" height="%s" viewBox="0.5 0.5 %d %d" preserveAspectRatio="none"><image width="%d" height="%d" preserveAspectRatio="none" href="data:image/png;base64,%s"/></svg>`+"\n",
		short(f.left), short(f.top), short(f.right-f.left), short(f.bottom-f.top), b.Cols-1, b.Rows-1, b.Cols, b.Rows, data)
	var path strings.Builder
	for c := Contours(nil, &b, &heights); len(c) > 0; c = c[4:] {
		fmt.Fprintf(&path, "M%s %sL%s %s", short(f.px(float64(c[0]))), short(f.py(float64(c[1]))), short(f.px(float64(c[2]))), short(f.py(float64(c[3]))))
	}
	f.printf(`<path d="%s" fill="none" stroke="%s" stroke-opacity="%g" stroke-width="%s"/>`+"\n", path.String(), f.theme.ContourColour(f.panel.Grey), ContourOpacity, short(f.theme.ContourWidth()))
	f.bar(&heights, &palette)
}

// bar explains the colours.
func (f *figure) bar(h *Heights, palette *[256][3]byte) {
	em, bottom := f.theme.FontSize, f.bottom+BarDrop*f.theme.FontSize
	low, high := palette[0], palette[Gap-1]
	id := html.EscapeString("heights-" + f.panel.ID)
	f.printf(`<linearGradient id="%s"><stop stop-color="rgb(%d,%d,%d)"/><stop offset="1" stop-color="rgb(%d,%d,%d)"/></linearGradient>`+"\n", id, low[0], low[1], low[2], high[0], high[1], high[2])
	names := f.panel.BarNames(h)
	x := f.left
	f.text(x, bottom, "start", f.theme.Muted, names[0])
	x += em * BarText(names[0])
	f.printf(`<rect x="%s" y="%s" width="%s" height="%s" fill="url(#%s)" stroke="%s"/>`+"\n", short(x), short(bottom-BarHeight*em), short(BarWidth*em), short(BarHeight*em), id, f.theme.Grid)
	f.text(x+em*(BarWidth+0.5), bottom, "start", f.theme.Muted, names[1])
}

// BarNames are what stands left and right of the bar: the name of the heights and their lowest, and the cap.
func (p *Panel) BarNames(h *Heights) [2]string {
	return [2]string{p.Height + "  0", Number(h.Cap, 2)}
}

// BarText is the room for a text left of the bar in units of the font's size.
func BarText(text string) float64 { return 0.5*float64(len([]rune(text))) + 0.5 }
