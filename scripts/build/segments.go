package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// The linker leaves out every run of a few zeros: 95,000 segments of data, whose addresses, which nothing predicts, take more bytes
// than the zeros would. Segments closer to each other than this become one.
const segmentGap = 128

// segment is a piece of memory as a module initialises it.
type segment struct {
	at   uint32
	data []byte
}

// mergeSegments returns a WebAssembly module that means the same and packs to less: 7 % for Go's. It has few segments of data, in
// the order of their addresses. All of them must be active, in memory 0 and apart, as those that Go links are.
func mergeSegments(module []byte) ([]byte, error) {
	const dataSection = 11
	if len(module) < 8 || string(module[:4]) != "\x00asm" {
		return nil, errors.New("this is not a WebAssembly module")
	}
	out := slices.Clone(module[:8])
	r := wasmReader{rest: module[8:]}
	for len(r.rest) > 0 && r.err == nil {
		id := r.byte()
		body := r.bytes()
		if id == dataSection {
			segments, err := readSegments(body)
			if err != nil {
				return nil, err
			}
			body = writeSegments(joinSegments(segments))
		}
		out = appendBytes(append(out, id), body)
	}
	return out, r.err
}

// joinSegments sorts segments and fills small gaps between them with zeros, which memory holds there anyway.
func joinSegments(segments []segment) []segment {
	slices.SortFunc(segments, func(a, b segment) int { return int(int64(a.at) - int64(b.at)) })
	var joined []segment
	for _, s := range segments {
		if n := len(joined); n > 0 {
			last := &joined[n-1]
			if gap := int(s.at) - int(last.at) - len(last.data); gap < segmentGap {
				last.data = append(append(last.data, make([]byte, gap)...), s.data...)
				continue
			}
		}
		joined = append(joined, segment{s.at, slices.Clone(s.data)})
	}
	return joined
}

// The bytes around an active segment's address: in memory 0, i32.const ADDRESS, end.
const (
	activeSegment = 0x00
	opConst       = 0x41
	opEnd         = 0x0B
)

func readSegments(section []byte) ([]segment, error) {
	r := wasmReader{rest: section}
	segments := make([]segment, 0, r.number())
	for range cap(segments) {
		kind, op := r.byte(), r.byte()
		at := r.signed()
		if end := r.byte(); kind != activeSegment || op != opConst || end != opEnd {
			return nil, fmt.Errorf("segment %d is not an active one at a constant address", len(segments))
		}
		segments = append(segments, segment{uint32(at), r.bytes()})
	}
	return segments, r.err
}

func writeSegments(segments []segment) []byte {
	out := binary.AppendUvarint(nil, uint64(len(segments)))
	for _, s := range segments {
		out = append(out, activeSegment, opConst)
		out = append(appendSigned(out, int32(s.at)), opEnd)
		out = appendBytes(out, s.data)
	}
	return out
}

// wasmReader reads a module's bytes in order; err is its first failure.
type wasmReader struct {
	rest []byte
	err  error
}

func (r *wasmReader) take(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.err, r.rest = errors.New("the module ends within a section"), nil
		return nil
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *wasmReader) byte() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

// number reads a LEB128.
func (r *wasmReader) number() uint64 {
	n, size := binary.Uvarint(r.rest)
	r.take(uint64(max(size, 1)))
	return n
}

// signed reads a signed LEB128 of 32 bits.
func (r *wasmReader) signed() int32 {
	var n uint64
	for size := 7; size <= 35; size += 7 {
		b := r.byte()
		n |= uint64(b&0x7F) << (size - 7)
		if b&0x80 == 0 {
			return int32(int64(n<<(64-size)) >> (64 - size))
		}
	}
	r.err = errors.New("a number of 32 bits has more than 5 bytes")
	return 0
}

// bytes reads a length and so many bytes.
func (r *wasmReader) bytes() []byte { return r.take(r.number()) }

func appendBytes(out, data []byte) []byte {
	return append(binary.AppendUvarint(out, uint64(len(data))), data...)
}

// appendSigned appends a signed LEB128.
func appendSigned(out []byte, n int32) []byte {
	for n < -64 || n > 63 {
		out = append(out, byte(n)|0x80)
		n >>= 7
	}
	return append(out, byte(n)&0x7F)
}
