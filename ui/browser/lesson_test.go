package browser

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"strings"
	"testing"

	"cascade/ui"
)

func TestUnpackLesson(t *testing.T) {
	pack := func(text string) string {
		var b bytes.Buffer
		w, _ := flate.NewWriter(&b, 9)
		_, _ = w.Write([]byte(text))
		_ = w.Close()
		return base64.RawURLEncoding.EncodeToString(b.Bytes())
	}
	if got, err := unpackLesson(pack("χ text")); err != nil || string(got) != "χ text" {
		t.Errorf("%q, %v", got, err)
	}
	for _, bad := range []string{"?", "AAAA", pack("some text that is longer")[:9], pack(strings.Repeat("a", ui.MaxLesson+1))} {
		if got, err := unpackLesson(bad); err == nil {
			t.Errorf("%.20q is %d bytes", bad, len(got))
		}
	}
}

func TestPathsOfLessons(t *testing.T) {
	for path, want := range map[string]bool{
		"course/first.json": true, "a.json": true, "tour": false, "/a.json": false, "../a.json": false, "a/../b.json": false,
		"//evil/a.json": false, "https://x/a.json": false, "a\\b.json": false, "a.json?x": false, "a.txt": false,
	} {
		if isPath(path) != want {
			t.Errorf("isPath(%q) = %v", path, !want)
		}
	}
}

func TestPresentedLinks(t *testing.T) {
	for link, want := range map[string]string{
		"mattis": "mattis?view=present", "mattis?view=present.chi": "mattis?view=present.chi", "hopfield?view=surface&autoplay=1": "hopfield?view=present.surface&autoplay=1",
	} {
		if got := presented(link); got != want {
			t.Errorf("presented(%q) = %q, want %q", link, got, want)
		}
	}
}

func TestFileName(t *testing.T) {
	for title, want := range map[string]string{"My lesson": "my-lesson", `<b>"../x": κ`: "bx-κ", "": "lesson", "///": "lesson", strings.Repeat("é", 90): strings.Repeat("é", 60)} {
		if got := fileName(title); got != want {
			t.Errorf("fileName(%q) = %q, want %q", title, got, want)
		}
	}
}
