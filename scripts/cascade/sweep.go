package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"cascade/engine/experiments"
)

// sweep runs the points of a link with lists and leaves a record of each in a directory.
func sweep(args []string, out, errs io.Writer) error {
	fs := flag.NewFlagSet("sweep", flag.ContinueOnError)
	dir := fs.String("o", "", "the directory of the records; it is made if it isn't there")
	part := fs.String("shard", "0/1", "run only every n-th point from the i-th on: i/n, with i from 0 to n-1")
	jobs := fs.Int("jobs", runtime.GOMAXPROCS(0), "how many points run at a time; by default as many as there are CPUs")
	progress := fs.Bool("progress", isTerminal(errs), "show a progress bar on standard error")
	named := fileFlags(fs)
	operands, err := parse(fs, args, errs, "LINKS")
	if err != nil {
		return err
	}
	if *dir == "" {
		return usageError{errors.New("sweep wants a directory for its records: -o DIR")}
	}
	if *jobs < 1 {
		return usageError{fmt.Errorf("-jobs is at least 1, not %d", *jobs)}
	}
	sh, err := parseShard(*part)
	if err != nil {
		return usageError{err}
	}
	list, err := points(operands[0])
	if err != nil {
		return usageError{err}
	}
	if err := os.MkdirAll(*dir, 0o755); err != nil {
		return err
	}
	list = sh.of(list)
	s := &sweeper{dir: *dir, todo: unfinished(list, *dir, errs)}
	for _, p := range s.todo {
		if err := load(&s.assets, p.link, named); err != nil {
			return err
		}
	}
	s.ends = make([]ending, len(s.todo))
	err = s.run(*jobs, bar(*progress, errs))
	failed := s.tell(errs)
	fmt.Fprintf(out, "%d points: %d were complete, %d have run, %d of them failed; the records are in %s\n",
		len(list), len(list)-len(s.todo), s.done, failed, *dir)
	if err == nil && failed > 0 {
		err = fmt.Errorf("%d of %d points failed", failed, len(list))
	}
	return err
}

// unfinished returns the points that lack a complete record, and says which do not, and what is wrong with records that there are.
func unfinished(list []point, dir string, errs io.Writer) []point {
	var todo []point
	for _, p := range list {
		file := filepath.Join(dir, p.file)
		r, err := readRecord(file)
		switch {
		case errors.Is(err, os.ErrNotExist):
		case err != nil:
			fmt.Fprintf(errs, "cascade: %v; the point runs again\n", err)
		case r.Link != p.text:
			fmt.Fprintf(errs, "cascade: %s is the record of another link, %s; the point runs again\n", file, r.Link)
		case r.Update < p.link.Updates:
			fmt.Fprintf(errs, "cascade: %s ends at update %d of %d; the point runs again\n", file, r.Update, p.link.Updates)
		case r.Build != build():
			fmt.Fprintf(errs, "cascade: skipped %s, which has a record of build %q; this is %q\n", p.text, r.Build, build())
			continue
		default:
			fmt.Fprintf(errs, "cascade: skipped %s, which has its record\n", p.text)
			continue
		}
		todo = append(todo, p)
	}
	return todo
}

// sweeper runs points, several at a time.
type sweeper struct {
	dir    string
	todo   []point
	assets experiments.Assets

	mu   sync.Mutex
	ends []ending // of todo
	done int
}

// ending is what is to be said of a point that has run.
type ending struct {
	notes []string // corrections and advice
	err   error
}

// run runs all points. It stops early, with an error, only if a record can't be written: the next one could not be either.
func (s *sweeper) run(jobs int, progress func(done, of int)) error {
	var broken error
	next := 0
	take := func() (i int, ok bool) {
		s.mu.Lock()
		defer s.mu.Unlock()
		i = next
		next++
		return i, i < len(s.todo) && broken == nil
	}
	var group sync.WaitGroup
	for range min(jobs, len(s.todo)) {
		assets := s.assets.Fork()
		group.Go(func() {
			for i, ok := take(); ok; i, ok = take() {
				end, err := s.one(s.todo[i], assets)
				s.mu.Lock()
				s.ends[i] = end
				s.done++
				broken = errors.Join(broken, err)
				progress(s.done, len(s.todo))
				s.mu.Unlock()
			}
		})
	}
	group.Wait()
	return broken
}

// one runs a point and writes its record; one that diverged has a record of what went before. The error is that of writing.
func (s *sweeper) one(p point, assets *experiments.Assets) (ending, error) {
	session := experiments.Open(p.link, nil, assets)
	err := drive(session, p.link.Updates, func(int, int) {}, nil)
	end := ending{session.Corrections(), err}
	if !session.Prepared() {
		return end, nil // there is nothing to record
	}
	return end, replaceFile(filepath.Join(s.dir, p.file), func(f io.Writer) error { return writeRecord(session, "json", f) })
}

// tell says once what is to be said of any points, then which failed and why, and returns their number.
func (s *sweeper) tell(errs io.Writer) (failed int) {
	count := map[string]int{}
	var notes []string
	for _, e := range s.ends {
		for _, n := range e.notes {
			if count[n]++; count[n] == 1 {
				notes = append(notes, n)
			}
		}
	}
	for _, n := range notes {
		fmt.Fprintf(errs, "cascade: in %d points: %s\n", count[n], n)
	}
	for i, e := range s.ends {
		if e.err != nil {
			failed++
			fmt.Fprintf(errs, "cascade: %s: %v\n", s.todo[i].text, e.err)
		}
	}
	return failed
}

// replaceFile writes a file under another name and renames it, so that under its own name it is complete or not there at all.
func replaceFile(file string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(file), ".partial-*")
	if err != nil {
		return err
	}
	err = errors.Join(write(f), f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(f.Name()))
	}
	return err
}
