package plot

import (
	"bytes"
	stdpng "image/png"
	"testing"
)

// The standard library's decoder is the oracle of our encoder; 257 rows of 331 need more than one stored block.
func TestPNGDecodes(t *testing.T) {
	const width, height = 331, 257
	indices := make([]byte, width*height)
	for i := range indices {
		indices[i] = byte(i * i % 251)
	}
	palette := Light.Palette(true)
	img, err := stdpng.Decode(bytes.NewReader(png(indices, width, height, &palette, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != width || b.Dy() != height {
		t.Fatalf("decoded size %v", b)
	}
	for i, want := range indices {
		r, g, b, _ := img.At(i%width, i/width).RGBA()
		if got := [3]byte{byte(r >> 8), byte(g >> 8), byte(b >> 8)}; got != palette[want] {
			t.Fatalf("pixel %d is %v, want %v", i, got, palette[want])
		}
	}
}

func TestTilesFillTheRectangle(t *testing.T) {
	for _, c := range []struct {
		n             int
		width, height float64
		columns, rows int
	}{{12, 400, 300, 4, 3}, {12, 300, 400, 3, 4}, {7, 1000, 100, 7, 1}, {1, 50, 50, 1, 1}} {
		if got := NewTiles(c.n, 13, c.width, c.height, 0); got.Columns != c.columns || got.Rows != c.rows {
			t.Errorf("%d pictures in %g x %g: %d x %d, want %d x %d", c.n, c.width, c.height, got.Columns, got.Rows, c.columns, c.rows)
		}
	}
}

// No other number of columns gives larger pictures.
func TestTilesAreLargest(t *testing.T) {
	cell := func(tiles Tiles, width, height float64) float64 {
		w, h := tiles.Size()
		return min(width/float64(w), height/float64(h))
	}
	for n := 1; n < 53; n++ {
		for _, width := range []float64{37, 101, 307, 1009} {
			best := cell(NewTiles(n, 7, width, 211, 0), width, 211)
			for columns := 1; columns <= n; columns++ {
				if other := cell(Tiles{Count: n, Wide: 7, High: 7, Columns: columns, Rows: (n + columns - 1) / columns, Gap: 1}, width, 211); other > best {
					t.Fatalf("%d pictures in %g x 211: %d columns give cells of %g, not %g", n, width, columns, other, best)
				}
			}
		}
	}
}

func TestPaint(t *testing.T) {
	b := fieldBlock("f", 3, 4, func(i int) float64 { return []float64{0, 1, .5, 2, -1, 0, 0, 0, 0, 0, 0, 1}[i] })
	tiles := Tiles{Count: 3, Wide: 2, High: 2, Columns: 2, Rows: 2, Gap: 1}
	const G = Gap
	want := []byte{
		0, 254, G, 0, 0,
		127, 254, G, 0, 0,
		G, G, G, G, G,
		0, 0, G, G, G,
		0, 254, G, G, G,
	}
	if got := tiles.Paint(nil, &b, false); !bytes.Equal(got, want) {
		t.Errorf("grey\n got %v\nwant %v", got, want)
	}
	signed := fieldBlock("f", 1, 4, func(i int) float64 { return []float64{-4, -2, 0, 2}[i] })
	if got, want := (Tiles{Count: 1, Wide: 2, High: 2, Columns: 1, Rows: 1}).Paint(nil, &signed, true), []byte{0, 64, 127, 191}; !bytes.Equal(got, want) {
		t.Errorf("signed: got %v, want %v: zero in the middle, the largest size at an end", got, want)
	}
}

func TestPaletteEnds(t *testing.T) {
	grey, signed := Light.Palette(false), Light.Palette(true)
	if grey[0] != rgb(Light.Paper) || grey[Gap-1] != rgb(Light.Ink) {
		t.Error("grey does not run from paper to ink")
	}
	if signed[0] != rgb(Light.Low) || signed[127] != rgb(Light.Paper) || signed[Gap-1] != rgb(Light.High) {
		t.Errorf("signed runs %v %v %v, want low, paper, high", signed[0], signed[127], signed[Gap-1])
	}
}
