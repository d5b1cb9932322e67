package plot

import (
	"slices"
	"strconv"
	"strings"

	"cascade/wasm/protocol"
)

// Store is everything that the page holds of one run: series that grow and fields that are replaced. The zero value is empty and ready to use.
type Store struct {
	Origin   Origin // for the metadata of figures
	run      int
	segment  int
	update   int
	started  bool
	series   map[string]*series
	fields   map[string]protocol.Block
	falls    map[string]*Waterfall
	branches []Branch
	revision int
	beside   beside
	preview  *Store // theory of values that are not in force; nil if there is none
}

type series struct{ x, y []float32 }

// Apply takes over what a frame brings and says whether a parameter has changed since the frame before. A frame of another
// run empties the store first. A series block replaces what the store holds from its first point on, so resending is
// harmless; a block that would leave a hole is dropped, and comes again because Points stays small. The store keeps the
// arrays of fields: they must not be changed afterwards. Cost: the length of the frame.
func (s *Store) Apply(f *protocol.Frame) (segmentChanged bool) {
	if !s.started || f.Run != s.run {
		*s = Store{Origin: s.Origin, run: f.Run, segment: f.Segment, started: true, branches: s.restarted(), revision: s.revision, beside: s.beside,
			series: map[string]*series{}, fields: map[string]protocol.Block{}, falls: map[string]*Waterfall{}}
	}
	s.update = f.Update
	for i := range f.Blocks {
		switch b := &f.Blocks[i]; b.Kind {
		case protocol.Series:
			s.append(b)
		case protocol.Field:
			s.fields[b.Name] = *b
		case protocol.Columns:
			s.appendColumns(b)
		}
	}
	if f.Segment == s.segment {
		return false
	}
	s.preview, s.segment = nil, f.Segment
	return true
}

func (s *Store) append(b *protocol.Block) {
	if b.Rows != 2 {
		return
	}
	held := s.named(b.Name)
	if isMeasured(b.Name) && held.fits(b) && repeats(held.x, b.From, b.Data[:b.Cols]) {
		return // the run was brought back: what it measured later is still its future
	}
	held.take(b)
}

// fits says whether a block leaves no hole.
func (v *series) fits(b *protocol.Block) bool { return b.From >= 0 && b.From <= len(v.x) }

// take replaces what is held from a block's first point on, unless that would leave a hole.
func (v *series) take(b *protocol.Block) {
	if v.fits(b) {
		v.x = append(v.x[:b.From], b.Data[:b.Cols]...)
		v.y = append(v.y[:b.From], b.Data[b.Cols:2*b.Cols]...)
	}
}

// repeats says whether all x are held already, from index from on, and more behind them.
func repeats(held []float32, from int, x []float32) bool {
	return from+len(x) < len(held) && slices.Equal(held[from:][:len(x)], x)
}

// isMain says whether a series is measured at every recorded update: neither a prediction (".theory"), nor a curve over something
// else ("chi.100"), nor the sparse likelihood.
func isMain(name string) bool { return isMeasured(name) && name != sparse }

// sparse is the series that is measured rarely, and always sent as a whole.
const sparse = "loglik"

// Points returns how many points the page holds of the measured main series, for protocol.Command.Have: the length of the
// longest series without a point in its name, which predictions and curves over something else have, other than "loglik"; 0 for an empty store.
func (s *Store) Points() int { return mainPoints(s.series) }

func mainPoints(all map[string]*series) int {
	n := 0
	for name, v := range all {
		if isMain(name) {
			n = max(n, len(v.x))
		}
	}
	return n
}

// Series returns the points of a series, nil if there is none. NaN marks a gap. The slices stay valid until the next Apply.
func (s *Store) Series(name string) (x, y []float32) {
	if p := s.preview; p != nil && p.series[name] != nil {
		return p.Series(name)
	}
	if v := s.series[name]; v != nil {
		return v.x, v.y
	}
	return nil, nil
}

// Field returns the latest field of that name.
func (s *Store) Field(name string) (protocol.Block, bool) {
	if p := s.preview; p != nil {
		if b, ok := p.fields[name]; ok {
			return b, true
		}
	}
	b, ok := s.fields[name]
	return b, ok
}

// Preview shows what a frame holds in place of what the store holds under the same names, until a parameter changes, another
// preview comes or [Store.EndPreview].
func (s *Store) Preview(f *protocol.Frame) {
	s.preview = nil
	if len(f.Blocks) > 0 {
		s.preview = &Store{}
		s.preview.Apply(f)
	}
}

// Settle ends the preview of fields: what theory said stays until the run's own is there.
func (s *Store) Settle() {
	if s.preview != nil {
		for name := range s.preview.fields {
			if !strings.HasPrefix(name, protocol.Foreseen) {
				delete(s.preview.fields, name)
			}
		}
	}
}

// EndPreview shows the run's own again.
func (s *Store) EndPreview() { s.preview = nil }

// Foreseen says whether a field is a preview.
func (s *Store) Foreseen(field string) bool {
	if s.preview == nil {
		return false
	}
	_, ok := s.preview.fields[field]
	return ok
}

// Expected returns what a preview says of a scalar or a transition, NaN for what will not be.
func (s *Store) Expected(name string) (float64, bool) {
	if s.preview == nil {
		return 0, false
	}
	b, ok := s.preview.fields[protocol.Foreseen+name]
	if !ok || len(b.Data) == 0 {
		return 0, false
	}
	return float64(b.Data[0]), true
}

// Curve returns the points that c draws, from a series or from the first two rows of a field; nil if there are none yet.
func (s *Store) Curve(c *Curve) (x, y []float32) {
	if !c.Field {
		return s.Series(c.Source)
	}
	b, ok := s.Field(c.Source)
	if !ok || b.Rows < 2 {
		return nil, nil
	}
	return b.Data[:b.Cols], b.Data[b.Cols : 2*b.Cols]
}

// restarted returns the branches that a store without any frame yet was given by Restart.
func (s *Store) restarted() []Branch {
	if s.started {
		return nil
	}
	return s.branches
}

// Breaks returns the updates, as far as the run has been, at which parameters changed, in the order of the changes: points up to such an
// update belong to the old parameters, later ones to the new. It goes by the link: frames skip what happens between them.
func Breaks(st *protocol.State) (list []float32) {
	_, query, _ := strings.Cut(st.Link, "?")
	for part := range strings.SplitSeq(query, "&") {
		events, ok := strings.CutPrefix(part, "events=")
		if !ok {
			continue
		}
		for event := range strings.SplitSeq(events, ",") {
			at, _, _ := strings.Cut(event, ".")
			u, err := strconv.Atoi(at)
			if x := float32(u); err == nil && u <= max(st.Furthest, st.Update) && !slices.Contains(list, x) {
				list = append(list, x)
			}
		}
	}
	return list
}
