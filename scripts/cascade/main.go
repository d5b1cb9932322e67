// Command cascade runs Cascade's experiments in a terminal: the same links, numbers and hashes as in the page.
//
//	cascade list [-json]
//	cascade run LINK [-format json|csv|ipynb] [-o FILE] [-weights FILE.npz|FILE.h5] [-progress] [-strict] [FILES]
//	cascade verify FILE [FILES]
//	cascade sweep LINKS -o DIR [-shard i/n] [-jobs n] [-progress] [FILES]
//	cascade collect DIR [-o FILE] [-format csv|json]
//	cascade figures [-only FIGURE] [-keep DIR] [FILES]
//
// FILES are the data, where the link asks for some: -digits, -faces (by default those in dist), -import, -labels (your own).
//
// LINKS is a link in which parameters, seed and updates may be lists, `beta=1.2,1.4&seed=1..20`: values and ranges of whole numbers,
// `1..20` or `100..500..100`, with commas between them. The commas of events, hide and lock mean what they always do. The
// points are the product of the lists, of which the last varies fastest; each leaves its record in DIR. A point whose record is
// there, of the same link and complete, is skipped: so an interrupted sweep goes on where it was, and many machines may share DIR (the
// record does not know which FILES it was made of: other data want another DIR). Shard i/n has the points i, i+n, i+2n and so on,
// counted from 0, as in an array job of Slurm (-shard $SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT, --array=0-9) or an indexed Job of
// Kubernetes ($JOB_COMPLETION_INDEX/10). -jobs points run at a time, each on one core. A run that diverges leaves its record of what
// went before, is named at the end, and makes the exit status 1.
//
// collect makes one table of the records in DIR (the files *.json): first the parameters in which they differ, then update, hash,
// each scalar with its error and theory, and the link.
//
// The exit status is 0 when all went well, 1 when something could not be done, and 2 for a call that could not be
// understood: a wrong flag, an unknown experiment, or any correction of a link with -strict or in a sweep.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"sync"

	"cascade/scripts/internal/repo"
)

func main() { os.Exit(cascade(os.Args[1:], os.Stdout, os.Stderr)) }

const usage = `usage:
  cascade list [-json]
  cascade run LINK [-format json|csv|ipynb] [-o FILE] [-weights FILE.npz|FILE.h5] [-progress] [-strict] [FILES]
  cascade verify FILE [FILES]
  cascade sweep LINKS -o DIR [-shard i/n] [-jobs n] [-progress] [FILES]
  cascade collect DIR [-o FILE] [-format csv|json]
  cascade figures [-only FIGURE] [-keep DIR] [FILES]
FILES are the data, where the link asks for some: -digits FILE, -faces FILE, -import FILE, -labels FILE.
A link is what follows the # in the page's address, for example 'mattis?beta=1.2&seed=7'; quote it for the shell.
LINKS is a link with lists, 'mattis?beta=1.2,1.4&n=100..500..100&seed=1..20'; shards are numbered from 0 to n-1.
`

// usageError is a call that could not be understood.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// cascade runs one command and returns the exit status.
func cascade(args []string, out, errs io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(errs, usage)
		return 2
	}
	commands := map[string]func([]string, io.Writer, io.Writer) error{"list": list, "run": runLink, "verify": verify,
		"sweep": sweep, "collect": collect, "figures": judge}
	if args[0] == "help" || args[0] == "-h" || args[0] == "-help" || args[0] == "--help" {
		fmt.Fprint(out, usage)
		return 0
	}
	command := commands[args[0]]
	if command == nil {
		fmt.Fprintf(errs, "cascade: there is no command %q\n%s", args[0], usage)
		return 2
	}
	err := command(args[1:], out, errs)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, flag.ErrHelp):
		return 0
	case errors.As(err, new(usageError)):
		fmt.Fprintf(errs, "cascade: %v\n", err)
		return 2
	default:
		fmt.Fprintf(errs, "cascade: %v\n", err)
		return 1
	}
}

// parse reads flags before and behind the n operands and returns the operands.
func parse(fs *flag.FlagSet, args []string, errs io.Writer, operands ...string) ([]string, error) {
	fs.SetOutput(errs)
	var found []string
	for {
		if err := fs.Parse(args); err != nil {
			return nil, usageError{err}
		}
		if fs.NArg() == 0 {
			break
		}
		found = append(found, fs.Arg(0))
		args = fs.Args()[1:]
	}
	if len(found) != len(operands) {
		return nil, usageError{fmt.Errorf("%s wants %d operands %v, got %d", fs.Name(), len(operands), operands, len(found))}
	}
	return found, nil
}

// build names the sources as the page does, as they are when it is first asked for. Outside the repository there is nothing to name.
var build = sync.OnceValue(func() string {
	root, err := repo.Root()
	if err != nil {
		return "unversioned"
	}
	return repo.Version(root)
})
