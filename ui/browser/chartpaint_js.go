//go:build js && wasm

package browser

import (
	"cascade/ui/plot"
)

// measure is called when uPlot has given its canvas a size: it reads where the area lies.
func (c *chart) measure() {
	box, ratio := c.plot.Get("bbox"), window.Get("uPlot").Get("pxRatio").Float()
	c.area = area{left: box.Get("left").Float(), top: box.Get("top").Float(), width: box.Get("width").Float(), height: box.Get("height").Float(),
		logX: c.panel.X.Log, logY: c.panel.Y.Log}
	c.pen = newPen(c.plot.Get("ctx"), c.scene.theme.FontSize, ratio)
	c.grid.resize(c.canvas(), c.scene.theme.FontSize, ratio)
	if c.heat != nil {
		c.heat.resize(c.canvas(), c.scene.theme.FontSize, ratio)
	}
	if c.waterfall != nil {
		c.waterfall.resize(c.canvas(), c.scene.theme.FontSize, ratio)
	}
	if c.asker != nil {
		c.asker.place()
	}
}

// paintBehind paints what lies behind the lines.
func (c *chart) paintBehind() {
	c.area.x, c.area.y = c.visibleX(), c.limits.y
	c.pen.spots = c.pen.spots[:0]
	c.paintGrid()
	if c.heat != nil {
		c.paintHeat()
	}
	if c.waterfall != nil {
		c.paintWaterfall()
	}
	if c.panel.VerticalField == "" && !c.hasBars {
		return
	}
	c.pen.inside(&c.area, 0, func() {
		for i := range c.panel.Curves {
			if curve := &c.panel.Curves[i]; curve.Bars {
				c.paintBars(curve)
			}
		}
		c.paintVerticals()
	})
}

// paintBefore paints what lies over the lines.
func (c *chart) paintBefore() {
	if c.hasPoints {
		c.paintPoints()
	}
	c.paintForeseen()
	if c.panel.Guess.Of != "" {
		c.paintGuess()
	}
	c.paintEmpty()
	c.pen.font(1, "left") // which stays for the next drawing
	c.pen.save()
	if store := &c.scene.store; c.panel.X.Time && store.Future() && c.area.insideX(store.Present()) {
		c.pen.text = c.area.vertical(c.pen.text, store.Present())
		c.pen.stroke(c.scene.theme.Ink, c.scene.theme.AxisWidth(), solid)
	}
	c.paintEnds()
	if c.panel.HasKey() {
		c.paintKey()
	}
	c.pen.restore()
}

// paintForeseen says what a preview shows in place of the machine's own: its end, by theory.
func (c *chart) paintForeseen() {
	foreseen := c.scene.store.Foreseen(c.panel.Field)
	for i := range c.panel.Curves {
		foreseen = foreseen || c.panel.Curves[i].Field && c.scene.store.Foreseen(c.panel.Curves[i].Source)
	}
	if foreseen {
		p := c.pen
		p.font(1, "right")
		x, y := c.foreseenPlace()
		p.write("word foreseen", "theory: end of the run", c.scene.theme.Ink, x, y)
	}
}

// paintEmpty says why there is nothing to see, unless the page says so.
func (c *chart) paintEmpty() {
	if c.empty && c.panel.Asks.Of == "" && !(c.panel.Hero && c.scene.state.Activity != "") {
		p := c.pen
		p.font(1, "center")
		p.write("", plot.NoData, c.scene.theme.Muted, c.area.left+c.area.width/2, c.area.top+c.area.height/2)
	}
}

// colour is that of a curve: predictions differ from measurements, to show where both coincide.
func (c *chart) colour(curve *plot.Curve) string {
	if curve.Dash {
		return c.scene.theme.Prediction(curve.Hue)
	}
	return c.scene.theme.Colour(curve.Hue)
}

// paintVerticals draws the numbers of the vertical field.
func (c *chart) paintVerticals() {
	if b, ok := c.scene.store.Field(c.panel.VerticalField); ok {
		for _, x := range b.Data {
			if c.area.insideX(float64(x)) {
				c.pen.text = c.area.vertical(c.pen.text, float64(x))
			}
		}
		c.pen.stroke(c.scene.theme.Ink, c.scene.theme.MarkWidth(true), dashed)
	}
}

