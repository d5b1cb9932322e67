//go:build js && wasm

package browser

import (
	"syscall/js"

	"cascade/ui/plot"
)

// covered stands in the place of a panel that would give a guess away.
type covered struct{ root js.Value }

func newCovered(root js.Value) covered {
	e := element("p", "covered")
	e.Set("textContent", plot.Capital(plot.Secret))
	root.Call("replaceChildren", e)
	return covered{root}
}

func (covered) draw() {}

func (covered) resize(float64, float64) {}

func (covered) painted(dst []spot) []spot { return dst }

func (covered) layers() []js.Value { return nil }

func (c covered) Close() { c.root.Call("replaceChildren") }
