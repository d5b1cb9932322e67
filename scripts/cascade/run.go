package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cascade/engine/experiments"
	"cascade/wasm/worker"
)

// runLink runs a link to its last update and prints the record or its series.
func runLink(args []string, out, errs io.Writer) error {
	fs := flag.NewFlagSet("run", flag.ContinueOnError)
	format := fs.String("format", "json", "json (the record), csv (its series) or ipynb (a notebook that plots it)")
	weights := fs.String("weights", "", "write the machine and its chains to this file too: .npz, or .h5 as the authors' library keeps it")
	file := fs.String("o", "", "write to this file instead of standard output")
	progress := fs.Bool("progress", isTerminal(errs), "show a progress bar on standard error")
	strict := fs.Bool("strict", false, "refuse a link that needs a correction, with exit status 2")
	named := fileFlags(fs)
	operands, err := parse(fs, args, errs, "LINK")
	if err != nil {
		return err
	}
	if !slices.Contains([]string{"json", "csv", "ipynb"}, *format) {
		return usageError{fmt.Errorf("-format is json, csv or ipynb, not %q", *format)}
	}
	kind := strings.TrimPrefix(filepath.Ext(*weights), ".")
	if *weights != "" && kind != "npz" && kind != "h5" {
		return usageError{fmt.Errorf("-weights is a file .npz or .h5, not %q", *weights)}
	}
	link, corrections, err := experiments.ParseLink(operands[0])
	for _, c := range corrections {
		fmt.Fprintln(errs, "cascade:", c)
	}
	if err != nil {
		return usageError{err}
	}
	if *strict && len(corrections) > 0 {
		return usageError{fmt.Errorf("the link needs %d corrections and -strict allows none", len(corrections))}
	}
	session, err := open(link, corrections, named)
	if err != nil {
		return err
	}
	told := len(corrections)
	tell := func() {
		list := session.Corrections()
		for _, c := range list[told:] {
			fmt.Fprintln(errs, "cascade:", c)
		}
		told = len(list)
	}
	tell()
	if *file != "" { // before the work, not after it
		f, err := os.Create(*file)
		if err != nil {
			return err
		}
		err = errors.Join(runInto(f, session, link.Updates, *format, bar(*progress, errs), tell), f.Close())
	} else {
		err = runInto(out, session, link.Updates, *format, bar(*progress, errs), tell)
	}
	if *weights == "" {
		return err
	}
	return errors.Join(err, replaceFile(*weights, func(w io.Writer) error { return session.Export(w, kind, build()) }))
}

// runInto runs to the end and writes what was produced; a run that diverged still has a record of what went before. tell is called when the
// data, which may show more of what is wrong with a link, are there.
func runInto(out io.Writer, s *experiments.Session, updates int, format string, progress func(done, of int), tell func()) error {
	runErr := s.Prepare(func() {})
	if runErr == nil {
		tell()
		runErr = drive(s, updates, progress, nil)
	}
	return errors.Join(writeRecord(s, format, out), runErr)
}

// drive does updates up to the given one. after is called with the number of each that ended.
func drive(s *experiments.Session, updates int, progress func(done, of int), after func(update int) error) error {
	still := func() {}
	if err := s.Prepare(still); err != nil {
		return err
	}
	for {
		progress(s.Update(), updates)
		if after != nil {
			if err := after(s.Update()); err != nil {
				return err
			}
		}
		if s.Update() >= updates {
			return nil
		}
		if err := s.Step(still); err != nil {
			return err
		}
	}
}

// writeRecord writes what the run produced.
func writeRecord(s *experiments.Session, format string, out io.Writer) error {
	return worker.Export(out, s, format, build())
}

// bar returns a function that draws a progress bar, or does nothing.
func bar(on bool, errs io.Writer) func(done, of int) {
	if !on {
		return func(int, int) {}
	}
	const width = 40
	drawn := -1
	return func(done, of int) {
		cells := width
		if of > 0 {
			cells = min(done*width/of, width)
		}
		if cells == drawn && done < of {
			return
		}
		drawn = cells
		fmt.Fprintf(errs, "\r[%-*s] %d/%d", width, "========================================"[:cells], done, of)
		if done >= of {
			fmt.Fprintln(errs)
		}
	}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
