package main

import (
	"fmt"
	"os"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"cascade/scripts/bench/cases"
	"cascade/scripts/internal/chromium"
)

// memory measures what a page holds while a 784x500 machine trains on 10,000 digits with all panels: when it has begun, at most,
// and in the end. Ten minutes show whether it is flat: -case memory -seconds 600.
func memory(b *chromium.Browser, served, _ string, seconds float64) (r cases.Result, err error) {
	page, err := b.Open(1280, 720)
	if err != nil {
		return r, err
	}
	defer page.Close()
	// While requests are recorded, a page keeps a copy of all that it loaded.
	if _, err := chromedp.Call(page.Context, network.Disable, cdp.Empty{}); err != nil {
		return r, err
	}
	if err := page.Goto(served + "#digits?hidden=500&samples=10000&updates=1000000"); err != nil {
		return r, err
	}
	if err := page.Wait(ready); err != nil {
		return r, err
	}
	if _, err := chromium.Eval[bool](page, `(cascade.play(), true)`); err != nil {
		return r, err
	}
	if err := page.Wait(`cascade.state().update > 3`); err != nil {
		return r, err
	}
	const mega = 1 << 20
	m := &cases.Memory{}
	for start := time.Now(); ; time.Sleep(time.Second) {
		total, shared, err := b.Resident()
		if err != nil {
			return r, err
		}
		m.End, m.Shared = float64(total)/mega, float64(shared)/mega
		if m.Start == 0 {
			m.Start = m.End
		}
		m.Most = max(m.Most, m.End)
		if time.Since(start).Seconds() > seconds {
			break
		}
	}
	if r.Reps, err = chromium.Eval[int](page, `cascade.state().update`); err != nil {
		return r, err
	}
	r.NV, r.NH, r.Memory = 784, 500, m
	fmt.Fprintf(os.Stderr, "memory: %.0f MB in the end, at most %.0f, %.0f of it shared\n", m.End, m.Most, m.Shared)
	return r, nil
}
