package check

import (
	"runtime"
	"testing"
)

type skipped struct {
	testing.TB
	times int
}

func (s *skipped) Skip(...any) { s.times++ }

func TestNative(t *testing.T) {
	s := &skipped{TB: t}
	Native(s)
	if want := map[bool]int{true: 1}[runtime.GOOS == "js"]; s.times != want {
		t.Errorf("skipped %d times on %s, want %d", s.times, runtime.GOOS, want)
	}
}
