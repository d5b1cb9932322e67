package plot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// recorded is the part of a run's record that a notebook keeps: all but the trail of hashes, which only a replay needs.
type recorded struct {
	Cascade     int                        `json:"cascade"`
	Experiment  string                     `json:"experiment"`
	Link        string                     `json:"link"`
	Build       string                     `json:"build"`
	Update      int                        `json:"update"`
	Hash        string                     `json:"hash"`
	Citation    string                     `json:"citation"`
	Params      json.RawMessage            `json:"params"`
	Transitions json.RawMessage            `json:"transitions"`
	Scalars     map[string]json.RawMessage `json:"scalars"`
	Series      map[string]json.RawMessage `json:"series"`
	Fields      map[string]json.RawMessage `json:"fields"`
}

// Notebook writes a Jupyter notebook (nbformat 4.5) of a run: its record, the JSON that the run is saved as, in a cell that can be
// read, and cells that plot the panels again with numpy and matplotlib alone. The bytes follow from the arguments. The error says
// what is wrong with the record. Panels and curves of which the record holds nothing are left out.
func Notebook(record []byte, panels []Panel) ([]byte, error) {
	var r recorded
	if err := json.Unmarshal(record, &r); err != nil {
		return nil, fmt.Errorf("the record can't be read: %w", err)
	}
	var seed struct{ Seed json.Number }
	if err := json.Unmarshal(r.Params, &seed); err != nil {
		return nil, fmt.Errorf("the record's parameters can't be read: %w", err)
	}
	data, err := r.data()
	if err != nil {
		return nil, err
	}
	p := &replot{record: &r}
	for i := range panels {
		p.panel(&panels[i])
	}
	cells := []cellJSON{
		textCell("about", r.about(seed.Seed.String())),
		codeCell("data", data),
		codeCell("tools", notebookTools(r.hues())),
		textCell("time", "## Curves\n\nSolid: measured in this run. Dashed: theory. Vertical lines: transitions, measured (solid) and predicted (dashed)."),
		codeCell("curves", p.figure("curves", p.curves)),
		textCell("state", fmt.Sprintf("## The state after update %d\n\nFree energies, waterfalls, clouds and pictures as they were when the run was saved.", r.Update)),
		codeCell("fields", p.figure("fields", p.fields)),
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err = e.Encode(map[string]any{
		"nbformat": 4, "nbformat_minor": 5, "cells": cells,
		"metadata": map[string]any{
			"kernelspec":    map[string]string{"display_name": "Python 3", "language": "python", "name": "python3"},
			"language_info": map[string]string{"name": "python"},
			"title":         r.Experiment,
			"cascade": map[string]any{"cascade": r.Cascade, "experiment": r.Experiment, "link": r.Link, "build": r.Build, "seed": seed.Seed,
				"update": r.Update, "hash": r.Hash, "citation": r.Citation},
		},
	})
	return b.Bytes(), err
}

// cellJSON is a cell of a notebook.
type cellJSON struct {
	Type     string         `json:"cell_type"`
	ID       string         `json:"id"`
	Metadata map[string]any `json:"metadata"`
	Source   []string       `json:"source"`
	*codeJSON
}

// codeJSON is what cells of code have and those of text must not have.
type codeJSON struct {
	Count   *int  `json:"execution_count"`
	Outputs []any `json:"outputs"`
}

func textCell(id, text string) cellJSON {
	return cellJSON{"markdown", id, map[string]any{}, strings.SplitAfter(text, "\n"), nil}
}

func codeCell(id, text string) cellJSON {
	return cellJSON{"code", id, map[string]any{}, strings.SplitAfter(strings.TrimSuffix(text, "\n"), "\n"), &codeJSON{nil, []any{}}}
}

// about is the first cell.
func (r *recorded) about(seed string) string {
	code := func(s string) string { // a link holds no backtick: they are escaped
		return "`" + strings.ReplaceAll(s, "`", "'") + "`"
	}
	quoted := strings.ReplaceAll(r.Link, "'", "%27")
	return fmt.Sprintf(`# Cascade: %s

| | |
|---|---|
| link | %s |
| seed | %s |
| update | %d |
| build | %s |
| hash of weights, chains and generators | %s |

The same numbers, bit for bit, from the sources of that build:

`+"```sh\ngo run ./scripts/cascade run '%s' -format ipynb -o run.ipynb\n```"+`

In the page, the link goes behind the `+"`#`"+` of the address. The physics: %s`,
		r.Experiment, code(strings.ReplaceAll(r.Link, "|", "%7C")), seed, r.Update, code(r.Build), code(r.Hash), quoted, r.Citation)
}

// data is the cell with the numbers: one line of JSON for each series and field.
func (r *recorded) data() (string, error) {
	var b strings.Builder
	line := func(before, name string, value any, after string) error {
		var text bytes.Buffer
		e := json.NewEncoder(&text)
		e.SetEscapeHTML(false)
		if err := e.Encode(value); err != nil {
			return fmt.Errorf("the record's %s can't be written: %w", name, err)
		}
		// Within the quotation marks of Python. Apostrophes stand in texts only, where they may be escaped.
		b.WriteString(before + strconv.Quote(name) + ": " + strings.ReplaceAll(strings.TrimSpace(text.String()), "'", `\u0027`) + after + "\n")
		return nil
	}
	b.WriteString("import json\nimport numpy as np\nimport matplotlib.pyplot as plt\n\nrecord = json.loads(r'''{\n")
	for _, part := range []struct {
		name  string
		value any
	}{{"cascade", r.Cascade}, {"experiment", r.Experiment}, {"link", r.Link}, {"build", r.Build}, {"update", r.Update}, {"hash", r.Hash},
		{"citation", r.Citation}, {"params", r.Params}, {"transitions", r.Transitions}} {
		if err := line("", part.name, part.value, ","); err != nil {
			return "", err
		}
	}
	tables := []struct {
		name string
		list map[string]json.RawMessage
	}{{"scalars", r.Scalars}, {"series", r.Series}, {"fields", r.Fields}}
	for i, table := range tables {
		b.WriteString(strconv.Quote(table.name) + ": {\n")
		for j, name := range slices.Sorted(maps.Keys(table.list)) {
			after := ","
			if j == len(table.list)-1 {
				after = ""
			}
			if err := line(" ", name, table.list[name], after); err != nil {
				return "", err
			}
		}
		b.WriteString("}" + strings.Repeat(",", min(1, len(tables)-1-i)) + "\n")
	}
	b.WriteString("}''')\n")
	return b.String(), nil
}

// hues is the palette as Python has it.
func (r *recorded) hues() string { return pythonList(Light.Hues[:]) }

func pythonList(texts []string) string {
	var quoted []string
	for _, s := range texts {
		quoted = append(quoted, python(s))
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// python writes a text as Python reads it.
func python(s string) string {
	p, err := json.Marshal(s) // a text of JSON is one of Python
	if err != nil {
		panic(err)
	}
	return string(p)
}

// symbol writes t_c as mathematics; what has no subscript stays as it is.
func symbol(s string) string {
	base, sub := Subscript(s)
	if sub == "" {
		return python(s)
	}
	return python("$" + base + "_{" + sub + "}$")
}

// pythonNumber writes an end of an axis, None for one that the data give.
func pythonNumber(v float64) string {
	if math.IsNaN(v) {
		return "None"
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
