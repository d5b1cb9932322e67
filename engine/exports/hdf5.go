package exports

import (
	"bytes"
	"io"
	"slices"
	"strconv"
	"strings"
)

// The oldest version of the format, which every reader knows: groups with symbol tables of one node each, contiguous arrays,
// texts of fixed length, attributes in the objects' headers. [HDF5 File Format Specification 3.0, sections II.A, III, IV]
const (
	leafRank   = 8                 // a group has at most twice so many members
	innerRank  = 16                // declared in the superblock; there is one node only
	symbolNode = 8 + 2*leafRank*40 // bytes
	groupNode  = 24 + (4*innerRank+1)*8
	superblock = 96
	undefined  = ^uint64(0)
)

// Kinds of messages in an object's header.
const (
	dataspaceMessage   = 0x01
	datatypeMessage    = 0x03
	layoutMessage      = 0x08
	attributeMessage   = 0x0c
	symbolTableMessage = 0x11
)

// dataset is an array, or a single value if it has no shape.
type dataset struct {
	shape  []int
	values any // []float32, []float64, []int64 or a string
}

// attribute is a small value that belongs to a group.
type attribute struct {
	name  string
	value any // as of a dataset
}

// group has members, each a *group or a *dataset, by name. A dataset may be in several.
type group struct {
	members    map[string]any
	attributes []attribute
}

// writeHDF5 writes a file with this group at its root.
func writeHDF5(out io.Writer, root *group) error {
	f := &hdf5{links: map[*dataset]uint32{}, written: map[*dataset]uint64{}}
	f.count(root)
	f.p = make([]byte, superblock)
	at := f.group(root)
	copy(f.p, pack("\x89HDF\r\n\x1a\n", uint32(0), byte(0), byte(8), byte(8), byte(0), uint16(leafRank), uint16(innerRank), uint32(0),
		uint64(0), undefined, uint64(len(f.p)), undefined, uint64(0), at))
	_, err := out.Write(f.p)
	return err
}

// hdf5 is a file in progress: it grows at its end, children come before their parents.
type hdf5 struct {
	p       []byte
	links   map[*dataset]uint32 // how many groups a dataset is in
	written map[*dataset]uint64
}

func (f *hdf5) count(g *group) {
	for _, m := range g.members {
		switch m := m.(type) {
		case *group:
			f.count(m)
		case *dataset:
			f.links[m]++
		}
	}
}

// add appends at a multiple of 8 what takes at least so many bytes, and returns its place.
func (f *hdf5) add(length int, values ...any) uint64 {
	f.p = padded(f.p)
	at := len(f.p)
	f.p = append(f.p, pack(values...)...)
	if short := at + length - len(f.p); short > 0 {
		f.p = append(f.p, make([]byte, short)...)
	}
	return uint64(at)
}

func padded(p []byte) []byte { return append(p, make([]byte, -len(p)&7)...) }

// header adds the header of an object to which so many links lead.
func (f *hdf5) header(links uint32, messages ...[]byte) uint64 {
	all := bytes.Join(messages, nil)
	return f.add(0, byte(1), byte(0), uint16(len(messages)), links, uint32(len(all)), uint32(0), all)
}

func message(kind uint16, values ...any) []byte {
	body := padded(pack(values...))
	return pack(kind, uint16(len(body)), uint32(0), body)
}

// group adds a group, after all its members, and returns its place.
func (f *hdf5) group(g *group) uint64 {
	var names []string
	for name := range g.members {
		names = append(names, name)
	}
	slices.Sort(names)
	if len(names) > 2*leafRank {
		panic("exports: a group of an HDF5 file has too many members")
	}
	heap, symbols, last := make([]byte, 8), []byte{}, 0
	for _, name := range names {
		at := uint64(0)
		switch m := g.members[name].(type) {
		case *group:
			at = f.group(m)
		case *dataset:
			at = f.dataset(m)
		}
		last = len(heap)
		symbols = append(symbols, pack(uint64(last), at, uint64(0), make([]byte, 16))...)
		heap = padded(append(heap, name+"\x00"...))
	}
	data := f.add(0, heap)
	local := f.add(0, "HEAP", uint32(0), uint64(len(heap)), uint64(1), data) // 1: nothing in it is free
	node := f.add(symbolNode, "SNOD", byte(1), byte(0), uint16(len(names)), symbols)
	tree := f.add(groupNode, "TREE", byte(0), byte(0), uint16(1), undefined, undefined, uint64(0), node, uint64(last))
	messages := [][]byte{message(symbolTableMessage, tree, local)}
	for _, a := range g.attributes {
		kind, space := padded(datatype(a.value)), padded(dataspace(nil))
		name := a.name + "\x00"
		messages = append(messages, message(attributeMessage, byte(1), byte(0), uint16(len(name)), uint16(len(kind)), uint16(len(space)),
			padded([]byte(name)), kind, space, a.value))
	}
	return f.header(1, messages...)
}

