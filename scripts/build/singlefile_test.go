package main

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"regexp"
	"strings"
	"testing"
)

const testPage = `<!doctype html>
<head>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="a.css">
</head>
<body>
<script id="one" src="one.js"></script>
<script src="two.js"></script>
</body>
`

func reader(files map[string]string) func(string) (string, error) {
	return func(name string) (string, error) {
		if text, ok := files[name]; ok {
			return text, nil
		}
		return "", errors.New("no " + name)
	}
}

// alone is a page made as the single file is.
func alone(page string, read func(string) (string, error)) (string, error) {
	page, err := inline(page, read)
	if err != nil {
		return "", err
	}
	return restrict(page)
}

func TestInline(t *testing.T) {
	page, err := alone(testPage, reader(map[string]string{
		"a.css":  `a::after { content: "</style>" }`,
		"one.js": "const end = '</script>', END = '</SCRIPT>';\r\nlet cost = '$1';",
		"two.js": "two();",
	}))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<script id="one">` + "\n" + `const end = '<\/script>', END = '<\/SCRIPT>';` + "\n" + `let cost = '$1';</script>`,
		`content: "<\/style>"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
	for _, unwanted := range []string{"src=", `rel="stylesheet"`, "\r"} {
		if strings.Contains(page, unwanted) {
			t.Errorf("the page holds %q:\n%s", unwanted, page)
		}
	}
	if strings.Index(page, `charset="utf-8"`) > strings.Index(page, "Content-Security-Policy") {
		t.Error("the policy pushes the charset out of the first kilobyte")
	}
}

// TestInlinePolicy computes the hash of each script as a browser does, from the text between its tags.
func TestInlinePolicy(t *testing.T) {
	page, err := alone(testPage, reader(map[string]string{"a.css": "", "one.js": "one('</script>');\r\n", "two.js": "two();"}))
	if err != nil {
		t.Fatal(err)
	}
	allowed, _, _ := strings.Cut(page, "worker-src")
	scripts := regexp.MustCompile(`(?s)<script[^>]*>(.*?)</script>`).FindAllStringSubmatch(page, -1)
	if len(scripts) != 2 {
		t.Fatalf("%d scripts, expected 2", len(scripts))
	}
	for _, s := range scripts {
		sum := sha256.Sum256([]byte(s[1]))
		if hash := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(allowed, hash) {
			t.Errorf("the policy does not allow %q", s[1])
		}
	}
	if n := strings.Count(page, "'sha256-"); n != 2 {
		t.Errorf("the policy allows %d scripts, expected 2", n)
	}
}

func TestInlineRefuses(t *testing.T) {
	whole := map[string]string{"a.css": "", "one.js": "", "two.js": ""}
	for name, c := range map[string]struct {
		page  string
		files map[string]string
	}{
		"a missing file":      {testPage, map[string]string{"a.css": "", "one.js": ""}},
		"a comment in script": {testPage, map[string]string{"a.css": "", "one.js": "x('<!-- <script>')", "two.js": ""}},
		"another reference":   {strings.Replace(testPage, "<body>", `<body><img src="picture.png">`, 1), whole},
		"a page from nowhere": {strings.Replace(testPage, `<meta charset="utf-8">`, "", 1), whole},
	} {
		if _, err := alone(c.page, reader(c.files)); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}
