package experiments

import (
	"maps"
	"slices"

	"cascade/engine/internal/memory"
)

// Checkpoint is a session as it was between two updates.
type Checkpoint struct {
	Update int

	image       *memory.Image      // of the run
	size        int                // not shared
	others      map[string]*Series // shared by checkpoints of one revision
	names       []string
	revision    int
	points      int // of the main series
	values      []float64
	corrections []string
	trail       Trail // only its length counts
	hash        digest
	segment     int
	applied     int
	origin      int
	predicted   int
	stale       bool
}

// Checkpoint saves the session, which must stand between two updates, so that Return can come back to it. What has not changed since
// the checkpoint before, nil for none, is shared with it. It returns nil for a session that is not prepared, has failed, or whose
// run takes more than limit bytes. Cost: one look at the run's memory, and a copy of what has changed; 0.2 MB for mattis as it is
// by default, 2 to 3 MB for a machine of 784x500 units.
func (s *Session) Checkpoint(before *Checkpoint, limit int) *Checkpoint {
	if !s.prepared || s.err != nil || s.stepping {
		return nil
	}
	c := &Checkpoint{
		Update: s.update, revision: s.rec.revision, points: len(s.rec.x), values: slices.Clone(s.link.Values), corrections: s.corrections,
		trail: s.trail, hash: s.hash, segment: s.segment, applied: s.applied, origin: s.origin, predicted: s.predicted, stale: s.stale,
	}
	var last *memory.Image
	if before != nil {
		last = before.image
	}
	if c.image = memory.Take(s.run, last, limit); c.image == nil {
		return nil
	}
	c.size = c.image.Fresh()
	if before != nil && before.revision == c.revision {
		c.others, c.names = before.others, before.names
	} else {
		c.others, c.names = cloneSeries(s.rec.others), slices.Clone(s.rec.names)
		c.size += bytesOf(c.others)
	}
	return c
}

// Size returns the bytes that are not shared with the checkpoint before.
func (c *Checkpoint) Size() int { return c.size }

func bytesOf(m map[string]*Series) int {
	total := 0
	for _, s := range m {
		total += 8 * (len(s.X) + len(s.Y))
	}
	return total
}

// Size returns the bytes of all checkpoints together, what they share counted once.
func Size(list []*Checkpoint) int {
	images, total := make([]*memory.Image, len(list)), 0
	for i, c := range list {
		images[i] = c.image
		if i == 0 || c.revision != list[i-1].revision {
			total += bytesOf(c.others)
		}
	}
	return total + memory.Size(images)
}

// Return brings the session back to a checkpoint of its own, from any later or earlier update, also from the middle of one that
// was given up, or from a failure. The link's changes and length stay as they are now: those that are due later take effect again
// when the run gets there, so that going back and on leads to the same state. A checkpoint is good as long as no change was made
// before its update (see [Session.Set]). Cost: one copy of the run's memory.
func (s *Session) Return(c *Checkpoint) {
	c.image.Restore()
	copy(s.link.Values, c.values)
	s.rec.back(c.points, c.others, c.names)
	s.corrections, s.trail, s.hash = c.corrections, c.trail, c.hash
	s.update, s.segment, s.applied, s.origin, s.predicted = c.Update, c.segment, c.applied, c.origin, c.predicted
	s.stepping, s.fresh, s.err = false, false, nil
	s.stale = c.stale || s.predicted != s.horizon()
}

// Changes counts the changes that Set has made in this run: where it grows, what lies behind its update is no longer its future.
func (s *Session) Changes() int { return s.changes }

// back makes the curves what they were when the main series had so many points. These only ever grow, and a run that was
// brought back measures the same points again, so their memory still holds them.
func (r *recorder) back(points int, others map[string]*Series, names []string) {
	r.x = r.x[:points]
	for i := range r.y {
		r.y[i] = r.y[i][:points]
	}
	for _, w := range r.waterfalls {
		w.Counts, w.Lower, w.Upper = w.Counts[:points*w.Bins], w.Lower[:points], w.Upper[:points]
	}
	r.others, r.names = cloneSeries(others), slices.Clone(names)
	r.revision++ // whoever reads them must fetch them
}

func cloneSeries(m map[string]*Series) map[string]*Series {
	m = maps.Clone(m)
	for name, s := range m {
		c := *s
		c.X, c.Y = slices.Clone(s.X), slices.Clone(s.Y)
		m[name] = &c
	}
	return m
}
