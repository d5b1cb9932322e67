package plot

import (
	"encoding/base64"
	"encoding/binary"
	"hash/adler32"
	"hash/crc32"
	"math"
	"strconv"

	"cascade/wasm/protocol"
)

// Tiles is how samples are laid out in a rectangle: small square pictures row by row, or rows of units below one another.
type Tiles struct {
	Count         int // pictures or rows
	Wide, High    int // cells of one
	Columns, Rows int
	Gap           int  // empty cells between neighbours
	Foot          int  // empty cells below each one, for its caption
	Stretched     bool // cells need not be square
}

// NewTiles chooses the number of columns that makes n pictures of side x side cells as large as possible in a rectangle
// width x height, with one empty cell between neighbours and room of the height foot below each. Panics unless n and side are positive.
func NewTiles(n, side int, width, height, foot float64) Tiles {
	if n < 1 || side < 1 {
		panic("plot: no pictures to lay out")
	}
	best, bestCell := Tiles{}, -1.0
	for columns := 1; columns <= n; columns++ {
		t := Tiles{Count: n, Wide: side, High: side, Columns: columns, Rows: (n + columns - 1) / columns, Gap: 1}
		w, h := t.Size()
		cell := math.Min(width/float64(w), (height-float64(t.Rows)*foot)/float64(h))
		if t = t.footed(foot, cell); cell > bestCell || best.Count == 0 {
			best, bestCell = t, cell
		}
	}
	return best
}

// footed leaves room of that height below each tile of cells of that size, if there is any.
func (t Tiles) footed(foot, cell float64) Tiles {
	if cell > 0 {
		t.Foot = int(math.Ceil(foot / cell))
	}
	return t
}

// Corner is the place of the upper left corner of tile p, in cells.
func (t Tiles) Corner(p int) (left, top int) {
	return p % t.Columns * (t.Wide + t.Gap), p / t.Columns * (t.High + t.Foot + t.Gap)
}

// fewRows is up to how many rows are drawn as bands with gaps between them.
const fewRows = 12

// LayOut is the layout of a field of samples in a rectangle: pictures where the field's extent says how large they are, in
// cells, else rows of units that fill the rectangle, with room of the height foot below each. ok is false if there is nothing to show.
func LayOut(b *protocol.Block, width, height, foot float64) (t Tiles, ok bool) {
	if b.Rows < 1 || b.Cols < 1 {
		return t, false
	}
	if side := int(b.Extent[1]); side > 0 && side*side == b.Cols {
		return NewTiles(b.Rows, side, width, height, foot), true
	}
	t = Tiles{Count: b.Rows, Wide: b.Cols, High: 1, Columns: 1, Rows: b.Rows, Stretched: true}
	switch {
	case b.Rows <= fewRows:
		t.High, t.Gap = 6, 1
		_, h := t.Size()
		t = t.footed(foot, (height-float64(t.Rows)*foot)/float64(h))
	case height >= 4*float64(b.Rows): // thin rows apart from one another
		t.High, t.Gap = 3, 1
	}
	return t, true
}

// Size returns the layout's width and height in cells.
func (t Tiles) Size() (width, height int) {
	return t.Columns*(t.Wide+t.Gap) - t.Gap, t.Rows*(t.High+t.Foot+t.Gap) - t.Gap
}

// Captions says what stands below the pictures of p: the symbol of each and what the series p.Caption1, p.Caption2, ... measure of it now.
func (p *Panel) Captions(s *Store) []string {
	if p.Caption == "" {
		return nil
	}
	b, _ := s.Field(p.Field)
	var list []string
	for i := 1; i <= b.Rows; i++ {
		text := p.Symbol + subscript(i)
		if _, y := s.Series(p.Caption + strconv.Itoa(i)); len(y) > 0 && y[len(y)-1] == y[len(y)-1] {
			text += " " + Number(float64(y[len(y)-1]), 3)
		}
		list = append(list, text)
	}
	return list
}

// FootSpace is the height of a caption, in units of the font's size.
const FootSpace = 1.5

// Paint writes one palette index per cell into dst, row by row, and returns it, grown if needed: Gap between the pictures,
// and 0..254 for values from 0 to 1, or from -top to top when signed, where top is the largest absolute value of all
// pictures. b holds one picture per row; a band repeats its row of units.
func (t Tiles) Paint(dst []byte, b *protocol.Block, signed bool) []byte {
	width, height := t.Size()
	if cap(dst) < width*height {
		dst = make([]byte, width*height)
	}
	dst = dst[:width*height]
	for i := range dst {
		dst[i] = Gap
	}
	scale, shift := float32(Gap-1), float32(0)
	if signed {
		scale, shift = float32(Gap-1)/2/largest(b.Data), float32(Gap-1)/2
	}
	for p := range min(t.Count, b.Rows) {
		left, top := t.Corner(p)
		values := b.Data[p*b.Cols:][:b.Cols]
		for i := range t.Wide * t.High {
			level := min(max(values[i%len(values)]*scale+shift, 0), Gap-1) + 0.5
			dst[(top+i/t.Wide)*width+left+i%t.Wide] = byte(level)
		}
	}
	return dst
}

