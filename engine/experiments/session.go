package experiments

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"cascade/engine/exports"
)

// Session is a run being driven: by the worker in slices, by the command line in one go.
type Session struct {
	link        *Link     // its Values are the present ones
	initial     []float64 // values at update 0
	run         run
	rec         *recorder
	corrections []string
	files       []SourceFile // of the user's own
	update      int
	segment     int
	applied     int // events of the link that took effect
	changes     int // made by Set in this run
	trail       Trail
	hash        digest
	prepared    bool
	fresh       bool // nothing but an update came last
	stepping    bool // within an update: a change made now is due before the next one
	origin      int  // update at which the present segment began
	predicted   int  // update up to which the theory was asked for
	stale       bool // the theory does not reach as far as it should
	err         error
}

// DivergedError says that the weights stopped being finite numbers, or became too large for the gradient to be computed.
type DivergedError struct {
	Update int // the update that failed
	Hint   string
}

func (e *DivergedError) Error() string {
	return fmt.Sprintf("the weights ran away: update %d can't be computed, and the run stops at update %d; %s", e.Update, e.Update-1, e.Hint)
}

// Open starts a session at update 0; assets must hold what the experiment needs. Nothing that takes long is computed before the first Step or Prepare.
func Open(link *Link, corrections []string, assets *Assets) *Session {
	link = link.Clone()
	s := &Session{link: link, initial: slices.Clone(link.Values), corrections: append(slices.Clone(corrections), assets.notes(link)...)}
	s.files = assets.sources(link)
	s.run = link.Experiment.start(input{link: link, assets: assets})
	s.rec = newRecorder(s.run.columns(), link.Experiment.Series)
	return s
}

// Prepare makes data and machine and records update 0. Step calls it if the caller has not.
// pause is called about once a millisecond while something is computed; it must not be nil.
func (s *Session) Prepare(pause func()) error {
	if s.prepared || s.err != nil {
		return s.err
	}
	if s.err = s.run.prepare(pause); s.err != nil {
		return s.err
	}
	s.prepared = true
	s.rehash()
	s.trail = append(s.trail, uint32(s.hash))
	s.predict(pause)
	s.err = s.run.observe(s.rec, pause)
	return s.err
}

// Step does one update and records it if it is due. Events of the link due before it are applied first.
// After an error the session stays where it was; every later Step returns the same error.
func (s *Session) Step(pause func()) error {
	if err := s.Prepare(pause); err != nil {
		return err
	}
	s.stepping = true // from here on a change is due before the update after this one
	if err := s.applyEvents(pause); err != nil {
		return err
	}
	if s.err = s.run.step(pause); s.err != nil {
		return s.err
	}
	s.stepping, s.fresh = false, true
	s.update++
	s.rehash()
	s.trail = append(s.trail, uint32(s.hash))
	s.stale = s.stale || s.predicted < s.horizon()
	if scheduled(s.update) || s.link.Experiment.length != nil { // each step of a protocol is a measurement
		s.err = s.run.observe(s.rec, pause)
	}
	return s.err
}

// Exercise does what an update costs and nothing else: no event, hash or measurement. It is there to be timed; the session must be prepared,
// and what it says of itself is no longer true.
func (s *Session) Exercise(pause func()) error { return s.run.step(pause) }

// applyEvents makes the changes that the link wants before the next update.
func (s *Session) applyEvents(pause func()) error {
	changed := false
	for s.applied < len(s.link.Events) && s.link.Events[s.applied].Update <= s.update { // changed may let others book events
		e := s.link.Events[s.applied]
		s.applied++
		s.link.Values[e.Param] = e.Value
		if s.err = s.run.changed(s.link.Experiment.Params[e.Param].Name, pause); s.err != nil {
			return s.err
		}
		changed = true
	}
	if changed {
		s.segment++
		s.origin, s.stale = s.update, true
	}
	s.Settle(pause)
	return nil
}

// Stale reports whether Settle has something to do.
func (s *Session) Stale() bool { return s.stale && s.prepared && s.err == nil }

