// Package imports reads the files in which people of the field keep binary data: one call, [Read], for all formats, and one
// [Table] out of it. Nothing that a file holds makes it panic; what is wrong is told in one sentence: what was expected,
// what was found, and at which row or byte.
//
// Arrays that somebody else has decoded (the page reads HDF5) come in a container of their own, all numbers little-endian:
//
//	offset 0  "CSMX"
//	       4  version, one byte: 1
//	       5  kind of the values, one byte: 1 for uint8, 4 for float32
//	       6  labels, one byte: 1 if there is one for each sample
//	       7  samples, uint32
//	      11  units, uint32
//	      15  values, sample by sample
//	       .  labels, one in a line, up to the end
package imports

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"path"
	"strconv"
	"strings"
)

// Limits of what can be trained. A file may unpack to at most maxBytes.
const (
	MaxUnits  = 4096 // the pair counts of the principal components take 64 MB
	maxValues = 1 << 26
	maxBytes  = 1 << 28
)

// Table is a set of samples, whatever file they came from.
type Table struct {
	Samples, Units int
	Values         []byte   // Samples x Units, each 0..255: 255 times the value, or its place between the least and the greatest
	Side           int      // of the square picture that a sample is, row by row; 0 for none
	Names          []string // of the samples; nil where the file has none
	Classes        []byte   // of the samples, indices into ClassNames; nil for none
	ClassNames     []string
	Notes          []string // sentences about what was done to the file's values
}

// Read reads a file: IDX, NPY, NPZ, CSV, TSV, .hapt, VCF, a PNG strip, or the container above; each may be
// compressed by gzip, in one or several members (bgzip). The bytes decide; where they are plain text, the name does.
// p isn't kept. Cost: 5008 x 805 values of text take 80 ms, 0.4 s in a browser.
func Read(name string, p []byte) (*Table, error) {
	t, err := read(path.Base(name), p)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", short(path.Base(name)), err)
	}
	return t, nil
}

func read(name string, p []byte) (*Table, error) {
	name, p, err := unpack(name, p)
	if err != nil {
		return nil, err
	}
	has := func(magic string) bool { return bytes.HasPrefix(p, []byte(magic)) }
	var t *Table
	switch {
	case len(p) == 0:
		return nil, fmt.Errorf("the file is empty")
	case has(npyMagic):
		t, err = readNPY(p)
	case has("PK\x03\x04"), has("PK\x05\x06"):
		t, err = readNPZ(p)
	case has("\x89PNG"):
		t, err = readPNG(name, p)
	case has(matrixMagic):
		t, err = readMatrix(p)
	case has("\x89HDF"):
		return nil, fmt.Errorf("HDF5 files are read in the page only: open it there, or save its samples as NPY or CSV")
	case isIDX(p):
		t, err = readIDX(p)
	case bytes.IndexByte(p[:min(len(p), 4096)], 0) >= 0:
		return nil, fmt.Errorf("expected IDX, NPY, NPZ, CSV, TSV, .hapt, VCF or PNG, found a file that begins with %q", p[:min(len(p), 8)])
	case has("##fileformat=VCF") || strings.EqualFold(path.Ext(name), ".vcf"):
		t, err = readVCF(p)
	default:
		t, err = readText(name, p)
	}
	if err != nil {
		return nil, err
	}
	return t, t.check()
}

// unpack undoes gzip, as often as two times, and drops the ending from the name.
func unpack(name string, p []byte) (string, []byte, error) {
	for range 2 {
		if len(p) < 2 || p[0] != 0x1f || p[1] != 0x8b {
			break
		}
		z, err := gzip.NewReader(bytes.NewReader(p))
		if err != nil {
			return "", nil, fmt.Errorf("expected a gzip file, found a damaged one (%w)", err)
		}
		plain, err := io.ReadAll(io.LimitReader(z, maxBytes+1))
		if err != nil {
			return "", nil, fmt.Errorf("expected a gzip file, found a damaged one after %d unpacked bytes (%w)", len(plain), err)
		}
		if len(plain) > maxBytes {
			return "", nil, tooLarge()
		}
		p = plain
		for _, ending := range []string{".gz", ".bgz"} {
			name = strings.TrimSuffix(name, ending)
		}
	}
	return name, p, nil
}

func tooLarge() error {
	return fmt.Errorf("expected at most %d million bytes when unpacked, found more", maxBytes>>20)
}

// checkSize refuses a shape before memory is taken for it. bytesEach is 0 where the file's length says nothing.
func checkSize(samples, units int64, bytesEach, have int64) error {
	switch {
	case samples < 0 || units < 0:
		return fmt.Errorf("expected sizes that are not negative, found %d x %d", samples, units)
	case units > MaxUnits:
		return fmt.Errorf("expected at most %d values in a sample, found %d: take a part, or coarser pictures", MaxUnits, units)
	case samples > maxValues || samples*units > maxValues:
		return fmt.Errorf("expected at most %d million values, found %d x %d", maxValues>>20, samples, units)
	case bytesEach > 0 && samples*units*bytesEach != have:
		return fmt.Errorf("expected %d bytes for %d x %d values, found %d", samples*units*bytesEach, samples, units, have)
	}
	return nil
}

