//go:build js && wasm

package browser

import "cascade/ui/plot"

// paintGuess draws what was guessed, and names it.
func (c *chart) paintGuess() {
	g, p, theme, a := &c.panel.Guess, c.pen, c.scene.theme, &c.area
	bottom := a.top + a.height
	p.inside(a, 0, func() {
		p.text = append(p.text, g.Line(a.px, a.py, a.top, bottom)...)
		p.stroke(theme.Ink, theme.Line, dashDotted)
		if len(g.Others) > 0 {
			size := plot.DotSize * p.em
			p.text = append(p.text, g.Dots(size, a.top, bottom, a.px)...)
			p.ctx.Set("lineCap", "round")
			p.stroke(theme.Muted, 0.85*size/p.ratio, solid)
			p.ctx.Set("lineCap", "butt")
			median, _ := g.Median()
			p.text = a.vertical(p.text, median)
			p.stroke(theme.Muted, theme.Line, solid)
		}
	})
	text, x, y := g.Note()
	if text == "" {
		return
	}
	left, base, anchor := g.NotePlace(text, a.px(x), a.py(y), p.em, plot.Box{Left: a.left, Top: a.top, Right: a.left + a.width, Bottom: bottom},
		c.panel.Crossings(&c.scene.store, c.panel.At(c.scene.state), a.px, a.py))
	p.font(1, map[string]string{"start": "left", "end": "right"}[anchor])
	p.ctx.Set("lineWidth", 3*p.ratio)
	p.ctx.Set("lineJoin", "round")
	p.ctx.Call("setLineDash", p.dashes[solid])
	p.edge(text, theme.Paper, left, base)
	p.write("word guess", text, theme.Ink, left, base)
}
