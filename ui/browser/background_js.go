//go:build js && wasm

package browser

import (
	"errors"
	"maps"
	"syscall/js"

	"cascade/ui"
	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// background computes one run after another beside that of the page, each to its end, in a worker of its own that nobody helps. What such a
// run measures goes into a course; predictions, fields and waterfalls are forgotten.
type background struct {
	client  client
	page    *page
	link    string // of the run; seed is its seed where that matters
	seed    uint32
	course  *plot.Course
	theory  bool           // which keeps predictions
	state   protocol.State // as reported last
	loaded  *protocol.Loaded
	playing bool // it was told to
	pulling bool
	handed  bool            // the worker has the reader's own files
	seen    int             // the update of the newest frame
	fresh   bool            // the course has grown, and nobody has looked
	tried   bool            // a worker has died over this run
	news    func(err error) // the run is complete, or will never be; err says why
}

// newBackground starts a worker.
func (p *page) newBackground() (*background, error) {
	b := &background{page: p}
	b.client = client{alone: true, scope: scope{failed: p.failed}, do: p.inbox.add, message: b.receive, frame: b.receiveFrame, died: b.died}
	return b, b.client.start()
}

// close ends the worker; nobody hears of its run any more.
func (b *background) close() {
	b.news = nil
	b.client.stop(errors.New("the run in the background was given up"))
}

// run opens a link; news is told how it ends. A run on a file of the reader's own is given that first.
func (b *background) run(link string, news func(err error)) {
	b.link, b.news, b.tried = link, news, false
	b.open()
}

func (b *background) open() {
	b.course, b.state, b.loaded = &plot.Course{Theory: b.theory}, protocol.State{}, nil
	b.playing, b.pulling, b.fresh, b.seen = false, false, false, 0
	kinds := []string{ui.Data, ui.Labels}
	if b.handed || !b.page.model.Owns() {
		kinds = nil
	}
	b.handed = true
	b.hand(maps.Clone(b.page.files.held), kinds)
}

func (b *background) hand(files map[string]js.Value, kinds []string) {
	link := b.link
	for i, kind := range kinds {
		if file, ok := files[kind]; ok {
			b.page.deliver(&b.client, kind, file, func(_, _ string, err error) {
				if b.link == link && b.news != nil && b.client.alive {
					if err != nil {
						b.end(err)
						return
					}
					b.hand(files, kinds[i+1:])
				}
			})
			return
		}
	}
	b.client.load(link, func(_ any, err error) {
		if err != nil && b.link == link && b.client.alive { // else died is told
			b.end(err)
		}
	})
}

// end tells how the run ended, once.
func (b *background) end(err error) {
	if news := b.news; news != nil {
		b.news = nil
		news(err)
	}
}

// active says whether there is a run to compute.
func (b *background) active() bool { return b.news != nil }

// let lets the run go on, or holds it.
func (b *background) let(on bool) {
	if b.loaded == nil || b.client.loading || on == b.playing || !b.active() {
		return
	}
	b.playing = on
	command := protocol.Pause
	if on {
		command = protocol.Play
	}
	b.client.send(protocol.Command{Type: command})
}

// pull asks for what the course lacks.
func (b *background) pull() {
	if b.loaded != nil && !b.pulling && b.active() {
		b.pulling = true
		b.client.send(protocol.Command{Type: protocol.Pull, Have: b.course.Points()})
	}
}

// follow is pull where the run has gone on.
func (b *background) follow() {
	if b.state.Update != b.seen {
		b.pull()
	}
}

func (b *background) receive(m *protocol.Message) {
	switch {
	case m.Type == protocol.LoadedType && m.Loaded != nil:
		b.loaded = m.Loaded
	case m.Type == protocol.StateType && m.State != nil:
		b.state = *m.State
		if done(&b.state) {
			b.pull()
		}
	case m.Type == protocol.FailureType && m.ID == 0:
		b.end(errors.New(m.Text))
	}
}

func (b *background) receiveFrame(f *protocol.Frame) {
	if f.Run != b.client.run || f.Preview || b.client.loading {
		return
	}
	b.pulling = false
	b.course.Apply(f)
	b.fresh, b.seen = true, f.Update
	if done(&b.state) && b.state.Update == f.Update {
		b.end(nil)
	}
}

// died tries once more, in another worker.
func (b *background) died(sentence string) {
	if !b.active() {
		return
	}
	if b.tried {
		b.end(errors.New(sentence))
		return
	}
	b.tried, b.handed = true, false
	if err := b.client.start(); err != nil {
		b.end(err)
		return
	}
	b.open()
}
