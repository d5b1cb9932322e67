package browser

import "testing"

func TestNextItem(t *testing.T) {
	items := []string{"Share…", "Copy link", "Copy all", "Élan"}
	for _, c := range []struct {
		at   int
		key  string
		want int
	}{
		{0, "ArrowDown", 1}, {3, "ArrowDown", 0}, {0, "ArrowUp", 3}, {2, "ArrowUp", 1}, {2, "Home", 0}, {1, "End", 3},
		{0, "c", 1}, {1, "C", 2}, {2, "c", 1}, {0, "s", 0}, {1, "é", 3}, {1, "x", -1}, {1, " ", -1}, {1, "Enter", -1}, {1, "Shift", -1},
	} {
		if got := nextItem(items, c.at, c.key); got != c.want {
			t.Errorf("%s at %d leads to %d, not %d", c.key, c.at, got, c.want)
		}
	}
}
