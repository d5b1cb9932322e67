package browser

import (
	"testing"

	"cascade/wasm/protocol"
)

func TestBranchesAreNamedByWhatDiffers(t *testing.T) {
	e := &protocol.Experiment{Params: []protocol.Param{{Name: "beta", Symbol: "β", Live: true}, {Name: "n", Symbol: "N"}, {Name: "k", Symbol: "k", Live: true}}}
	old := map[string]string{"beta": "1.4", "n": "900", "k": "1", "seed": "1"}
	for _, c := range []struct {
		now        map[string]string
		want, live string
	}{
		{map[string]string{"beta": "2", "n": "900", "k": "1", "seed": "1"}, "β 1.4", "β 1.4"},
		{map[string]string{"beta": "2", "n": "900", "k": "3", "seed": "1"}, "β 1.4, k 1", "β 1.4, k 1"},
		{map[string]string{"beta": "2", "n": "90", "k": "1", "seed": "1"}, "β 1.4", ""},
		{map[string]string{"beta": "2", "n": "900", "k": "1", "seed": "2"}, "β 1.4", ""},
		{old, "", ""},
	} {
		if got, live := difference(e, old, c.now), liveDifference(e, old, c.now); got != c.want || live != c.live {
			t.Errorf("%v: %q and %q, want %q and %q", c.now, got, live, c.want, c.live)
		}
	}
	if got := difference(e, map[string]string{"k": "0.049600000000000005"}, map[string]string{"k": "1"}); got != "k 0.0496" {
		t.Errorf("a script's number: %q", got)
	}
}
