// Package hdf5 writes small HDF5 files for tests, as the library with its default settings would: the oldest format, a root
// group with a symbol table, an array in one chunk compressed by gzip.
package hdf5

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
)

// Sizes of what the library reads as a whole, for the ranks declared in the superblock.
const (
	leafRank, innerRank, chunkRank = 4, 16, 32
	symbolNode                     = 8 + 2*leafRank*40
	groupNode                      = 24 + (2*innerRank+1)*8 + 2*innerRank*8
	chunkKey                       = 8 + 3*8
	chunkNode                      = 24 + (2*chunkRank+1)*chunkKey + 2*chunkRank*8
)

const undefined = ^uint64(0)

// file grows at its end; what has to point forward is patched.
type file struct{ p []byte }

// add appends values of fixed size, little-endian, and pads them to a length; it returns where they begin.
func (f *file) add(length int, values ...any) uint64 {
	for len(f.p)%8 != 0 {
		f.p = append(f.p, 0)
	}
	at := len(f.p)
	f.p = append(f.p, pack(values...)...)
	for len(f.p) < at+length {
		f.p = append(f.p, 0)
	}
	return uint64(at)
}

func pack(values ...any) []byte {
	var b bytes.Buffer
	for _, v := range values {
		if s, ok := v.(string); ok {
			v = []byte(s)
		}
		if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
			panic(err) // a value without a fixed size
		}
	}
	return b.Bytes()
}

// message is a part of an object's header.
func message(kind uint16, values ...any) []byte {
	body := pack(values...)
	for len(body)%8 != 0 {
		body = append(body, 0)
	}
	return append(pack(kind, uint16(len(body)), uint32(0)), body...)
}

// header adds an object's header.
func (f *file) header(messages ...[]byte) uint64 {
	all := bytes.Join(messages, nil)
	return f.add(0, byte(1), byte(0), uint16(len(messages)), uint32(1), uint32(len(all)), uint32(0), all)
}

func space(sizes ...uint64) []byte {
	return message(1, byte(1), byte(len(sizes)), byte(0), byte(0), uint32(0), sizes)
}

// integer is the type of unsigned (flags 0) or signed (8) whole numbers.
func integer(size uint32, flags byte) []byte {
	return message(3, byte(0x10), flags, uint16(0), size, uint16(0), uint16(8*size))
}

// Encode returns a file with the dataset "samples" of unsigned bytes, rows x columns, and "labels", one for each row, unless
// they are nil.
func Encode(rows, columns int, samples []byte, labels []int32) []byte {
	f := &file{}
	f.add(96)
	names := []string{"samples"}
	headers := []uint64{f.samples(uint64(rows), uint64(columns), samples)}
	if labels != nil { // names are in order
		data := f.add(0, labels)
		names = append([]string{"labels"}, names...)
		headers = append([]uint64{f.header(space(uint64(len(labels))), integer(4, 8), message(8, byte(3), byte(1), data, uint64(4*len(labels))))}, headers...)
	}
	root := f.group(names, headers)
	copy(f.p, pack("\x89HDF\r\n\x1a\n", uint32(0), byte(0), byte(8), byte(8), byte(0), uint16(leafRank), uint16(innerRank), uint32(0),
		uint64(0), undefined, uint64(len(f.p)), undefined, uint64(0), root))
	return f.p
}

// samples adds an array in one chunk.
func (f *file) samples(rows, columns uint64, values []byte) uint64 {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, _ = z.Write(values) // to memory
	_ = z.Close()
	chunk := f.add(0, packed.Bytes())
	tree := f.add(chunkNode, "TREE", byte(1), byte(0), uint16(1), undefined, undefined,
		uint32(packed.Len()), uint32(0), []uint64{0, 0, 0}, chunk, uint64(0), []uint64{rows, columns, 1})
	return f.header(space(rows, columns), integer(1, 0),
		message(8, byte(3), byte(2), byte(3), tree, uint32(rows), uint32(columns), uint32(1)),
		message(11, byte(1), byte(1), [6]byte{}, uint16(1), uint16(0), uint16(1), uint16(1), uint32(6), uint32(0)))
}

// group adds a group of objects, whose names are sorted.
func (f *file) group(names []string, headers []uint64) uint64 {
	text, symbols, last := make([]byte, 8), []byte{}, 0
	for i, name := range names {
		last = len(text)
		symbols = append(symbols, pack(uint64(last), headers[i], uint64(0), [16]byte{})...)
		text = append(text, name...)
		text = append(text, make([]byte, 8-len(name)%8)...)
	}
	data := f.add(0, text)
	heap := f.add(0, "HEAP", uint32(0), uint64(len(text)), uint64(1), data) // 1: nothing is free
	node := f.add(symbolNode, "SNOD", byte(1), byte(0), uint16(len(names)), symbols)
	tree := f.add(groupNode, "TREE", byte(0), byte(0), uint16(1), undefined, undefined, uint64(0), node, uint64(last))
	return f.header(message(17, tree, heap))
}
