package browser

import "testing"

func TestInboxKeepsOrderAndLosesNothing(t *testing.T) {
	b := newInbox()
	const n = 1009
	var got []int
	go func() {
		for i := range n {
			b.add(func() { got = append(got, i) })
		}
	}()
	for len(got) < n {
		for _, f := range b.take() {
			f()
		}
	}
	for i, v := range got {
		if v != i {
			t.Fatalf("function %d ran at place %d", v, i)
		}
	}
}

func TestInboxAddFromItsOwnFunctions(t *testing.T) {
	b, ran := newInbox(), 0
	b.add(func() { b.add(func() { ran++ }) })
	for ran == 0 {
		for _, f := range b.take() {
			f()
		}
	}
}
