// Command build makes dist/: the served page and cascade.html, the same page in one file.
//
// It runs seven steps in order, each of which leaves alone what is up to date:
//
//	npm     static/node_modules, from the lock file
//	digits  dist/digits.bin.gz, from the MNIST files among them
//	faces   dist/faces.bin.gz, drawn with the packages among them
//	formulas dist/formulas.bin.gz, what explains the physics
//	wasm    dist/cascade.wasm, the program
//	page    the page's other files, and NAME.gz beside what is large
//	single  dist/cascade.html, from all of the above
//
// With -only NAME,NAME it runs just those.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"cascade/scripts/internal/repo"
)

// step is one stage of the build; run is given the root of the repository.
type step struct {
	name string
	run  func(t tree) error
}

var steps = []step{
	{"npm", installPackages},
	{"digits", packDigits},
	{"faces", packFaces},
	{"formulas", packFormulas},
	{"wasm", buildProgram},
	{"page", assemblePage},
	{"single", writeSingleFile},
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("build: ")
	only := flag.String("only", "", "comma-separated `steps`: npm, digits, faces, formulas, wasm, page, single (default: all)")
	flag.Parse()
	root, err := repo.Root()
	if err != nil {
		log.Fatal(err)
	}
	chosen, err := choose(*only)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.MkdirAll(tree(root).dist(), 0o755); err != nil {
		log.Fatal(err)
	}
	for _, s := range chosen {
		start := time.Now()
		if err := s.run(tree(root)); err != nil {
			log.Fatalf("%s: %v", s.name, err)
		}
		fmt.Printf("build: %-8s %5.1f s\n", s.name, time.Since(start).Seconds())
	}
}

// choose returns the steps named in a comma-separated list, in the order of the build; all of them if the list is empty.
func choose(list string) ([]step, error) {
	if list == "" {
		return steps, nil
	}
	names := strings.Split(list, ",")
	for _, name := range names {
		if !slices.ContainsFunc(steps, func(s step) bool { return s.name == name }) {
			return nil, fmt.Errorf("there is no step %q", name)
		}
	}
	return slices.DeleteFunc(slices.Clone(steps), func(s step) bool { return !slices.Contains(names, s.name) }), nil
}

// tree is the root folder of the repository.
type tree string

func (t tree) path(elem ...string) string {
	return filepath.Join(append([]string{string(t)}, elem...)...)
}

func (t tree) static(elem ...string) string { return t.path("static", filepath.Join(elem...)) }

func (t tree) dist(elem ...string) string { return t.path("dist", filepath.Join(elem...)) }

func (t tree) nodeModules(elem ...string) string {
	return t.static("node_modules", filepath.Join(elem...))
}