// Settle brings the theory up to date after Set changed the run's length. It must be called between two updates; Step does.
func (s *Session) Settle(pause func()) {
	if s.Stale() {
		s.predict(pause)
	}
}

// predict renews the theory of the present segment, which began at update origin.
func (s *Session) predict(pause func()) {
	s.stale, s.predicted = false, s.horizon()
	s.rec.cut(s.origin)
	s.run.theory(s.rec, s.origin, s.predicted, pause)
}

// horizon returns the update up to which theory is wanted now: the run's end, but no more than some thousand updates or
// the time that has passed since the segment began ahead, because a run may be a million updates long. It depends on the
// update alone, and doubles, so that all predictions together cost twice the last one.
func (s *Session) horizon() int {
	const first = 1 << 13
	ahead := first
	for ahead < 2*(s.update-s.origin) {
		ahead *= 2
	}
	return min(s.link.Updates, s.origin+ahead)
}

// Set changes a parameter, "seed" or "updates", by name. If the change takes effect in this run (at once for updates, whose
// theory Settle then extends; before the next update for a live parameter) restart is nil. Otherwise restart is the link of
// the new run that the change asks for; the session itself is unchanged. The corrections say what was clamped or not
// understood.
func (s *Session) Set(name, value string) (restart *Link, corrections []string) {
	notes := &notices{}
	next := s.Restart()
	i := next.Experiment.index(name)
	if i < 0 {
		next.assign(name, value, notes)
		switch {
		case name == "updates":
			if next.Updates < s.update {
				notes.add("the run has done %d updates already and ends here", s.update)
				next.Updates = s.update
			}
			s.stale = s.stale || s.link.Updates != next.Updates
			s.link.Updates = next.Updates
			return nil, notes.list()
		case name != "seed":
			if len(notes.texts) == 0 {
				notes.add("%s belongs to a link; it can't be set in a run", quote(name))
			}
			return nil, notes.list()
		}
		return next, notes.list()
	}
	p := next.Experiment.Params[i]
	p.Default = next.Values[i] // what can't be read leaves the value as it is
	x, note := p.Parse(value)
	notes.addText(note)
	if !p.Live || s.update == 0 || s.Done() { // no update would be left to feel it
		next.Values[i] = x
		next.refit()
		return next, notes.list()
	}
	switch {
	case x == s.pending(i):
	case len(s.due(Event{s.next(), i, x}))+s.applied >= maxEvents:
		notes.add("a run keeps at most %d changes; this one is not made", maxEvents)
	default:
		before := s.advice(s.Restart())
		s.schedule(Event{s.next(), i, x})
		for _, a := range s.advice(s.Restart()) {
			if !slices.Contains(before, a) {
				notes.addText(a)
			}
		}
	}
	return nil, notes.list()
}

// pending returns the value that parameter i will have at the next update.
func (s *Session) pending(i int) float64 {
	x := s.link.Values[i]
	for _, e := range s.link.Events[s.applied:] {
		if e.Param == i && e.Update <= s.next() {
			x = e.Value
		}
	}
	return x
}

// next returns the number of updates after which a change made now takes effect.
func (s *Session) next() int {
	if s.stepping {
		return s.update + 1
	}
	return s.update
}

// schedule inserts a change due now. A slider that is dragged while the run pauses leaves one event, not hundreds; what an
// opened link still had in store for the future is dropped, as the run now goes its own way.
func (s *Session) schedule(e Event) {
	s.link.Events = append(append(slices.Clone(s.link.Events[:s.applied]), s.due(e)...), e)
	s.changes++
}

// due returns the events to come that a new one leaves standing.
func (s *Session) due(e Event) []Event {
	return slices.DeleteFunc(slices.Clone(s.link.Events[s.applied:]), func(o Event) bool {
		return o.Update > e.Update || o.Update == e.Update && o.Param == e.Param
	})
}

// Link returns the link that reproduces this session: the initial values and the changes made since, as events.
func (s *Session) Link() *Link {
	l := s.link.Clone()
	copy(l.Values, s.initial)
	return l
}

