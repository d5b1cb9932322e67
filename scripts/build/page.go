package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cascade/scripts/internal/repo"
)

// assemblePage puts the page's files beside the program.
func assemblePage(t tree) error {
	root, err := goRoot(t)
	if err != nil {
		return fmt.Errorf("go env GOROOT: %w", err)
	}
	if err := writeRuntime(t, filepath.Join(root, "lib", "wasm", "wasm_exec.js")); err != nil {
		return err
	}
	if err := writeHDF5(t); err != nil {
		return err
	}
	if err := writeQR(t); err != nil {
		return err
	}
	if err := writeLicences(t, root); err != nil {
		return err
	}
	if err := writeIndex(t); err != nil {
		return err
	}
	for _, file := range []string{"index.html", "hdf5.js"} {
		if err := packFile(t, t.dist(file)); err != nil {
			return err
		}
	}
	return nil
}

// writeHDF5 writes dist/hdf5.js, the script of the worker that reads HDF5 files: the library and, behind it, ours.
func writeHDF5(t tree) error {
	library, err := os.ReadFile(t.nodeModules("jsfive", "dist", "browser", "hdf5.js"))
	if err != nil {
		return err
	}
	own, err := os.ReadFile(t.static("hdf5.js"))
	if err != nil {
		return err
	}
	library, _, _ = bytes.Cut(library, []byte("//# sourceMappingURL"))
	return write(t.dist("hdf5.js"), append(library, own...))
}

// writeQR writes dist/qr.js, the library that makes QR codes and, behind it, what the program calls, as one script.
func writeQR(t tree) error {
	library, err := os.ReadFile(t.nodeModules("lean-qr", "index.js"))
	if err != nil {
		return err
	}
	own, err := os.ReadFile(t.static("qr.js"))
	if err != nil {
		return err
	}
	return write(t.dist("qr.js"), slices.Concat([]byte("(() => {\nconst exports = {};\n"), library, []byte("\n"), own, []byte("})();\n")))
}

// writeRuntime writes Go's runtime and, behind it, what lets it run vector code: one script, as the worker gets both.
func writeRuntime(t tree, runtime string) error {
	text, err := os.ReadFile(runtime)
	if err != nil {
		return err
	}
	kernels, err := os.ReadFile(t.static("kernels.js"))
	if err != nil {
		return err
	}
	return write(t.dist("wasm_exec.js"), append(append(text, '\n'), kernels...))
}

// edit replaces old, which must occur count times in a script, by new. An "@" in new stands for old.
type edit struct {
	old, new string
	count    int
}

// plotEdits keep uPlot from loading the browser's tables of languages and time zones, some 20 ms, for labels of axes that this page paints by itself.
var plotEdits = []edit{
	{`const el=new Intl.NumberFormat(_?k.language:"en-US"),tl=l=>el.format(l),`, `let el;const tl=l=>(el??=new Intl.NumberFormat(k.language)).format(l),`, 1},
	{"const ie=(new Intl.DateTimeFormat).resolvedOptions().timeZone,", "const ie=void 0,", 1},
}

// writeIndex writes index.html with the version of the sources in its "build" element, and with its scripts and style sheets inside.
func writeIndex(t tree) error {
	page, err := os.ReadFile(t.static("index.html"))
	if err != nil {
		return err
	}
	const blank = `<meta name="build" content="development">`
	if bytes.Count(page, []byte(blank)) != 1 {
		return fmt.Errorf("static/index.html: expected exactly one %s", blank)
	}
	stamp := fmt.Sprintf(`<meta name="build" content=%q>`, repo.Version(string(t)))
	parts := map[string]string{}
	for _, file := range []string{
		t.nodeModules("uplot", "dist", "uPlot.iife.min.js"), t.nodeModules("uplot", "dist", "uPlot.min.css"),
		t.static("style.css"), t.static("layout.css"), t.static("loader.js"), t.static("surface.js"), t.static("renew.js"),
		t.dist("wasm_exec.js"), t.dist("qr.js"),
	} {
		parts[filepath.Base(file)] = file
	}
	whole, err := inline(strings.Replace(string(page), blank, stamp, 1), func(name string) (string, error) {
		text, err := os.ReadFile(parts[name])
		if err == nil && name == "uPlot.iife.min.js" {
			return corrected(name, string(text), plotEdits)
		}
		return string(text), err
	})
	if err != nil {
		return err
	}
	return write(t.dist("index.html"), []byte(whole))
}

// corrected makes all edits in a text of that name. It fails if that is not the text that they were made for.
func corrected(name, text string, edits []edit) (string, error) {
	for _, e := range edits {
		if n := strings.Count(text, e.old); n != e.count {
			return "", fmt.Errorf("%s holds %q %d times instead of %d: it has changed, so look at the edits again", name, e.old, n, e.count)
		}
		text = strings.ReplaceAll(text, e.old, strings.ReplaceAll(e.new, "@", e.old))
	}
	return text, nil
}
