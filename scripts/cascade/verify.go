package main

import (
	"bytes"
	"encoding/json"
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
	for _, c := range corrections {
		fmt.Fprintln(errs, "cascade:", c)
	}
	if record.Build != build() {
		fmt.Fprintf(errs, "cascade: the record was made by build %q, this is %q\n", record.Build, build())
	}
	if record.Update > link.Updates {
		return fmt.Errorf("%s stands at update %d, but its link ends at %d", operands[0], record.Update, link.Updates)
	}
	session, err := open(link, corrections, named)
	if err != nil {
		return err
	}
	compare := func(update int) error {
		if update < len(record.Trail) && record.Trail[update] != session.Trail()[update] {
			return fmt.Errorf("not reproduced: the first update that differs is %d (recorded %08x, here %08x)",
				update, record.Trail[update], session.Trail()[update])
		}
		return nil
	}
	if err := drive(session, record.Update, bar(*progress, errs), compare); err != nil {
		return err
	}
	if session.Hash() != record.Hash {
		return fmt.Errorf("not reproduced: after update %d the hash is %s, recorded %s, although %d recorded updates agree",
			record.Update, session.Hash(), record.Hash, len(record.Trail))
	}
	if name := firstDifference(record, session); name != "" {
		return fmt.Errorf("not reproduced: weights, chains and generators agree, but the record's %s is another", name)
	}
	fmt.Fprintf(out, "reproduced bit for bit: %s, %d updates, hash %s\n", record.Link, record.Update, record.Hash)
	return nil
}

// firstDifference names what else in a record is not what its run gives, or "".
func firstDifference(record *experiments.Record, session *experiments.Session) string {
	again, order := session.Record(record.Build)
	equal := func(a, b any) bool {
		p, err1 := json.Marshal(a)
		q, err2 := json.Marshal(b)
		return err1 == nil && err2 == nil && bytes.Equal(p, q)
	}
	for _, name := range order {
		if !equal(record.Series[name], again.Series[name]) {
			return "series " + name
		}
	}
	for name := range again.Scalars {
		if !equal(record.Scalars[name], again.Scalars[name]) {
			return "scalar " + name
		}
	}
	for name := range again.Fields {
		if !equal(record.Fields[name], again.Fields[name]) {
			return "field " + name
		}
	}
	switch {
	case !equal(record.Transitions, again.Transitions):
		return "list of transitions"
	case record.Experiment != again.Experiment || !equal(record.Params, again.Params):
		return "experiment or parameters"
	}
	return ""
}

// readRecord reads a record file and says in one sentence what is wrong with one that isn't.
func readRecord(file string) (*experiments.Record, error) {
	p, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var r experiments.Record
	if err := json.Unmarshal(p, &r); err != nil {
		return nil, fmt.Errorf("%s is not a Cascade record: %w", file, err)
	}
	switch {
	case r.Cascade < 1 || r.Link == "" || r.Hash == "":
		return nil, fmt.Errorf("%s is not a Cascade record: it lacks cascade, link or hash", file)
	case r.Cascade > 1:
		return nil, fmt.Errorf("%s is a record of format %d; this program reads format 1", file, r.Cascade)
	case r.Update < 0 || len(r.Trail) > 0 && len(r.Trail) != r.Update+1:
		return nil, fmt.Errorf("%s: its trail has %d hashes for %d updates", file, len(r.Trail), r.Update)
	}
	return &r, nil
}
