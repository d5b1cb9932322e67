package browser

import "sync"

// inbox is an unbounded queue of functions for the loop. add never blocks, which a callback from JavaScript must not.
type inbox struct {
	mu    sync.Mutex
	queue []func()
	wake  chan struct{} // holds at most one signal
}

func newInbox() *inbox { return &inbox{wake: make(chan struct{}, 1)} }

// add puts f behind everything added before.
func (b *inbox) add(f func()) {
	b.mu.Lock()
	b.queue = append(b.queue, f)
	b.mu.Unlock()
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// take waits until there is something and returns all of it, in order.
func (b *inbox) take() []func() {
	for {
		b.mu.Lock()
		q := b.queue
		b.queue = nil
		b.mu.Unlock()
		if len(q) > 0 {
			return q
		}
		<-b.wake
	}
}
