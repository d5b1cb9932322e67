package imports

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// element decodes one value of an array.
type element struct {
	size int
	get  func(o binary.ByteOrder, p []byte) float64
}

// elements are the kinds of values by the names of NumPy, without the byte order.
var elements = map[string]element{
	"b1": {1, func(_ binary.ByteOrder, p []byte) float64 { return float64(min(p[0], 1)) }},
	"u1": {1, func(_ binary.ByteOrder, p []byte) float64 { return float64(p[0]) }},
	"i1": {1, func(_ binary.ByteOrder, p []byte) float64 { return float64(int8(p[0])) }},
	"u2": {2, func(o binary.ByteOrder, p []byte) float64 { return float64(o.Uint16(p)) }},
	"i2": {2, func(o binary.ByteOrder, p []byte) float64 { return float64(int16(o.Uint16(p))) }},
	"u4": {4, func(o binary.ByteOrder, p []byte) float64 { return float64(o.Uint32(p)) }},
	"i4": {4, func(o binary.ByteOrder, p []byte) float64 { return float64(int32(o.Uint32(p))) }},
	"u8": {8, func(o binary.ByteOrder, p []byte) float64 { return float64(o.Uint64(p)) }},
	"i8": {8, func(o binary.ByteOrder, p []byte) float64 { return float64(int64(o.Uint64(p))) }},
	"f2": {2, func(o binary.ByteOrder, p []byte) float64 { return half(o.Uint16(p)) }},
	"f4": {4, func(o binary.ByteOrder, p []byte) float64 { return float64(math.Float32frombits(o.Uint32(p))) }},
	"f8": {8, func(o binary.ByteOrder, p []byte) float64 { return math.Float64frombits(o.Uint64(p)) }},
}

// half is the value of a number of half precision: in single precision its exponent is 112 larger; infinities and NaN keep theirs, which is the largest.
func half(b uint16) float64 {
	bits := uint32(b&0x8000)<<16 | uint32(b&0x7fff)<<13
	if b&0x7c00 == 0x7c00 {
		return float64(math.Float32frombits(bits | 0x7f800000))
	}
	return float64(math.Float32frombits(bits)) * 0x1p112
}

// decode reads all values of p, of a kind in elements.
func decode(kind string, order binary.ByteOrder, p []byte) *numbers {
	if kind == "u1" {
		return &numbers{bytes: bytes.Clone(p)}
	}
	e := elements[kind]
	n := &numbers{bytes: make([]byte, 0, len(p)/e.size)}
	for ; len(p) >= e.size; p = p[e.size:] {
		n.add(e.get(order, p))
	}
	return n
}

// array is a decoded array of any shape, in C order.
type array struct {
	shape  []int
	values *numbers
}

// table takes the first dimension for the samples. Further dimensions of size 1 are dropped; two that are equal make a
// picture.
func (a *array) table() (*Table, error) {
	if len(a.shape) < 2 {
		return nil, fmt.Errorf("expected samples of several values, found an array of shape %d, as files of labels have", a.shape)
	}
	units := 1
	var inner []int
	for _, n := range a.shape[1:] {
		units *= n
		if n != 1 {
			inner = append(inner, n)
		}
	}
	t, err := a.values.table(a.shape[0], units)
	if err == nil && len(inner) == 2 {
		t.Side = 0
		if inner[0] == inner[1] {
			t.Side = inner[0]
		} else {
			t.Notes = append(t.Notes, fmt.Sprintf("the pictures are %d x %d and not square, so they are taken for rows of values", inner[0], inner[1]))
		}
	}
	return t, err
}

// checkShape refuses sizes that are out of bounds or do not fit the bytes.
func checkShape(shape []int64, size int, have int) error {
	if len(shape) == 1 { // labels
		return checkSize(shape[0], 1, int64(size), int64(have))
	}
	units := int64(1)
	for _, n := range shape[1:] {
		if n < 1 || n > maxValues {
			return fmt.Errorf("expected sizes from 1 to %d million, found the shape %d", maxValues>>20, shape)
		}
		if units *= n; units > MaxUnits {
			break
		}
	}
	return checkSize(shape[0], units, int64(size), int64(have))
}

