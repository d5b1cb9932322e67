package browser

import (
	"slices"
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

// pageOptions are the names in a link that concern only the page, in the order in which links write them; view is the first.
var pageOptions = []string{"view", "ui", "hide", "lock", "theme", "autoplay", "pin", "seeds", "predict", "guess", "lesson"}

// isOption says whether a part of a link, name=value, concerns only the page.
func isOption(part string) bool {
	name, _, _ := strings.Cut(part, "=")
	return slices.Contains(pageOptions, name)
}

// withView returns a canonical link with another option view, or without one if view is empty.
func withView(link, view string) string { return withOption(link, "view", view) }

// withoutOptions returns a link without what concerns only the page.
func withoutOptions(link string) string {
	name, query, _ := strings.Cut(link, "?")
	return joinLink(name, slices.DeleteFunc(strings.Split(query, "&"), func(part string) bool { return part == "" || isOption(part) }))
}

func joinLink(name string, parts []string) string {
	if len(parts) == 0 {
		return name
	}
	return name + "?" + strings.Join(parts, "&")
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
