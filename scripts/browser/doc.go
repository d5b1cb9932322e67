// Package browser tests the built page in a real browser, the way a reader meets it: served, opened from disk, in a frame.
package browser
