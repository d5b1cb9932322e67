package protocol

import (
	"encoding/binary"
	"errors"
	"math"
)

// lists are the numbers of the plane.
func (p *Plane) lists() (all []*[]float64) {
	for i := range p.Curves {
		all = append(all, &p.Curves[i].X, &p.Curves[i].Y)
	}
	for i := range p.Regions {
		all = append(all, &p.Regions[i].X, &p.Regions[i].Y)
	}
	return all
}

// Pack returns the coordinates of all points, nil for no plane: list after list its length and its numbers, 64 bits each, little endian. In the JSON
// they would take a page that opens 20 ms to read.
func (p *Plane) Pack() (packed []byte) {
	if p == nil {
		return nil
	}
	packed = []byte{} // the page expects bytes with any plane
	for _, list := range p.lists() {
		packed = binary.LittleEndian.AppendUint64(packed, uint64(len(*list)))
		for _, x := range *list {
			packed = binary.LittleEndian.AppendUint64(packed, math.Float64bits(x))
		}
	}
	return packed
}

// Unpack reads what Pack returned for a plane with the same curves and regions. It never panics, whatever packed is.
func (p *Plane) Unpack(packed []byte) error {
	for _, list := range p.lists() {
		if len(packed) < 8 || binary.LittleEndian.Uint64(packed) > uint64(len(packed)/8-1) {
			return errors.New("protocol: the points of the phase diagram are cut short")
		}
		*list = make([]float64, binary.LittleEndian.Uint64(packed))
		packed = packed[8:]
		for i := range *list {
			(*list)[i] = math.Float64frombits(binary.LittleEndian.Uint64(packed))
			packed = packed[8:]
		}
	}
	return nil
}
