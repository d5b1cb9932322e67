//go:build js && wasm

package browser

import (
	"errors"
	"syscall/js"

	"cascade/ui/plot"
)

// surface shows a field of heights from all sides: a canvas for the frame and the names, and in front of it one that WebGL
// paints. It exists only while it is shown, because browsers allow few such canvases.
type surface struct {
	scope
	slot    *slot
	scene   *scene
	request func() // asks for this panel to be drawn
	frame   layer
	canvas  js.Value
	paint   js.Value // what static/surface.js returns
	mesh    plot.Mesh
	field   *float32 // the first number of the field that the mesh shows
	extent  [4]float32
	width   float64
	height  float64
	ratio   float64
	spots   []float32
	numbers []float32 // of look, reused
}

var (
	errNoWebGL = errors.New("this browser shows no surface, because it has no WebGL 2 or has turned it off; the map shows the same heights")
	errLost    = errors.New("the graphics driver has taken the surface away; the map shows the same heights, and Surface tries again")
)

const glLabel = "Drag, or use the arrow keys, to turn the surface; plus and minus zoom, Home returns to the first view."

func newSurface(slot *slot, g *gallery) (*surface, error) {
	s := &surface{scope: scope{failed: g.failed}, slot: slot, scene: &g.scene, canvas: element("canvas", "surface")}
	s.request = func() {
		slot.dirty = true
		g.request()
	}
	slot.root.Call("replaceChildren")
	s.frame = newLayer(slot.root, "grid")
	onMove := s.callback(func(args []js.Value) any {
		turn, tilt, zoom, home := args[0].Float(), args[1].Float(), args[2].Float(), args[3].Bool()
		g.do(func() { s.move(turn, tilt, zoom, home) })
		return nil
	})
	var err error
	if s.paint, err = call(window, "cascadeSurface", s.canvas, len(slot.panel.Curves), onMove); err != nil || !s.paint.Truthy() {
		s.scope.Close()
		return nil, errNoWebGL
	}
	s.canvas.Set("tabIndex", 0)
	s.canvas.Call("setAttribute", "role", "application")
	s.canvas.Call("setAttribute", "aria-label", slot.panel.Title+" as a surface. "+glLabel)
	s.canvas.Set("title", glLabel)
	slot.root.Call("append", s.canvas)
	s.listen(s.canvas, "webglcontextlost", func(js.Value) {
		g.do(func() {
			if slot.view == view(s) {
				g.setSolid(slot.panel.ID, false)
				g.lost(slot.panel.ID, errLost)
			}
		})
	})
	s.resize(slot.width, slot.height)
	return s, nil
}

// Close gives the graphics memory back.
func (s *surface) Close() {
	s.scope.Close()
	s.paint.Call("close")
	s.frame.canvas.Call("remove")
	s.canvas.Call("remove")
}

func (s *surface) painted(dst []spot) []spot { return s.frame.pen.list(dst) }

// layers draws once more, since a canvas of WebGL is empty after it was shown, and waits for what is not there yet.
func (s *surface) layers() []js.Value {
	s.render(true)
	return []js.Value{s.frame.canvas, s.canvas}
}

func (s *surface) resize(width, height float64) {
	s.width, s.height = width, height
	s.ratio = window.Get("devicePixelRatio").Float()
	s.canvas.Set("width", int(width*s.ratio))
	s.canvas.Set("height", int(height*s.ratio))
	s.frame.resize(s.canvas, s.scene.theme.FontSize, s.ratio)
	if s.mesh.Rows > 0 {
		s.draw() // a canvas of another size is empty
	}
}

// draw shows what the store holds now, from where the camera is.
func (s *surface) draw() { s.render(false) }

// render draws, in a later frame if the graphics are not ready and nobody waits.
func (s *surface) render(now bool) {
	store := &s.scene.store
	b, ok := store.Field(s.slot.panel.Field)
	heights := s.scene.heightsOf(s.slot.panel.Field)
	fresh := ok && len(b.Data) > 0 && s.field != &b.Data[0]
	if fresh {
		if s.field = &b.Data[0]; heights.Fit(&b, s.slot.panel.Walls) && s.mesh.Set(&b, heights, max(60, int(s.height/4))) {
			s.extent = b.Extent
			s.paint.Call("mesh", s.mesh.Rows, s.mesh.Cols, floats(s.mesh.Land))
		}
	}
	if fresh {
		s.putSpots()
	}
	view := s.slot.camera.Look(s.width, s.height, s.scene.theme.FontSize)
	s.paintFrame(&view, heights.Cap)
	s.paint.Call("draw", s.look(&view), now)
}

// putSpots puts the points on the surface. They come in the same frames as the field.
func (s *surface) putSpots() {
	for i := range s.slot.panel.Curves {
		s.spots = s.spots[:0]
		for _, part := range s.scene.store.Parts(&s.slot.panel.Curves[i]) {
			s.spots = s.mesh.Spots(s.spots, part, s.extent)
		}
		s.paint.Call("spots", i, floats(s.spots))
	}
}

// paintFrame paints floor, walls, numbers and names.
func (s *surface) paintFrame(view *plot.Viewpoint, top float64) {
	p, theme, panel := s.frame.pen, s.scene.theme, &s.slot.panel
	s.frame.wipe()
	if s.mesh.Rows > 0 {
		x, y := panel.Limits(&s.scene.store)
		f := view.Frame(panel, x, y, top, theme.FontSize)
		for _, part := range []struct {
			lines  []float64
			colour string
		}{{f.Grid, theme.Grid}, {f.Axes, theme.Muted}} {
			for q := part.lines; len(q) > 0; q = q[4:] {
				p.text = appendPoint(p.text, 'M', q[0]*p.ratio, q[1]*p.ratio)
				p.text = appendPoint(p.text, 'L', q[2]*p.ratio, q[3]*p.ratio)
			}
			p.stroke(part.colour, theme.Line/2, solid)
		}
		p.font(1, "center")
		for _, t := range f.Labels {
			p.write(panel.WhatOf(t.Text), t.Text, theme.Muted, t.X*p.ratio, t.Y*p.ratio+0.35*p.em)
		}
	}
	line := s.width/theme.FontSize - 1
	names, _ := plot.FitKey(panel.Key(&s.scene.store, s.scene.state, theme), line, 0, line, theme)
	p.font(1, "right")
	x := (s.width - theme.FontSize) * p.ratio
	for i := len(names) - 1; i >= 0; i-- {
		p.write(names[i].What, names[i].Text, names[i].Colour, x, 1.1*p.em)
		x -= p.width(names[i].Text) + plot.EntryGap*p.em
	}
}

// move turns the camera.
func (s *surface) move(turn, tilt, zoom float64, home bool) {
	if home {
		s.slot.camera = plot.Overview
	}
	s.slot.camera = s.slot.camera.Move(turn, tilt, zoom)
	s.request()
}
