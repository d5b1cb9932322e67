//go:build js && wasm

package browser

import (
	"math"
	"syscall/js"

	"cascade/ui/plot"
)

// discs are the points of a chart, which Go paints: a stroke through hundreds of them takes a browser longer than all the rest of the page.
type discs struct {
	bitmap    bitmap
	picture   plot.Discs
	left, top float64 // its corner on the canvas
	places    [][2]float64
}

// begin makes room for points in the area, and so far around it.
func (d *discs) begin(a *area, overhang float64) {
	d.left, d.top = math.Floor(a.left-overhang), math.Floor(a.top-overhang)
	if d.bitmap.resize(int(a.left+a.width+overhang-d.left)+1, int(a.top+a.height+overhang-d.top)+1) { // else flush has left it clear
		d.picture.Clear(d.bitmap.rgba, d.bitmap.width)
	}
}

// put finds the places of points.
func (d *discs) put(a *area, xs, ys []float32) {
	d.places = a.places(d.places[:0], xs, ys, d.left, d.top)
}

// flush puts what has been painted on a canvas.
func (d *discs) flush(ctx js.Value) {
	p := &d.picture
	if p.Top >= p.Bottom {
		return
	}
	d.bitmap.show(p.Top, p.Bottom)
	x, y, width, height := p.Left, p.Top, p.Right-p.Left, p.Bottom-p.Top
	ctx.Call("drawImage", d.bitmap.canvas, x, y, width, height, d.left+float64(x), d.top+float64(y), width, height)
	p.Clear(d.bitmap.rgba, d.bitmap.width)
}

// paintPoints paints the points of all curves that are points, in their order.
func (c *chart) paintPoints() {
	p, theme, size := c.pen, c.scene.theme, c.panel.PointSize(c.scene.theme)
	overhang := max(size, theme.RingSize()+theme.Line) / 2 * p.ratio // a point on the edge is whole
	c.discs.begin(&c.area, overhang)
	p.inside(&c.area, overhang, func() {
		for i := range c.panel.Curves {
			switch curve := &c.panel.Curves[i]; {
			case !curve.Points:
			case curve.Rings:
				c.discs.flush(p.ctx)
				c.paintRings(curve)
			case c.panel.Clouds():
				c.paintCloud(curve, size)
			default:
				xs, ys := c.scene.store.Curve(curve)
				c.discs.put(&c.area, xs, ys)
				c.layer(c.colour(curve), size, 1)
			}
		}
		c.discs.flush(p.ctx)
	})
}

// layer paints a disc of that size, in CSS pixels, at all places that were found last.
func (c *chart) layer(colour string, size, opacity float64) {
	c.discs.picture.Layer(c.discs.places, size*c.pen.ratio, plot.RGB(colour), opacity)
}

func (c *chart) paintRings(curve *plot.Curve) {
	p, theme := c.pen, c.scene.theme
	x, y := c.scene.store.Curve(curve)
	for _, line := range []struct {
		colour string
		width  float64
	}{{theme.Paper, theme.Line + 2*plot.Edge}, {c.colour(curve), theme.Line}} {
		p.text = c.area.rings(p.text, x, y, theme.RingSize()/2*p.ratio)
		p.stroke(line.colour, line.width, solid)
	}
}

// paintCloud paints a cloud of points as exported figures show it.
func (c *chart) paintCloud(curve *plot.Curve, size float64) {
	theme, p := c.scene.theme, c.pen
	for _, part := range c.scene.store.Parts(curve) {
		c.discs.put(&c.area, part.X, part.Y)
		if curve.Cross {
			c.discs.picture.Crosses(c.discs.places, theme.CrossSize()*p.ratio, theme.CrossWidth()*p.ratio, plot.RGB(theme.Colour(part.Hue)), plot.CloudOpacity)
			continue
		}
		if curve.Area {
			for _, l := range theme.AreaLayers(curve) {
				c.layer(l.Colour, l.Width, l.Opacity)
			}
			continue
		}
		if c.heat != nil {
			c.layer(theme.Paper, size+2*plot.Edge, plot.CloudOpacity)
		}
		c.layer(theme.Colour(part.Hue), size, plot.CloudOpacity)
	}
}