// dataset adds an array where it is first met, and returns the place of its header.
func (f *hdf5) dataset(d *dataset) uint64 {
	if at, ok := f.written[d]; ok {
		return at
	}
	values := pack(d.values)
	at := f.add(len(values), values)
	f.written[d] = f.header(f.links[d], message(dataspaceMessage, dataspace(d.shape)), message(datatypeMessage, datatype(d.values)),
		message(layoutMessage, byte(3), byte(1), at, uint64(len(values))))
	return f.written[d]
}

func dataspace(shape []int) []byte {
	sizes := make([]uint64, len(shape))
	for i, n := range shape {
		sizes[i] = uint64(n)
	}
	return pack(byte(1), byte(len(shape)), byte(0), byte(0), uint32(0), sizes)
}

// datatype describes the elements of values: IEEE numbers, signed whole numbers, or one text in UTF-8, padded with zeros.
func datatype(values any) []byte {
	float := func(size, exponentAt, exponentBits byte, bias uint32) []byte {
		return pack(byte(0x11), byte(0x20), 8*size-1, byte(0), uint32(size), uint16(0), uint16(8*size),
			exponentAt, exponentBits, byte(0), exponentAt, bias)
	}
	switch v := values.(type) {
	case []float32:
		return float(4, 23, 8, 127)
	case []float64:
		return float(8, 52, 11, 1023)
	case []int64:
		return pack(byte(0x10), byte(8), uint16(0), uint32(8), uint16(0), uint16(64))
	case string:
		return pack(byte(0x13), byte(0x11), uint16(0), uint32(len(v)))
	}
	panic("exports: a type that is not written to HDF5 files")
}

// WriteHDF5 writes the machine as the authors' library rbms keeps it, so that its load_model(file, update, ...) reads it: the groups
// update_N/params with weight_matrix, vbias and hbias, hard links to them in update_N, time (0: nothing here has a clock), and at the root
// parallel_chains, model_type and hyperparameters. What the library could only go on from with its own generators, their states, is
// not there. Attributes of the root say where the file comes from.
func (w *Weights) WriteHDF5(out io.Writer) error {
	parameters := map[string]any{
		"weight_matrix": &dataset{[]int{w.Visible, w.Hidden}, w.W},
		"vbias":         &dataset{[]int{w.Visible}, w.B},
		"hbias":         &dataset{[]int{w.Hidden}, w.C},
	}
	update := map[string]any{"params": &group{members: parameters}, "time": &dataset{nil, []float64{0}}}
	for name, d := range parameters {
		update[name] = d
	}
	states := make([]float32, len(w.Chains))
	for i, s := range w.Chains {
		states[i] = float32(s)
	}
	a := &w.About
	return writeHDF5(out, &group{
		members: map[string]any{
			"update_" + strconv.Itoa(a.Update): &group{members: update},
			"parallel_chains":                  &dataset{[]int{w.Count(), w.Visible}, states},
			"model_type":                       &dataset{nil, w.Kind},
			"hyperparameters": &group{members: map[string]any{
				"batch_size":    &dataset{nil, []int64{int64(w.Batch)}},
				"gibbs_steps":   &dataset{nil, []int64{int64(w.Sweeps)}},
				"learning_rate": &dataset{nil, []float64{w.Rate}},
				"L1":            &dataset{nil, []float64{0}},
				"L2":            &dataset{nil, []float64{0}},
				"seed":          &dataset{nil, []int64{int64(a.Seed)}},
			}},
		},
		attributes: []attribute{
			{"cascade", []int64{int64(a.Cascade)}}, {"experiment", text(a.Experiment)}, {"link", text(a.Link)}, {"build", text(a.Build)},
			{"seed", []int64{int64(a.Seed)}}, {"update", []int64{int64(a.Update)}}, {"hash", text(a.Hash)}, {"citation", text(a.Citation)},
		},
	})
}

// maxText is the room for a text in an attribute: an object's header holds at most 64 kB of one.
const maxText = 60000

// text is not empty, as no type of HDF5 is, and fits an attribute.
func text(s string) string {
	if s == "" {
		return "\x00"
	}
	return strings.ToValidUTF8(s[:min(len(s), maxText)], "")
}
