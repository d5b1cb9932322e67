package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"cascade/scripts/internal/repo"
)

// writeLicences writes dist/licences.txt: the project's own notice and licence, and those of everything that the page contains.
func writeLicences(t tree, goRoot string) error {
	folders := [][2]string{{"Go", goRoot}, {"uPlot", t.nodeModules("uplot")}, {"jsfive", t.nodeModules("jsfive")}, {"lean-qr", t.nodeModules("lean-qr")}, {"pako", t.nodeModules("pako")}, {"Lorelei faces", t.nodeModules("@dicebear", "lorelei")}}
	modules, err := repo.GoWasm(string(t), "list", "-deps", "-f", "{{with .Module}}{{if .Version}}{{.Path}}\t{{.Dir}}{{end}}{{end}}", "./wasm").Output()
	if err != nil {
		return fmt.Errorf("go list: %w", err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(modules)) {
		name, dir, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if name != "" && !seen[name] {
			seen[name] = true
			folders = append(folders, [2]string{name, dir})
		}
	}
	var b strings.Builder
	for _, own := range []string{"NOTICE", "LICENSE"} {
		text, err := os.ReadFile(t.path(own))
		if err != nil {
			return err
		}
		b.Write(text)
		b.WriteString("\n")
	}
	for _, f := range folders {
		texts, err := filepath.Glob(filepath.Join(f[1], "LICENSE*"))
		if err != nil {
			return err
		}
		if len(texts) == 0 {
			continue // some packages of Go leave it out, and so do some of Vugu's modules; NOTICE names them all
		}
		text, err := os.ReadFile(texts[0])
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "==== %s\n\n%s\n\n", f[0], strings.TrimSpace(string(text)))
	}
	return write(t.dist("licences.txt"), []byte(b.String()))
}
