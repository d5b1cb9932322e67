package exports

import (
	"encoding/binary"
	"hash/crc32"
	"math"
)

// pack appends values to each other, little-endian. It knows the types that are written here; package binary's own Write would cost every
// visitor of the page 20 kB. Panics for any other.
func pack(values ...any) []byte {
	var p []byte
	order := binary.LittleEndian
	for _, v := range values {
		switch v := v.(type) {
		case byte:
			p = append(p, v)
		case uint16:
			p = order.AppendUint16(p, v)
		case uint32:
			p = order.AppendUint32(p, v)
		case uint64:
			p = order.AppendUint64(p, v)
		case string:
			p = append(p, v...)
		case []byte:
			p = append(p, v...)
		case []int8:
			for _, x := range v {
				p = append(p, byte(x))
			}
		case []int64:
			for _, x := range v {
				p = order.AppendUint64(p, uint64(x))
			}
		case []uint64:
			for _, x := range v {
				p = order.AppendUint64(p, x)
			}
		case []float32:
			for _, x := range v {
				p = order.AppendUint32(p, math.Float32bits(x))
			}
		case []float64:
			for _, x := range v {
				p = order.AppendUint64(p, math.Float64bits(x))
			}
		default:
			panic("exports: a type that is not packed")
		}
	}
	return p
}

// member is a file of an archive.
type member struct {
	name string
	data []byte
}

// archive returns a zip file whose members are not compressed, as numpy.savez writes it, and without dates: the same members give the same
// bytes. [APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12, 4.3.16]
func archive(members []member) []byte {
	const version, utf8, date = uint16(20), uint16(1 << 11), uint16(1<<5 | 1) // the first day that there is
	var p, directory []byte
	for _, m := range members {
		at, size := uint32(len(p)), uint32(len(m.data))
		common := pack(version, utf8, uint16(0), uint16(0), date, crc32.ChecksumIEEE(m.data), size, size, uint16(len(m.name)), uint16(0))
		p = append(p, pack("PK\x03\x04", common, m.name, m.data)...)
		directory = append(directory, pack("PK\x01\x02", version, common, uint16(0), uint16(0), uint16(0), uint32(0), at, m.name)...)
	}
	count := uint16(len(members))
	return append(p, pack(directory, "PK\x05\x06", uint16(0), uint16(0), count, count, uint32(len(directory)), uint32(len(p)), uint16(0))...)
}
