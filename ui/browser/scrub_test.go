package browser

import (
	"slices"
	"testing"
)

func TestScrubbingSeeksOneAtATime(t *testing.T) {
	var sought []int
	s := &scrubber{seek: func(u int) { sought = append(sought, u) }}
	for _, u := range []int{10, 20, 30} {
		s.move(u, 100)
	}
	if !slices.Equal(sought, []int{10}) {
		t.Fatalf("sought %v before the first has arrived", sought)
	}
	s.arrived()
	s.arrived()
	if !slices.Equal(sought, []int{10, 30}) || s.busy {
		t.Errorf("sought %v, want the first and the newest", sought)
	}
	s.move(500, 100) // beyond what was reached: long
	s.move(40, 120)
	s.arrived() // the long one, overtaken
	if !s.busy || !slices.Equal(sought, []int{10, 30, 500, 40}) {
		t.Errorf("sought %v, busy %v", sought, s.busy)
	}
	s.move(41, 120)
	s.stop()
	if s.arrived(); s.busy || len(sought) != 4 {
		t.Errorf("sought %v after it was stopped", sought)
	}
}
