package browser

import (
	"strings"

	"cascade/wasm/protocol"
)

// firstLink is what a page without a fragment shows.
const firstLink = "mattis"

// linkOf returns the link that a location's fragment holds. Percent encoding is left to the worker, which also says what
// could not be decoded.
func linkOf(fragment string) string {
	if link := strings.TrimPrefix(fragment, "#"); link != "" {
		return link
	}
	return firstLink
}

// nameOf returns the name of the experiment in a link.
func nameOf(link string) string {
	name, _, _ := strings.Cut(link, "?")
	return name
}

// nameSet reads the value of the options hide and lock: names separated by commas.
func nameSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, name := range strings.Split(list, ",") {
		if name = strings.TrimSpace(name); name != "" {
			set[name] = true
		}
	}
	return set
}

// experimentOf returns the experiment of that name, nil if there is none.
func experimentOf(catalogue []protocol.Experiment, name string) *protocol.Experiment {
	for i := range catalogue {
		if catalogue[i].Name == name {
			return &catalogue[i]
		}
	}
	return nil
}

// namesOf lists what a frame brings.
func namesOf(f *protocol.Frame) map[string]bool {
	names := make(map[string]bool, len(f.Blocks))
	for i := range f.Blocks {
		names[f.Blocks[i].Name] = true
	}
	return names
}

// trimHash cuts an address before its fragment.
func trimHash(href string) string {
	before, _, _ := strings.Cut(href, "#")
	return before
}