// check is the last word on a table.
func (t *Table) check() error {
	if err := checkSize(int64(t.Samples), int64(t.Units), 1, int64(len(t.Values))); err != nil {
		return err
	}
	if t.Samples < 2 {
		return fmt.Errorf("expected at least 2 samples, found %d", t.Samples)
	}
	if t.Units < 2 {
		return fmt.Errorf("expected at least 2 values in a sample, found %d", t.Units)
	}
	constant := t.constant()
	switch {
	case constant == t.Units:
		return fmt.Errorf("expected samples that differ, found all %d equal", t.Samples)
	case constant > 0 && t.Side == 0: // pictures have a margin
		t.Notes = append(t.Notes, fmt.Sprintf("%d of the %d columns are the same in all samples and carry nothing", constant, t.Units))
	}
	return nil
}

// constant counts the columns whose values are all equal.
func (t *Table) constant() int {
	varies := make([]bool, t.Units)
	for s := 1; s < t.Samples; s++ {
		row := t.Values[s*t.Units:][:t.Units]
		for i, v := range t.Values[:t.Units] {
			varies[i] = varies[i] || row[i] != v
		}
	}
	n := 0
	for _, v := range varies {
		if !v {
			n++
		}
	}
	return n
}

// numbers collects values as they come: bytes, as long as all are whole and 0..255, then floats.
type numbers struct {
	bytes  []byte
	floats []float32 // all values, once one did not fit
}

func (n *numbers) add(x float64) {
	if n.floats == nil {
		if b := byte(x); float64(b) == x {
			n.bytes = append(n.bytes, b)
			return
		}
		n.floats = make([]float32, len(n.bytes), 2*len(n.bytes)+16)
		for i, b := range n.bytes {
			n.floats[i] = float32(b)
		}
	}
	n.floats = append(n.floats, float32(x))
}

func (n *numbers) len() int { return max(len(n.bytes), len(n.floats)) }

// table scales the numbers to 0..255, and takes a square number of them per sample for a picture.
func (n *numbers) table(samples, units int) (*Table, error) {
	t := &Table{Samples: samples, Units: units, Values: n.bytes, Side: squareSide(units)}
	lo, hi := math.Inf(1), math.Inf(-1)
	for i := range n.len() {
		x := n.at(i)
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, fmt.Errorf("expected numbers, found %v in row %d, column %d", x, i/units+1, i%units+1)
		}
		lo, hi = min(lo, x), max(hi, x)
	}
	switch {
	case lo >= 0 && hi <= 1:
		lo, hi = 0, 1
	case lo == 0 && hi == 255: // the greys of a picture
	default:
		t.Notes = append(t.Notes, fmt.Sprintf("the values from %s to %s are mapped to 0 to 1", number(lo), number(hi)))
	}
	if n.floats != nil {
		t.Values = make([]byte, len(n.floats))
	}
	if !(hi > lo) { // all equal: check says so
		return t, nil
	}
	scale := 255 / (hi - lo)
	for i := range t.Values {
		t.Values[i] = byte(math.Floor(float64((n.at(i)-lo)*scale) + 0.5))
	}
	return t, nil
}

func (n *numbers) at(i int) float64 {
	if n.floats != nil {
		return float64(n.floats[i])
	}
	return float64(n.bytes[i])
}

// squareSide returns the side of a picture of so many pixels, 0 if that is no square of at least 6.
func squareSide(pixels int) int {
	side := int(math.Sqrt(float64(pixels)))
	if side < 6 || side*side != pixels {
		return 0
	}
	return side
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', 4, 64) }

// short cuts a name or a field of a file for a sentence.
func short(s string) string {
	const limit = 40
	if r := []rune(strings.ToValidUTF8(s, "?")); len(r) > limit {
		s = string(r[:limit]) + "…"
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

// The container of the package comment.
const (
	matrixMagic  = "CSMX"
	matrixHeader = 15
)

func readMatrix(p []byte) (*Table, error) {
	if len(p) < matrixHeader {
		return nil, fmt.Errorf("expected at least %d bytes, found %d", matrixHeader, len(p))
	}
	size, labels := int64(p[5]), int64(p[6])
	if p[4] != 1 || (size != 1 && size != 4) || labels > 1 {
		return nil, fmt.Errorf("expected version 1, kind 1 or 4 and labels 0 or 1 at bytes 4 to 6, found %d", p[4:7])
	}
	samples, units := int64(binary.LittleEndian.Uint32(p[7:])), int64(binary.LittleEndian.Uint32(p[11:]))
	if err := checkSize(samples, units, 0, 0); err != nil {
		return nil, err
	}
	end := matrixHeader + samples*units*size
	if have := int64(len(p)); have < end || labels == 0 && have > end {
		return nil, fmt.Errorf("expected %d bytes for %d x %d values, found %d", end, samples, units, have)
	}
	kind := "u1"
	if size == 4 {
		kind = "f4"
	}
	t, err := decode(kind, binary.LittleEndian, p[matrixHeader:end]).table(int(samples), int(units))
	if err != nil || labels == 0 {
		return t, err
	}
	lines := strings.Split(strings.TrimSuffix(string(p[end:]), "\n"), "\n")
	if len(lines) != t.Samples {
		return nil, fmt.Errorf("expected %d labels, one for each sample, found %d", t.Samples, len(lines))
	}
	t.classify(lines)
	return t, nil
}
