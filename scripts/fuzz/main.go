// Command fuzz runs every fuzz target of the repository, one after another, each for the given time.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"cascade/scripts/internal/repo"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("fuzz: ")
	duration := flag.Duration("time", 20*time.Second, "how long to run each target")
	flag.Parse()
	root, err := repo.Root()
	if err != nil {
		log.Fatal(err)
	}
	packages, err := repo.Go(root, "list", "-f", "{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}", "./engine/...", "./wasm/protocol/...", "./ui/...").Output()
	if err != nil {
		log.Fatal(err)
	}
	for path := range strings.FieldsSeq(string(packages)) {
		names, err := repo.Go(root, "test", "-list", "^Fuzz", path).Output()
		if err != nil {
			log.Fatalf("%s: %v\n%s", path, err, names)
		}
		for name := range strings.FieldsSeq(string(names)) {
			if !strings.HasPrefix(name, "Fuzz") {
				continue // the Go tool's own closing line
			}
			fmt.Println(path, name)
			cmd := repo.Go(root, "test", "-run", "^$", "-fuzz", "^"+name+"$", "-fuzztime", duration.String(), path)
			cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
			if err := cmd.Run(); err != nil {
				log.Fatalf("%s %s: %v", path, name, err)
			}
		}
	}
}
