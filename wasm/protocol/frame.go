package protocol

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// Frame is everything that changed since the page's last pull, in one buffer that is transferred, never copied per point.
//
// Layout, little endian, every part aligned to 4 bytes:
//
//	"CSC1" | run, segment, since, update, flags, blocks: 6 uint32
//	per block: kind, from, rows, cols, name length: 5 uint32 | extent: 4 float32 | name padded to 4 | rows*cols float32,
//	or for Columns, cols times: 3 float32, rows-3 bytes, padded to 4
type Frame struct {
	Run, Segment, Update int
	Since                int // update at which the segment began
	Running              bool
	Preview              bool // theory alone, of values that are not in force
	Blocks               []Block
}

// Foreseen stands before the name of a transition or a scalar in the name of the field, in a preview, that holds what theory says of it.
const Foreseen = "foreseen."

// Kinds of blocks.
const (
	// Series appends points From, From+1, ... to the series Name: row 0 of Data is x, row 1 is y.
	Series = iota
	// Field replaces the field Name: Data is row-major, Rows x Cols.
	Field
	// Columns appends columns From, From+1, ... to the waterfall Name: Data holds them one after the other, each of Rows numbers:
	// the update, where theory expects the lowest and the highest lump (NaN: not known), and how dense each bin is, in whole numbers from
	// 0 to 255 for the densest. They travel as bytes, with which a column is padded to 4.
	Columns
)

// columnHead is how many numbers of a column come before its bins.
const columnHead = 3

// Block is one named array of a frame.
type Block struct {
	Kind       int
	Name       string
	From       int
	Rows, Cols int
	Extent     [4]float32 // Field: x from, x to, y from, y to; Columns: the last two are the edges of the bins
	Data       []float32  // Rows x Cols
}

const (
	magic       = 0x31435343 // "CSC1"
	headWords   = 7
	blockWords  = 9
	flagRunning = 1
	flagPreview = 2
)

// Append encodes f behind dst and returns the longer slice. NaN is allowed: it marks a gap.
// Panics if a block's Data does not hold Rows x Cols numbers.
func (f *Frame) Append(dst []byte) []byte {
	le := binary.LittleEndian
	flags := uint32(0)
	if f.Running {
		flags |= flagRunning
	}
	if f.Preview {
		flags |= flagPreview
	}
	for _, w := range [headWords]uint32{magic, uint32(f.Run), uint32(f.Segment), uint32(f.Since), uint32(f.Update), flags, uint32(len(f.Blocks))} {
		dst = le.AppendUint32(dst, w)
	}
	for i := range f.Blocks {
		b := &f.Blocks[i]
		if len(b.Data) != b.Rows*b.Cols {
			panic("protocol: block data does not match its shape")
		}
		for _, w := range [5]int{b.Kind, b.From, b.Rows, b.Cols, len(b.Name)} {
			dst = le.AppendUint32(dst, uint32(w))
		}
		for _, x := range b.Extent {
			dst = le.AppendUint32(dst, math.Float32bits(x))
		}
		dst = append(dst, b.Name...)
		for len(dst)%4 != 0 {
			dst = append(dst, 0)
		}
		width := b.numbers()
		for i := 0; i < len(b.Data); i += b.stride() {
			for _, x := range b.Data[i : i+width] {
				dst = le.AppendUint32(dst, math.Float32bits(x))
			}
			for _, x := range b.Data[i+width : i+b.stride()] {
				dst = append(dst, byte(x))
			}
			dst = append(dst, make([]byte, -len(dst)&3)...)
		}
	}
	return dst
}

// size is the least number of bytes that a number takes.
func (b *Block) size() int {
	if b.Kind == Columns {
		return 1
	}
	return 4
}

// stride is the length of the pieces in which the data travel: columns, or all of them.
func (b *Block) stride() int {
	if b.Kind == Columns {
		return b.Rows
	}
	return len(b.Data)
}

// numbers is how many of a piece are numbers of 4 bytes; the rest are bytes.
func (b *Block) numbers() int {
	if b.Kind == Columns {
		return columnHead
	}
	return len(b.Data)
}

// ErrFrame is returned, wrapped with what was wrong, for a buffer that is not a frame.
var ErrFrame = errors.New("protocol: not a frame")

// Decode reads what Append wrote. It never panics, whatever p holds, and allocates no more than a small multiple of len(p).
func (f *Frame) Decode(p []byte) error {
	r := reader{p: p}
	if r.word() != magic {
		return fmt.Errorf("%w: wrong first bytes", ErrFrame)
	}
	*f = Frame{Run: int(r.word()), Segment: int(r.word()), Since: int(r.word()), Update: int(r.word())}
	flags := r.word()
	f.Running, f.Preview = flags&flagRunning != 0, flags&flagPreview != 0
	n := int(r.word())
	for range n {
		var b Block
		b.Kind, b.From, b.Rows, b.Cols = int(r.word()), int(r.word()), int(r.word()), int(r.word())
		nameLen := int(r.word())
		for i := range b.Extent {
			b.Extent[i] = math.Float32frombits(r.word())
		}
		name := r.bytes((nameLen + 3) &^ 3)
		if r.failed || b.Kind > Columns || (b.Cols > 0 && b.Rows > len(r.p)/b.size()/b.Cols) {
			return fmt.Errorf("%w: block %d of %d is cut short or malformed", ErrFrame, len(f.Blocks)+1, n)
		}
		b.Name = string(name[:nameLen])
		if !r.data(&b) {
			return fmt.Errorf("%w: the data of block %d of %d are cut short or malformed", ErrFrame, len(f.Blocks)+1, n)
		}
		f.Blocks = append(f.Blocks, b)
	}
	if r.failed || len(r.p) != 0 {
		return fmt.Errorf("%w: %d bytes too many or too few", ErrFrame, len(r.p))
	}
	return nil
}

// reader takes words off the front of p; past the end it yields zeros and remembers.
type reader struct {
	p      []byte
	failed bool
}

func (r *reader) word() uint32 {
	if b := r.bytes(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

// data reads the numbers of a block whose shape is known.
func (r *reader) data(b *Block) bool {
	if b.Kind == Columns && b.Rows < columnHead {
		return false
	}
	b.Data = make([]float32, b.Rows*b.Cols)
	width := b.numbers()
	for i := 0; i < len(b.Data); i += b.stride() {
		piece := b.Data[i : i+b.stride()]
		packed := r.bytes(4*width + (len(piece)-width+3)&^3)
		if packed == nil {
			return false
		}
		for j := range piece {
			if j < width {
				piece[j] = math.Float32frombits(binary.LittleEndian.Uint32(packed[4*j:]))
			} else {
				piece[j] = float32(packed[4*width+j-width])
			}
		}
	}
	return true
}

func (r *reader) bytes(n int) []byte {
	if n < 0 || n > len(r.p) {
		r.failed = true
		return nil
	}
	b := r.p[:n:n]
	r.p = r.p[n:]
	return b
}
