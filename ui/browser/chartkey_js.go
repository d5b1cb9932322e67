//go:build js && wasm

package browser

import "cascade/ui/plot"

// besideLine is the distance of the lines of a key beside the area, in units of the font's size.
const besideLine = 1.4

// fitsBeside tells whether the key fits right of an area that leaves so much of the panel's width free.
func (c *chart) fitsBeside(names []plot.Name, across float64) bool {
	if c.heat == nil || len(names) == 0 || across < c.besideWidth(names) {
		return false
	}
	em := c.scene.theme.FontSize
	return float64(len(names))*besideLine*em < c.height-em*(plot.OneLine+bottomSpace)
}

// widestCount is the widest text of a number of minima.
const widestCount = "○ 1 minimum"

// besideWidth is that of a key whose entries stand below one another. It has room for any number of minima: the area does not move when they
// split.
func (c *chart) besideWidth(names []plot.Name) float64 {
	widest := plot.KeyWidth([]plot.Name{{Text: widestCount}})
	for i := range names {
		widest = max(widest, plot.KeyWidth(names[i:i+1]))
	}
	return (widest + 0.5) * c.scene.theme.FontSize
}

// keyShift is how far the area moves to the left to make room for the key beside it.
func (c *chart) keyShift(across float64) float64 {
	if !c.keyBeside {
		return 0
	}
	return min(max(0, c.besideWidth(c.names)-across/2), across/2)
}

// paintKeyBeside writes the names of the curves right of the area, from the top.
func (c *chart) paintKeyBeside() {
	p := c.pen
	p.font(1, "left")
	x, y := c.area.left+c.area.width+p.em, c.area.top+0.9*p.em
	for _, n := range c.names {
		p.write(n.What, n.Text, n.Colour, x, y)
		y += besideLine * p.em
	}
}

// foreseenPlace is where the remark on a preview ends: on the line above the area, or on the first of two, clear of the key.
func (c *chart) foreseenPlace() (x, y float64) {
	x, y = c.area.left+c.area.width, c.area.top-(c.top-1.1)*c.pen.em
	if c.panel.HasKey() && !c.keyBeside && c.top == plot.OneLine {
		y = c.area.top + c.area.height + 2.5*c.pen.em // the key has this line; x is named there, in few letters
		x -= (1 + 0.64*float64(len([]rune(c.panel.X.Label)))) * c.pen.em
	}
	return x, y
}
