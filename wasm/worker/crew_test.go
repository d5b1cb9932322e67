package worker

import (
	"slices"
	"sync"
	"testing"
	"time"

	"cascade/wasm/crew"
	"cascade/wasm/protocol"
)

// remote is a hand in a goroutine of its own. It dies, silently or not, when it has done so many errands.
type remote struct {
	start      time.Duration // until it is ready
	errands    int           // before it fails; 0 for never
	silent     bool          // fails by not answering, otherwise by an error
	heard      func()
	work       crew.Work
	mu         sync.Mutex
	began      time.Time
	given      int
	dead, gone bool
	answered   bool
	answer     []byte
}

func (r *remote) State() (ready, dead bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.began.IsZero() {
		r.began = time.Now()
	}
	return time.Since(r.began) >= r.start, r.dead
}

func (r *remote) Send(parts [][]byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answered = false
	if r.given++; r.errands > 0 && r.given > r.errands {
		r.dead = !r.silent
		return
	}
	task := slices.Concat(parts...)
	go func() {
		answer, err := r.work.Do(func(parts [][]byte) error {
			for _, p := range parts {
				task = task[copy(p, task):]
			}
			return nil
		}, r.heard)
		r.mu.Lock()
		r.dead = r.dead || err != nil || len(task) > 0
		r.answered, r.answer = true, slices.Concat(answer...)
		r.mu.Unlock()
		r.heard()
	}()
}

func (r *remote) Receive(parts [][]byte) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.answered {
		return false
	}
	r.answered = false
	rest := r.answer
	for _, p := range parts {
		rest = rest[copy(p, rest):]
	}
	return parts == nil || len(rest) == 0
}

// Heard is of no use here: a goroutine is not held up for long.
func (r *remote) Heard() int { return 0 }

// await returns when the hand has been given so many errands.
func (r *remote) await(errands int) {
	for given := 0; given < errands; time.Sleep(time.Millisecond) {
		r.mu.Lock()
		given = r.given
		r.mu.Unlock()
	}
}

func (r *remote) Dismiss() {
	r.mu.Lock()
	r.gone = true
	r.mu.Unlock()
}

// large is a run that is worth sharing: 805 x 60 units, 700 chains, 2 sweeps.
const large = "genome?hidden=60&chains=700&samples=200&k=2&updates=4"

// TestACrewGivesTheSameHash with any number of hands, late ones, and hands that are lost in the middle of the run.
func TestACrewGivesTheSameHash(t *testing.T) {
	want := hashOf(t, large, 4)
	for name, hands := range map[string][]*remote{
		"one":           {{}},
		"three":         {{}, {}, {}},
		"a late one":    {{start: time.Hour}},
		"one that dies": {{}, {errands: 1}, {}},
		"silent ones":   {{errands: 2, silent: true}, {errands: 2, silent: true}, {}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			patience := time.Duration(0)
			if name == "silent ones" {
				patience = time.Second // enough for the answers it does give
			}
			w := start(t, patience, hands...)
			w.load(1, large)
			w.commands <- protocol.Command{Type: protocol.Play, Run: 1, ID: 2}
			w.reply(2)
			if got := w.state(func(s *protocol.State) bool { return s.Update == 4 }).Hash; got != want {
				t.Errorf("hash %s, without hands %s", got, want)
			}
			for i, h := range hands {
				h.mu.Lock()
				expected := 4
				if h.start > 0 {
					expected = 0
				} else if h.errands > 0 {
					expected = h.errands + 1
				}
				if h.given != expected || h.gone != (h.errands > 0 && !h.silent) { // who is silent may only be late
					t.Errorf("hand %d had %d errands, dismissed %v", i, h.given, h.gone)
				}
				h.mu.Unlock()
			}
		})
	}
}

// TestCommandsAreAnsweredWhileAHandWorks, and what it brings after another run has begun is dropped.
func TestCommandsAreAnsweredWhileAHandWorks(t *testing.T) {
	silent := &remote{silent: true, errands: 1}
	w := start(t, time.Hour, silent)
	w.load(1, large)
	w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 1, ID: 8}
	w.reply(8)
	w.commands <- protocol.Command{Type: protocol.Play, Run: 1}
	silent.await(2) // the second update waits for a hand that never answers
	w.commands <- protocol.Command{Type: protocol.Pause, Run: 1, ID: 9}
	w.reply(9)
	w.load(2, small)
	w.commands <- protocol.Command{Type: protocol.Step, Run: 2, N: 3, ID: 10}
	w.reply(10)
}

// TestASilentHandIsGivenUpWhileThePageAsks for frames, as it does all the time: the time that a hand has is not begun anew.
func TestASilentHandIsGivenUpWhileThePageAsks(t *testing.T) {
	silent := &remote{silent: true, errands: 1}
	w := start(t, 200*time.Millisecond, silent)
	w.load(1, large)
	w.commands <- protocol.Command{Type: protocol.Play, Run: 1, ID: 2}
	stop, stopped := make(chan struct{}), make(chan struct{})
	defer func() { // nobody sends once the worker is closed
		close(stop)
		<-stopped
	}()
	go func() {
		defer close(stopped)
		for tick := time.NewTicker(10 * time.Millisecond); ; {
			select {
			case <-stop:
				return
			case <-tick.C:
				select {
				case w.commands <- protocol.Command{Type: protocol.Pull, Run: 1}:
				default:
				}
			}
		}
	}()
	w.reply(2)
}
