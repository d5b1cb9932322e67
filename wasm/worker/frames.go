package worker

import (
	"math"
	"slices"
	"time"

	"cascade/engine/experiments"
	"cascade/engine/kernels"
	"cascade/wasm/protocol"
)

// snapshot is what the page sees of a run, taken between two updates because within one the state is half old, half new.
type snapshot struct {
	update   int
	fresh    bool // not sent yet
	fields   []protocol.Block
	settled  bool             // the fields that never change were taken
	still    []protocol.Block // those of them that are not sent yet
	scalars  []protocol.Scalar
	trans    []protocol.Transition
	revision int // of the series outside the main schedule, as last sent
}

func (s *snapshot) reset() { *s = snapshot{update: -1, revision: -1} }

// back forgets what was said of the series: the run has gone back.
func (s *snapshot) back() { s.update, s.revision = -1, -1 }

// take looks at a session that stands between two updates.
func (s *snapshot) take(session *experiments.Session) {
	if !session.Prepared() {
		return
	}
	s.fresh, s.update = true, session.Update()
	s.fields, s.scalars, s.trans = s.fields[:0], s.scalars[:0], s.trans[:0]
	session.Fields(func(f experiments.Field) {
		if f.Static && s.settled {
			return
		}
		list := &s.fields
		if f.Static {
			list = &s.still
		}
		b := block(f)
		b.Data = slices.Clone(b.Data)
		*list = append(*list, b)
	})
	s.settled = true
	for _, x := range session.Scalars() {
		s.scalars = append(s.scalars, protocol.Scalar{Name: x.Name,
			Value: experiments.Known(x.Value), Error: experiments.Known(x.Error), Theory: experiments.Known(x.Theory)})
	}
	for _, x := range session.Transitions() {
		s.trans = append(s.trans, protocol.Transition{Name: x.Name, Update: experiments.Known(x.Update), Theory: experiments.Known(x.Theory)})
	}
}

// answerPull answers a pull, now or at the end of the update that has begun: what is sent is all of one update.
func (w *worker) answerPull(have int) {
	if w.midway() {
		w.pulled = &have
		return
	}
	w.pull(have)
}

// pull sends what the page does not have: new points of the main series, other series that changed, and the latest fields.
func (w *worker) pull(have int) {
	s := w.session
	if w.snap.update != s.Update() && !w.midway() {
		w.snap.take(s)
	}
	f := protocol.Frame{Run: w.runID, Segment: s.Segment(), Since: s.Origin(), Update: s.Update(), Running: w.running}
	if w.sent = s.Points(); have >= 0 && have < s.Points() {
		s.MainSeries(have, func(name string, x, y []float64) { f.Blocks = append(f.Blocks, series(name, have, x, y)) })
		s.Waterfalls(have, func(v experiments.Waterfall, x []float64) { f.Blocks = append(f.Blocks, columns(v, have, x)) })
	}
	if w.snap.revision != s.Revision() {
		w.snap.revision = s.Revision()
		s.OtherSeries(func(name string, x, y []float64) { f.Blocks = append(f.Blocks, series(name, 0, x, y)) })
	}
	if w.snap.fresh {
		w.snap.fresh = false
		f.Blocks = append(append(f.Blocks, w.snap.fields...), w.snap.still...)
		w.snap.still = nil
	}
	w.tell(nil, true)
	w.frame = f.Append(w.frame[:0])
	w.port.SendFrame(w.frame)
}

// series makes a block of float32 points; what is not finite becomes a gap.
func series(name string, from int, x, y []float64) protocol.Block {
	b := protocol.Block{Kind: protocol.Series, Name: name, From: from, Rows: 2, Cols: len(x), Data: make([]float32, 0, 2*len(x))}
	for _, row := range [2][]float64{x, y} {
		for _, v := range row {
			if math.IsInf(v, 0) {
				v = math.NaN()
			}
			b.Data = append(b.Data, float32(v))
		}
	}
	return b
}

