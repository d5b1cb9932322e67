package plot

import "math"

// Discs is a picture of many discs or crosses, painted layer by layer. A layer is all those of one size and colour, equally opaque where they overlap: what a
// canvas makes of one stroke with round ends, in a fiftieth of the time that browsers without a graphics card take for it.
//
// What has been painted lies within Left <= x < Right and Top <= y < Bottom.
type Discs struct {
	Left, Top, Right, Bottom int
	width, height            int
	pixels                   []byte // RGBA, not multiplied by A, as ImageData wants them
	mask                     []byte // how much of each pixel the layer covers; zero between two layers
}

// Clear empties the picture, whose pixels, four bytes each, are given.
func (d *Discs) Clear(pixels []byte, width int) {
	if 4*len(d.mask) != len(pixels) {
		d.mask = make([]byte, len(pixels)/4)
	}
	clear(pixels)
	d.pixels, d.width, d.height = pixels, width, len(d.mask)/max(width, 1)
	d.Left, d.Top, d.Right, d.Bottom = width, d.height, 0, 0
}

// Layer paints a disc at each place, x and y; these and the diameter are pixels.
func (d *Discs) Layer(places [][2]float64, diameter float64, colour [3]byte, opacity float64) {
	d.paint(places, 0, diameter, colour, opacity)
}

// Crosses paints a cross at each place: the diagonals of a square of side 2 half, with lines so many pixels wide.
func (d *Discs) Crosses(places [][2]float64, half, width float64, colour [3]byte, opacity float64) {
	d.paint(places, half, width, colour, opacity)
}

// paint paints crosses; those of side 0 are discs.
func (d *Discs) paint(places [][2]float64, half, width float64, colour [3]byte, opacity float64) {
	left, top, right, bottom := d.width, d.height, 0, 0
	full, none := max(width/2-0.5, 0), width/2+0.5 // distance from the line up to which a pixel is covered in full, and from which it is not
	reach := half + none
	for _, p := range places {
		if !(math.Abs(p[0]) < 1e6 && math.Abs(p[1]) < 1e6) {
			continue
		}
		x0, x1 := max(int(p[0]-reach), 0), min(int(p[0]+reach)+1, d.width)
		y0, y1 := max(int(p[1]-reach), 0), min(int(p[1]+reach)+1, d.height)
		if x0 >= x1 || y0 >= y1 {
			continue
		}
		left, top, right, bottom = min(left, x0), min(top, y0), max(right, x1), max(bottom, y1)
		for ; y0 < y1; y0++ {
			y := float64(y0) + 0.5 - p[1]
			x := float64(x0) + 0.5 - p[0]
			row := d.mask[y0*d.width+x0 : y0*d.width+x1]
			for k := range row {
				away := x*x + y*y
				if half > 0 {
					along, across := math.Abs(x+y), math.Abs(x-y) // √2 times the distances from the diagonals
					if along < across {
						along, across = across, along
					}
					beyond := max(along-2*half, 0)
					away = (across*across + beyond*beyond) / 2
				}
				switch {
				case away <= full*full:
					row[k] = 255
				case away < none*none:
					if c := byte(255*(none-math.Sqrt(away)) + 0.5); c > row[k] {
						row[k] = c
					}
				}
				x++
			}
		}
	}
	for y := top; y < bottom; y++ {
		d.blend(y*d.width+left, y*d.width+right, colour, int(255*opacity+0.5))
	}
	d.Left, d.Top, d.Right, d.Bottom = min(d.Left, left), min(d.Top, top), max(d.Right, right), max(d.Bottom, bottom)
}

// blend puts a colour over the pixels [from, to) as far as the mask covers them, and empties the mask there.
func (d *Discs) blend(from, to int, colour [3]byte, opacity int) {
	mask, pixels := d.mask[from:to], d.pixels[4*from:4*to]
	for i, m := range mask {
		if m == 0 {
			continue
		}
		mask[i] = 0
		p := pixels[4*i : 4*i+4]
		above := (int(m)*opacity + 127) / 255
		if above == 255 || p[3] == 0 {
			p[0], p[1], p[2], p[3] = colour[0], colour[1], colour[2], byte(above)
			continue
		}
		over, under := 255*above, int(p[3])*(255-above)
		sum := over + under
		for k := range 3 {
			p[k] = byte((int(colour[k])*over + int(p[k])*under + sum/2) / max(sum, 1))
		}
		p[3] = byte((sum + 127) / 255)
	}
}
