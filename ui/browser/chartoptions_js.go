//go:build js && wasm

package browser

import (
	"math"
	"syscall/js"

	"cascade/ui/plot"
)

// What is the same for all charts, as text: maps of Go's would be eight times as long. Axes are our own, see grid.
const (
	chartOptions = `{"padding":[],"legend":{"show":false},"cursor":{"points":{"show":false},"drag":{"x":true,"y":false,"setScale":false,"dist":5},"bind":{}},
		"scales":{"x":{"time":false},"y":{"time":false}},"axes":[{"show":false},{"show":false}],"series":[{}],"hooks":{}}`
	lineOptions = `{"points":{"show":false},"auto":false,"spanGaps":true,"pxAlign":0}`
)

// options are what uPlot is told once: lines, scales and the cursor.
func (c *chart) options() js.Value {
	em, json := c.scene.theme.FontSize, window.Get("JSON")
	o := json.Call("parse", chartOptions)
	o.Set("width", math.Floor(c.width))
	o.Set("height", math.Floor(c.height))
	width := c.panel.LineWidth(c.scene.theme) * window.Get("devicePixelRatio").Float() // for dashes; uPlot scales widths itself
	paths := c.callback(c.paths)
	for i, k := range c.lines {
		s := json.Call("parse", lineOptions)
		s.Set("stroke", c.colours[i])
		s.Set("width", c.panel.LineWidth(c.scene.theme))
		s.Set("paths", paths)
		if c.panel.Curves[k].Dash {
			d := [2]float64{3, 2}
			if c.panel.Compared {
				d = plot.DotDash
			}
			s.Set("dash", []any{d[0] * width, d[1] * width})
		}
		o.Get("series").SetIndex(i+1, s)
	}
	padding := o.Get("padding")
	for i, side := range [...]func(across, down float64) float64{
		func(_, down float64) float64 { return em*c.top + down/2 },
		func(across, _ float64) float64 { return em*c.panel.LabelSpace() + across/2 + c.keyShift(across) },
		func(_, down float64) float64 { return em*bottomSpace + down/2 },
		func(across, _ float64) float64 { return c.leftSpace() + across/2 - c.keyShift(across) },
	} {
		padding.SetIndex(i, c.callback(func([]js.Value) any { return side(c.spare()) }))
	}
	cursor, scales, hooks := o.Get("cursor"), o.Get("scales"), o.Get("hooks")
	cursor.Set("y", c.panel.Clouds())
	cursor.Get("bind").Set("dblclick", c.callback(c.onDoubleClick))
	c.scale(scales.Get("x"), &c.panel.X, c.visibleX)
	c.scale(scales.Get("y"), &c.panel.Y, func() [2]float64 { return c.limits.y })
	for _, h := range [...]struct {
		name string
		f    func()
	}{
		{"setSize", c.measure}, {"drawClear", c.paintBehind}, {"draw", c.paintBefore},
		{"setCursor", func() { c.readout.show(c) }}, {"setSelect", c.onSelect},
	} {
		hooks.Set(h.name, []any{c.callback(func([]js.Value) any { h.f(); return nil })})
	}
	return o
}

// bottomSpace is the room below the area in units of the font's size.
const bottomSpace = 2.9

// spare is what the area leaves free of the panel because its units have to be equally long; a reader who zooms along x gives that up.
func (c *chart) spare() (across, down float64) { return c.spareBelow(c.top) }

// spareBelow is spare with that much room above the area.
func (c *chart) spareBelow(top float64) (across, down float64) {
	if c.zoom != nil {
		return 0, 0
	}
	em := c.scene.theme.FontSize
	return c.panel.Spare(c.width-c.leftSpace()-em*c.panel.LabelSpace(), c.height-em*(top+bottomSpace), c.limits.x, c.limits.y)
}

// scale tells uPlot to take the limits from us.
func (c *chart) scale(scale js.Value, a *plot.Axis, limits func() [2]float64) {
	var now [2]float64
	var pair js.Value
	distribution := 1
	if a.Log {
		distribution = 3
	}
	scale.Set("distr", distribution)
	scale.Set("range", c.callback(func([]js.Value) any {
		if l := limits(); l != now {
			now, pair = l, js.ValueOf([]any{l[0], l[1]})
		}
		return pair
	}))
}

// xTicks and yTicks are how many labels there is room for.
func (c *chart) xTicks() int {
	n, _ := c.panel.TickCounts(c.width, c.height, c.area.width/c.pen.ratio, c.scene.theme.FontSize, c.visibleX(), c.limits.y)
	return n
}

func (c *chart) yTicks() int {
	_, n := c.panel.TickCounts(c.width, c.height, 0, c.scene.theme.FontSize, c.visibleX(), c.limits.y)
	return n
}

// leftSpace is the width of the labels of y, for panels over time of those that need most.
func (c *chart) leftSpace() float64 {
	own := c.panel.TickSpace(c.panel.Y.Ticks(c.limits.y[0], c.limits.y[1], c.yTicks()))
	if c.panel.X.Time {
		c.scene.gutter = max(c.scene.gutter, own)
		own = c.scene.gutter
	}
	return c.scene.theme.FontSize * own
}

// topSpace is the room above the area in units of the font's size: a line for the name of y and for those of transitions, or
// two where they, or the key, would meet.
func (c *chart) topSpace() float64 {
	em := c.scene.theme.FontSize
	if c.panel.HasKey() {
		ownLine, label := false, 0.7+0.58*float64(len([]rune(c.panel.Y.Label)))
		names := c.panel.Key(&c.scene.store, c.scene.state, c.scene.theme)
		across, _ := c.spareBelow(plot.OneLine)
		if c.keyBeside = c.fitsBeside(names, across); c.keyBeside {
			c.names = names
			return plot.OneLine
		}
		right := (c.width-across/2)/em - 1
		if c.names, ownLine = plot.FitKey(names, right-(c.leftSpace()+across/2)/em, label, right, c.scene.theme); ownLine {
			return plot.TwoLines
		}
	}
	whole := area{width: c.width - c.leftSpace() - em*c.panel.LabelSpace(), x: c.visibleX(), logX: c.panel.X.Log}
	nameEnd := em * (0.7 + 0.58*float64(len([]rune(c.panel.Y.Label))))
	for _, m := range c.panel.At(c.scene.state) {
		if at := whole.px(m.At); at > 0 && at < nameEnd {
			return plot.TwoLines
		}
	}
	return plot.OneLine
}

const narrowest = 4 // updates that a selection shows at least

// onSelect zooms to what the reader dragged over.
func (c *chart) onSelect() {
	s := c.plot.Get("select")
	left, width := s.Get("left").Float(), s.Get("width").Float()
	if width < 5 {
		return
	}
	lo := c.plot.Call("posToVal", left, "x").Float()
	hi := c.plot.Call("posToVal", left+width, "x").Float()
	if narrow := narrowest - (hi - lo); len(c.panel.Marks) > 0 && narrow > 0 {
		lo, hi = lo-narrow/2, hi+narrow/2
	}
	c.zoom = &[2]float64{lo, hi}
	c.plot.Call("setSelect", map[string]any{"left": 0, "width": 0}, false)
	c.redraw()
}

// onDoubleClick returns the listener that shows everything again.
func (c *chart) onDoubleClick([]js.Value) any {
	return c.callback(func([]js.Value) any {
		c.zoom = nil
		c.redraw()
		return nil
	})
}
