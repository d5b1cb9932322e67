//go:build js && wasm

// Command wasm is the whole program: compiled once, it runs twice. Where there is a document it is the page; in a worker it
// simulates, or lends a hand to the one that does.
package main

import (
	"fmt"

	"github.com/hack-pad/safejs"

	"cascade/ui/browser"
	"cascade/wasm/hands"
	"cascade/wasm/worker"
)

// build names this build; the linker sets it.
var build = "dev"

func main() {
	if err := run(); err != nil {
		panic(err) // ends the program; the loader shows that it did
	}
}

func run() error {
	document, err := safejs.Global().Get("document")
	if err != nil {
		return fmt.Errorf("no global object to look at: %w", err)
	}
	if !document.IsUndefined() {
		return browser.Run(worker.Program(build))
	}
	if hands.IsHand() {
		return hands.Serve()
	}
	port, err := newPort()
	if err != nil {
		return err
	}
	return worker.Serve(port, build)
}
