//go:build js && wasm

package browser

import (
	"slices"
	"strconv"

	"cascade/wasm/protocol"
)

// drag takes note of a value that a slider or the point in the phase diagram passes.
func (p *page) drag(name, value string, byKey bool) {
	p.gesture.move(name, value, byKey, now())
	p.gallery.touchPlane()
	p.foresee()
	p.request()
}

// drop ends the gesture.
func (p *page) drop() {
	p.gesture.open = false
	p.turnGesture(now())
	p.gallery.touchPlane()
	p.screen.change(true, func() {
		if p.late {
			p.late, p.model.Notices = false, p.corrections
		}
	})
}

func now() float64 { return window.Get("performance").Call("now").Float() }

// foresee asks for a preview if there is something new to preview.
func (p *page) foresee() {
	if p.client.loading || !p.client.alive {
		return
	}
	if list := p.gesture.next(); list != nil {
		p.client.send(protocol.Command{Type: protocol.Preview, Changes: list})
	}
}

// foreseen shows a preview, if the gesture goes on. Its panels are drawn at once: the frame to come has what moves under the hand to draw.
func (p *page) foreseen(f *protocol.Frame) {
	p.gesture.away = false
	p.foresee()
	if !p.gesture.moving() {
		return
	}
	p.gallery.scene.store.Preview(f)
	p.reveal(false)
	p.screen.news()
	p.gallery.touch(namesOf(f))
	p.gallery.touchMarks()
	p.gallery.touchPlane()
	p.gallery.paint(clock(), false)
	p.api.tell("preview", map[string]any{"update": f.Update})
}

// turnGesture sets what is due, and tells whether to come back in the next animation frame.
func (p *page) turnGesture(now float64) (more bool) {
	live := p.state.Running
	for _, c := range p.gesture.wanted {
		param := p.param(c.Name)
		live = live && param != nil && param.Live
	}
	if p.gesture.due(now, live) && !p.client.loading {
		p.settle(p.gesture.take(now))
	}
	p.foresee()
	return p.gesture.moving()
}

// settle sets what a gesture came to.
func (p *page) settle(list []protocol.Change) {
	same := p.settings == 0 && p.inForce(list)
	if same {
		p.gallery.scene.store.EndPreview()
		p.reveal(false)
		p.gallery.touch(nil)
		p.screen.change(true, func() { p.model.Answer(list) })
		return
	}
	p.gallery.scene.store.Settle()
	p.gallery.touch(nil)
	goesOn := p.gesture.set
	p.gesture.set = true
	p.setAll(protocol.Command{Changes: list, GoesOn: goesOn}, nil)
}

// inForce says whether the values of a list are those that the worker has.
func (p *page) inForce(list []protocol.Change) bool {
	for _, c := range list {
		value := p.state.Values[c.Name]
		a, err1 := strconv.ParseFloat(value, 64)
		b, err2 := strconv.ParseFloat(c.Value, 64)
		if value != c.Value && (err1 != nil || err2 != nil || a != b) {
			return false
		}
	}
	return true
}

// turnBack undoes the last setting, or does it again. A run that plays goes on from there, unless the reader wants something else meanwhile.
func (p *page) turnBack(command string) {
	if command == protocol.Undo && p.compare.undoable {
		p.unpinned()
		return
	}
	p.gesture.reset()
	p.gallery.scene.store.EndPreview()
	p.screen.change(true, func() { p.model.Asked = nil })
	p.reveal(false)
	p.gallery.touch(nil)
	playing := p.state.Running
	orders := p.orders + 1
	p.order(protocol.Command{Type: command}, func(_ any, err error) {
		switch {
		case err != nil:
			p.note(err.Error())
		case playing && p.orders == orders:
			p.client.send(protocol.Command{Type: protocol.Play})
		}
	})
}

// param returns the declaration of a parameter of the present experiment that may be moved; nil if there is none, or it is locked.
func (p *page) param(name string) *protocol.Param {
	if p.loaded == nil || p.model.Lock[name] {
		return nil
	}
	e := experimentOf(p.model.Catalogue, p.loaded.Experiment)
	if e == nil {
		return nil
	}
	if i := slices.IndexFunc(e.Params, func(q protocol.Param) bool { return q.Name == name }); i >= 0 {
		return &e.Params[i]
	}
	return nil
}

const maxTrail = 64

// follow adds the run's place in the phase diagram to its trail.
func (p *page) follow() {
	plane := p.state.Plane
	if plane == nil {
		return
	}
	x, err1 := strconv.ParseFloat(p.state.Values[plane.X], 64)
	y, err2 := strconv.ParseFloat(p.state.Values[plane.Y], 64)
	trail := p.gallery.scene.trail
	if at := [2]float64{x, y}; err1 == nil && err2 == nil && (len(trail) == 0 || trail[len(trail)-1] != at) {
		p.gallery.scene.trail = append(trail[max(0, len(trail)+1-maxTrail):], at)
		p.gallery.touchPlane()
	}
}
