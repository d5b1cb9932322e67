package chromium

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestPage is a page whose calls end the test if they fail.
type TestPage struct {
	*Page
	t        testing.TB
	expected []string
}

// Test opens a page for one test, closes it in the end, and fails the test for every problem that was not expected.
func (b *Browser) Test(t testing.TB, width, height int) *TestPage {
	t.Helper()
	page, err := b.Open(width, height)
	if err != nil {
		t.Fatal(err)
	}
	p := &TestPage{Page: page, t: t}
	artifacts := t.ArtifactDir() // not in the cleanup: by then it would be deleted
	t.Cleanup(func() {
		for _, problem := range page.Problems() {
			if !p.expects(problem) {
				t.Errorf("the page reports %s", problem)
			}
		}
		if t.Failed() {
			p.keep(artifacts)
		}
		page.Close()
	})
	return p
}

// keep saves a picture of what went wrong; "go test -artifacts" says where.
func (p *TestPage) keep(dir string) {
	picture, err := p.Screenshot()
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "page.png"), picture, 0o644)
	}
	if err != nil {
		p.t.Logf("no picture of the page: %v", err)
	}
}

// Expect says that problems which contain the text are part of the test.
func (p *TestPage) Expect(text string) { p.expected = append(p.expected, text) }

func (p *TestPage) expects(problem string) bool {
	for _, text := range p.expected {
		if strings.Contains(problem, text) {
			return true
		}
	}
	return false
}

// Before is [Page.Before].
func (p *TestPage) Before(script string) {
	p.t.Helper()
	p.must(p.Page.Before(script))
}

// Goto is [Page.Goto].
func (p *TestPage) Goto(url string) {
	p.t.Helper()
	p.must(p.Page.Goto(url))
}

// Wait is [Page.Wait].
func (p *TestPage) Wait(expression string) {
	p.t.Helper()
	p.must(p.Page.Wait(expression))
}

// Do evaluates a JavaScript expression for its effect.
func (p *TestPage) Do(expression string) {
	p.t.Helper()
	_, err := Eval[chromedp.Void](p.Page, expression)
	p.must(err)
}

// Text returns the value of a JavaScript expression that is a string.
func (p *TestPage) Text(expression string) string {
	p.t.Helper()
	text, err := Eval[string](p.Page, expression)
	p.must(err)
	return text
}

// Number returns the value of a JavaScript expression that is a number.
func (p *TestPage) Number(expression string) float64 {
	p.t.Helper()
	x, err := Eval[float64](p.Page, expression)
	p.must(err)
	return x
}

func (p *TestPage) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}
