//go:build js && wasm

// Command tab runs one benchmark case in a browser's worker: it takes bench = {case, seconds, digits} from the global object
// and posts the result as JSON text.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/hack-pad/safejs"

	"cascade/engine/experiments"
	"cascade/scripts/bench/cases"
	"cascade/wasm/crew"
	"cascade/wasm/hands"
)

func main() {
	if err := run(); err != nil {
		panic(err)
	}
}

func run() error {
	if hands.IsHand() {
		return hands.Serve()
	}
	job, err := safejs.Global().Get("bench")
	if err != nil {
		return err
	}
	get := func(name string) (v safejs.Value) {
		if err == nil {
			v, err = job.Get(name)
		}
		return v
	}
	name, seconds, pack := get("case"), get("seconds"), get("digits")
	if err != nil {
		return err
	}
	text, err1 := name.String()
	s, err2 := seconds.Float()
	n, err3 := pack.Length()
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	raw := make([]byte, n)
	if _, err := safejs.CopyBytesToGo(raw, pack); err != nil {
		return err
	}
	assets := &experiments.Assets{}
	if err := assets.Put("digits", "", raw); err != nil {
		return err
	}
	c := cases.Find(text)
	if c == nil {
		return fmt.Errorf("no case %q", text)
	}
	if isRival() {
		return serveRival(c.Rep(assets))
	}
	if n := hands.Size(); n > 0 {
		if err := hire(c, n); err != nil {
			return err
		}
	}
	r := c.Run(assets, s)
	r.Where = "chromium"
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if _, err = safejs.Global().Call("postMessage", string(line)); err == nil {
		select {} // hands and timers may still call this program
	}
	return err
}

// hire gives a case a crew of n, and rivals.
func hire(c *cases.Case, n int) error {
	start := time.Now()
	helpers := crew.New(n, hands.Hire, func() time.Duration { return time.Since(start) })
	c.Crew, c.Pause = helpers, func() {
		if helpers.Waiting() {
			select {
			case <-helpers.Heard():
			case <-time.After(crew.LookAgain):
			}
		}
	}
	for time.Since(start) < 5*time.Second && helpers.Hands() < n { // so long they may take to start
		time.Sleep(time.Millisecond)
	}
	turn, err := hands.NewTurn()
	if err == nil {
		c.Rivals, err = startRivals(n, turn)
	}
	return err
}
