package imports

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"path"
	"strconv"
	"strings"
)

// readPNG reads a strip of square pictures, side by side or one below the other: the shorter side of the PNG is theirs,
// and must divide the longer one. A sheet with several in both directions needs their size at the end of its name, as in
// faces-32x32.png; they are taken row by row. The values are the brightness.
func readPNG(name string, p []byte) (*Table, error) {
	config, err := png.DecodeConfig(bytes.NewReader(p))
	if err != nil {
		return nil, fmt.Errorf("expected a PNG picture, found a damaged one (%w)", err)
	}
	w, h := config.Width, config.Height
	side := min(w, h)
	if named := sideInName(name); named > 0 {
		side = named
	}
	if w < side || h < side || w%side != 0 || h%side != 0 {
		return nil, fmt.Errorf("expected a strip of square pictures, found %d x %d pixels, which %d does not divide", w, h, side)
	}
	samples := (w / side) * (h / side)
	if err := checkSize(int64(samples), int64(side)*int64(side), 0, 0); err != nil {
		return nil, err
	}
	picture, err := png.Decode(bytes.NewReader(p))
	if err != nil {
		return nil, fmt.Errorf("expected a PNG picture, found a damaged one (%w)", err)
	}
	n := &numbers{bytes: make([]byte, 0, w*h)}
	for top := 0; top < h; top += side {
		for left := 0; left < w; left += side {
			for y := top; y < top+side; y++ {
				for x := left; x < left+side; x++ {
					n.bytes = append(n.bytes, brightness(picture, x, y))
				}
			}
		}
	}
	t, err := n.table(samples, side*side)
	if err == nil {
		t.Side = side
	}
	return t, err
}

func brightness(m image.Image, x, y int) byte {
	if grey, ok := m.(*image.Gray); ok {
		return grey.GrayAt(x, y).Y
	}
	return color.GrayModel.Convert(m.At(x, y)).(color.Gray).Y
}

// sideInName returns n for a name that ends in nxn before the ending, 0 for any other.
func sideInName(name string) int {
	name = strings.TrimSuffix(name, path.Ext(name))
	at := strings.LastIndexFunc(name, func(r rune) bool { return (r < '0' || r > '9') && r != 'x' })
	a, b, _ := strings.Cut(name[at+1:], "x")
	if a != b || a == "" {
		return 0
	}
	n, err := strconv.Atoi(a)
	if err != nil || n > 1<<12 {
		return 0
	}
	return n
}