// Gap is the palette index of what lies between pictures.
const Gap = 255

func largest(data []float32) float32 {
	top := float32(0)
	for _, v := range data {
		top = max(top, v, -v)
	}
	if top == 0 {
		return 1
	}
	return top
}

// Palette returns the colours, red green blue, of the indices that Paint writes: from paper to ink, or from Low over paper
// to High when signed. The gap is paper.
func (t *Theme) Palette(signed bool) [256][3]byte {
	paper, ink := rgb(t.Paper), rgb(t.Ink)
	var p [256][3]byte
	for i := range Gap {
		switch mid := (Gap - 1) / 2; {
		case !signed:
			p[i] = mix(paper, ink, float64(i)/(Gap-1))
		case i < mid:
			p[i] = mix(paper, rgb(t.Low), float64(mid-i)/float64(mid))
		default:
			p[i] = mix(paper, rgb(t.High), float64(i-mid)/float64(mid))
		}
	}
	p[Gap] = paper
	return p
}

// Palette returns the theme's colours for these tiles. Of rows, which look like noise until one knows their units, ink is paler.
func (t Tiles) Palette(theme *Theme, signed bool) [256][3]byte {
	p := theme.Palette(signed)
	if t.Stretched {
		for i := range p {
			p[i] = mix(p[Gap], p[i], 0.5)
		}
	}
	return p
}

func mix(a, b [3]byte, share float64) (c [3]byte) {
	for i := range c {
		c[i] = byte(math.Round(float64(a[i])*(1-share) + float64(b[i])*share))
	}
	return c
}

// rgb reads "#rrggbb". Panics for anything else.
// RGB returns red, green and blue of a theme's colour. It panics unless the text is #rrggbb.
func RGB(hex string) [3]byte { return rgb(hex) }

func rgb(hex string) [3]byte {
	n, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil || len(hex) != 7 {
		panic("plot: colour is not #rrggbb")
	}
	return [3]byte{byte(n >> 16), byte(n >> 8), byte(n)}
}

// Largest is the largest magnitude in data, 1 if all is zero.
func Largest(data []float32) float32 { return largest(data) }

// Square draws side x side cells as a picture that a page can show, a data URL: from paper, which is 0, to ink, which is top; or signed, from
// Low, which is -top, over paper to High. It panics unless there are as many cells.
func Square(cells []float32, side int, top float32, signed bool, t *Theme) string {
	indices := make([]byte, side*side)
	for i, v := range cells[:side*side] {
		x := float64(max(-1, min(v/top, 1)))
		if signed {
			x = (x + 1) / 2
		}
		indices[i] = byte(math.Round(max(0, x) * (Gap - 1)))
	}
	palette := t.Palette(signed)
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(png(indices, side, side, &palette, nil))
}

// png encodes a picture of palette indices, each maybe with an opacity, uncompressed: a few kilobytes that any viewer opens, for forty lines of program
// instead of the hundred kilobytes of a compressor.
func png(indices []byte, width, height int, palette *[256][3]byte, opacity []byte) []byte {
	out := []byte("\x89PNG\r\n\x1a\n")
	chunk := func(name string, data []byte) {
		out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
		start := len(out)
		out = append(append(out, name...), data...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:]))
	}
	head := binary.BigEndian.AppendUint32(nil, uint32(width))
	head = binary.BigEndian.AppendUint32(head, uint32(height))
	chunk("IHDR", append(head, 8, 3, 0, 0, 0)) // 8 bits, palette
	var colours []byte
	for _, c := range palette {
		colours = append(colours, c[:]...)
	}
	chunk("PLTE", colours)
	if opacity != nil {
		chunk("tRNS", opacity)
	}
	var raw []byte
	for y := range height {
		raw = append(append(raw, 0), indices[y*width:(y+1)*width]...) // 0: no filter
	}
	chunk("IDAT", stored(raw))
	chunk("IEND", nil)
	return out
}

// stored wraps raw as a zlib stream of uncompressed blocks.
func stored(raw []byte) []byte {
	const most = 0xffff
	z := []byte{0x78, 0x01}
	for rest := raw; ; {
		n := min(len(rest), most)
		last := byte(0)
		if n == len(rest) {
			last = 1
		}
		z = append(z, last)
		z = binary.LittleEndian.AppendUint16(z, uint16(n))
		z = binary.LittleEndian.AppendUint16(z, ^uint16(n))
		z = append(z, rest[:n]...)
		if rest = rest[n:]; last == 1 {
			return binary.BigEndian.AppendUint32(z, adler32.Checksum(raw))
		}
	}
}
