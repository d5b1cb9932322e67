package worker

import (
	"maps"

	"cascade/engine/experiments"
	"cascade/wasm/protocol"
)

// foresee answers with a preview, now or at the end of the update that has begun: only between two updates the weights are whole.
func (w *worker) foresee(list []protocol.Change) {
	if w.midway() && w.session.Update() > 0 {
		w.foreseen = list
		return
	}
	w.preview(list)
}

// preview sends what theory alone says of other values; an empty frame where there is none.
func (w *worker) preview(list []protocol.Change) {
	s := w.session
	f := protocol.Frame{Run: w.runID, Segment: s.Segment(), Since: s.Origin(), Update: s.Update(), Running: w.running, Preview: true}
	if p := s.Preview(changes(list)); p != nil {
		p.Series(func(name string, x, y []float64) { f.Blocks = append(f.Blocks, series(name, 0, x, y)) })
		for _, field := range p.Fields {
			f.Blocks = append(f.Blocks, block(field))
		}
		for _, t := range p.Transitions {
			f.Blocks = append(f.Blocks, foreseen(t.Name, t.Theory))
		}
		for _, x := range p.Scalars {
			f.Blocks = append(f.Blocks, foreseen(x.Name, x.Theory))
		}
	}
	w.frame = f.Append(w.frame[:0])
	w.port.SendFrame(w.frame)
}

func foreseen(name string, x float64) protocol.Block {
	return protocol.Block{Kind: protocol.Field, Name: protocol.Foreseen + name, Rows: 1, Cols: 1, Data: []float32{float32(x)}}
}

// block is a field as frames carry it, without a copy.
func block(f experiments.Field) protocol.Block {
	return protocol.Block{Kind: protocol.Field, Name: f.Name, Rows: f.Rows, Cols: f.Cols, Extent: f.Extent, Data: f.Data}
}

func changes(list []protocol.Change) []experiments.Change {
	var same []experiments.Change
	for _, c := range list {
		same = append(same, experiments.Change(c))
	}
	return same
}

// plane returns the phase diagram if the page does not have it: it depends on all values but those of its own two parameters.
func (w *worker) plane() *protocol.Plane {
	axes := w.session.Link().Experiment.Plane
	if len(axes) == 0 {
		return nil
	}
	values := w.session.Values()
	for _, name := range axes {
		delete(values, name)
	}
	if w.planed != nil && maps.Equal(w.planed, values) {
		return nil
	}
	w.planed = values
	from := w.session.Plane()
	p := &protocol.Plane{X: from.X, Y: from.Y}
	for _, c := range from.Curves {
		p.Curves = append(p.Curves, protocol.PlaneCurve(c))
	}
	for _, r := range from.Regions {
		p.Regions = append(p.Regions, protocol.PlaneRegion(r))
	}
	return p
}
