package plot

import (
	"encoding/base64"
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"

	"cascade/wasm/protocol"
)

// SVG writes panel p as a complete figure of width x height pixels: real lines, real text, pictures embedded. It carries
// its title, the sentence about it and, in <metadata>, its [Store.Provenance]. Axes, limits and colours
// are those of the live plot. The text depends on the arguments alone. Cost: proportional to the points drawn.
// Panics unless width and height leave room for a drawing (120 x 90).
func SVG(p *Panel, s *Store, st *protocol.State, width, height int, theme Theme) string {
	if width < 120 || height < 90 {
		panic("plot: figure is too small")
	}
	f := &figure{panel: p, store: s, state: st, theme: theme, width: float64(width), height: float64(height)}
	f.printf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" font-family="system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif" font-size="%s">`+"\n",
		width, height, width, height, short(theme.FontSize))
	f.printf("<title>%s</title>\n<desc>%s</desc>\n<metadata>%s</metadata>\n", html.EscapeString(p.Title), html.EscapeString(p.Note),
		html.EscapeString(s.Provenance(st)))
	f.printf(`<rect width="%d" height="%d" fill="%s"/>`+"\n", width, height, theme.Paper)
	switch p.Kind {
	case Pictures:
		f.pictures()
	case Covered:
		f.text(f.width/2, f.height/2, "middle", theme.Muted, Capital(Secret))
	default:
		f.plot()
	}
	f.printf("</svg>\n")
	return f.b.String()
}

// figure is a drawing in progress.
type figure struct {
	b             strings.Builder
	panel         *Panel
	store         *Store
	state         *protocol.State
	theme         Theme
	width, height float64

	left, right, top, bottom float64 // of the area inside the axes, in pixels
	x, y                     [2]float64
	names                    []Name  // of the key
	head                     float64 // room above the area
	empty                    bool    // there is nothing to plot
}

func (f *figure) printf(format string, args ...any) { fmt.Fprintf(&f.b, format, args...) }

// short writes a coordinate: at most one decimal, no trailing zero, no negative zero.
func short(v float64) string {
	s := strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0")
	if s == "-0" {
		return "0"
	}
	return s
}

