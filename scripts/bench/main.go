// Command bench measures Cascade, natively and in headless Chromium, and prints one JSON line per case.
//
//	go run ./scripts/bench [-case NAME,NAME] [-where native|chromium] [-workers W] [-seconds S] [-plain]
//
// Medians with the 10 % and 90 % quantiles are given because shared machines are noisy: compare only what was measured in
// one run. With -workers 2 or more a case takes turns in the browser: together (sec_per_update), by one worker alone (alone), and by one worker while
// the others do the same work, each for itself (beside). So the gain is alone/sec_per_update, of at most W alone/beside, which is
// less than W where processors share a core. Cases of the page (frame, frameheat, drag, answer, seek, memory, memoryheat, firstplot, firstplotfile, secondplot, secondplotfile) and of the browser need dist/, which `make bench` builds.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cascade/engine/experiments"
	"cascade/scripts/bench/cases"
	"cascade/scripts/internal/repo"
)

var places = []string{"native", "chromium"}

func main() {
	log.SetFlags(0)
	log.SetPrefix("bench: ")
	only := flag.String("case", "", "comma-separated `names` of cases (default: all)")
	where := flag.String("where", "", "native or chromium (default: both)")
	var o options
	flag.IntVar(&o.workers, "workers", 1, "workers that compute, 1 to 8; in the browser only")
	flag.Float64Var(&o.seconds, "seconds", 5, "measuring time of a case")
	flag.BoolVar(&o.plain, "plain", false, "without the vector kernels; in the browser only")
	flag.Parse()
	if err := run(*only, *where, o); err != nil {
		log.Fatal(err)
	}
}

// options say how to measure.
type options struct {
	workers int
	seconds float64
	plain   bool
}

func run(only, where string, o options) error {
	switch {
	case where != "" && !slices.Contains(places, where):
		return fmt.Errorf("-where is native or chromium, not %q", where)
	case o.workers < 1 || o.workers > 8:
		return fmt.Errorf("-workers is 1 to 8, not %d", o.workers)
	case !(o.seconds > 0):
		return fmt.Errorf("-seconds must be positive, not %v", o.seconds)
	}
	names, err := choose(only)
	if err != nil {
		return err
	}
	root, err := repo.Root()
	if err != nil {
		return err
	}
	if where != "chromium" {
		if err := native(root, names, o.seconds); err != nil {
			return err
		}
	}
	if where != "native" {
		return inBrowser(root, names, o)
	}
	return nil
}

// choose returns the cases named in a comma-separated list, or all.
func choose(only string) ([]string, error) {
	var all []string
	for _, c := range cases.All() {
		all = append(all, c.Case)
	}
	for _, c := range pageCases {
		all = append(all, c.name)
	}
	if only == "" {
		return all, nil
	}
	names := strings.Split(only, ",")
	for _, n := range names {
		if !slices.Contains(all, n) {
			return nil, fmt.Errorf("there is no case %q; there are %s", n, strings.Join(all, ", "))
		}
	}
	return names, nil
}

func native(root string, names []string, seconds float64) error {
	assets := &experiments.Assets{}
	for _, name := range names {
		c := cases.Find(name)
		if c == nil {
			continue // of the page
		}
		if c.NeedsDigits && assets.Pictures("digits") == nil {
			raw, err := repo.Unpack(filepath.Join(root, "dist", "digits.bin.gz"))
			if err != nil {
				return fmt.Errorf("%w (make digits)", err)
			}
			if err := assets.Put("digits", "", raw); err != nil {
				return err
			}
		}
		r := c.Run(assets, seconds)
		r.Where = "native"
		if err := print(r); err != nil {
			return err
		}
	}
	return nil
}

func print(r cases.Result) error { return json.NewEncoder(os.Stdout).Encode(r) }
