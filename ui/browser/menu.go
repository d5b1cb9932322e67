package browser

import "strings"

// nextItem returns which of a menu's items has the focus after a key, if item at had it before: arrows go around the ends, Home and End go to them, a letter
// goes to the next item that begins with it, if there is one; -1 for a key that means nothing to the menu.
func nextItem(items []string, at int, key string) int {
	n := len(items)
	switch key {
	case "ArrowDown":
		return (at + 1) % n
	case "ArrowUp":
		return (at + n - 1) % n
	case "Home":
		return 0
	case "End":
		return n - 1
	}
	if len([]rune(key)) == 1 {
		for i := range n {
			if k := (at + 1 + i) % n; strings.HasPrefix(strings.ToLower(items[k]), strings.ToLower(key)) {
				return k
			}
		}
	}
	return -1
}
