package teachers

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"sort"

	"cascade/engine/kernels"
)

// Pictures are square grey pictures with labels, in 2^Depth greys: 0 is paper, 2^Depth-1 is ink.
//
// A Pictures must not be used by two goroutines, as it keeps the tables of the last size that it was resized to: each wants its [Pictures.Fork].
type Pictures struct {
	Side   int    // pixels per row and per column
	Depth  int    // bits per pixel: 1, 2, 4 or 8
	Labels []byte // one per picture
	Grey   []byte // len(Labels) x Side x Side, row-major, each 0..2^Depth-1

	sampler resampler
}

// Fork returns the same pictures, not copied, for another goroutine. Neither may change their pixels or labels from then on.
func (d *Pictures) Fork() *Pictures {
	return &Pictures{Side: d.Side, Depth: d.Depth, Labels: d.Labels, Grey: d.Grey}
}

// Count returns the number of pictures.
func (d *Pictures) Count() int { return len(d.Labels) }

// ink returns the darkest grey.
func (d *Pictures) ink() int { return 1<<d.Depth - 1 }

// The container of Pictures, all numbers little-endian:
//
//	offset 0  "CSPI"
//	       4  version, one byte: 1
//	       5  side, one byte: 1..128
//	       6  depth, one byte: 1, 2, 4 or 8
//	       7  count, uint32
//	      11  labels, one byte each
//	       .  pixels, the first in the highest bits of a byte; every picture begins with a new byte
//	       .  CRC-32 (IEEE) of everything before it, uint32
const (
	picturesMagic   = "CSPI"
	picturesVersion = 1
	picturesHeader  = len(picturesMagic) + 3 + 4
	maxSide         = 128
)

// goodDepth reports whether a byte holds a whole number of such pixels.
func goodDepth(bits int) bool { return bits == 1 || bits == 2 || bits == 4 || bits == 8 }

// bytesEach returns the bytes of a packed picture.
func bytesEach(side, depth int) int { return (side*side*depth + 7) / 8 }

// Pack returns the pictures in their container. It panics when the fields don't fit together.
func (d *Pictures) Pack() []byte {
	if d.Side < 1 || d.Side > maxSide || !goodDepth(d.Depth) || len(d.Grey) != len(d.Labels)*d.Side*d.Side {
		panic("teachers: pictures whose side, depth, labels and pixels don't fit together")
	}
	each := bytesEach(d.Side, d.Depth)
	raw := make([]byte, 0, picturesHeader+len(d.Labels)*(1+each)+4)
	raw = append(raw, picturesMagic...)
	raw = append(raw, picturesVersion, byte(d.Side), byte(d.Depth))
	raw = binary.LittleEndian.AppendUint32(raw, uint32(len(d.Labels)))
	raw = append(raw, d.Labels...)
	for i := range d.Labels {
		at := len(raw)
		raw = raw[:at+each]
		for p, grey := range d.picture(i) {
			bit := p * d.Depth
			raw[at+bit>>3] |= grey << (8 - d.Depth - bit&7)
		}
	}
	return binary.LittleEndian.AppendUint32(raw, crc32.ChecksumIEEE(raw))
}

// ParsePictures reads what [Pictures.Pack] wrote. The error is a sentence that says what was expected, what was found, and
// at which byte; no input makes it panic. raw isn't kept.
func ParsePictures(raw []byte) (*Pictures, error) {
	fail := func(format string, args ...any) (*Pictures, error) {
		return nil, fmt.Errorf("this is not a file of pictures: "+format, args...)
	}
	if len(raw) < picturesHeader+4 {
		return fail("expected at least %d bytes, found %d", picturesHeader+4, len(raw))
	}
	if found := raw[:len(picturesMagic)]; string(found) != picturesMagic {
		return fail("expected %q at byte 0, found %q", picturesMagic, found)
	}
	if raw[4] != picturesVersion {
		return fail("expected version %d at byte 4, found %d", picturesVersion, raw[4])
	}
	side, depth, count := int(raw[5]), int(raw[6]), int64(binary.LittleEndian.Uint32(raw[7:]))
	if side < 1 || side > maxSide {
		return fail("expected a side of 1 to %d pixels at byte 5, found %d", maxSide, side)
	}
	if !goodDepth(depth) {
		return fail("expected 1, 2, 4 or 8 bits per pixel at byte 6, found %d", depth)
	}
	each := bytesEach(side, depth)
	if size := int64(picturesHeader) + count*int64(1+each) + 4; size != int64(len(raw)) {
		return fail("expected %d bytes for the %d pictures announced at byte 7, found %d", size, count, len(raw))
	}
	body := raw[:len(raw)-4]
	if want, found := crc32.ChecksumIEEE(body), binary.LittleEndian.Uint32(raw[len(body):]); want != found {
		return fail("expected the checksum %08x at byte %d, found %08x", want, len(body), found)
	}
	d := &Pictures{Side: side, Depth: depth, Labels: bytes.Clone(body[picturesHeader : picturesHeader+int(count)]), Grey: make([]byte, int(count)*side*side)}
	packed := body[picturesHeader+int(count):]
	for i := range d.Labels {
		picture := d.picture(i)
		for p := range picture {
			bit := p * depth
			picture[p] = packed[bit>>3] >> (8 - depth - bit&7) & byte(d.ink())
		}
		packed = packed[each:]
	}
	return d, nil
}

// picture returns the pixels of picture i.
func (d *Pictures) picture(i int) []byte {
	pixels := d.Side * d.Side
	return d.Grey[i*pixels : (i+1)*pixels]
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
	for p, ink := range d.sampler.apply(d.picture(i)) {
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
		for p, ink := range d.sampler.apply(d.picture(c)) {
			dst.Set(c, p, ink >= least)
		}
	}
}