func (c *chart) paintBars(curve *plot.Curve) {
	p := c.pen
	xs, ys := c.scene.store.Curve(curve)
	if p.text = c.area.bars(p.text, xs, ys); len(p.text) == 0 {
		return
	}
	colour := c.colour(curve)
	p.ctx.Set("fillStyle", colour)
	p.ctx.Set("globalAlpha", 0.35)
	p.ctx.Call("fill", p.path.New(string(p.text)))
	p.ctx.Set("globalAlpha", 1)
	p.stroke(colour, c.scene.theme.AxisWidth(), solid)
}

// paintEnds names each line at its end, and puts a dot on the end of a measured one, which moves.
func (c *chart) paintEnds() {
	p := c.pen
	c.labels = c.labels[:0]
	p.ctx.Set("lineCap", "round")
	for i, k := range c.lines {
		curve := &c.panel.Curves[k]
		at := plot.End{Text: c.panel.NameA(curve), Colour: c.colours[i], What: c.panel.What(curve), Left: curve.Left}
		row, y, ok := c.data.last(i)
		if ok {
			x := float64(c.data.column(0)[row])
			if ok = c.area.insideX(x); !ok {
				continue
			}
			at.X, at.Y = c.area.px(x), c.area.clampY(y)
			if !curve.Dash && !curve.Field {
				p.text = append(appendPoint(p.text, 'M', at.X, at.Y), "h.01"...)
				p.stroke(at.Colour, 3*c.scene.theme.Line, solid)
			}
		}
		if far := c.panel.Farther(&c.scene.store, k, c.area.x[1]); far != k {
			x, y := c.panel.Shown(&c.scene.store, &c.panel.Curves[far])
			at.X, at.Y, ok = c.area.px(float64(x[len(x)-1])), c.area.clampY(y[len(y)-1]), true
		}
		if ok && at.Text != "" && !c.panel.HasKey() {
			c.labels = append(c.labels, at)
		}
	}
	for i := range c.panel.Curves {
		curve := &c.panel.Curves[i]
		if x, y, ok := c.panel.PinnedEnd(&c.scene.store, curve, c.area.x); ok {
			at := plot.End{Text: c.panel.NameB(curve), Colour: c.colour(curve), What: "pinned" + c.panel.What(curve), X: c.area.px(float64(x))}
			at.Y = plot.PinnedLabelY(at.X, c.area.clampY(y), c.area.left+c.area.width, p.em)
			c.labels = append(c.labels, at)
		}
	}
	c.noteBranches()
	if len(c.labels) > 0 {
		c.paintLabels()
	}
}

// noteBranches lets the branches of theory in a waterfall answer along their way: they have no names.
func (c *chart) noteBranches() {
	if c.waterfall == nil || c.data.Len == 0 {
		return
	}
	const places = 16
	side := 1.2 * c.pen.em
	for i := range c.lines {
		for k := range places {
			row := c.data.Len * (k + 1) / (places + 1)
			x := float64(c.data.column(0)[row])
			if y, ok := c.data.at(i, row); ok && c.area.insideX(x) {
				c.pen.spots = append(c.pen.spots, spot{key: "word branches", text: "branches of theory", x: c.area.px(x), y: c.area.clampY(y), width: side, height: side})
			}
		}
	}
}

// paintLabels writes the labels, with an edge of paper around the letters.
func (c *chart) paintLabels() {
	p := c.pen
	plot.KeepApart(c.labels, p.em, c.area.top, c.area.top+c.area.height)
	p.ctx.Set("lineWidth", 3*p.ratio)
	p.ctx.Set("lineJoin", "round")
	p.ctx.Call("setLineDash", p.dashes[solid])
	for _, l := range c.labels {
		align := "left"
		if l.Left {
			align = "right"
		}
		p.symbol(l.What, l.Text, l.Colour, c.scene.theme.Paper, align, l.Beside(p.em), l.Y+0.35*p.em)
	}
}

// paintKey writes the names of the curves above the area.
func (c *chart) paintKey() {
	if c.keyBeside {
		c.paintKeyBeside()
		return
	}
	p := c.pen
	p.font(1, "right")
	x := c.area.left + c.area.width
	for i := len(c.names) - 1; i >= 0; i-- {
		p.write(c.names[i].What, c.names[i].Text, c.names[i].Colour, x, c.area.top-0.7*p.em)
		x -= p.width(c.names[i].Text) + plot.EntryGap*p.em
	}
}
