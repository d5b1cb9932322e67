//go:build js && wasm

package main

import (
	"fmt"
	"time"

	"github.com/hack-pad/safejs"

	"cascade/wasm/hands"
)

// Rivals are workers with this program that do the case's work for themselves, when they are told to.
const rivalName = "rival"

func isRival() bool {
	name, err := safejs.Global().Get("name")
	if err != nil {
		return false
	}
	text, err := name.String()
	return err == nil && text == rivalName
}

// serveRival posts a message when it is ready. Then it repeats the work for as many milliseconds as each message says, and posts another.
func serveRival(rep func()) error {
	self := safejs.Global()
	rep()
	post := func() error {
		_, err := self.Call("postMessage", 0)
		return err
	}
	failed := make(chan error, 1)
	heard, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		data, err := args[0].Get("data")
		ms := 0
		if err == nil {
			ms, err = data.Int()
		}
		for start := time.Now(); time.Since(start) < time.Duration(ms)*time.Millisecond; {
			rep()
		}
		if err == nil {
			err = post()
		}
		if err != nil {
			failed <- err
		}
		return nil
	})
	if err == nil {
		err = self.Set("onmessage", heard)
	}
	if err == nil {
		err = post()
	}
	if err != nil {
		return err
	}
	return <-failed
}

// startRivals starts n of them, waits until they are ready, and returns what makes them busy.
func startRivals(n int, turn *hands.Turn) (busy func(time.Duration) func(), err error) {
	idle, rivals := 0, make([]safejs.Value, n)
	heard, err := safejs.FuncOf(func(safejs.Value, []safejs.Value) any { idle++; return nil })
	for i := range rivals {
		if err == nil {
			rivals[i], err = hands.Start(rivalName)
		}
		if err == nil {
			err = rivals[i].Set("onmessage", heard)
		}
	}
	if err != nil {
		return nil, err
	}
	for start := time.Now(); idle < n; turn.Take() {
		if time.Since(start) > 20*time.Second {
			return nil, fmt.Errorf("the rivals do not start")
		}
	}
	return func(d time.Duration) func() {
		idle = 0
		for _, r := range rivals {
			if _, err := r.Call("postMessage", d.Milliseconds()); err != nil {
				panic(err)
			}
		}
		turn.Take()
		return func() {
			for idle < n {
				turn.Take()
			}
		}
	}, nil
}