// Restart returns the link of a new run with the parameters as they are now and no events.
func (s *Session) Restart() *Link {
	l := s.link.Clone()
	l.Events = nil
	for i := range l.Values {
		l.Values[i] = s.pending(i)
	}
	return l
}

// Corrections returns what was changed or not understood in the link that was opened, and what its parameters will not show:
// once it is prepared, its data too.
func (s *Session) Corrections() []string {
	list := slices.Clone(s.corrections)
	for _, a := range s.advice(s.Link()) {
		if !slices.Contains(list, a) { // a seek opens its own link again
			list = append(list, a)
		}
	}
	return list
}

// adviser is a run whose data say more about a link than its parameters do.
type adviser interface {
	// advise returns what the values of a link to a run with the same data will not show. It is called after prepare.
	advise(in input) []string
}

// advice returns what a link to a run with this one's data will not show.
func (s *Session) advice(l *Link) []string {
	list := l.advice()
	if r, ok := s.run.(adviser); ok && s.prepared {
		list = append(list, r.advise(input{link: l})...)
	}
	return list
}

// Update returns the number of updates done.
func (s *Session) Update() int { return s.update }

// Updates returns the run's length.
func (s *Session) Updates() int { return s.link.Updates }

// Done reports whether the run's length is reached.
func (s *Session) Done() bool { return s.update >= s.link.Updates }

// Prepared reports whether the run stands at update 0 or later.
func (s *Session) Prepared() bool { return s.prepared }

// Segment counts the moments at which a live parameter changed.
func (s *Session) Segment() int { return s.segment }

// Origin returns the update at which the present segment began.
func (s *Session) Origin() int { return s.origin }

// Values returns every parameter's value, with pending changes, as links write them.
func (s *Session) Values() map[string]string { return s.Restart().Texts() }

// rehash hashes the present state.
func (s *Session) rehash() { s.hash = digestStart; s.run.digest(&s.hash) }

// Hash returns the hash of weights, chains and generators as 16 hexadecimal digits; empty before Prepare.
func (s *Session) Hash() string {
	if !s.prepared {
		return ""
	}
	return fmt.Sprintf("%016x", uint64(s.hash))
}

// Trail returns the low halves of the hashes after updates 0..Update.
func (s *Session) Trail() Trail { return s.trail }

// Scalars returns the contract's numbers as far as they are known.
func (s *Session) Scalars() []Scalar {
	if !s.prepared {
		return nil
	}
	return s.run.scalars()
}

// Transitions returns measured and predicted moments.
func (s *Session) Transitions() []Transition {
	if !s.prepared {
		return nil
	}
	return s.run.transitions()
}

// Fields emits the present fields. The arrays are valid until the next call of any method.
func (s *Session) Fields(emit func(Field)) {
	if s.prepared {
		s.run.fields(emit)
	}
}

// Classes names the classes of the samples, to which the field projections.labels refers; nil if there are none.
func (s *Session) Classes() []string {
	if r, ok := s.run.(*trained); ok && s.prepared {
		return r.data.classNames
	}
	return nil
}

// Sizes returns the numbers of units of the machines that a finite-size protocol measures, the smallest first; its series are
// named by them. That of a trained machine with Gaussian units is their number. Other runs have none.
func (s *Session) Sizes() []int {
	if r, ok := s.run.(*gaussian); ok {
		return []int{r.hidden}
	}
	in := input{link: s.link}
	if s.link.Experiment.index("sizes") < 0 {
		return nil
	}
	var list []int
	for i := range sizes(in) {
		list = append(list, sizeOf(in, i))
	}
	return list
}

// Points returns how many points the main series have.
func (s *Session) Points() int { return len(s.rec.x) }

// Revision grows whenever a series outside the main schedule changed.
func (s *Session) Revision() int { return s.rec.revision }

