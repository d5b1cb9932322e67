package main

import (
	"flag"
	"fmt"
	"io"
	"net/url"
	"path/filepath"

	"cascade/engine/experiments"
	"cascade/scripts/internal/figures"
)

// judge runs the links of the paper's figures and writes a table of what is claimed and what was measured.
func judge(args []string, out, errs io.Writer) error {
	fs := flag.NewFlagSet("figures", flag.ContinueOnError)
	only := fs.String("only", "", "only the figures whose name begins with this, as \"3\" or \"3 B\"")
	keep := fs.String("keep", "", "keep the records of this build in this directory, and use those that are there")
	progress := fs.Bool("progress", isTerminal(errs), "show progress bars on standard error")
	named := fileFlags(fs)
	if _, err := parse(fs, args, errs); err != nil {
		return err
	}
	failed, err := figures.Write(out, *only, func(text string) (*experiments.Record, error) {
		if *progress {
			fmt.Fprintln(errs, text)
		}
		return kept(*keep, text, named, bar(*progress, errs))
	})
	if err == nil && failed > 0 {
		err = fmt.Errorf("%d claims failed", failed)
	}
	return err
}

// kept returns the record of a link, from the directory if it is there.
func kept(dir, text string, named *files, progress func(done, of int)) (*experiments.Record, error) {
	file := filepath.Join(dir, url.QueryEscape(text)+".json")
	if dir != "" {
		if r, err := readRecord(file); err == nil && r.Build == build() {
			return r, nil
		}
	}
	link, corrections, err := experiments.ParseLink(text)
	if err != nil {
		return nil, err
	}
	if len(corrections) > 0 {
		return nil, fmt.Errorf("the link is corrected: %s", corrections[0])
	}
	s, err := open(link, corrections, named)
	if err != nil {
		return nil, err
	}
	if err := drive(s, link.Updates, progress, nil); err != nil {
		return nil, err
	}
	record, _ := s.Record(build())
	if dir == "" {
		return record, nil
	}
	return record, replaceFile(file, func(f io.Writer) error { return writeRecord(s, "json", f) })
}
