package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"cascade/engine/experiments"
)

// collect makes one table of the records in a directory.
func collect(args []string, out, errs io.Writer) error {
	fs := flag.NewFlagSet("collect", flag.ContinueOnError)
	file := fs.String("o", "", "write to this file instead of standard output")
	format := fs.String("format", "csv", "csv or json")
	operands, err := parse(fs, args, errs, "DIR")
	if err != nil {
		return err
	}
	write := map[string]func(*collection, io.Writer) error{"csv": (*collection).writeCSV, "json": (*collection).writeJSON}[*format]
	if write == nil {
		return usageError{fmt.Errorf("-format is csv or json, not %q", *format)}
	}
	c, unread, err := readCollection(operands[0], errs)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := write(c, &text); err != nil {
		return err
	}
	if *file != "" {
		err = os.WriteFile(*file, text.Bytes(), 0o644)
	} else {
		_, err = out.Write(text.Bytes())
	}
	if err == nil && unread > 0 {
		err = fmt.Errorf("%d files were left out", unread)
	}
	return err
}

// collection is what several records have to say, a row each.
type collection struct {
	builds  []string
	varied  []string // parameters in which records differ, and "experiment" if they differ in that
	scalars []string
	rows    []*row
}

// row is what is kept of a record.
type row struct {
	experiment, link, build, hash string
	update                        int
	params                        map[string]any
	scalars                       map[string]experiments.Scalar
}

// readCollection reads the records of a directory, and counts the files that are none.
func readCollection(dir string, errs io.Writer) (c *collection, unread int, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, 0, err
	}
	c = &collection{}
	for _, entry := range entries {
		if entry.IsDir() || filepath.Ext(entry.Name()) != ".json" {
			continue
		}
		r, err := readRecord(filepath.Join(dir, entry.Name()))
		if err != nil {
			fmt.Fprintf(errs, "cascade: %v\n", err)
			unread++
			continue
		}
		if end, ok := r.Params["updates"].(float64); ok && float64(r.Update) < end {
			fmt.Fprintf(errs, "cascade: %s ends at update %d of %g\n", filepath.Join(dir, entry.Name()), r.Update, end)
		}
		w := &row{r.Experiment, r.Link, r.Build, r.Hash, r.Update, map[string]any{"experiment": r.Experiment}, r.Scalars}
		maps.Copy(w.params, r.Params)
		c.rows = append(c.rows, w)
	}
	if len(c.rows) == 0 {
		return nil, unread, fmt.Errorf("%s holds no record", dir)
	}
	c.arrange()
	return c, unread, nil
}

// arrange finds the columns, and sorts the rows by the varied parameters.
func (c *collection) arrange() {
	params, scalars, builds := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, r := range c.rows {
		builds[r.build] = true
		for name := range r.params {
			params[name] = true
		}
		for name := range r.scalars {
			scalars[name] = true
		}
	}
	c.builds = slices.Sorted(maps.Keys(builds))
	c.scalars = slices.SortedFunc(maps.Keys(scalars), c.declared(func(e *experiments.Experiment) (names []string) {
		for _, q := range e.Scalars {
			names = append(names, q.Name)
		}
		return names
	}))
	for name := range params {
		if slices.ContainsFunc(c.rows, func(r *row) bool { return cell(r.params[name]) != cell(c.rows[0].params[name]) }) {
			c.varied = append(c.varied, name)
		}
	}
	slices.SortFunc(c.varied, c.declared(func(e *experiments.Experiment) []string {
		names := []string{"experiment"}
		for i := range e.Params {
			names = append(names, e.Params[i].Name)
		}
		return append(names, "seed", "updates")
	}))
	slices.SortFunc(c.rows, func(a, b *row) int {
		for _, name := range c.varied {
			if d := compareValues(a.params[name], b.params[name]); d != 0 {
				return d
			}
		}
		return strings.Compare(a.link, b.link)
	})
}

// declared returns an order of names: that of the declaration in the experiments of the rows, then the alphabet.
func (c *collection) declared(names func(*experiments.Experiment) []string) func(a, b string) int {
	rank := map[string]int{}
	for _, e := range experiments.Catalogue() {
		if slices.ContainsFunc(c.rows, func(r *row) bool { return r.experiment == e.Name }) {
			for _, name := range names(e) {
				if _, ok := rank[name]; !ok {
					rank[name] = len(rank) - math.MaxInt32
				}
			}
		}
	}
	return func(a, b string) int {
		if d := rank[a] - rank[b]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	}
}

// compareValues orders numbers by size, anything else as text, with numbers first.
func compareValues(a, b any) int {
	x, isNumber := a.(float64)
	y, areNumbers := b.(float64)
	switch {
	case isNumber && areNumbers && x < y, isNumber && !areNumbers:
		return -1
	case isNumber && areNumbers && x > y, !isNumber && areNumbers:
		return 1
	case isNumber:
		return 0
	}
	return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
}

// writeCSV writes a header of lines that begin with #, the names of the columns, and the rows. What is not known is empty.
func (c *collection) writeCSV(out io.Writer) error {
	fmt.Fprintf(out, "# cascade 1\n# build: %s\n# records: %d\n", strings.Join(c.builds, ", "), len(c.rows))
	w := csv.NewWriter(out)
	head := append(slices.Clone(c.varied), "update", "hash")
	for _, name := range c.scalars {
		head = append(head, name, name+".error", name+".theory")
	}
	if err := w.Write(append(head, "link")); err != nil {
		return err
	}
	for _, r := range c.rows {
		var cells []string
		for _, name := range c.varied {
			cells = append(cells, cell(r.params[name]))
		}
		cells = append(cells, strconv.Itoa(r.update), r.hash)
		for _, name := range c.scalars {
			s, ok := r.scalars[name]
			for _, x := range []float64{s.Value, s.Error, s.Theory} {
				if ok && experiments.Known(x) != nil {
					cells = append(cells, cell(x))
				} else {
					cells = append(cells, "")
				}
			}
		}
		if err := w.Write(append(cells, r.link)); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// cell writes a value as JSON does, without quotation marks.
func cell(x any) string {
	if s, ok := x.(string); ok || x == nil {
		return s
	}
	p, err := json.Marshal(x)
	if err != nil { // it came from JSON
		panic(err)
	}
	return string(p)
}

// writeJSON writes the same table: builds, varied parameters, and per record those, update, hash, scalars and link.
func (c *collection) writeJSON(out io.Writer) error {
	type record struct {
		Params  map[string]any                `json:"params"`
		Update  int                           `json:"update"`
		Hash    string                        `json:"hash"`
		Scalars map[string]experiments.Scalar `json:"scalars"`
		Link    string                        `json:"link"`
	}
	list := []record{}
	for _, r := range c.rows {
		params := map[string]any{}
		for _, name := range c.varied {
			params[name] = r.params[name]
		}
		list = append(list, record{params, r.update, r.hash, r.scalars, r.link})
	}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false) // a link has & in it
	enc.SetIndent("", "  ")
	return enc.Encode(map[string]any{"cascade": 1, "builds": c.builds, "varied": append([]string{}, c.varied...), "records": list})
}
