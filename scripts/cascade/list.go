package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"cascade/engine/experiments"
)

// list prints the catalogue: for people, or with -json for programs.
func list(args []string, out, errs io.Writer) error {
	fs := flag.NewFlagSet("list", flag.ContinueOnError)
	asJSON := fs.Bool("json", false, "print the catalogue as JSON")
	if _, err := parse(fs, args, errs); err != nil {
		return err
	}
	if *asJSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(experiments.Catalogue())
	}
	for _, e := range experiments.Catalogue() {
		fmt.Fprintf(out, "%s — %s\n  %s\n", e.Name, e.Title, e.Doc)
		w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		for i := range e.Params {
			p := &e.Params[i]
			fmt.Fprintf(w, "  %s\t%s\t%s\tdefault %s\t%s\n", p.Name, p.Symbol, span(p), p.Format(p.Default), p.Doc)
		}
		if err := w.Flush(); err != nil {
			return err
		}
		fmt.Fprintf(out, "  and seed, updates (default %d), events=update.parameter.value,...\n", e.Default().Updates)
		fmt.Fprintf(out, "  series:  %s\n  scalars: %s\n\n", names(e.Series), names(e.Scalars))
	}
	return nil
}

// span describes the values of a parameter.
func span(p *experiments.Param) string {
	if p.Choices != nil {
		return strings.Join(p.Choices, "|")
	}
	f := func(x float64) string { return p.Format(x) }
	switch p.Step {
	case 0:
		return f(p.Min) + " to " + f(p.Max)
	case 1:
		return f(p.Min) + " to " + f(p.Max) + ", whole"
	}
	return f(p.Min) + " to " + f(p.Max) + " by " + f(p.Step)
}

func names(list []experiments.Quantity) string {
	var s []string
	for _, q := range list {
		s = append(s, q.Name)
	}
	return strings.Join(s, " ")
}
