//go:build js && wasm

package browser

import (
	"fmt"
	"math"
	"strings"
	"syscall/js"

	"cascade/ui/plot"
)

const fontFamily = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

// pen paints on one canvas. Coordinates and sizes are canvas pixels. Each call to JavaScript costs a microsecond or more,
// so many lines go into one path, as text, and what can be made once is made once.
type pen struct {
	ctx    js.Value
	ratio  float64 // canvas pixels per CSS pixel
	em     float64 // size of the text
	path   js.Value
	dashes map[dash]js.Value
	fonts  map[float64]js.Value // by their size in units of the text's
	text   []byte               // of the path to stroke next, reused
	size   float64              // of the canvas's font, in units of the text's; 0: none that is known
	saved  []float64            // sizes, at each save
	align  float64              // where x lies in what is written: 0 left, 1 right
	spots  []spot               // what was written since the canvas was empty and can be asked for
}

// dash is a pattern of lines.
type dash int

const (
	solid dash = iota
	dashed
	dotted
	dashDotted // guesses
	long       // set by who uses it
)

// newPen makes a pen for text of size fontSize (CSS pixels).
func newPen(ctx js.Value, fontSize, ratio float64) *pen {
	scale := ratio * math.Max(1, fontSize/plot.Light.FontSize) // of dashes, as lines are wider then
	return &pen{ctx: ctx, ratio: ratio, em: fontSize * ratio, path: window.Get("Path2D"), fonts: map[float64]js.Value{}, dashes: map[dash]js.Value{
		solid:      js.ValueOf([]any{}),
		dashed:     js.ValueOf([]any{6 * scale, 4 * scale}),
		dotted:     js.ValueOf([]any{scale, 3 * scale}),
		dashDotted: js.ValueOf([]any{plot.GuessDash[0] * ratio, plot.GuessDash[1] * ratio, plot.GuessDash[2] * ratio, plot.GuessDash[3] * ratio}),
	}}
}

// stroke draws the path in p.text with a line so many CSS pixels wide, and forgets the path.
func (p *pen) stroke(colour string, width float64, d dash) {
	if len(p.text) == 0 {
		return
	}
	p.ctx.Set("strokeStyle", colour)
	p.ctx.Set("lineWidth", width*p.ratio)
	p.ctx.Call("setLineDash", p.dashes[d])
	p.ctx.Call("stroke", p.path.New(string(p.text)))
	p.text = p.text[:0]
}

// font chooses the size, in units of the text's, and where x lies in what is written: left, center or right.
func (p *pen) font(size float64, align string) {
	f, ok := p.fonts[size]
	if !ok {
		f = js.ValueOf(fmt.Sprintf("%.4gpx %s", size*p.em, fontFamily))
		p.fonts[size] = f
	}
	if size != p.size { // to set it again takes 30 µs
		p.ctx.Set("font", f)
	}
	p.ctx.Set("textAlign", align)
	p.size, p.align = size, 0
	switch align {
	case "center":
		p.align = 0.5
	case "right":
		p.align = 1
	}
}

func (p *pen) save() {
	p.ctx.Call("save")
	p.saved = append(p.saved, p.size)
}

// restore gives the canvas back what it had at its last save.
func (p *pen) restore() {
	p.ctx.Call("restore")
	last := len(p.saved) - 1
	p.size, p.saved = p.saved[last], p.saved[:last]
}

// write writes one line with its base line at y; what is the key of its explanation, empty for a number, which needs none.
func (p *pen) write(what, text, colour string, x, y float64) {
	p.note(what, text, x, y)
	p.put(text, colour, x, y)
}

func (p *pen) put(text, colour string, x, y float64) {
	p.ctx.Set("fillStyle", colour)
	p.ctx.Call("fillText", text, x, y)
}

// note remembers where a line is written that can be asked for.
func (p *pen) note(what, text string, x, y float64) {
	if size := p.size * p.em; what != "" && text != "" {
		width := plot.TextWidth(text) * size
		p.spots = append(p.spots, spot{key: what, text: text, x: x + width*(0.5-p.align), y: y - 0.35*size, width: width, height: 1.4 * size})
	}
}

// list appends the spots in CSS pixels; before there is a canvas to paint on, p is nil.
func (p *pen) list(dst []spot) []spot {
	if p == nil {
		return dst
	}
	for _, s := range p.spots {
		s.x, s.y, s.width, s.height = s.x/p.ratio, s.y/p.ratio, s.width/p.ratio, s.height/p.ratio
		dst = append(dst, s)
	}
	return dst
}

// symbol writes a name such as t_c, with its subscript and what follows behind a space, at x as align says; halo is the colour of an edge around the letters
// that keeps them readable on lines, or empty.
func (p *pen) symbol(what, name, colour, halo, align string, x, y float64) {
	base, sub, rest := plot.Written(name)
	p.font(1, align)
	p.note(what, strings.TrimSpace(base+" "+sub)+rest, x, y)
	if rest != "" && align == "center" {
		x -= (0.75*p.width(sub) + p.width(rest)) / 2
	}
	p.edge(base, halo, x, y)
	p.put(base, colour, x, y)
	if sub == "" {
		return
	}
	w := p.width(base)
	if align == "center" {
		w /= 2
	}
	p.font(0.75, "left")
	p.edge(sub, halo, x+w, y+0.25*p.em)
	p.put(sub, colour, x+w, y+0.25*p.em)
	if rest != "" {
		w += p.width(sub)
		p.font(1, "left")
		p.edge(rest, halo, x+w, y)
		p.put(rest, colour, x+w, y)
	}
}

func (p *pen) edge(text, halo string, x, y float64) {
	if halo != "" {
		p.ctx.Set("strokeStyle", halo)
		p.ctx.Call("strokeText", text, x, y)
	}
}

func (p *pen) width(text string) float64 {
	return p.ctx.Call("measureText", text).Get("width").Float()
}

// inside runs f with painting limited to an area and so much around it.
func (p *pen) inside(a *area, overhang float64, f func()) {
	p.save()
	p.ctx.Call("beginPath")
	p.ctx.Call("rect", a.left-overhang, a.top-overhang, a.width+2*overhang, a.height+2*overhang)
	p.ctx.Call("clip")
	f()
	p.restore()
}
