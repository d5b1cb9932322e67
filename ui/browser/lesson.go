package browser

import (
	"compress/flate"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"cascade/ui"
)

// longestLesson is how long a lesson may be that a link carries, packed; see engine/experiments.
const longestLesson = 31900

// unpackLesson reads base64url of deflated bytes.
func unpackLesson(packed string) ([]byte, error) {
	deflated, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(packed, "="))
	if err != nil {
		return nil, errors.New("the link is cut off or damaged")
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(strings.NewReader(string(deflated))), ui.MaxLesson+1))
	switch {
	case err != nil:
		return nil, errors.New("the link is cut off or damaged")
	case len(text) > ui.MaxLesson:
		return nil, fmt.Errorf("it has more than %d bytes", ui.MaxLesson)
	}
	return text, nil
}

// isPath says whether a name is that of a file beside the page, and not of one somewhere else.
func isPath(name string) bool {
	if !strings.HasSuffix(name, ".json") || strings.HasPrefix(name, "/") || strings.ContainsAny(name, ":\\?#") {
		return false
	}
	return len(name) <= 200 && !strings.Contains("/"+name+"/", "/../")
}

// presented is a link that opens as a presentation.
func presented(link string) string {
	_, query, _ := strings.Cut(link, "?")
	for _, part := range strings.Split(query, "&") {
		view, found := strings.CutPrefix(part, "view=")
		switch {
		case found && strings.HasPrefix(view, "present"):
			return link
		case found && view != "":
			return withView(link, "present."+view)
		}
	}
	return withView(link, "present")
}

// fileName makes of a title the name of a file.
func fileName(title string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		case r == ' ' || r == '-' || r == '_':
			return '-'
		}
		return -1
	}, title)
	if r := []rune(strings.Trim(name, "-")); len(r) > 60 {
		name = string(r[:60])
	}
	if name = strings.Trim(name, "-"); name == "" {
		return "lesson"
	}
	return name
}
