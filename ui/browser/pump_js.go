//go:build js && wasm

package browser

import (
	"cascade/wasm/protocol"
)

// pump pulls frames from the worker, never more than one at a time, so that nothing queues and a slow page gets fewer.
type pump struct {
	client  *client
	gallery *gallery
	state   *protocol.State
	pulling bool   // a frame is on its way
	wanted  bool   // something changed since the last pull
	fresh   bool   // the next frame belongs to a new run
	branch  string // that the run before becomes then; empty: it is forgotten
	hold    bool   // the panels stay as they are for a moment
	waiting []refresh
}

// refresh is someone who waits until the store is up to date.
type refresh struct {
	frames int // that must still arrive
	done   func()
}

// reset forgets a pull that will not be answered.
func (p *pump) reset() {
	p.pulling = false
	waiting := p.waiting
	p.waiting = nil
	for _, w := range waiting {
		w.done()
	}
}

// begin prepares for a new run: what the store holds stays in sight until its first frame, and as a branch of that name afterwards if
// it has one.
func (p *pump) begin(branch string) {
	p.branch = branch
	p.fresh, p.wanted, p.pulling = true, true, false
	if len(p.waiting) > 0 {
		p.pull()
	}
}

// resume pulls again for who waits, when a load that kept the pump from it has failed.
func (p *pump) resume() {
	if len(p.waiting) > 0 {
		p.pull()
	}
}

// busy tells whether there will be news. While something is being prepared there may be: the worker need not say when that is over.
func (p *pump) busy() bool { return p.client.alive && (p.state.Running || p.state.Activity != "") }

// turn pulls if there is reason to, and tells whether to come back in the next animation frame.
func (p *pump) turn() (more bool) {
	busy := p.busy()
	if p.hold {
		return false
	}
	if busy || p.wanted {
		p.pull()
	}
	return busy
}

func (p *pump) pull() {
	if p.pulling || p.client.loading && !p.client.sure || !p.client.alive {
		return
	}
	if !p.client.loading && p.client.current == 0 { // there is no run that could answer
		p.reset()
		return
	}
	p.pulling, p.wanted = true, false
	have := p.gallery.scene.store.Points()
	if p.fresh {
		have = 0
	}
	p.client.send(protocol.Command{Type: protocol.Pull, Have: have})
}

// receive takes over a frame and marks the panels that show what it brought.
func (p *pump) receive(f *protocol.Frame) {
	p.pulling = false
	store := &p.gallery.scene.store
	if p.fresh && len(f.Blocks) == 0 { // the run is not prepared: what was there stays in sight
		p.wanted = true
		return
	}
	if p.fresh {
		if p.branch != "" {
			store.Restart(p.branch)
		} else {
			store.Clear()
		}
		p.fresh, p.branch = false, ""
		p.gallery.touch(nil)
	}
	if store.Future() && store.Present() != float64(f.Update) || float64(f.Update) < store.Present() {
		p.gallery.touchTime()
	}
	if store.Apply(f) {
		p.gallery.touchMarks()
	}
	p.gallery.touch(namesOf(f))
}

// serve counts a frame that was received for everyone who waits and pulls again for those who need another.
func (p *pump) serve() {
	waiting := p.waiting
	p.waiting = nil
	for _, w := range waiting {
		if w.frames--; w.frames == 0 {
			w.done()
		} else {
			p.waiting = append(p.waiting, w)
		}
	}
	if len(p.waiting) > 0 {
		p.pull()
	}
}

// refresh calls done as soon as the store holds all that the worker has recorded by now; a frame that is already on its way
// may be older than that.
func (p *pump) refresh(done func()) {
	if p.pulling {
		p.await(2, done)
	} else {
		p.await(1, done)
	}
}

// await calls done with the frame after so many; without a worker at once. The next one is newer than an answer that has just come, as the
// worker's words come in order.
func (p *pump) await(frames int, done func()) {
	if !p.client.alive {
		done()
		return
	}
	p.waiting = append(p.waiting, refresh{frames, done})
	p.pull()
}
