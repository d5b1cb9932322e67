//go:build js && wasm

package browser

import (
	"syscall/js"

	"cascade/ui/plot"
)

// paintBands draws an ensemble: all its runs pale, two thirds of them darker, and the median as a thin line.
func (c *chart) paintBands(p *pen) {
	store, theme := &c.scene.store, c.scene.theme
	for i := range c.panel.Curves {
		curve := &c.panel.Curves[i]
		b := store.Band(curve)
		if b == nil || !c.panel.Compares(curve) {
			continue
		}
		p.inside(&c.area, 0, func() {
			colour := c.colour(curve)
			if b.N > 1 {
				p.fill(c.area.strip(p.text, b.X, b.Min, b.Max), colour, plot.FullOpacity)
				p.fill(c.area.strip(p.text, b.X, b.Low, b.Up), colour, plot.BandOpacity)
			}
			p.text = c.area.line(p.text, b.X, b.Median)
			p.stroke(colour, plot.MedianWidth*theme.Line, solid)
		})
	}
}

// paintPinned draws the pinned run in long dashes.
func (c *chart) paintPinned(p *pen) {
	b, line := c.scene.store.Pinned(), c.scene.theme.Line
	if b == nil {
		return
	}
	p.dashes[long] = js.ValueOf([]any{plot.LongDash[0] * line * p.ratio, plot.LongDash[1] * line * p.ratio})
	p.inside(&c.area, 0, func() {
		for i := range c.panel.Curves {
			if curve := &c.panel.Curves[i]; c.panel.Compares(curve) {
				x, y := b.Curve(curve)
				p.text = c.area.line(p.text, x, y)
				p.stroke(c.colour(curve), line, long)
			}
		}
	})
}

// fill fills a path, which lies in p.text's memory.
func (p *pen) fill(path []byte, colour string, opacity float64) {
	if len(path) > 0 {
		p.ctx.Set("fillStyle", colour)
		p.ctx.Set("globalAlpha", opacity)
		p.ctx.Call("fill", p.path.New(string(path)))
		p.ctx.Set("globalAlpha", 1)
	}
	p.text = path[:0]
}