// columns makes a block of the columns of a waterfall.
func columns(v experiments.Waterfall, from int, x []float64) protocol.Block {
	b := protocol.Block{Kind: protocol.Columns, Name: v.Name, From: from, Rows: 3 + v.Bins, Cols: len(x),
		Extent: [4]float32{2: float32(v.Low), 3: float32(v.High)}, Data: make([]float32, 0, (3+v.Bins)*len(x))}
	for c := range x {
		b.Data = append(b.Data, float32(x[c]), v.Lower[c], v.Upper[c])
		counts := v.Counts[c*v.Bins:][:v.Bins]
		most := max(int(slices.Max(counts)), 1)
		for _, n := range counts {
			b.Data = append(b.Data, float32((2*255*int(n)+most)/(2*most)))
		}
	}
	return b
}

// sendState reports where the run is.
func (w *worker) sendState() { w.tell(nil, false) }

// tell reports where the run is, and what was corrected; pulled says that the report belongs to a frame.
func (w *worker) tell(corrections []string, pulled bool) {
	w.stateSent = w.port.Now()
	s := w.session
	if s == nil {
		return
	}
	st := &protocol.State{
		Link: s.Link().String(), Values: s.Values(), Update: s.Update(), Updates: s.Updates(), Running: w.running, Segment: s.Segment(),
		Furthest: w.history.furthest, Forks: w.history.forks, Fork: w.history.fork,
		Speed: w.pace.speed(w.stateSent), Scalars: w.snap.scalars, Transitions: w.snap.trans, Corrections: corrections, Hash: s.Hash(), Classes: s.Classes(),
		Workers: 1 + w.crew.Ready(), Vectors: kernels.Vectors(), Plane: w.plane(), Pulled: pulled,
	}
	if w.midway() && s.Update() == 0 && w.snap.update < 0 {
		st.Activity = "preparing the data"
	}
	w.port.Send(&protocol.Message{Type: protocol.StateType, Run: w.runID, State: st, Bytes: st.Plane.Pack()})
}

// slowest is the least speed that can be asked for, in updates per second: one in a quarter of an hour.
const slowest = 1e-3

// pace limits and measures the speed.
type pace struct {
	rate    float64       // updates per second; 0 is unlimited
	due     time.Duration // when the next update may begin
	since   time.Duration // start of the present measuring window
	updates int           // in it
	last    float64       // measured in the window before
}

func (p *pace) set(rate float64, now time.Duration) {
	if rate < 0 || math.IsNaN(rate) || math.IsInf(rate, 0) {
		rate = 0
	}
	if rate > 0 {
		rate = max(rate, slowest)
	}
	p.rate, p.due = rate, now
}

// restart forgets debts and credits, after a rest.
func (p *pace) restart(now time.Duration) { p.due, p.since, p.updates, p.last = now, now, 0, 0 }

// wait returns how long until the next update may begin.
func (p *pace) wait(now time.Duration) time.Duration {
	if p.rate == 0 {
		return 0
	}
	return p.due - now
}

// allow reports whether an update may begin now, and books it.
func (p *pace) allow(now time.Duration) bool {
	if p.rate == 0 {
		return true
	}
	if now < p.due {
		return false
	}
	// A worker that fell behind does not race to catch up for more than a tenth of a second.
	p.due = max(p.due, now-100*time.Millisecond) + time.Duration(float64(time.Second)/p.rate)
	return true
}

func (p *pace) count(now time.Duration) {
	p.updates++
	if d := now - p.since; d >= speedTime {
		p.last = float64(p.updates) / d.Seconds()
		p.since, p.updates = now, 0
	}
}

// speed returns updates per second, over the last full window or what there is of the first.
func (p *pace) speed(now time.Duration) float64 {
	if d := now - p.since; p.last == 0 && d > 100*time.Millisecond {
		return float64(p.updates) / d.Seconds()
	}
	return p.last
}
