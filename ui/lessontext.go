package ui

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// WriteText turns the text of a lesson's step into HTML. Paragraphs are parted by empty lines; *words* are emphasised; t_c and w_{12}
// have subscripts; [words](action) can be pressed, for the actions see ReadWord; a paragraph that begins with "? " is a question to the
// class, one with "! " the answer to it, which shows when it is opened. A backslash takes the meaning of the sign behind it. Everything else is text, never markup.
func WriteText(text string) string {
	var b strings.Builder
	for _, paragraph := range paragraphs(text) {
		switch {
		case strings.HasPrefix(paragraph, "? "):
			b.WriteString(`<p class="question">` + writeLine(paragraph[2:]) + "</p>")
		case strings.HasPrefix(paragraph, "! "):
			b.WriteString("<details><summary>Answer</summary><p>" + writeLine(paragraph[2:]) + "</p></details>")
		default:
			b.WriteString("<p>" + writeLine(paragraph) + "</p>")
		}
	}
	return b.String()
}

// Actionable lists the actions of the words in a text.
func Actionable(text string) (actions []string) {
	for _, paragraph := range paragraphs(text) {
		for i := 0; i < len(paragraph); i++ {
			if paragraph[i] == '\\' {
				i++
			} else if _, action, n := wordAt(paragraph[i:]); n > 0 {
				actions = append(actions, action)
				i += n - 1
			}
		}
	}
	return actions
}

func paragraphs(text string) (list []string) {
	var lines []string
	flush := func() {
		if lines != nil {
			list = append(list, strings.Join(lines, " "))
			lines = nil
		}
	}
	for _, line := range strings.Split(strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\r", ""), "\n") {
		if line = strings.TrimSpace(line); line == "" {
			flush()
		} else {
			lines = append(lines, line)
		}
	}
	flush()
	return list
}

// writeLine writes what stands within a paragraph.
func writeLine(s string) string {
	var b strings.Builder
	before, last := ' ', ' ' // the two signs before
	put := func(r rune) {
		b.WriteString(html.EscapeString(string(r)))
		before, last = last, r
	}
	for len(s) > 0 {
		if inner, action, n := wordAt(s); n > 0 {
			word, stop := writeWord(inner, action), len(s)-n-len(strings.TrimLeft(s[n:], ".,;:!?)"))
			if stop > 0 { // which no line begins with
				word = `<span class="kept">` + word + s[n:n+stop] + "</span>"
			}
			b.WriteString(word)
			s, before, last = s[n+stop:], ' ', ' '
			continue
		}
		if inner, n := enclosed(s, '*', '*'); n > 2 && inner == strings.TrimSpace(inner) {
			b.WriteString("<em>" + writeLine(inner) + "</em>")
			s, before, last = s[n:], ' ', ' '
			continue
		}
		if sub, n := subscriptAt(s); n > 0 && unicode.IsLetter(last) && !unicode.IsLetter(before) && !unicode.IsDigit(before) {
			b.WriteString("<sub>" + html.EscapeString(sub) + "</sub>")
			s, before, last = s[n:], ' ', ' '
			continue
		}
		if s[0] == '\\' && len(s) > 1 {
			s = s[1:]
		}
		r, n := utf8.DecodeRuneInString(s)
		put(r)
		s = s[n:]
	}
	return b.String()
}

// wordAt reads [words](action) at the start of s; n is how long it is, 0 if there is none.
func wordAt(s string) (words, action string, n int) {
	words, n = enclosed(s, '[', ']')
	if n < 3 || n >= len(s) || s[n] != '(' {
		return "", "", 0
	}
	action, m := enclosed(s[n:], '(', ')')
	if m < 3 {
		return "", "", 0
	}
	return words, strings.TrimSpace(action), n + m
}

// enclosed reads what stands between two signs at the start of s; n counts these, too, and is 0 if s does not begin so.
func enclosed(s string, from, to byte) (inner string, n int) {
	if s == "" || s[0] != from {
		return "", 0
	}
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] == to:
			return s[1:i], i + 1
		}
	}
	return "", 0
}

// subscriptAt reads _c or _{12} at the start of s.
func subscriptAt(s string) (sub string, n int) {
	if len(s) < 2 || s[0] != '_' {
		return "", 0
	}
	if sub, n = enclosed(s[1:], '{', '}'); n > 2 {
		return sub, n + 1
	}
	end := 1 + strings.IndexFunc(s[1:]+" ", func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if end > 1 {
		return s[1:end], end
	}
	return "", 0
}

// writeWord writes words that can be pressed; ones that do nothing that can be done are just text.
func writeWord(words, action string) string {
	w, err := ReadWord(action)
	if err != nil {
		return writeLine(words)
	}
	return `<button type="button" class="word" data-do="word" data-value="` + html.EscapeString(action) + `" title="` + html.EscapeString(w.title()) + `">` + writeLine(words) + "</button>"
}
