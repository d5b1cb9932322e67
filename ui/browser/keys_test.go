package browser

import (
	"strings"
	"testing"

	"cascade/wasm/protocol"
)

func TestShortcuts(t *testing.T) {
	for _, c := range []struct {
		key     string
		running bool
		want    protocol.Command
	}{
		{" ", false, protocol.Command{Type: protocol.Play}}, {" ", true, protocol.Command{Type: protocol.Pause}},
		{"ArrowRight", true, protocol.Command{Type: protocol.Step, N: 1}},
		{"r", false, protocol.Command{Type: protocol.Reset}}, {"R", true, protocol.Command{Type: protocol.Reset}},
		{"ArrowLeft", false, protocol.Command{}}, {"q", true, protocol.Command{}},
	} {
		cmd, keepers := shortcut(c.key, c.running)
		if cmd.Type != c.want.Type || cmd.N != c.want.N {
			t.Errorf("%q does %+v, want %+v", c.key, cmd, c.want)
		}
		if (keepers == "") != (cmd.Type == "") {
			t.Errorf("%q is kept by %q", c.key, keepers)
		}
	}
	// A button presses on space, and has no use for the others: they must work after Play was clicked.
	for key, want := range map[string]bool{" ": true, "ArrowRight": false, "r": false} {
		if _, keepers := shortcut(key, false); strings.Contains(keepers, ", button") != want {
			t.Errorf("%q: a button keeps it: %v", key, !want)
		}
	}
	for key, want := range map[string]bool{" ": false, "ArrowRight": true, "r": false} {
		if _, keepers := shortcut(key, false); strings.Contains(keepers, ", input[type=range]") != want {
			t.Errorf("%q: a slider keeps it: %v", key, !want)
		}
	}
}
