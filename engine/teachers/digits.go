package teachers

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"sort"

	"cascade/engine/kernels"
)

// Digits are square grey pictures with labels, in 16 greys: 0 is paper, 15 is ink.
//
// A Digits must not be used by two goroutines: it keeps the tables of the last size that it was resized to.
type Digits struct {
	Side   int    // pixels per row and per column
	Labels []byte // one per picture
	Grey   []byte // len(Labels) x Side x Side, row-major, each 0..15

	sampler resampler
}

// Count returns the number of pictures.
func (d *Digits) Count() int { return len(d.Labels) }

// The container of Digits, all numbers little-endian:
//
//	offset 0  "CSDG"
//	       4  version, one byte: 1
//	       5  side, one byte: 1..64
//	       6  count, uint32
//	      10  labels, one byte each
//	       .  pixels, two to a byte, the first in the high half; every picture begins with a new byte
//	       .  CRC-32 (IEEE) of everything before it, uint32
const (
	digitsMagic   = "CSDG"
	digitsVersion = 1
	digitsHeader  = len(digitsMagic) + 2 + 4
	maxSide       = 64
)

// Pack returns the pictures in their container. It panics when the fields don't fit together.
func (d *Digits) Pack() []byte {
	pixels := d.Side * d.Side
	if d.Side < 1 || d.Side > maxSide || len(d.Grey) != len(d.Labels)*pixels {
		panic("teachers: digits whose side, labels and pixels don't fit together")
	}
	raw := make([]byte, 0, digitsHeader+len(d.Labels)*(1+(pixels+1)/2)+4)
	raw = append(raw, digitsMagic...)
	raw = append(raw, digitsVersion, byte(d.Side))
	raw = binary.LittleEndian.AppendUint32(raw, uint32(len(d.Labels)))
	raw = append(raw, d.Labels...)
	for i := range d.Labels {
		picture := d.picture(i)
		for p := 0; p < pixels; p += 2 {
			pair := picture[p] << 4
			if p+1 < pixels {
				pair |= picture[p+1]
			}
			raw = append(raw, pair)
		}
	}
	return binary.LittleEndian.AppendUint32(raw, crc32.ChecksumIEEE(raw))
}

// ParseDigits reads what [Digits.Pack] wrote. The error is a sentence that says what was expected, what was found, and at
// which byte; no input makes it panic. raw isn't kept.
func ParseDigits(raw []byte) (Digits, error) {
	fail := func(format string, args ...any) (Digits, error) {
		return Digits{}, fmt.Errorf("this is not a file of digits: "+format, args...)
	}
	if len(raw) < digitsHeader+4 {
		return fail("expected at least %d bytes, found %d", digitsHeader+4, len(raw))
	}
	if found := raw[:len(digitsMagic)]; string(found) != digitsMagic {
		return fail("expected %q at byte 0, found %q", digitsMagic, found)
	}
	if raw[4] != digitsVersion {
		return fail("expected version %d at byte 4, found %d", digitsVersion, raw[4])
	}
	side, count := int(raw[5]), int64(binary.LittleEndian.Uint32(raw[6:]))
	if side < 1 || side > maxSide {
		return fail("expected a side of 1 to %d pixels at byte 5, found %d", maxSide, side)
	}
	pixels := side * side
	bytesEach := (pixels + 1) / 2
	if size := int64(digitsHeader) + count*int64(1+bytesEach) + 4; size != int64(len(raw)) {
		return fail("expected %d bytes for the %d pictures announced at byte 6, found %d", size, count, len(raw))
	}
	body := raw[:len(raw)-4]
	if want, found := crc32.ChecksumIEEE(body), binary.LittleEndian.Uint32(raw[len(body):]); want != found {
		return fail("expected the checksum %08x at byte %d, found %08x", want, len(body), found)
	}
	d := Digits{Side: side, Labels: bytes.Clone(body[digitsHeader : digitsHeader+int(count)]), Grey: make([]byte, int(count)*pixels)}
	packed := body[digitsHeader+int(count):]
	for i := range d.Labels {
		picture := d.picture(i)
		for p := range picture {
			picture[p] = packed[p/2] >> (4 * (1 - p&1)) & 15
		}
		packed = packed[bytesEach:]
	}
	return d, nil
}

// picture returns the pixels of picture i.
func (d *Digits) picture(i int) []byte {
	pixels := d.Side * d.Side
	return d.Grey[i*pixels : (i+1)*pixels]
}

// Resize writes picture i at another side, as shares of ink 0..1: the average over each new pixel's area when it shrinks,
// bilinear interpolation between the centers of the old pixels when it grows. Sums are integer, so that every platform
// gives the same bits; at the picture's own side nothing changes, and neither does a uniform grey. It panics unless dst has
// side x side elements.
func (d *Digits) Resize(dst []float32, i, side int) {
	if side < 1 || len(dst) != side*side {
		panic("teachers: Resize into a slice of another size")
	}
	d.sampler.prepare(d.Side, side)
	full := float32(15 * d.sampler.total * d.sampler.total)
	for p, ink := range d.sampler.apply(d.picture(i)) {
		dst[p] = float32(ink) / full
	}
}

// Binarise resizes pictures from .. from+count-1, then turns on those units of the chains of the same numbers whose pixels
// have a share of ink above threshold; unit y*side+x is the pixel in row y, column x. With threshold 0.5 and MNIST's own
// side 28, 13 % are on. The lists are not rebuilt, so that a caller may pause between calls: call dst.List() after the last.
// Cost about 5 µs per picture at 28 pixels, 15 in the browser. It panics when dst has other than side x side units, or too few chains, and
// when there are too few pictures.
func (d *Digits) Binarise(dst *kernels.Layer, side int, threshold float64, from, count int) {
	if dst.Units != side*side || from < 0 || count < 0 || from+count > min(dst.Chains, d.Count()) {
		panic("teachers: Binarise into a layer of another size")
	}
	d.sampler.prepare(d.Side, side)
	full := 15 * d.sampler.total * d.sampler.total
	least := sort.Search(full+1, func(ink int) bool { return float64(float32(ink)/float32(full)) > threshold })
	for c := from; c < from+count; c++ {
		for p, ink := range d.sampler.apply(d.picture(c)) {
			dst.Set(c, p, ink >= least)
		}
	}
}
