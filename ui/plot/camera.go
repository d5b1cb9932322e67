package plot

import "math"

// Camera is from where a surface is seen: turned about the vertical axis and tilted above the floor, both in radians.
type Camera struct{ Turn, Tilt, Zoom float64 }

// Overview is a view that shows the valleys over the rim in front of them.
var Overview = Camera{Turn: -0.55, Tilt: 0.72, Zoom: 1}

// Move returns the camera turned and tilted by so many radians and zoomed by a factor, within what makes sense: never from
// below, and the surface neither lost nor filling more than a few windows.
func (c Camera) Move(turn, tilt, zoom float64) Camera {
	const lowest, highest, far, near = 0.12, math.Pi / 2, 0.6, 4
	c.Turn = math.Remainder(c.Turn+turn, 2*math.Pi)
	c.Tilt = math.Min(math.Max(c.Tilt+tilt, lowest), highest)
	c.Zoom = math.Min(math.Max(c.Zoom*zoom, far), near)
	return c
}

// BoxHeight is the height of the box that holds a surface, whose floor is the square from -1 to 1 in both directions.
const BoxHeight = 0.8

// eye is how far the camera is from the middle of the box: the larger, the less perspective.
const eye = 6

// Viewpoint is a camera that looks at the box from its place before a window.
type Viewpoint struct {
	sinTurn, cosTurn, sinTilt, cosTilt float64
	scale                              float64 // pixels for a unit of the box
	x, y                               float64 // of the middle of the box in the window
	width, height                      float64 // of the window
	small                              bool    // there is no room for numbers
}

// roomy is the height of a window, in sizes of a letter, from which on the axes have numbers.
const roomy = 11

// Look places the camera so that the whole box is seen at zoom 1, with room around it for labels in letters of size em. It
// stays as large while it turns. The sizes are in pixels.
func (c Camera) Look(width, height, em float64) Viewpoint {
	v := Viewpoint{width: width, height: height}
	v.sinTurn, v.cosTurn = math.Sincos(c.Turn)
	v.sinTilt, v.cosTilt = math.Sincos(c.Tilt)
	top, bottom, side := 1.6*em, 2.2*em, 2*em
	if v.small = height < roomy*em; v.small {
		bottom, side = em, em
	}
	across, above, below := v.reach()
	v.scale = math.Max(math.Min((width/2-side)/across, (height-top-bottom)/(above+below)), 1)
	v.x, v.y = width/2, top+(height-top-bottom)*above/(above+below)
	v.scale *= c.Zoom
	return v
}

// reach returns how far the box gets sideways, up and down from its middle in the window while it turns, in units of the scale.
func (v *Viewpoint) reach() (across, above, below float64) {
	const parts = 16
	for i := range parts { // a corner goes round
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / parts)
		for _, z := range [2]float64{0, BoxHeight} {
			right, up, towards := v.turned(math.Sqrt2*cos, math.Sqrt2*sin, z)
			near := 1 / (1 - towards/eye)
			across, above, below = math.Max(across, right*near), math.Max(above, up*near), math.Max(below, -up*near)
		}
	}
	return across, above, below
}

// turned returns the coordinates of a point to the right, upwards and towards the reader, from the middle of the box.
func (v *Viewpoint) turned(x, y, z float64) (right, up, towards float64) {
	away := x*v.sinTurn + y*v.cosTurn
	z -= BoxHeight / 2
	return x*v.cosTurn - y*v.sinTurn, away*v.sinTilt + z*v.cosTilt, z*v.sinTilt - away*v.cosTilt
}

// Project returns where a point of the box is in the window: pixels from its left and upper edges.
func (v *Viewpoint) Project(x, y, z float64) (px, py float64) {
	right, up, towards := v.turned(x, y, z)
	s := v.scale / (1 - towards/eye)
	return v.x + s*right, v.y - s*up
}

// Matrix returns the same projection for a graphics processor: columns one after the other, to coordinates from -1 to 1 after
// division by the last one, with the depth growing away from the reader.
func (v *Viewpoint) Matrix() [16]float32 {
	var m [16]float32
	column := func(i int, right, up, towards, whole float64) {
		w := whole - towards/eye
		m[4*i] = float32(2*v.scale*right/v.width + (2*v.x/v.width-1)*w)
		m[4*i+1] = float32(2*v.scale*up/v.height + (1-2*v.y/v.height)*w)
		m[4*i+2] = float32(-towards / 4)
		m[4*i+3] = float32(w)
	}
	r0, u0, t0 := v.turned(0, 0, 0)
	column(3, r0, u0, t0, 1)
	for i, unit := range [3][3]float64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}} {
		r, u, t := v.turned(unit[0], unit[1], unit[2])
		column(i, r-r0, u-u0, t-t0, 0)
	}
	return m
}

// Light returns the direction to the light, in the box: from above the reader's left shoulder, wherever the camera is.
func (v *Viewpoint) Light() [3]float32 {
	const right, away, up = -0.5, -0.35, 0.79 // length 1
	return [3]float32{float32(right*v.cosTurn + away*v.sinTurn), float32(away*v.cosTurn - right*v.sinTurn), up}
}
