package worker

import (
	"fmt"
	"iter"

	"cascade/engine/experiments"
)

// job turns a session's Prepare and Steps, which are plain sequential code, into pieces of about a millisecond: they run in
// a coroutine that comes back at every pause.
type job struct {
	next   func() (outcome, bool)
	stop   func()
	midway bool // an update, the preparation or a renewal of the theory has begun (or is due) and not ended
}

type outcome struct {
	finished bool // an update ended
	err      error
}

// stopped unwinds a coroutine whose run was dropped.
type stopped struct{}

// brokenError is a panic of the run: its state can't be trusted any more.
type brokenError struct{ cause any }

func (e *brokenError) Error() string {
	return fmt.Sprintf("the run stopped because of a defect in the program: %v", e.cause)
}

func newJob(s *experiments.Session) *job {
	j := &job{midway: !s.Prepared() || s.Stale()}
	j.next, j.stop = iter.Pull(func(yield func(outcome) bool) {
		defer func() {
			if r := recover(); r != nil && r != (stopped{}) {
				yield(outcome{err: &brokenError{r}})
			}
		}()
		pause := func() {
			if !yield(outcome{}) {
				panic(stopped{})
			}
		}
		var err error
		if !s.Prepared() {
			if err = s.Prepare(pause); err == nil && !yield(outcome{finished: true}) {
				return
			}
		}
		for err == nil {
			if s.Stale() {
				s.Settle(pause)
			} else {
				err = s.Step(pause)
			}
			if err == nil && !yield(outcome{finished: true}) {
				return
			}
		}
		if err != nil {
			yield(outcome{err: err})
		}
	})
	return j
}

// advance does one piece. finished is true when it ended an update.
func (j *job) advance() (finished bool, err error) {
	o, ok := j.next()
	if !ok {
		return false, &brokenError{"it ended by itself"}
	}
	j.midway = !o.finished
	return o.finished, o.err
}

// close drops the run wherever it is.
func (j *job) close() { j.stop() }
