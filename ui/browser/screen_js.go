//go:build js && wasm

package browser

import (
	"github.com/vugu/vugu"
	"github.com/vugu/vugu/domrender"

	"cascade/ui"
)

// screen renders the components: at most once in an animation frame, and for mere news at most ten times a second.
type screen struct {
	renderer *domrender.JSRenderer
	build    *vugu.BuildEnv
	env      vugu.EventEnv
	root     *ui.Root
	request  func() // asks for an animation frame
	urgent   bool   // the reader waits for it
	stale    bool   // there is news
	rendered float64
}

const renderEvery = 100 // milliseconds, for news

func (s *screen) open(root *ui.Root, do func(func()), request func()) (err error) {
	if s.renderer, err = domrender.New("#app"); err != nil {
		return err
	}
	s.env = s.renderer.EventEnv()
	if s.build, err = vugu.NewBuildEnv(s.env); err != nil {
		return err
	}
	s.root, s.request = root, request
	go func() { // an event that a component handled is one that the reader made
		for s.renderer.EventWait() {
			do(func() { s.change(true, func() {}) })
		}
	}()
	return nil
}

// change changes the model under the render lock and sees to it that it is rendered.
func (s *screen) change(urgent bool, f func()) {
	s.env.Lock()
	f()
	s.env.UnlockOnly()
	s.urgent = s.urgent || urgent
	s.stale = true
	s.request()
}

// paint renders if it is time, and tells whether something is left to render later.
func (s *screen) paint(now float64) (left bool) {
	if !s.stale || !s.urgent && now-s.rendered < renderEvery {
		return s.stale
	}
	s.urgent, s.stale, s.rendered = false, false, now
	s.env.RLock()
	result := s.build.RunBuild(s.root)
	s.env.RUnlock()
	if err := s.renderer.Render(result); err != nil {
		panic(err)
	}
	return s.stale
}