func ints(shape []int64) []int {
	var list []int
	for _, n := range shape {
		list = append(list, int(n))
	}
	return list
}

// idxKinds are the codes of an IDX file's values.
var idxKinds = map[byte]string{0x08: "u1", 0x09: "i1", 0x0b: "i2", 0x0c: "i4", 0x0d: "f4", 0x0e: "f8"}

func isIDX(p []byte) bool {
	return len(p) >= 8 && p[0] == 0 && p[1] == 0 && idxKinds[p[2]] != "" && p[3] >= 1 && p[3] <= 4
}

// parseIDX reads the format of the MNIST files: two zeros, the kind, the number of dimensions, their sizes, the values;
// everything big-endian.
func parseIDX(p []byte) (*array, error) {
	kind, dimensions := idxKinds[p[2]], int(p[3])
	header := 4 + 4*dimensions
	if len(p) < header {
		return nil, fmt.Errorf("expected %d bytes of IDX header, found %d", header, len(p))
	}
	shape := make([]int64, dimensions)
	for i := range shape {
		shape[i] = int64(binary.BigEndian.Uint32(p[4+4*i:]))
	}
	if err := checkShape(shape, elements[kind].size, len(p)-header); err != nil {
		return nil, err
	}
	return &array{ints(shape), decode(kind, binary.BigEndian, p[header:])}, nil
}

func readIDX(p []byte) (*Table, error) {
	a, err := parseIDX(p)
	if err != nil {
		return nil, err
	}
	return a.table()
}

const npyMagic = "\x93NUMPY"

// parseNPY reads NumPy's format, versions 1 to 3: magic, version, length of the header, the header (a Python dictionary),
// the values.
func parseNPY(p []byte) (*array, error) {
	lengthBytes := 2
	if len(p) > 6 && p[6] >= 2 {
		lengthBytes = 4
	}
	if len(p) < 8+lengthBytes || !bytes.HasPrefix(p, []byte(npyMagic)) {
		return nil, fmt.Errorf("expected an NPY header, found %d bytes", len(p))
	}
	length := int64(binary.LittleEndian.Uint16(p[8:]))
	if lengthBytes == 4 {
		length = int64(binary.LittleEndian.Uint32(p[8:]))
	}
	body := p[8+lengthBytes:]
	if length > int64(len(body)) {
		return nil, fmt.Errorf("expected %d bytes of NPY header, found %d", length, len(body))
	}
	header, body := string(body[:length]), body[length:]
	descr, fortran := strings.Trim(npyField(header, "descr"), `'" `), npyField(header, "fortran_order") == "True"
	if len(descr) < 2 {
		return nil, fmt.Errorf("expected 'descr' in the NPY header, found %q", short(header))
	}
	kind, known := elements[descr[1:]]
	if !known || !strings.Contains("|<>=", descr[:1]) {
		return nil, fmt.Errorf("expected an array of bool, whole numbers, float16, float32 or float64, found %q", short(descr))
	}
	var order binary.ByteOrder = binary.LittleEndian
	if descr[0] == '>' {
		order = binary.BigEndian
	}
	var shape []int64
	for text := range strings.SplitSeq(strings.Trim(npyField(header, "shape"), "() "), ",") {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 {
			return nil, fmt.Errorf("expected a 'shape' of whole numbers in the NPY header, found %q", short(text))
		}
		shape = append(shape, n)
	}
	if len(shape) == 0 {
		return nil, fmt.Errorf("expected samples of several values, found a single number")
	}
	if err := checkShape(shape, kind.size, len(body)); err != nil {
		return nil, err
	}
	if fortran {
		body = cOrder(body, kind.size, ints(shape))
	}
	return &array{ints(shape), decode(descr[1:], order, body)}, nil
}

