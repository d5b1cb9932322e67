package ui

import (
	"testing"

	"cascade/wasm/protocol"
)

// Vectors may be missing in the browser or be switched off in the address: the page says what is, not why.
func TestMachinery(t *testing.T) {
	for want, st := range map[string]protocol.State{
		"":                                 {Vectors: true},
		" · one worker computes with SIMD": {Workers: 1, Vectors: true},
		" · 3 workers compute, slowly, without SIMD": {Workers: 3},
	} {
		if got := (&About{Model: &Model{State: st}}).machinery(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
