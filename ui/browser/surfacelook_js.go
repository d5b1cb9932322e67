//go:build js && wasm

package browser

import (
	"syscall/js"
	"unsafe"

	"cascade/ui/plot"
)

// look says how the surface is drawn, in the order in which static/surface.js reads it: sizes in canvas pixels, colours from 0
// to 1.
func (s *surface) look(view *plot.Viewpoint) js.Value {
	theme, panel, ratio := s.scene.theme, &s.slot.panel, float32(s.ratio)
	matrix, light := view.Matrix(), view.Light()
	list := append(s.numbers[:0], matrix[:]...)
	list = append(list, light[:]...)
	palette := theme.Sequential(panel.Grey)
	list = colours(list, palette[0], palette[plot.Gap-1], plot.RGB(theme.ContourColour(panel.Grey)), plot.RGB(theme.Paper), plot.RGB(theme.Ink))
	for i := range plot.MaxHues { // behind the ink, which is hue -1
		list = colours(list, plot.RGB(theme.Colour(i)))
	}
	list = append(list, plot.BoxHeight, plot.ContoursToCap, float32(theme.ContourWidth())*ratio, plot.Edge*ratio)
	for i := range panel.Curves {
		kind, size, stroke, opacity := theme.Spot(&panel.Curves[i], panel)
		list = append(list, float32(kind), float32(size)*ratio, float32(stroke)*ratio, float32(opacity))
	}
	s.numbers = list
	return floats(list)
}

// colours appends red, green and blue.
func colours(dst []float32, list ...[3]byte) []float32 {
	for _, c := range list {
		dst = append(dst, float32(c[0])/255, float32(c[1])/255, float32(c[2])/255)
	}
	return dst
}

// floats returns a copy of the numbers as a Float32Array.
func floats(list []float32) js.Value {
	bytes := window.Get("Uint8Array").New(4 * len(list))
	if len(list) > 0 {
		js.CopyBytesToJS(bytes, unsafe.Slice((*byte)(unsafe.Pointer(&list[0])), 4*len(list)))
	}
	return window.Get("Float32Array").New(bytes.Get("buffer"))
}
