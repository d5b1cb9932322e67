package plot

import (
	"slices"
	"strings"

	"cascade/wasm/protocol"
)

// Store is everything that the page holds of one run: series that grow, fields that are replaced, and where the parameters
// changed. The zero value is empty and ready to use.
type Store struct {
	run     int
	segment int
	started bool
	series  map[string]*series
	fields  map[string]protocol.Block
	breaks  []float32
}

type series struct{ x, y []float32 }

// Apply takes over what a frame brings and says whether a parameter has changed since the frame before. A frame of another
// run empties the store first. A series block replaces what the store holds from its first point on, so resending is
// harmless; a block that would leave a hole is dropped, and comes again because Points stays small. The store keeps the
// arrays of fields: they must not be changed afterwards. Cost: the length of the frame.
func (s *Store) Apply(f *protocol.Frame) (segmentChanged bool) {
	if !s.started || f.Run != s.run {
		*s = Store{run: f.Run, segment: f.Segment, started: true,
			series: map[string]*series{}, fields: map[string]protocol.Block{}}
	}
	for i := range f.Blocks {
		switch b := &f.Blocks[i]; b.Kind {
		case protocol.Series:
			s.append(b)
		case protocol.Field:
			s.fields[b.Name] = *b
		}
	}
	if f.Segment == s.segment {
		return false
	}
	if f.Segment < s.segment { // back in time: the breaks ahead have not happened yet
		s.breaks = slices.DeleteFunc(s.breaks, func(x float32) bool { return x >= float32(f.Update) })
	} else {
		s.breaks = append(s.breaks, float32(f.Since))
	}
	s.segment = f.Segment
	return true
}

func (s *Store) append(b *protocol.Block) {
	if b.Rows != 2 {
		return
	}
	held := s.series[b.Name]
	if held == nil {
		held = &series{}
		s.series[b.Name] = held
	}
	if b.From < 0 || b.From > len(held.x) {
		return
	}
	held.x = append(held.x[:b.From], b.Data[:b.Cols]...)
	held.y = append(held.y[:b.From], b.Data[b.Cols:2*b.Cols]...)
}

// isMain says whether a series is measured at every recorded update: neither a prediction (".theory"), nor a curve over something
// else ("chi.100"), nor the sparse likelihood.
func isMain(name string) bool { return !strings.Contains(name, ".") && name != "loglik" }

// Points returns how many points the page holds of the measured main series, for protocol.Command.Have: the length of the
// longest series without a point in its name, which predictions and curves over something else have, other than "loglik"; 0 for an empty store.
func (s *Store) Points() int {
	n := 0
	for name, v := range s.series {
		if isMain(name) {
			n = max(n, len(v.x))
		}
	}
	return n
}

// Series returns the points of a series, nil if there is none. NaN marks a gap. The slices stay valid until the next Apply.
func (s *Store) Series(name string) (x, y []float32) {
	if v := s.series[name]; v != nil {
		return v.x, v.y
	}
	return nil, nil
}

// Field returns the latest field of that name.
func (s *Store) Field(name string) (protocol.Block, bool) {
	b, ok := s.fields[name]
	return b, ok
}

// Curve returns the points that c draws, from a series or from the first two rows of a field; nil if there are none yet.
func (s *Store) Curve(c *Curve) (x, y []float32) {
	if !c.Field {
		return s.Series(c.Source)
	}
	b, ok := s.fields[c.Source]
	if !ok || b.Rows < 2 {
		return nil, nil
	}
	return b.Data[:b.Cols], b.Data[b.Cols : 2*b.Cols]
}

// Breaks returns the x at which the parameters changed, in the order of the changes: points up to such an x belong to the
// old parameters, later ones to the new.
func (s *Store) Breaks() []float32 { return s.breaks }
