//go:build js && wasm

package browser

import (
	"math"
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
}

func newPictures(panel *plot.Panel, scene *scene, root js.Value, width, height float64) *pictures {
	p := &pictures{panel: panel, scene: scene, width: width, height: height, element: element("canvas", "pictures"),
		palette: scene.theme.Palette(panel.Signed)}
	p.ctx = p.element.Call("getContext", "2d")
	style := p.element.Get("style")
	style.Set("position", "absolute")
	style.Set("inset", "0")
	style.Set("margin", "auto")
	root.Call("replaceChildren", p.element)
	return p
}

func (p *pictures) resize(width, height float64) { p.width, p.height = width, height }

func (p *pictures) layers() []js.Value { return []js.Value{p.element} }

func (p *pictures) Close() {}

// draw paints the newest field.
func (p *pictures) draw() {
	b, _ := p.scene.store.Field(p.panel.Field)
	tiles, ok := plot.LayOut(&b, p.width, p.height)
	if !ok {
		return
	}
	p.layout(tiles)
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

// layout gives the canvas its size: cells for pixels, and on the page as many device pixels per cell as fit.
func (p *pictures) layout(t plot.Tiles) {
	w, h := t.Size()
	ratio := window.Get("devicePixelRatio").Float()
	across, down := p.width/float64(w), p.height/float64(h)
	rendering := "auto"
	if cell := math.Min(across, down); !t.Stretched {
		if whole := math.Floor(cell * ratio); whole >= sharp {
			cell, rendering = whole/ratio, "pixelated"
		}
		across, down = cell, cell
	} else if across*ratio >= sharp {
		rendering = "pixelated"
	}
	style := p.element.Get("style")
	style.Set("imageRendering", rendering)
	style.Set("width", px(across*float64(w)))
	style.Set("height", px(down*float64(h)))
	if t == p.tiles {
		return
	}
	p.tiles, p.rgba = t, make([]byte, 4*w*h)
	p.element.Set("width", w)
	p.element.Set("height", h)
	p.pixels = window.Get("Uint8ClampedArray").New(len(p.rgba))
	p.image = window.Get("ImageData").New(p.pixels, w, h)
}
