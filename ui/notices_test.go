package ui

import (
	"testing"

	"cascade/wasm/protocol"
)

// Notices print symbols and true signs, and leave alone what a link said.
func TestNoticesPrintSymbols(t *testing.T) {
	c := Notices{Model: &Model{Loaded: protocol.Loaded{Experiment: "e"}, Catalogue: []protocol.Experiment{{Name: "e", Params: []protocol.Param{
		{Name: "beta", Symbol: "β"}, {Name: "lr", Symbol: "ε"}, {Name: "samples", Symbol: "M"}, {Name: "k", Symbol: "k"},
	}}}}}
	for text, want := range map[string]string{
		"beta=0.8 is below 1: until |w|² is about beta":    "β = 0.8 is below 1: until |w|² is about β",
		"lr=1e-6: the learning rate is too large":          "ε = 10⁻⁶: the learning rate is too large",
		`beta="99" is outside 0.1 to 4; using 4`:           `beta=&#34;99&#34; is outside 0.1 to 4; using 4`,
		"β(1-beta)=0.1, so t_I is <b>":                     "β(1−β)=0.1, so t<sub>I</sub> is &lt;b&gt;",
		"beta 0.2 -> -0.6.":                                "β 0.2 → −0.6.",
		"samples=20 of the samples, the finite-size kind.": "M = 20 of the samples, the finite-size kind.",
		"":  "",
		"…": "…",
	} {
		if got := string(c.text(text)); got != want {
			t.Errorf("%q is printed as %q, want %q", text, got, want)
		}
	}
}