// npyField returns the text behind 'name': in a Python dictionary, up to the comma or bracket that ends it.
func npyField(header, name string) string {
	_, rest, found := strings.Cut(header, "'"+name+"':")
	if !found {
		return ""
	}
	end := strings.IndexAny(rest, ",}")
	if open := strings.IndexByte(rest, '('); open >= 0 && open < end {
		end = strings.IndexByte(rest, ')')
	}
	if end < 0 {
		return strings.TrimSpace(rest)
	}
	return strings.TrimSpace(rest[:end])
}

// cOrder rearranges values whose first index runs fastest so that the last one does.
func cOrder(p []byte, size int, shape []int) []byte {
	out := make([]byte, len(p))
	index := make([]int, len(shape))
	for at := 0; at+size <= len(p); at += size {
		to := 0
		for d, i := range index {
			to = to*shape[d] + i
		}
		copy(out[to*size:], p[at:at+size])
		for d := range index {
			if index[d]++; index[d] < shape[d] {
				break
			}
			index[d] = 0
		}
	}
	return out
}

func readNPY(p []byte) (*Table, error) {
	a, err := parseNPY(p)
	if err != nil {
		return nil, err
	}
	return a.table()
}

// Names by which arrays in an NPZ file are known.
var (
	dataNames  = []string{"samples", "data", "x", "x_train", "images", "train_images"}
	labelNames = []string{"labels", "label", "y", "y_train", "classes", "train_labels"}
)

// readNPZ reads a zip of NPY files: the array of one of dataNames, or the first with two dimensions or more; labels if
// there is one of labelNames.
func readNPZ(p []byte) (*Table, error) {
	z, err := zip.NewReader(bytes.NewReader(p), int64(len(p)))
	if err != nil {
		return nil, errCutZip
	}
	var data, labels *array
	var names []string
	var spoilt error // of the first array that can't be read
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimSuffix(f.Name, ".npy"))
		names = append(names, name)
		wanted := slices.Contains(dataNames, name)
		if !wanted && (data != nil && !slices.Contains(labelNames, name)) {
			continue
		}
		a, err := openNPY(f)
		if err != nil {
			if err = fmt.Errorf("the array %q: %w", short(name), err); wanted {
				return nil, err
			}
			if spoilt == nil && !slices.Contains(labelNames, name) {
				spoilt = err
			}
			continue
		}
		switch {
		case len(a.shape) == 1 && slices.Contains(labelNames, name):
			labels = a
		case len(a.shape) > 1 && (data == nil || wanted):
			data = a
		}
	}
	switch {
	case data == nil && spoilt != nil:
		return nil, spoilt
	case data == nil:
		return nil, fmt.Errorf("expected samples, an array with a row for each, or the weight_matrix of a machine in the NPZ file, found %s", listed(names))
	}
	t, err := data.table()
	if err == nil && labels != nil && labels.shape[0] == t.Samples {
		t.classify(labels.texts())
	}
	return t, err
}

// What the zip's own errors come to.
var (
	errCutZip  = errors.New("expected a whole NPZ file, found one that is cut off or damaged")
	errDamaged = errors.New("cut off or damaged")
)

// listed names the arrays of a file.
func listed(names []string) string {
	if len(names) == 0 {
		return "no array"
	}
	return strconv.Quote(short(strings.Join(names, ", ")))
}

func openNPY(f *zip.File) (*array, error) {
	r, err := f.Open()
	if err != nil {
		return nil, errDamaged
	}
	defer r.Close()
	p, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return nil, errDamaged
	}
	if len(p) > maxBytes {
		return nil, tooLarge()
	}
	return parseNPY(p)
}

// texts returns the values as labels.
func (a *array) texts() []string {
	list := make([]string, a.values.len())
	for i := range list {
		list[i] = strconv.FormatFloat(a.values.at(i), 'g', -1, 64)
	}
	return list
}
