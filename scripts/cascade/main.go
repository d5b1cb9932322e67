// Command cascade runs Cascade's experiments in a terminal: the same links, numbers and hashes as in the page.
//
//	cascade list [-json]
//	cascade run LINK [-format json|csv] [-o FILE] [-progress] [-strict] [FILES]
//	cascade verify FILE [FILES]
//	cascade figures [-only FIGURE] [-keep DIR] [FILES]
//
// FILES are the data, where the link asks for some: -digits, -faces (by default those in dist), -import, -labels (your own).
//
// The exit status is 0 when all went well, 1 when something could not be done, and 2 for a call that could not be
// understood: a wrong flag, an unknown experiment, or with -strict any correction of the link.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"cascade/scripts/internal/repo"
)

func main() { os.Exit(cascade(os.Args[1:], os.Stdout, os.Stderr)) }

const usage = `usage:
  cascade list [-json]
  cascade run LINK [-format json|csv] [-o FILE] [-progress] [-strict] [FILES]
  cascade verify FILE [FILES]
  cascade figures [-only FIGURE] [-keep DIR] [FILES]
FILES are the data, where the link asks for some: -digits FILE, -faces FILE, -import FILE, -labels FILE.
A link is what follows the # in the page's address, for example 'mattis?beta=1.2&seed=7'; quote it for the shell.
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
	commands := map[string]func([]string, io.Writer, io.Writer) error{"list": list, "run": runLink, "verify": verify, "figures": judge}
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

// build names the sources as the page does. Outside the repository there is nothing to name.
func build() string {
	root, err := repo.Root()
	if err != nil {
		return "unversioned"
	}
	return repo.Version(root)
}
