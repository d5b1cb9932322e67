package check

import "runtime"

// Skipper is a T that can end a test early.
type Skipper interface {
	T
	Skip(args ...any)
}

// Native skips a long statistical test in WebAssembly. Golden traces, hashes and the kernels' tests do run there, and show that
// a run has the same bits as natively: what those bits mean need be judged only once.
func Native(t Skipper) {
	t.Helper()
	if runtime.GOOS == "js" {
		t.Skip("the same bits are judged natively")
	}
}