// fine writes a coordinate of data: to a hundredth of a pixel, so that curves stay smooth when a figure is enlarged.
func fine(v float64) string {
	s := strings.TrimRight(strings.TrimRight(strconv.FormatFloat(v, 'f', 2, 64), "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// overhang lets lines and points at the edge of the area be seen whole.
const overhang = 7

func (f *figure) plot() {
	x, y := f.panel.Ranges(f.store)
	f.x, f.y, f.empty = x.Ends, y.Ends, x.Empty && f.panel.Kind != Plane
	f.place()
	f.axes()
	if f.panel.Kind == Plane {
		f.plane()
		return
	}
	area := html.EscapeString("area-" + f.panel.ID) // several figures may stand in one document
	f.printf(`<clipPath id="%s"><rect x="%s" y="%s" width="%s" height="%s"/></clipPath>`+"\n",
		area, short(f.left-overhang), short(f.top-overhang), short(f.right-f.left+2*overhang), short(f.bottom-f.top+2*overhang))
	if f.panel.Kind == Heat {
		f.heat()
	}
	if f.panel.Kind == Columns {
		f.waterfall()
	}
	f.verticals()
	f.printf(`<g clip-path="url(#%s)" fill="none" stroke-linejoin="round">`+"\n", area)
	f.bands()
	f.others()
	f.pinned()
	for i := range f.panel.Curves {
		f.curve(&f.panel.Curves[i])
	}
	f.guess()
	f.printf("</g>\n")
	f.present()
	f.labels()
	f.guessNote()
	if f.panel.Asks.Of != "" {
		f.text((f.left+f.right)/2, (f.top+f.bottom)/2, "middle", f.theme.Ink, f.panel.Asks.Text)
	} else if f.empty {
		f.text((f.left+f.right)/2, (f.top+f.bottom)/2, "middle", f.theme.Muted, NoData)
	}
}

// Room above the area, in units of the font's size: for one line of names, or for two that do not touch.
const OneLine, TwoLines = 1.8, 3.1

// place leaves room for the axes' labels on the left and below and for the curves' labels on the right.
func (f *figure) place() {
	em := f.theme.FontSize
	f.left = em * f.panel.TickSpace(f.panel.Y.Ticks(f.y[0], f.y[1], f.yTicks()))
	f.right = f.width - em*f.panel.LabelSpace()
	f.head = em * OneLine
	f.bottom = f.height - em*2.9
	across, down := f.panel.Spare(f.right-f.left, f.bottom-f.head, f.x, f.y)
	f.left, f.right, f.bottom = f.left+across/2, f.right-across/2, f.bottom-down/2
	labelWidth := em * (0.7 + 0.58*float64(len([]rune(f.panel.Y.Label))))
	if f.panel.HasKey() {
		ownLine := false
		if f.names, ownLine = FitKey(f.panel.Key(f.store, f.state, &f.theme), (f.right-f.left)/em, labelWidth/em, f.right/em, &f.theme); ownLine {
			f.head = em * TwoLines
		}
	}
	labelEnd := f.left + labelWidth
	for _, m := range f.panel.At(f.state) {
		if x := f.px(m.At); x > f.left && x < labelEnd { // a line of its own for the names of the transitions
			f.head = em * TwoLines
		}
	}
	f.top = f.head + down/2
}

// yTicks is the number of labels for which there is room along y; place needs it before the area is known.
func (f *figure) yTicks() int {
	_, n := f.panel.TickCounts(f.width, f.height, 0, f.theme.FontSize, f.x, f.y)
	return n
}

func (f *figure) px(v float64) float64 { return along(&f.panel.X, f.x, v, f.left, f.right) }

func (f *figure) py(v float64) float64 { return along(&f.panel.Y, f.y, v, f.bottom, f.top) }

// along maps v from the limits of an axis to pixels.
func along(a *Axis, limits [2]float64, v, from, to float64) float64 {
	if a.Log {
		return from + (to-from)*math.Log(v/limits[0])/math.Log(limits[1]/limits[0])
	}
	return from + (to-from)*(v-limits[0])/(limits[1]-limits[0])
}

func (f *figure) axes() {
	em := f.theme.FontSize
	var grid, minor strings.Builder
	f.printf(`<g fill="%s">`+"\n", f.theme.Muted)
	for _, t := range f.panel.Y.Ticks(f.y[0], f.y[1], f.yTicks()) {
		if f.empty && !f.panel.Y.Fixed() {
			break
		}
		if y := f.py(t.At); t.Label == "" {
			fmt.Fprintf(&minor, "M%s %sh-4", short(f.left), short(y))
		} else {
			fmt.Fprintf(&grid, "M%s %sH%s", short(f.left), short(y), short(f.right))
			f.text(f.left-em*0.5, y+em*0.35, "end", "", t.Label)
		}
	}
	n, _ := f.panel.TickCounts(f.width, f.height, f.right-f.left, em, f.x, f.y)
	for _, t := range f.panel.X.Ticks(f.x[0], f.x[1], n) {
		if f.empty && !f.panel.X.Fixed() {
			break
		}
		x := f.px(t.At)
		fmt.Fprintf(&minor, "M%s %sv4", short(x), short(f.bottom))
		if t.Label != "" {
			fmt.Fprintf(&grid, "M%s %sV%s", short(x), short(f.bottom), short(f.top))
			f.text(x, f.bottom+em*1.35, "middle", "", t.Label)
		}
	}
	f.text(f.left, f.top-f.head+em*1.1, "start", "", f.panel.Y.Label)
	f.text(f.right, f.bottom+em*2.5, "end", "", f.panel.X.Label)
	f.printf("</g>\n")
	f.printf(`<path d="%s" fill="none" stroke="%s"/>`+"\n", grid.String(), f.theme.Grid)
	f.printf(`<path d="M%s %sV%sH%s%s" fill="none" stroke="%s" stroke-width="%s"/>`+"\n",
		short(f.left), short(f.top), short(f.bottom), short(f.right), minor.String(), f.theme.Muted, short(f.theme.AxisWidth()))
}

// text writes s at x, y; "t_c" and "t_{12} = 600" get real subscripts. fill may be empty: inherited.
func (f *figure) text(x, y float64, anchor, fill, s string) {
	if s == "" {
		return
	}
	if fill != "" {
		fill = ` fill="` + fill + `"`
	}
	base, sub, rest := Written(s)
	f.printf(`<text x="%s" y="%s" text-anchor="%s"%s>%s`, short(x), short(y), anchor, fill, html.EscapeString(base))
	if sub != "" {
		f.printf(`<tspan dy="%s" font-size="%s">%s</tspan>`, short(f.theme.FontSize*0.25), short(f.theme.FontSize*0.75), html.EscapeString(sub))
	}
	if rest != "" {
		f.printf(`<tspan dy="%s">%s</tspan>`, short(-f.theme.FontSize*0.25), html.EscapeString(rest))
	}
	f.printf("</text>\n")
}

// Subscript splits a symbol written "t_c" or "t_{12}" into "t" and what is printed below the line.
func Subscript(symbol string) (base, sub string) {
	base, sub, _ = Written(symbol)
	return base, sub
}

// Written splits what begins with a symbol and may go on behind a space, as "t_c = 600".
func Written(text string) (base, sub, rest string) {
	base, sub, found := strings.Cut(text, "_")
	if end := strings.IndexByte(sub, ' '); found && end >= 0 {
		sub, rest = sub[:end], sub[end:]
	}
	return base, strings.TrimSuffix(strings.TrimPrefix(sub, "{"), "}"), rest
}

// verticals draws transitions, changes of parameters and the numbers of the vertical field.
func (f *figure) verticals() {
	for _, at := range f.breaks() {
		f.vertical(float64(at), f.theme.AxisWidth(), f.theme.Muted, f.dashes(1, 3))
	}
	if b, ok := f.store.Field(f.panel.VerticalField); ok {
		for _, at := range b.Data {
			f.vertical(float64(at), f.theme.MarkWidth(true), f.theme.Ink, f.dashes(6, 4))
		}
	}
	em, taken := f.theme.FontSize, math.Inf(-1) // right end of the last label
	for _, m := range f.panel.At(f.state) {
		colour, style := f.theme.Muted, ` stroke-opacity="0.7"`
		if m.Hue >= 0 {
			colour = f.theme.Colour(m.Hue)
		}
		if m.Theory {
			style += f.dashes(6, 4)
		}
		f.vertical(m.At, f.theme.MarkWidth(m.Theory), colour, style)
		if x := f.px(m.At); m.At >= f.x[0] && m.At <= f.x[1] && x-em*0.7 > taken {
			f.text(x, f.top-em*0.35, "middle", colour, m.Name)
			taken = x + em*0.7
		}
	}
}

// dashes is the pattern of fine lines, in pixels; longer where letters, and so lines, are larger.
func (f *figure) dashes(on, off float64) string {
	return dashes([2]float64{on, off}, max(1, f.theme.FontSize/Light.FontSize))
}

// vertical draws one line over the whole height if it lies inside the area.
func (f *figure) vertical(at, width float64, colour, style string) {
	if at >= f.x[0] && at <= f.x[1] {
		f.printf(`<path d="M%s %sV%s" stroke="%s" stroke-width="%s"%s/>`+"\n", short(f.px(at)), short(f.top), short(f.bottom), colour, short(width), style)
	}
}

// breaks are drawn in plots over time only: those that mark transitions.
func (f *figure) breaks() []float32 {
	if f.panel.Marks == nil {
		return nil
	}
	return Breaks(f.state)
}

func (f *figure) pictures() {
	b, _ := f.store.Field(f.panel.Field)
	captions, em := f.panel.Captions(f.store), f.theme.FontSize
	foot := 0.0
	if captions != nil {
		foot = em * FootSpace
	}
	t, ok := LayOut(&b, f.width, f.height, foot)
	if !ok {
		return
	}
	w, h := t.Size()
	palette := t.Palette(&f.theme, f.panel.Signed)
	data := base64.StdEncoding.EncodeToString(png(t.Paint(nil, &b, f.panel.Signed), w, h, &palette, nil))
	width, height := f.width, f.height
	if !t.Stretched {
		cell := math.Min(f.width/float64(w), f.height/float64(h))
		width, height = cell*float64(w), cell*float64(h)
	}
	f.printf(`<image x="%s" y="%s" width="%s" height="%s" preserveAspectRatio="none" style="image-rendering:pixelated" href="data:image/png;base64,%s"/>`+"\n",
		short((f.width-width)/2), short((f.height-height)/2), short(width), short(height), data)
	for p, text := range captions {
		left, top := t.Corner(p)
		x, anchor := float64(left)+float64(t.Wide)/2, "middle"
		if t.Stretched {
			x, anchor = 0, "start"
		}
		f.text((f.width-width)/2+x*width/float64(w), (f.height-height)/2+float64(top+t.High)*height/float64(h)+1.1*em, anchor, f.theme.Muted, text)
	}
}
