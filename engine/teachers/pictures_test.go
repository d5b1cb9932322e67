package teachers

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/kernels"
)

// synthetic returns random pictures in 16 greys.
func synthetic(side, count int) *Pictures { return deep(side, 4, count) }

// deep returns random pictures of any depth.
func deep(side, depth, count int) *Pictures {
	r := rand.New(rand.NewPCG(19, uint64(side)))
	d := &Pictures{Side: side, Depth: depth, Labels: make([]byte, count), Grey: make([]byte, count*side*side)}
	for i := range d.Labels {
		d.Labels[i] = byte(r.IntN(10))
	}
	for i := range d.Grey {
		d.Grey[i] = byte(r.IntN(1 << depth))
	}
	return d
}

// greys returns the pixels of all pictures.
func greys(d *Pictures) (all []byte) {
	for i := range d.Labels {
		all = append(all, d.Pixels(i)...)
	}
	return all
}

func TestPicturesSurvivePacking(t *testing.T) {
	for _, size := range [][3]int{{1, 3, 4}, {7, 5, 4}, {28, 11, 4}, {3, 0, 4}, {64, 2, 1}, {5, 3, 1}, {5, 3, 2}, {7, 3, 8}} {
		d := deep(size[0], size[2], size[1])
		got, err := ParsePictures(d.Pack())
		if err != nil {
			t.Fatal(err)
		}
		if got.Side != d.Side || got.Depth != d.Depth || got.Count() != size[1] || !bytes.Equal(got.Labels, d.Labels) || !bytes.Equal(greys(got), d.Grey) {
			t.Errorf("pictures of side, count and depth %d came back different", size)
		}
	}
}

// TestPicturesHaveModels packs drawings that resemble each other far apart, and checks that only differences are stored.
func TestPicturesHaveModels(t *testing.T) {
	d := deep(16, 1, 40)
	for i := 20; i < 40; i++ {
		copy(d.Grey[i*256:][:256], d.Grey[(i-20)*256:])
		d.Grey[i*256+i] ^= 1
	}
	raw := d.Pack()
	stored := raw[picturesHeader+40*(1+modelBytes) : len(raw)-4]
	if n := differing(stored[20*32:], make([]byte, 20*32), len(stored)); n != 20 {
		t.Errorf("20 pictures that differ from earlier ones in one pixel are stored as %d bytes other than 0", n)
	}
	got, err := ParsePictures(raw)
	if err != nil || !bytes.Equal(greys(got), d.Grey) {
		t.Errorf("pictures with models came back different: %v", err)
	}
}

func TestPicturesModelBeforeTheFirst(t *testing.T) {
	raw := deep(16, 1, 2).Pack()
	binary.LittleEndian.PutUint16(raw[picturesHeader+2+modelBytes:], 2)
	binary.LittleEndian.PutUint32(raw[len(raw)-4:], crc32.ChecksumIEEE(raw[:len(raw)-4]))
	if _, err := ParsePictures(raw); err == nil || !strings.Contains(err.Error(), "expected a model before picture 1 at byte 15") {
		t.Errorf("error %v", err)
	}
}

func TestPicturesEveryCorruptedByteIsCaught(t *testing.T) {
	raw := synthetic(5, 3).Pack()
	for i := range raw {
		for _, flip := range []byte{1, 0x80} {
			raw[i] ^= flip
			if _, err := ParsePictures(raw); err == nil {
				t.Errorf("byte %d of %d changed, and no error", i, len(raw))
			}
			raw[i] ^= flip
		}
	}
	for i := range raw {
		if _, err := ParsePictures(raw[:i]); err == nil {
			t.Errorf("cut to %d bytes, and no error", i)
		}
	}
	if _, err := ParsePictures(append(bytes.Clone(raw), 0)); err == nil {
		t.Error("a byte too many, and no error")
	}
}

func TestPicturesErrorsSayWhatAndWhere(t *testing.T) {
	change := func(at int, to ...byte) []byte {
		raw := synthetic(5, 3).Pack()
		copy(raw[at:], to)
		return raw
	}
	for _, row := range []struct {
		raw  []byte
		want string
	}{
		{nil, "expected at least 15 bytes, found 0"},
		{change(0, 'P', 'K', 3, 4), `expected "CSPI" at byte 0, found "PK\x03\x04"`},
		{change(4, 1), "expected version 2 at byte 4, found 1"},
		{change(5, 0), "expected a side of 1 to 128 pixels at byte 5, found 0"},
		{change(5, 129), "expected a side of 1 to 128 pixels at byte 5, found 129"},
		{change(6, 3), "expected 1, 2, 4 or 8 bits per pixel at byte 6, found 3"},
		{change(7, 4), "expected 79 bytes for the 4 pictures announced at byte 7, found 63"},
		{change(7, 255, 255, 255, 255), "expected 68719476735 bytes for the 4294967295 pictures announced at byte 7, found 63"},
		{append(change(0), 0), "expected 63 bytes for the 3 pictures announced at byte 7, found 64"},
		{change(20, 0xEE), "expected the checksum "},
	} {
		_, err := ParsePictures(row.raw)
		if err == nil || !strings.Contains(err.Error(), row.want) || strings.ContainsAny(err.Error(), "\n") {
			t.Errorf("error %q, want %q", err, row.want)
		}
	}
}

