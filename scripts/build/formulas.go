package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"

	"cascade/engine/experiments"
	"cascade/ui"
	"cascade/ui/plot"
)

// packFormulas writes dist/formulas.bin.gz: every formula that the page can show, as MathML by its TeX, and the page about the
// physics, static/physics.html, with its own formulas in place. The browser sets MathML by itself; TeX would need a library there.
func packFormulas(t tree) error {
	physics, err := os.ReadFile(t.static("physics.html"))
	if err != nil {
		return err
	}
	data, err := convertFormulas(t, formulas(), string(physics))
	if err != nil {
		return err
	}
	packed, err := pack(t, data)
	if err != nil {
		return err
	}
	return write(t.dist("formulas.bin.gz"), packed)
}

// formulas lists the TeX of all explanations, each once, in order.
func formulas() []string {
	list := append(ui.Formulas(), plot.Formulas()...)
	for _, e := range experiments.Catalogue() {
		for _, p := range e.Params {
			list = append(list, p.Formula)
		}
		for _, q := range append(slices.Clone(e.Series), e.Scalars...) {
			list = append(list, q.Formula)
		}
	}
	slices.Sort(list)
	return slices.DeleteFunc(slices.Compact(list), func(tex string) bool { return tex == "" })
}

// convertFormulas runs static/formulas.mjs.
func convertFormulas(t tree, formulas []string, physics string) ([]byte, error) {
	input, err := json.Marshal(map[string]any{"formulas": formulas, "physics": physics})
	if err != nil {
		return nil, err
	}
	node := exec.Command("node", t.static("formulas.mjs"))
	node.Stdin, node.Stderr = bytes.NewReader(input), os.Stderr
	data, err := node.Output()
	if err != nil {
		return nil, fmt.Errorf("node %s: %w", t.static("formulas.mjs"), err)
	}
	return data, nil
}
