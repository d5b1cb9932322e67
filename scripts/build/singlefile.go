package main

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"regexp"
	"strings"
)

// writeSingleFile writes dist/cascade.html: the served page with the rest of what it needs inside, under a policy that allows nothing else.
func writeSingleFile(t tree) error {
	read := func(name string) (string, error) {
		data, err := os.ReadFile(t.dist(name))
		return string(data), err
	}
	page, err := read("index.html")
	if err != nil {
		return err
	}
	if page, err = restrict(page); err != nil {
		return err
	}
	for _, part := range []struct {
		id, file, before string
		kind             string
		encode           func(string) string
	}{
		{"embedded-wasm", "cascade.wasm.gz", `<script id="go-runtime">`, "application/octet-stream", toBase64},
		{"embedded-digits", "digits.bin.gz", "</body>", "application/octet-stream", toBase64},
		{"embedded-faces", "faces.bin.gz", "</body>", "application/octet-stream", toBase64},
		{"embedded-formulas", "formulas.bin.gz", "</body>", "application/octet-stream", toBase64},
		{"embedded-hdf5", "hdf5.js.gz", "</body>", "application/octet-stream", toBase64},
		{"licences", "licences.txt", "</body>", "text/plain", escapeScript}, // a copy carries its licences
	} {
		data, err := read(part.file)
		if err != nil {
			return err
		}
		if n := strings.Count(page, part.before); n != 1 {
			return fmt.Errorf("the page holds %q %d times, and %s belongs before the only one", part.before, n, part.file)
		}
		// A script element of another type is not run: a place for data.
		element := fmt.Sprintf("<script type=%q id=%q>%s</script>\n", part.kind, part.id, part.encode(data))
		page = strings.Replace(page, part.before, element+part.before, 1)
	}
	if err := write(t.dist("cascade.html"), []byte(page)); err != nil {
		return err
	}
	return packFile(t, t.dist("cascade.html"))
}

var (
	sheet     = regexp.MustCompile(`<link rel="stylesheet" href="([^"]+)">`)
	script    = regexp.MustCompile(`<script((?: id="[^"]+")?) src="([^"]+)"></script>`)
	inside    = regexp.MustCompile(`(?s)<script(?: id="[^"]+")?>(.*?)</script>`) // one that runs, in the page
	reference = regexp.MustCompile(`(?:src|href)="[^"]*"`)
)

// inline replaces the page's style sheets and scripts by their text, as read returns it: one request instead of nine, and the program,
// which takes longest, is asked for first. It fails if the page would still refer to another file.
func inline(page string, read func(name string) (string, error)) (string, error) {
	var failure error
	text := func(name string) string {
		s, err := read(name)
		if err != nil {
			failure = err
		}
		// A browser reads every line end as "\n" before it compares a hash.
		return strings.ReplaceAll(s, "\r\n", "\n")
	}
	page = replaceGroups(sheet, page, func(g []string) string {
		return "<style>\n" + strings.ReplaceAll(text(g[1]), "</style", `<\/style`) + "</style>"
	})
	page = replaceGroups(script, page, func(g []string) string {
		code := "\n" + escapeScript(text(g[2]))
		if strings.Contains(code, "<!--") {
			failure = fmt.Errorf("%s holds <!--, which changes how a browser reads the rest of the script", g[2])
		}
		return "<script" + g[1] + ">" + code + "</script>"
	})
	if failure != nil {
		return "", failure
	}
	// Of what is left, only the icon is a reference, and a data: one; scripts are searched too, but hold none.
	for _, ref := range reference.FindAllString(page, -1) {
		if !strings.HasPrefix(ref, `href="data:`) {
			return "", fmt.Errorf("the page would still need %s", ref)
		}
	}
	return page, nil
}

// restrict puts the policy that allows exactly the scripts in the page before all of them.
func restrict(page string) (string, error) {
	var hashes []string
	for _, s := range inside.FindAllStringSubmatch(page, -1) {
		hashes = append(hashes, scriptHash(s[1]))
	}
	const charset = `<meta charset="utf-8">` + "\n" // this one has to be within the first kilobyte
	if !strings.Contains(page, charset) {
		return "", fmt.Errorf("the page has no %q, behind which the policy belongs", charset)
	}
	return strings.Replace(page, charset, charset+policy(hashes), 1), nil
}

// policy returns the element that forbids the page everything but its own scripts, compiling WebAssembly, its worker,
// styles, and pictures that it makes: no connection to anywhere.
func policy(hashes []string) string {
	return `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'wasm-unsafe-eval' ` + strings.Join(hashes, " ") +
		`; worker-src blob:; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'">` + "\n"
}

// scriptHash is a script's source expression in a content security policy.
func scriptHash(code string) string {
	sum := sha256.Sum256([]byte(code))
	return "'sha256-" + toBase64(string(sum[:])) + "'"
}

var scriptEnd = regexp.MustCompile(`(?i)</(script)`)

// escapeScript keeps "</script" in a string of the code from ending the element.
func escapeScript(code string) string { return scriptEnd.ReplaceAllString(code, `<\/$1`) }

func toBase64(data string) string { return base64.StdEncoding.EncodeToString([]byte(data)) }

// replaceGroups replaces each match of re by what f makes of its groups.
func replaceGroups(re *regexp.Regexp, s string, f func(groups []string) string) string {
	return re.ReplaceAllStringFunc(s, func(match string) string { return f(re.FindStringSubmatch(match)) })
}