func FuzzParsePictures(f *testing.F) {
	f.Add([]byte{})
	f.Add(synthetic(5, 3).Pack())
	f.Add(deep(28, 1, 1).Pack())
	f.Fuzz(func(t *testing.T, raw []byte) {
		if len(raw) >= 4 { // let noise come past the checksum
			binary.LittleEndian.PutUint32(raw[len(raw)-4:], crc32.ChecksumIEEE(raw[:len(raw)-4]))
		}
		d, err := ParsePictures(raw)
		if err != nil {
			return
		}
		again, err := ParsePictures(d.Pack())
		if err != nil || !bytes.Equal(greys(again), greys(d)) || !bytes.Equal(again.Labels, d.Labels) {
			t.Errorf("a file that was read came back different: %v", err)
		}
	})
}

func TestResizeKeepsThePictureAtItsOwnSide(t *testing.T) {
	d := synthetic(28, 2)
	dst := make([]float32, 28*28)
	d.Resize(dst, 1, 28)
	for p, x := range dst {
		if x != float32(d.Grey[28*28+p])/15 {
			t.Fatalf("pixel %d is %g, was %d/15", p, x, d.Grey[28*28+p])
		}
	}
}

func TestResizeFollowsAChangeOfPictures(t *testing.T) {
	d, other := synthetic(28, 1), synthetic(11, 1)
	got, want := make([]float32, 49), make([]float32, 49)
	d.Resize(got, 0, 7)
	d.Side, d.Grey = other.Side, other.Grey
	d.Resize(got, 0, 7)
	other.Resize(want, 0, 7)
	for p := range want {
		check.Within(t, "pixel", float64(got[p]), float64(want[p]), 0)
	}
}

func TestResizeKeepsConstantsAndMeans(t *testing.T) {
	constant, noise := &Pictures{Side: 28, Depth: 4, Labels: []byte{0}, Grey: bytes.Repeat([]byte{11}, 28*28)}, synthetic(28, 1)
	mean := 0.0
	for _, g := range noise.Grey {
		mean += float64(g) / 15 / (28 * 28)
	}
	for side := 7; side <= 56; side++ {
		dst := make([]float32, side*side)
		constant.Resize(dst, 0, side)
		for p, x := range dst {
			if x != float32(11)/15 {
				t.Fatalf("side %d: pixel %d of a uniform picture is %g", side, p, x)
			}
		}
		noise.Resize(dst, 0, side)
		sum := 0.0
		for _, x := range dst {
			sum += float64(x)
		}
		if side <= 28 { // area averages keep the mean exactly, interpolation only about
			check.Close(t, "mean ink", sum/float64(side*side), mean, 6)
		} else {
			check.Within(t, "mean ink", sum/float64(side*side), mean, 0.02)
		}
	}
}

func TestResizeEqualsTheDefinition(t *testing.T) {
	d := synthetic(11, 1)
	at := func(y, x int) float64 { return float64(d.Grey[11*y+x]) / 15 }
	for _, side := range []int{1, 4, 7, 10} { // overlap of areas
		dst, scale := make([]float32, side*side), 11/float64(side)
		d.Resize(dst, 0, side)
		overlap := func(o, p int) float64 {
			return max(0, min(float64(o+1)*scale, float64(p+1))-max(float64(o)*scale, float64(p)))
		}
		for p, got := range dst {
			want := 0.0
			for y := range 11 {
				for x := range 11 {
					want += overlap(p/side, y) * overlap(p%side, x) / (scale * scale) * at(y, x)
				}
			}
			check.Within(t, "area average", float64(got), want, 1e-7)
		}
	}
	for _, side := range []int{12, 17, 22, 33} { // interpolation between centers
		dst, scale := make([]float32, side*side), 11/float64(side)
		d.Resize(dst, 0, side)
		for p, got := range dst {
			y := min(max((float64(p/side)+0.5)*scale-0.5, 0), 10)
			x := min(max((float64(p%side)+0.5)*scale-0.5, 0), 10)
			y0, x0 := min(int(y), 9), min(int(x), 9)
			fy, fx := y-float64(y0), x-float64(x0)
			want := (1-fy)*((1-fx)*at(y0, x0)+fx*at(y0, x0+1)) + fy*((1-fx)*at(y0+1, x0)+fx*at(y0+1, x0+1))
			check.Within(t, "interpolation", float64(got), want, 1e-7)
		}
	}
}

