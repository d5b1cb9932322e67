//go:build js && wasm

package browser

import (
	"fmt"
	"math"
	"strconv"
	"syscall/js"

	"cascade/ui/plot"
)

// pictures draws a field whose rows are samples: one canvas pixel per cell, magnified by the browser.
type pictures struct {
	panel         *plot.Panel
	scene         *scene
	width, height float64
	element, ctx  js.Value
	palette       [256][3]byte
	tiles         plot.Tiles
	cells, rgba   []byte
	pixels, image js.Value // Uint8ClampedArray and the ImageData that shares it
	root          js.Value
	captions      []caption
	words         []spot
}

// caption is the words below one picture.
type caption struct {
	element     js.Value
	text, place string // as shown
}

func newPictures(panel *plot.Panel, scene *scene, root js.Value, width, height float64) *pictures {
	p := &pictures{panel: panel, scene: scene, width: width, height: height, element: element("canvas", "pictures"), root: root}
	p.ctx = p.element.Call("getContext", "2d")
	style := p.element.Get("style")
	style.Set("position", "absolute")
	style.Set("inset", "0")
	style.Set("margin", "auto")
	p.element.Set("width", 0) // until it has cells
	root.Call("replaceChildren", p.element)
	return p
}

func (p *pictures) resize(width, height float64) { p.width, p.height = width, height }

func (p *pictures) layers() []js.Value { return []js.Value{p.element} }

func (p *pictures) Close() {}

func (p *pictures) painted(dst []spot) []spot { return append(dst, p.words...) }

// draw paints the newest field.
func (p *pictures) draw() {
	b, _ := p.scene.store.Field(p.panel.Field)
	captions, foot := p.panel.Captions(&p.scene.store), 0.0
	if captions != nil {
		foot = plot.FootSpace * p.scene.theme.FontSize
	}
	tiles, ok := plot.LayOut(&b, p.width, p.height, foot)
	if !ok {
		return
	}
	across, down := p.layout(tiles)
	p.write(captions, across, down)
	p.cells = p.tiles.Paint(p.cells, &b, p.panel.Signed)
	for i, c := range p.cells {
		colour := &p.palette[c]
		q := p.rgba[4*i : 4*i+4]
		q[0], q[1], q[2], q[3] = colour[0], colour[1], colour[2], 255
	}
	js.CopyBytesToJS(p.pixels, p.rgba)
	p.ctx.Call("putImageData", p.image, 0, 0)
}

// sharp is the number of device pixels per cell from which on a whole number of them is worth the margin it leaves: sharp
// squares. Smaller cells are blended by the browser and fill the panel.
const sharp = 3

// write puts the captions below the pictures, whose cells have that size on the page.
func (p *pictures) write(texts []string, across, down float64) {
	for len(p.captions) > len(texts) {
		last := len(p.captions) - 1
		p.captions[last].element.Call("remove")
		p.captions = p.captions[:last]
	}
	w, h := p.tiles.Size()
	p.words = p.words[:0]
	for i, text := range texts {
		if i == len(p.captions) {
			e := element("span", "words")
			p.root.Call("append", e)
			p.captions = append(p.captions, caption{element: e})
		}
		c := &p.captions[i]
		if c.text != text {
			c.text = text
			c.element.Set("textContent", text)
		}
		left, top := p.tiles.Corner(i)
		x, y := (p.width-across*float64(w))/2+across*float64(left), (p.height-down*float64(h))/2+down*float64(top+p.tiles.High)
		wide, em := across*float64(p.tiles.Wide), p.scene.theme.FontSize
		p.words = append(p.words, spot{key: "curve " + p.panel.ID + " " + p.panel.Caption + strconv.Itoa(i+1), text: text, x: x + wide/2, y: y + em*plot.FootSpace/2, width: wide, height: em * plot.FootSpace})
		place := fmt.Sprintf("left:%.1fpx;top:%.1fpx;width:%.1fpx", x, y, wide)
		if p.tiles.Stretched {
			place += ";text-align:left"
		}
		if c.place != place {
			c.place = place
			c.element.Call("setAttribute", "style", place)
		}
	}
}

// layout gives the canvas its size: cells for pixels, and on the page as many device pixels per cell as fit. It returns the size of a cell
// on the page.
func (p *pictures) layout(t plot.Tiles) (across, down float64) {
	w, h := t.Size()
	ratio := window.Get("devicePixelRatio").Float()
	across, down = p.width/float64(w), p.height/float64(h)
	rendering := "auto"
	if cell := math.Min(across, down); !t.Stretched {
		if whole := math.Floor(cell * ratio); whole >= sharp {
			cell, rendering = whole/ratio, "pixelated"
		}
		across, down = cell, cell
	} else {
		if across*ratio >= sharp {
			rendering = "pixelated"
		}
		if whole := math.Floor(down * ratio); whole > 0 { // rows and what is between them are all alike
			down = whole / ratio
		}
	}
	style := p.element.Get("style")
	style.Set("imageRendering", rendering)
	style.Set("width", px(across*float64(w)))
	style.Set("height", px(down*float64(h)))
	if t == p.tiles {
		return across, down
	}
	p.tiles, p.rgba, p.palette = t, make([]byte, 4*w*h), t.Palette(p.scene.theme, p.panel.Signed)
	p.element.Set("width", w)
	p.element.Set("height", h)
	p.pixels = window.Get("Uint8ClampedArray").New(len(p.rgba))
	p.image = window.Get("ImageData").New(p.pixels, w, h)
	return across, down
}
