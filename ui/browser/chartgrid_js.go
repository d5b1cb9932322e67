//go:build js && wasm

package browser

import (
	"math"
	"slices"
	"syscall/js"

	"cascade/ui/plot"
)

// grid is what lies behind a chart's curves: axes, their labels, transitions, breaks. It has a canvas of its own, because
// writing the labels costs more than drawing the curves and they change only when the limits do.
type grid struct {
	layer
	area   area // what the canvas shows now, as are marks and breaks
	marks  []plot.Mark
	breaks []float32
	others others
}

// others is what a run does not do now: its branches, and its future after it was brought back.
type others struct {
	revision int // of the branches, and of what stands beside the run
	future   bool
	empty    bool // there is nothing, not even what the axes would say
}

func newGrid(root js.Value) grid { return grid{layer: newLayer(root, "grid")} }

// resize gives the canvas the size of another one.
func (g *grid) resize(like js.Value, fontSize, ratio float64) {
	g.layer.resize(like, fontSize, ratio)
	g.area = area{}
}

// paintGrid paints the grid anew if anything of it has changed.
func (c *chart) paintGrid() {
	g, p := &c.grid, c.grid.pen
	marks := c.panel.At(c.scene.state)
	var breaks []float32
	if len(c.panel.Marks) > 0 {
		breaks = plot.Breaks(c.scene.state)
	}
	var now others
	if c.panel.X.Time || c.panel.Comparable() {
		now.revision = c.scene.store.Revision()
	}
	now.future = c.panel.X.Time && c.scene.store.Future()
	now.empty = c.empty
	if g.area == c.area && now == g.others && slices.Equal(g.marks, marks) && slices.Equal(g.breaks, breaks) {
		return
	}
	g.area, g.marks, g.breaks, g.others = c.area, marks, breaks, now
	g.wipe()
	c.paintAxes(p)
	for _, x := range breaks {
		if c.area.insideX(float64(x)) {
			p.text = c.area.vertical(p.text, float64(x))
		}
	}
	p.stroke(c.scene.theme.Muted, c.scene.theme.AxisWidth(), dotted)
	c.paintTransitions(p, marks)
	c.paintBands(p)
	if len(c.scene.store.Branches()) > 0 || now.future {
		c.paintOthers(p, now.future)
	}
	c.paintPinned(p)
}

// paintOthers draws branches, thin, pale and named, and the future, faint.
func (c *chart) paintOthers(p *pen, future bool) {
	store, theme := &c.scene.store, c.scene.theme
	p.inside(&c.area, 0, func() {
		for i := range c.panel.Curves {
			curve := &c.panel.Curves[i]
			if !c.panel.Forks(curve) {
				continue
			}
			for _, b := range store.Branches() {
				x, y := b.Curve(curve)
				p.text = c.area.line(p.text, x, y)
				p.stroke(theme.Pale(curve.Hue), plot.BranchWidth*theme.Line, solid)
			}
			if future {
				x, y := store.Series(curve.Source)
				p.text = c.area.line(p.text, x, y)
				p.ctx.Set("globalAlpha", plot.FutureOpacity)
				p.stroke(c.colour(curve), theme.Line, solid)
				p.ctx.Set("globalAlpha", 1)
			}
		}
	})
	p.font(1, "right")
	p.ctx.Set("lineWidth", 3*p.ratio)
	a := &c.area
	for _, l := range c.panel.BranchNames(store, func(v float32) float64 { return a.px(float64(v)) }, a.clampY, a.left, a.left+a.width, a.top+a.height, p.em) {
		p.edge(l.Text, theme.Paper, l.Beside(p.em), l.Y)
		p.write(l.What, l.Text, theme.Muted, l.Beside(p.em), l.Y)
	}
}

// paintAxes draws and labels the axes as exported figures do.
func (c *chart) paintAxes(p *pen) {
	a, theme := &c.area, c.scene.theme
	bottom := a.top + a.height
	ticks := appendPoint(nil, 'M', a.left, a.top)
	ticks = appendNumber(append(ticks, 'v'), a.height)
	ticks = appendNumber(append(ticks, 'h'), a.width)
	small := p.em / 3
	p.font(1, "right")
	for _, t := range c.panel.Y.Ticks(a.y[0], a.y[1], c.yTicks()) {
		y := a.py(t.At)
		if c.empty && !c.panel.Y.Fixed() {
			break
		}
		if t.Label == "" {
			ticks = appendNumber(append(appendPoint(ticks, 'M', a.left, y), 'h'), -small)
			continue
		}
		p.text = appendNumber(append(appendPoint(p.text, 'M', a.left, y), 'h'), a.width)
		p.write("", t.Label, theme.Muted, a.left-0.5*p.em, y+0.35*p.em)
	}
	p.font(1, "center")
	for _, t := range c.panel.X.Ticks(a.x[0], a.x[1], c.xTicks()) {
		x := a.px(t.At)
		if c.empty && !c.panel.X.Fixed() {
			break
		}
		ticks = appendNumber(append(appendPoint(ticks, 'M', x, bottom), 'v'), small)
		if t.Label != "" {
			p.text = appendNumber(append(appendPoint(p.text, 'M', x, bottom), 'v'), -a.height)
			p.write("", t.Label, theme.Muted, x, bottom+1.35*p.em)
		}
	}
	p.stroke(theme.Grid, 1, solid)
	p.text = append(p.text, ticks...)
	p.stroke(theme.Muted, theme.AxisWidth(), solid)
	p.font(1, "left")
	p.write("y "+c.panel.ID, c.panel.Y.Label, theme.Muted, a.left, a.top-(c.top-1.1)*p.em)
	p.font(1, "right")
	p.write("x "+c.panel.ID, c.panel.X.Label, theme.Muted, a.left+a.width, bottom+2.5*p.em)
}

// paintTransitions draws measured moments solid and predicted ones dashed, and names them above the area.
func (c *chart) paintTransitions(p *pen, marks []plot.Mark) {
	taken := math.Inf(-1) // right end of the last name
	for _, m := range marks {
		if !c.area.insideX(m.At) {
			continue
		}
		colour, style := c.scene.theme.Muted, solid
		if m.Hue >= 0 {
			colour = c.scene.theme.Colour(m.Hue)
		}
		if m.Theory {
			style = dashed
		}
		p.text = c.area.vertical(p.text, m.At)
		p.ctx.Set("globalAlpha", 0.7)
		p.stroke(colour, c.scene.theme.MarkWidth(m.Theory), style)
		p.ctx.Set("globalAlpha", 1)
		if x := c.area.px(m.At); x-0.7*p.em > taken {
			p.symbol("mark "+m.Name, m.Name, colour, "", "center", x, c.area.top-0.35*p.em)
			taken = x + 0.7*p.em
		}
	}
}
