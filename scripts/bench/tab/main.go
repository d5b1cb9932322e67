//go:build js && wasm

// Command tab runs one benchmark case in a browser's worker: it takes bench = {case, seconds, digits} from the global object
// and posts the result as JSON text.
package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hack-pad/safejs"

	"cascade/engine/teachers"
	"cascade/scripts/bench/cases"
)

func main() {
	if err := run(); err != nil {
		panic(err)
	}
}

func run() error {
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
	digits, err := teachers.ParsePictures(raw)
	if err != nil {
		return err
	}
	c := cases.Find(text)
	if c == nil {
		return fmt.Errorf("no case %q", text)
	}
	r := c.Run(digits, s)
	r.Where = "chromium"
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = safejs.Global().Call("postMessage", string(line))
	return err
}
