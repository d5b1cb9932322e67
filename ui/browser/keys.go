package browser

import (
	"strings"

	"cascade/wasm/protocol"
)

// Elements that use a key themselves, as CSS selectors.
const (
	typing   = "input:not([type=range], [type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]"
	pressing = typing + ", button, summary, input[type=checkbox], input[type=radio], input[type=button]"
	moving   = typing + ", input[type=range], input[type=radio]"
)

// shortcut returns what a key does, as the browser names it, and which elements keep it to themselves while they have the
// focus. Space runs or pauses, the right arrow steps, r starts again; any other key does nothing.
func shortcut(key string, running bool) (cmd protocol.Command, keepers string) {
	switch strings.ToLower(key) {
	case " ":
		if running {
			return protocol.Command{Type: protocol.Pause}, pressing
		}
		return protocol.Command{Type: protocol.Play}, pressing
	case "arrowright":
		return protocol.Command{Type: protocol.Step, N: 1}, moving
	case "r":
		return protocol.Command{Type: protocol.Reset}, typing
	}
	return protocol.Command{}, ""
}
