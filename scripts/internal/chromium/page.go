package chromium

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Patience is how long a page may take for anything before it counts as broken; shared machines are slow at times.
const Patience = 60 * time.Second

// Page is a tab with storage of its own, and with a record of what went wrong in it and what it asked of the network.
type Page struct {
	// Context is for [chromedp.Run] and its kind: clicks, keys, whatever is not wrapped here.
	Context context.Context

	close    context.CancelFunc
	mu       sync.Mutex
	problems []string
	requests []string
}

// Open opens an empty tab whose viewport is width x height CSS pixels. The caller closes it.
func (b *Browser) Open(width, height int) (*Page, error) {
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	p := &Page{Context: ctx, close: cancel}
	err := chromedp.Listen(ctx, p.listen)
	if err == nil {
		_, err = chromedp.Call(ctx, network.Enable, network.EnableParams{})
	}
	if err == nil {
		err = chromedp.Do(ctx, chromedp.EmulateViewport(int64(width), int64(height)))
	}
	if err != nil {
		cancel()
		return nil, fmt.Errorf("no new tab: %w", err)
	}
	return p, nil
}

// Close closes the tab.
func (p *Page) Close() { p.close() }

// listen runs between two messages of the browser: it must be short.
func (p *Page) listen(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			p.problems = append(p.problems, "console.error: "+describe(e.Args))
		}
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			text += " " + x.Description
		}
		p.problems = append(p.problems, "exception: "+text)
	case *log.EventEntryAdded: // what the browser itself reports: failed requests, broken policies, errors in workers
		if e.Entry.Level == log.EntryLevelError {
			p.problems = append(p.problems, fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	case *network.EventRequestWillBeSent:
		p.requests = append(p.requests, e.Request.URL)
	}
}

func describe(args []*runtime.RemoteObject) string {
	var words []string
	for _, a := range args {
		word := a.Description
		if word == "" {
			word = strings.Trim(string(a.Value), `"`) // JSON
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// Problems returns what has gone wrong so far: calls of console.error, exceptions that nobody caught, and errors that the
// browser reports, of the page, its frames and its workers.
func (p *Page) Problems() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.problems...)
}

// Requests returns the addresses that the page and its frames have asked for so far, its own first.
func (p *Page) Requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.requests...)
}

// Before runs the script in every document that the tab will load and in its frames, before the document's own scripts.
func (p *Page) Before(script string) error {
	_, err := chromedp.Call(p.Context, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	return err
}

// Goto loads the address and waits for its load event, not for the program.
func (p *Page) Goto(url string) error {
	ctx, cancel := context.WithTimeout(p.Context, Patience)
	defer cancel()
	return chromedp.Do(ctx, chromedp.Navigate(url))
}

// Eval returns the value of a JavaScript expression, which may use await; T is what JSON decodes to, or [chromedp.Void] to
// ignore the value.
func Eval[T any](p *Page, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(p.Context, Patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T]("(async () => ("+expression+"))()", chromedp.EvalAwaitPromise))
}

// Wait waits until the expression is true. Its error says what the page says meanwhile.
func (p *Page) Wait(expression string) error {
	for deadline := time.Now().Add(Patience); ; time.Sleep(20 * time.Millisecond) {
		ok, err := Eval[bool](p, "Boolean("+expression+")")
		if ok {
			return nil
		}
		if err == nil && time.Now().Before(deadline) {
			continue
		}
		if err == nil {
			err = errors.New("it stays false")
		}
		said, _ := Eval[string](p, `document.body?.innerText ?? ""`)
		return fmt.Errorf("waiting for %s: %w; problems: %q; the page shows: %.500q", expression, err, p.Problems(), said)
	}
}

// Screenshot returns a PNG picture of the viewport.
func (p *Page) Screenshot() ([]byte, error) {
	ctx, cancel := context.WithTimeout(p.Context, Patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.CaptureScreenshot())
}
