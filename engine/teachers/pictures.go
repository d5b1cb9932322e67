package teachers

import (
	"sort"

	"cascade/engine/kernels"
)

// Pictures are square grey pictures with labels, in 2^Depth greys: 0 is paper, 2^Depth-1 is ink.
//
// A Pictures must not be used by two goroutines, as it keeps the last picture that it unpacked and the tables of the last size that it
// was resized to: each wants its [Pictures.Fork].
type Pictures struct {
	Side   int    // pixels per row and per column
	Depth  int    // bits per pixel: 1, 2, 4 or 8
	Labels []byte // one per picture
	Grey   []byte // len(Labels) x Side x Side, row-major, each 0..2^Depth-1; nil for those of a file, see [Pictures.Pixels]

	packed  []byte // those of a file, which stay as they are: a browser's memory is dear
	pixels  []byte // the last picture unpacked
	sampler resampler
}

// Fork returns the same pictures, not copied, for another goroutine. Neither may change their pixels or labels from then on.
func (d *Pictures) Fork() *Pictures {
	return &Pictures{Side: d.Side, Depth: d.Depth, Labels: d.Labels, Grey: d.Grey, packed: d.packed}
}

// Count returns the number of pictures.
func (d *Pictures) Count() int { return len(d.Labels) }

// ink returns the darkest grey.
func (d *Pictures) ink() int { return 1<<d.Depth - 1 }

// Pixels returns picture i, Side x Side, row-major, each 0..2^Depth-1. The slice is valid until the next call.
func (d *Pictures) Pixels(i int) []byte {
	n, each := d.Side*d.Side, bytesEach(d.Side, d.Depth)
	if d.packed == nil {
		return d.Grey[i*n : (i+1)*n]
	}
	if d.pixels == nil {
		d.pixels = make([]byte, n)
	}
	packed := d.packed[i*each : (i+1)*each]
	for p := range d.pixels {
		bit := p * d.Depth
		d.pixels[p] = packed[bit>>3] >> (8 - d.Depth - bit&7) & byte(d.ink())
	}
	return d.pixels
}

// Resize writes picture i at another side, as shares of ink 0..1: the average over each new pixel's area when it shrinks,
// bilinear interpolation between the centers of the old pixels when it grows. Sums are integer, so that every platform
// gives the same bits; at the picture's own side nothing changes, and neither does a uniform grey. It panics unless dst has
// side x side elements.
func (d *Pictures) Resize(dst []float32, i, side int) {
	if side < 1 || len(dst) != side*side {
		panic("teachers: Resize into a slice of another size")
	}
	d.sampler.prepare(d.Side, side)
	full := float32(d.ink() * d.sampler.total * d.sampler.total)
	for p, ink := range d.sampler.apply(d.Pixels(i)) {
		dst[p] = float32(ink) / full
	}
}

// Binarise resizes pictures from .. from+count-1, then turns on those units of the chains of the same numbers whose pixels
// have a share of ink above threshold; unit y*side+x is the pixel in row y, column x. With threshold 0.5 and MNIST's own
// side 28, 13 % are on. The lists are not rebuilt, so that a caller may pause between calls: call dst.List() after the last.
// Cost about 5 µs per picture at 28 pixels, 15 in the browser. It panics when dst has other than side x side units, or too few chains, and
// when there are too few pictures.
func (d *Pictures) Binarise(dst *kernels.Layer, side int, threshold float64, from, count int) {
	if dst.Units != side*side || from < 0 || count < 0 || from+count > min(dst.Chains, d.Count()) {
		panic("teachers: Binarise into a layer of another size")
	}
	d.sampler.prepare(d.Side, side)
	full := d.ink() * d.sampler.total * d.sampler.total
	least := sort.Search(full+1, func(ink int) bool { return float64(float32(ink)/float32(full)) > threshold })
	for c := from; c < from+count; c++ {
		for p, ink := range d.sampler.apply(d.Pixels(c)) {
			dst.Set(c, p, ink >= least)
		}
	}
}
