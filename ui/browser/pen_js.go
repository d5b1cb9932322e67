//go:build js && wasm

package browser

import (
	"fmt"
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
	return &pen{ctx: ctx, ratio: ratio, em: fontSize * ratio, path: window.Get("Path2D"), fonts: map[float64]js.Value{}, dashes: map[dash]js.Value{
		solid:      js.ValueOf([]any{}),
		dashed:     js.ValueOf([]any{6 * ratio, 4 * ratio}),
		dotted:     js.ValueOf([]any{ratio, 3 * ratio}),
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
	p.ctx.Set("font", f)
	p.ctx.Set("textAlign", align)
}

// write writes one line with its base line at y.
func (p *pen) write(text, colour string, x, y float64) {
	p.ctx.Set("fillStyle", colour)
	p.ctx.Call("fillText", text, x, y)
}

// symbol writes a name such as t_c, with its subscript, at x as align says; halo is the colour of an edge around the letters
// that keeps them readable on lines, or empty.
func (p *pen) symbol(name, colour, halo, align string, x, y float64) {
	base, sub := plot.Subscript(name)
	p.font(1, align)
	p.edge(base, halo, x, y)
	p.write(base, colour, x, y)
	if sub == "" {
		return
	}
	w := p.width(base)
	if align == "center" {
		w /= 2
	}
	p.font(0.75, "left")
	p.edge(sub, halo, x+w, y+0.25*p.em)
	p.write(sub, colour, x+w, y+0.25*p.em)
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
	p.ctx.Call("save")
	p.ctx.Call("beginPath")
	p.ctx.Call("rect", a.left-overhang, a.top-overhang, a.width+2*overhang, a.height+2*overhang)
	p.ctx.Call("clip")
	f()
	p.ctx.Call("restore")
}
