package teachers

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

// The container of Pictures, all numbers little-endian:
//
//	offset 0  "CSPI"
//	       4  version, one byte: 2
//	       5  side, one byte: 1..128
//	       6  depth, one byte: 1, 2, 4 or 8
//	       7  count, uint32
//	      11  labels, one byte each
//	       .  models, uint16 each: how many pictures before this one is its model; 0 for none
//	       .  pixels, the first in the highest bits of a byte; every picture begins with a new byte, and all its bytes
//	          are those of its model XOR what is stored
//	       .  CRC-32 (IEEE) of everything before it, uint32
const (
	picturesMagic   = "CSPI"
	picturesVersion = 2
	picturesHeader  = len(picturesMagic) + 3 + 4
	modelBytes      = 2
	maxSide         = 128
)

// goodDepth reports whether a byte holds a whole number of such pixels.
func goodDepth(bits int) bool { return bits == 1 || bits == 2 || bits == 4 || bits == 8 }

// bytesEach returns the bytes of a packed picture.
func bytesEach(side, depth int) int { return (side*side*depth + 7) / 8 }

// Pack returns the pictures in their container. Those in black and white get models: drawings are made of parts that come back,
// long after the 32 kB that gzip looks back; 3000 faces then take 121 kB instead of 263. Greys never come back exactly.
// Cost, for black and white, count x min(count, 4096) x bytes: a second for 3000 x 512. It panics when the fields don't fit together.
func (d *Pictures) Pack() []byte {
	if d.Side < 1 || d.Side > maxSide || !goodDepth(d.Depth) || d.packed == nil && len(d.Grey) != len(d.Labels)*d.Side*d.Side {
		panic("teachers: pictures whose side, depth, labels and pixels don't fit together")
	}
	each := bytesEach(d.Side, d.Depth)
	pixels := picturesHeader + len(d.Labels)*(1+modelBytes)
	raw := make([]byte, pixels, pixels+len(d.Labels)*each+4)[:0]
	raw = append(raw, picturesMagic...)
	raw = append(raw, picturesVersion, byte(d.Side), byte(d.Depth))
	raw = binary.LittleEndian.AppendUint32(raw, uint32(len(d.Labels)))
	raw = append(raw, d.Labels...)
	raw = raw[:pixels]
	for i := range d.Labels {
		at := len(raw)
		raw = raw[:at+each]
		for p, grey := range d.Pixels(i) {
			bit := p * d.Depth
			raw[at+bit>>3] |= grey << (8 - d.Depth - bit&7)
		}
	}
	if d.Depth == 1 {
		subtractModels(raw[pixels-len(d.Labels)*modelBytes:pixels], raw[pixels:])
	}
	return binary.LittleEndian.AppendUint32(raw, crc32.ChecksumIEEE(raw))
}

// ParsePictures reads what [Pictures.Pack] wrote. The error is a sentence that says what was expected, what was found, and
// at which byte; no input makes it panic. The pictures live in raw, which it changes and
// which must not be changed afterwards.
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
	if size := int64(picturesHeader) + count*int64(1+modelBytes+each) + 4; size != int64(len(raw)) {
		return fail("expected %d bytes for the %d pictures announced at byte 7, found %d", size, count, len(raw))
	}
	body := raw[:len(raw)-4]
	if want, found := crc32.ChecksumIEEE(body), binary.LittleEndian.Uint32(raw[len(body):]); want != found {
		return fail("expected the checksum %08x at byte %d, found %08x", want, len(body), found)
	}
	models := picturesHeader + int(count)
	pixels := models + modelBytes*int(count)
	d := &Pictures{Side: side, Depth: depth, Labels: body[picturesHeader:models:models], packed: body[pixels:]}
	if i := addModels(body[models:pixels], d.packed); i >= 0 {
		return fail("expected a model before picture %d at byte %d, found none so early", i, models+modelBytes*i)
	}
	return d, nil
}

// subtractModels chooses for each packed picture the earlier one that differs in the fewest bytes, writes down which, and leaves
// in the place of the picture its difference from it.
func subtractModels(models, packed []byte) {
	const reach = 4096
	each := len(packed) / max(1, len(models)/modelBytes)
	nothing := make([]byte, each)
	for i := len(models)/modelBytes - 1; i > 0; i-- { // from the last: models are compared as they will be read
		picture := packed[i*each:][:each]
		model, back := nothing, 0
		least := differing(picture, nothing, each)
		for b := 1; b <= min(i, reach); b++ {
			other := packed[(i-b)*each:][:each]
			if n := differing(picture, other, least); n < least {
				least, model, back = n, other, b
			}
		}
		binary.LittleEndian.PutUint16(models[i*modelBytes:], uint16(back))
		for q := range picture {
			picture[q] ^= model[q]
		}
	}
}

// differing counts the places where two slices of one length differ; it stops at limit.
func differing(a, b []byte, limit int) int {
	n := 0
	for q := range a {
		if a[q] != b[q] {
			if n++; n >= limit {
				break
			}
		}
	}
	return n
}

// addModels undoes subtractModels. It returns the number of a picture whose model would come before the first, or -1.
func addModels(models, packed []byte) int {
	each := len(packed) / max(1, len(models)/modelBytes)
	for i := range len(models) / modelBytes {
		back := int(binary.LittleEndian.Uint16(models[i*modelBytes:]))
		if back == 0 {
			continue
		}
		if back > i {
			return i
		}
		picture, model := packed[i*each:][:each], packed[(i-back)*each:]
		for q := range picture {
			picture[q] ^= model[q]
		}
	}
	return -1
}
