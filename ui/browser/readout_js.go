//go:build js && wasm

package browser

import (
	"fmt"
	"math"
	"strings"
	"syscall/js"

	"cascade/ui/plot"
)

// readout shows the numbers under the cursor: x and the value of each line there, predictions in parentheses; then those of the lines of a pinned run.
type readout struct {
	box   js.Value
	items []js.Value // x, then one per line, then one per line of the pinned run
	pairs []int      // the curves of the panel that these are of
	texts []string   // as shown
	place string     // as styled
}

const readoutDigits = 4

// open makes the elements, once per chart.
func (r *readout) open(c *chart) {
	theme := c.scene.theme
	r.box = element("div", "readout")
	style := r.box.Get("style")
	for name, value := range map[string]any{
		"position": "absolute", "opacity": "0.9", "display": "none", "flexWrap": "wrap", "gap": "0 .8em", "padding": "0 .4em",
		"maxWidth": "60%", "pointerEvents": "none", "background": theme.Paper,
		"font": fmt.Sprintf("%gpx/1.4 %s", theme.FontSize, fontFamily), "fontVariantNumeric": "tabular-nums",
	} {
		style.Set(name, value)
	}
	r.add(theme.Muted)
	for _, k := range c.lines {
		r.add(c.colour(&c.panel.Curves[k]))
	}
	for i := range c.panel.Curves {
		if curve := &c.panel.Curves[i]; c.panel.Compared && c.panel.Compares(curve) {
			r.add(c.colour(curve))
			r.pairs = append(r.pairs, i)
		}
	}
	c.plot.Get("over").Call("append", r.box)
}

func (r *readout) add(colour string) {
	e := element("span", "")
	e.Get("style").Set("color", colour)
	r.box.Call("append", e)
	r.items, r.texts = append(r.items, e), append(r.texts, "")
}

// show follows the cursor; uPlot puts it at a negative place when it has left.
func (r *readout) show(c *chart) {
	cursor := c.plot.Get("cursor")
	left, row := cursor.Get("left").Float(), cursor.Get("idx")
	if left < 0 || row.Type() != js.TypeNumber {
		r.box.Get("style").Set("display", "none")
		return
	}
	x := c.plot.Call("posToVal", left, "x").Float()
	switch n := c.data.Len; {
	case n == 0 && len(r.pairs) == 0:
		r.set(0, c.panel.X.Label+" "+plot.Number(x, readoutDigits)+"  "+c.others(x, cursor.Get("top").Float()))
	case n == 0 || len(r.pairs) > 0 && x > float64(c.data.column(0)[n-1]): // only the pinned run has come as far
		if c.panel.X.Time {
			x = math.Round(x)
		}
		r.set(0, c.panel.X.Label+" "+plot.Number(x, readoutDigits))
		for i := range c.lines {
			r.set(1+i, "")
		}
		r.pinned(c, x, -1)
	default:
		r.lines(c, row.Int(), cursor.Get("top").Float())
	}
	over := c.plot.Get("over")
	r.dodge(left > over.Get("clientWidth").Float()/2, cursor.Get("top").Float() > over.Get("clientHeight").Float()/2)
}

// manyLines is from how many lines on only the one nearest to the cursor is read out, with its prediction: all of them would
// cover a small panel.
const manyLines = 9

// lines writes the values of the lines at a row of the joined columns.
func (r *readout) lines(c *chart, row int, top float64) {
	if row >= c.data.Len {
		return
	}
	r.set(0, c.panel.X.Label+" "+plot.Number(float64(c.data.column(0)[row]), readoutDigits))
	only := -1
	if len(c.lines) >= manyLines {
		only = c.nearestHue(row, top)
	}
	for i, k := range c.lines {
		y, ok := c.data.at(i, row)
		text, curve := "", &c.panel.Curves[k]
		if ok && (only < 0 || only == curve.Hue) {
			text = plot.Number(float64(y), readoutDigits)
			if curve.Dash && curve.Label == "" {
				text = "(" + text + ")"
			} else if curve.Label != "" {
				base, sub := plot.Subscript(curve.Label)
				text = base + sub + " " + text
			}
		}
		r.set(1+i, text)
	}
	r.pinned(c, float64(c.data.column(0)[row]), only)
}

// pinned writes the values of the pinned run at x, of the lines of one hue or of all.
func (r *readout) pinned(c *chart, x float64, only int) {
	course, word := c.scene.store.Pinned(), "B "
	for i, k := range r.pairs {
		curve, text := &c.panel.Curves[k], ""
		if course != nil && (only < 0 || only == curve.Hue) {
			if y, ok := course.At(curve, x); ok {
				base, sub := plot.Subscript(curve.Label)
				text = word + strings.TrimSpace(base+sub+" "+plot.Number(y, readoutDigits))
				word = ""
			}
		}
		r.set(1+len(c.lines)+i, text)
	}
}

// nearestHue returns the hue of the line that is nearest in height to the cursor, -1 if there is none. A measurement and its
// prediction share it.
func (c *chart) nearestHue(row int, top float64) int {
	hue, least := -1, math.Inf(1)
	for i, k := range c.lines {
		if y, ok := c.data.at(i, row); ok {
			if d := math.Abs(c.area.py(float64(y)) - c.area.top - top*c.pen.ratio); d < least {
				hue, least = c.panel.Curves[k].Hue, d
			}
		}
	}
	return hue
}

// others describes the place under the cursor in a chart without lines: y in a cloud of points, a bar's height.
func (c *chart) others(x, top float64) string {
	if c.panel.Clouds() {
		y := c.plot.Call("posToVal", top, "y").Float()
		return c.panel.Y.Label + " " + plot.Number(y, readoutDigits) + c.heightAt(x, y)
	}
	for i := range c.panel.Curves {
		if curve := &c.panel.Curves[i]; curve.Bars {
			xs, ys := c.scene.store.Curve(curve)
			if k := nearest(xs, x); k >= 0 {
				return c.panel.Y.Label + " " + plot.Number(float64(ys[k]), readoutDigits)
			}
		}
	}
	return ""
}

func (r *readout) set(i int, text string) {
	if r.texts[i] != text {
		r.texts[i] = text
		r.items[i].Set("textContent", text)
		r.items[i].Set("hidden", text == "") // no gap for it
	}
}

// dodge puts the box into the corner that is farthest from the cursor.
func (r *readout) dodge(toLeft, toTop bool) {
	style := r.box.Get("style")
	style.Set("display", "flex")
	place := fmt.Sprint(toLeft, toTop)
	if r.place == place {
		return
	}
	r.place = place
	for side, here := range map[string]bool{"left": toLeft, "right": !toLeft, "top": toTop, "bottom": !toTop} {
		at := "auto"
		if here {
			at = "2px" // the axes stay whole
		}
		style.Set(side, at)
	}
}