func TestBinariseIsResizeThenThreshold(t *testing.T) {
	d := synthetic(28, 7)
	for _, side := range []int{7, 13, 28, 31} {
		for _, threshold := range []float64{0, 0.5, 7.0 / 15, 0.9} {
			whole, parts := kernels.NewLayer(side*side, 5), kernels.NewLayer(side*side, 5)
			d.Binarise(whole, side, threshold, 0, 5)
			for from := 0; from < 5; from += 3 {
				d.Binarise(parts, side, threshold, from, min(3, 5-from))
			}
			if !bytes.Equal(whole.Nibbles, parts.Nibbles) {
				t.Errorf("side %d: in two parts the bits differ", side)
			}
			dst := make([]float32, side*side)
			for c := range 5 {
				d.Resize(dst, c, side)
				for p, x := range dst {
					if whole.Bit(c, p) != (float64(x) > threshold) {
						t.Fatalf("side %d, picture %d, pixel %d: %g against %g", side, c, p, x, threshold)
					}
				}
			}
		}
	}
	wide := kernels.NewLayer(28*28, 7)
	d.Binarise(wide, 28, math.Inf(-1), 2, 3)
	for c := range 7 {
		if on := wide.Ones(c) == 28*28; on != (c >= 2 && c < 5) {
			t.Errorf("chain %d written: %v", c, on)
		}
	}
}

// TestForkHasMemoryOfItsOwn: what one has resized stays when the other resizes another picture, and both resize alike.
func TestForkHasMemoryOfItsOwn(t *testing.T) {
	d := &Pictures{Side: 6, Depth: 8, Labels: make([]byte, 2), Grey: make([]byte, 2*36)}
	for i := range d.Grey {
		d.Grey[i] = byte(7 * i)
	}
	a, b := make([]float32, 16), make([]float32, 16)
	d.Resize(a, 0, 4)
	fork := d.Fork()
	kept := slices.Clone(d.sampler.ink)
	fork.Resize(b, 1, 4)
	if !slices.Equal(d.sampler.ink, kept) {
		t.Error("the fork wrote into memory of the pictures it was made of")
	}
	if fork.Resize(b, 0, 4); !slices.Equal(a, b) {
		t.Errorf("the fork resizes to %v, the pictures themselves to %v", b, a)
	}
	if &fork.Grey[0] != &d.Grey[0] {
		t.Error("the pixels were copied")
	}
	file, err := ParsePictures(d.Pack())
	if err != nil {
		t.Fatal(err)
	}
	first := slices.Clone(file.Pixels(0))
	if pixels := file.Pixels(0); !slices.Equal(file.Fork().Pixels(1), d.Pixels(1)) || !slices.Equal(pixels, first) || !slices.Equal(first, d.Pixels(0)) {
		t.Error("the fork of a file's pictures unpacks into memory of theirs")
	}
}

func TestBinariseAllocatesNothing(t *testing.T) {
	d, dst := synthetic(28, 3), kernels.NewLayer(13*13, 3)
	pixels := make([]float32, 13*13)
	if n := testing.AllocsPerRun(3, func() { d.Binarise(dst, 13, 0.5, 0, 3); d.Resize(pixels, 0, 13) }); n != 0 {
		t.Errorf("%g allocations", n)
	}
}

func BenchmarkBinarise28(b *testing.B) { benchmarkBinarise(b, 28) }
func BenchmarkBinarise14(b *testing.B) { benchmarkBinarise(b, 14) }
func BenchmarkBinarise56(b *testing.B) { benchmarkBinarise(b, 56) }

func benchmarkBinarise(b *testing.B, side int) {
	d, dst := synthetic(28, 100), kernels.NewLayer(side*side, 100)
	for i := range d.Grey { // like digits: a coherent stroke, mostly paper
		if x, y := i%28, i/28%28; x < 11 || x > 14 || y < 4 || y > 24 {
			d.Grey[i] = 0
		}
	}
	for b.Loop() {
		d.Binarise(dst, side, 0.5, 0, 100)
	}
}
