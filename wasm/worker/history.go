package worker

import (
	"runtime"
	"slices"
	"time"

	"cascade/engine/experiments"
)

// What the history of a run may take: memory, checkpoints, and of the time one part in historyShare. A machine of 784x500 units gets 6 to 11
// checkpoints, so that going back somewhere into its first 200 updates repeats 32 of them at most.
const (
	historyBytes = 24 << 20
	largestBytes = 8 << 20 // of one checkpoint; a run that takes more has no history, and two of these may be kept
	historyMost  = 256
	historyShare = 20
)

// history keeps checkpoints of a run, so that it can be brought back to any earlier update by a jump and a few updates. They are
// at least spacing updates apart; when there are too many, every other goes and spacing doubles. That of update 0 and the newest
// always stay.
type history struct {
	list    []*experiments.Checkpoint // by update
	spacing int
	bytes   int // that list takes at most
	cost    time.Duration
	taken   time.Duration // when the last was

	furthest    int // update that the run has reached, as it is now: a change of a parameter makes another future
	forks, fork int // how often that happened behind furthest, and at which update the last time
}

func (h *history) reset() { *h = history{spacing: 1} }

// at returns the index of the first checkpoint at update u or later.
func (h *history) at(u int) int {
	i, _ := slices.BinarySearchFunc(h.list, u, func(c *experiments.Checkpoint, u int) int { return c.Update - u })
	return i
}

// before returns the last checkpoint at update u or earlier; nil if there is none.
func (h *history) before(u int) *experiments.Checkpoint {
	if i := h.at(u + 1); i > 0 {
		return h.list[i-1]
	}
	return nil
}

// follow looks at a session between two updates, and takes a checkpoint when one is due.
func (h *history) follow(s *experiments.Session, now func() time.Duration) {
	u := s.Update()
	h.furthest = max(h.furthest, u)
	i := h.at(u)
	apart := (i == 0 || u-h.list[i-1].Update >= h.spacing) && (i == len(h.list) || h.list[i].Update-u >= h.spacing)
	if len(h.list) == 0 || apart && now()-h.taken >= historyShare*h.cost {
		h.take(s, now)
	}
}

// take takes a checkpoint, unless there is one already.
func (h *history) take(s *experiments.Session, now func() time.Duration) {
	start, i := now(), h.at(s.Update())
	if i < len(h.list) && h.list[i].Update == s.Update() {
		return
	}
	if len(h.list) > 0 {
		h.makeRoom(h.list[len(h.list)-1].Size()) // before and not after: the memory of a tab never shrinks
	}
	i = h.at(s.Update())
	if c := s.Checkpoint(h.before(s.Update()), largestBytes); c != nil {
		h.list = slices.Insert(h.list, i, c)
		h.bytes += c.Size()
	}
	h.makeRoom(0)
	h.taken = now()
	if cost := h.taken - start; h.cost == 0 {
		h.cost = cost
	} else { // a single one may have been held up by something else
		h.cost += (min(cost, 4*h.cost) - h.cost) / 8
	}
}

// makeRoom thins the list until it leaves room for so many bytes.
func (h *history) makeRoom(bytes int) {
	for len(h.list) > historyMost || h.bytes+bytes > historyBytes {
		if !h.thin() {
			return
		}
	}
}

// thin doubles the spacing. It reports false when there is nothing to drop.
func (h *history) thin() bool {
	if len(h.list) <= 2 {
		return false
	}
	h.spacing *= 2
	last := h.list[len(h.list)-1]
	kept := h.list[:1]
	for _, c := range h.list[1 : len(h.list)-1] {
		if c.Update-kept[len(kept)-1].Update >= h.spacing {
			kept = append(kept, c)
		}
	}
	kept = append(kept, last)
	clear(h.list[len(kept):])
	h.list, h.bytes = kept, experiments.Size(kept)
	runtime.GC() // what went makes room for what comes
	return true
}

// changed is told that a parameter changes after update u: what lies behind it is not the run's future any more.
func (h *history) changed(u, now int) {
	i := h.at(u + 1)
	clear(h.list[i:])
	h.list = h.list[:i]
	if h.furthest > u {
		h.forks++
		h.fork, h.furthest = u, now
	}
}

// jump brings the run to the last checkpoint at update n or earlier, unless it is between that and n already, and has not begun the
// update behind n. It reports false if the way to n would lead back and there is no such checkpoint.
func (w *worker) jump(n int) bool {
	s := w.session
	if w.job != nil && !w.job.midway {
		w.history.take(s, w.port.Now) // to come back here
	}
	c := w.history.before(n)
	past := w.job != nil && w.job.midway && c != nil && s.Update() == n // the update that has begun would still be done
	if s.Update() <= n && (c == nil || c.Update <= s.Update()) && !past {
		return true
	}
	if c == nil {
		return false
	}
	if s.Points() > w.sent {
		w.pull(w.sent) // the page shows the future as well, and what it would have pulled later is gone
	}
	if w.job != nil {
		w.job.close() // also in the middle of an update
	}
	s.Return(c)
	w.job, w.ended, w.counted = newJob(s), "", c.Update
	w.snap.back()
	if !w.job.midway {
		if c.Update == n {
			w.snap.take(s)
		}
		w.handleDeferred() // what waited for the end of an update that will not come
	}
	return true
}
