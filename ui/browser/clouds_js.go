//go:build js && wasm

package browser

import "cascade/ui/plot"

// paintCloud paints a cloud of points, or rings, as exported figures show them.
func (c *chart) paintCloud(curve *plot.Curve, size float64) {
	p, theme := c.pen, c.scene.theme
	if curve.Rings {
		x, y := c.scene.store.Curve(curve)
		for _, line := range []struct {
			colour string
			width  float64
		}{{theme.Paper, theme.Line + 2*plot.Edge}, {c.colour(curve), theme.Line}} {
			p.text = c.area.rings(p.text, x, y, plot.RingSize/2*p.ratio)
			p.stroke(line.colour, line.width, solid)
		}
		return
	}
	p.ctx.Set("globalAlpha", plot.CloudOpacity)
	for _, part := range c.scene.store.Parts(curve) {
		if curve.Area {
			for _, l := range theme.AreaLayers(curve) {
				p.ctx.Set("globalAlpha", l.Opacity)
				p.text = c.area.dots(p.text, part.X, part.Y)
				p.stroke(l.Colour, l.Width, solid)
			}
			p.ctx.Set("globalAlpha", plot.CloudOpacity)
			continue
		}
		if curve.Cross {
			p.text = c.area.crosses(p.text, part.X, part.Y, theme.CrossSize()*p.ratio)
			p.stroke(theme.Colour(part.Hue), theme.CrossWidth(), solid)
			continue
		}
		if c.heat != nil {
			p.text = c.area.dots(p.text, part.X, part.Y)
			p.stroke(theme.Paper, size+2*plot.Edge, solid)
		}
		p.text = c.area.dots(p.text, part.X, part.Y)
		p.stroke(theme.Colour(part.Hue), size, solid)
	}
	p.ctx.Set("globalAlpha", 1)
}
