package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"cascade/engine/experiments"
)

// verify re-runs a record's link and compares the hashes update by update.
func verify(args []string, out, errs io.Writer) error {
	fs := flag.NewFlagSet("verify", flag.ContinueOnError)
	named := fileFlags(fs)
	progress := fs.Bool("progress", isTerminal(errs), "show a progress bar on standard error")
	operands, err := parse(fs, args, errs, "FILE")
	if err != nil {
		return err
	}
	record, err := readRecord(operands[0])
	if err != nil {
		return err
	}
	link, corrections, err := experiments.ParseLink(record.Link)
	if err != nil {
		return err
	}
	assets := &experiments.Assets{}
	if err := load(assets, link, named); err != nil {
		return err
	}
	replay, err := experiments.NewReplay(record, link, corrections, assets, build())
	if err != nil {
		return fmt.Errorf("%s: %w", operands[0], err)
	}
	for _, note := range replay.Notes {
		fmt.Fprintln(errs, "cascade:", note)
	}
	check := func(int) error { return replay.Check() }
	if err := drive(replay.Session, replay.Until(), bar(*progress, errs), check); err != nil {
		return err
	}
	fmt.Fprintln(out, replay.Success())
	return nil
}

// readRecord reads a record file and says in one sentence what is wrong with one that isn't.
func readRecord(file string) (*experiments.Record, error) {
	p, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return experiments.ReadRecord(file, p)
}