// MainSeries calls emit for each main series with its points from index from on.
func (s *Session) MainSeries(from int, emit func(name string, x, y []float64)) {
	for i, q := range s.rec.main {
		emit(q.Name, s.rec.x[from:], s.rec.y[i][from:])
	}
}

// Waterfalls calls emit with each waterfall and the updates of its columns, those of the main series' points, from index from on.
// The arrays are valid until the next Step.
func (s *Session) Waterfalls(from int, emit func(w Waterfall, x []float64)) {
	for _, w := range s.rec.waterfalls {
		emit(w.from(from), s.rec.x[from:])
	}
}

// OtherSeries calls emit for each series outside the main schedule: theory, and what is measured rarely.
func (s *Session) OtherSeries(emit func(name string, x, y []float64)) {
	for _, name := range s.rec.names {
		o := s.rec.others[name]
		emit(name, o.X, o.Y)
	}
}

// Record returns the run so far. build names the program that made it.
func (s *Session) Record(build string) (*Record, []string) {
	link := s.Link()
	r := &Record{Cascade: 1, Link: link.String(), Build: build, Citation: exports.Citation, Experiment: link.Experiment.Name, Files: s.files, Params: map[string]any{},
		Corrections: append([]string{}, s.Corrections()...), Series: map[string]*Series{}, Fields: map[string]*FieldTable{},
		Scalars: map[string]Scalar{}, Transitions: append([]Transition{}, s.Transitions()...), Update: s.update, Hash: s.Hash(), Trail: s.trail}
	for i, p := range link.Experiment.Params {
		if r.Params[p.Name] = any(link.Values[i]); p.Choices != nil {
			r.Params[p.Name] = p.Format(link.Values[i])
		}
	}
	r.Params["seed"], r.Params["updates"] = link.Seed, link.Updates
	var order []string
	for i, q := range s.rec.main {
		r.Series[q.Name] = &Series{Symbol: q.Symbol, X: s.rec.x, Y: s.rec.y[i]}
		order = append(order, q.Name)
	}
	for _, name := range s.rec.names {
		r.Series[name] = s.rec.others[name]
		order = append(order, name)
	}
	slices.SortStableFunc(order, func(a, b string) int { return s.rank(a) - s.rank(b) })
	for _, sc := range s.Scalars() {
		r.Scalars[sc.Name] = sc
	}
	s.Fields(func(f Field) {
		if f.Static {
			return
		}
		t := &FieldTable{Rows: f.Rows, Cols: f.Cols, Z: make(Reals, len(f.Data))}
		for i, x := range f.Extent {
			*[]*float64{&t.X[0], &t.X[1], &t.Y[0], &t.Y[1]}[i] = float64(x)
		}
		for i, x := range f.Data {
			t.Z[i] = float64(x)
		}
		r.Fields[f.Name] = t
	})
	for _, w := range s.rec.waterfalls {
		r.Fields[w.Name], r.Fields[w.Name+theorySuffix] = w.tables(s.rec.x)
	}
	return r, order
}

// rank orders series for output: each measured one in catalogue order with its theory behind it, then the rest.
func (s *Session) rank(name string) int {
	base, isTheory := strings.CutSuffix(name, theorySuffix)
	i := slices.IndexFunc(s.rec.main, func(q Quantity) bool { return q.Name == base })
	if i < 0 {
		i = len(s.rec.main)
	}
	if isTheory {
		return 2*i + 1
	}
	return 2 * i
}

// finite reports whether x is a number and not infinite.
func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// indexed expands a quantity of numbered modes: sigma -> sigma1, sigma2, ...
func indexed(q Quantity, n int) []Quantity {
	var list []Quantity
	for k := 1; k <= n; k++ {
		d := strconv.Itoa(k)
		list = append(list, Quantity{q.Name + d, q.Symbol + subscript(d), strings.ReplaceAll(q.Doc, "#", d), q.Unit, q.Limit, q.Origin})
	}
	return list
}

// subscript writes digits as Unicode subscripts.
func subscript(digits string) string {
	return strings.Map(func(r rune) rune { return r - '0' + '₀' }, digits)
}
