package scripts

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"cascade/scripts/internal/repo"
)

// listed is what the Go tool says of a package.
type listed struct {
	ImportPath, Name                   string
	Standard                           bool
	Imports, TestImports, XTestImports []string
}

// packages lists the packages that match, and all that they reach.
func packages(t *testing.T, goCommand func(root string, args ...string) *exec.Cmd, patterns ...string) map[string]listed {
	t.Helper()
	cmd := goCommand(root(t), append([]string{"list", "-deps", "-json=ImportPath,Name,Standard,Imports,TestImports,XTestImports"}, patterns...)...)
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %v\n%s", err, exit.Stderr)
		}
		t.Fatalf("go list: %v", err)
	}
	all := map[string]listed{}
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := decoder.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all[p.ImportPath] = p
	}
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := repo.Root()
	if err == nil {
		err = repo.Watch(dir)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// within reports whether the package is the folder or lies below it.
func within(path, folder string) bool { return path == folder || strings.HasPrefix(path, folder+"/") }

// reaches are the packages that a part of the project must not reach, directly or not.
var reaches = []struct {
	from    string
	to      func(path string, p listed) bool
	because string
}{
	{"cascade/engine", named("syscall/js"), "the engine runs in a terminal"},
	{"cascade/engine", func(path string, p listed) bool { return !p.Standard && !within(path, "cascade/engine") }, "the engine needs the standard library only"},
	{"cascade/engine/theory", named("cascade/engine/models", "cascade/engine/training", "cascade/engine/experiments"), "theory and simulation are two witnesses"},
	{"cascade/wasm/protocol", func(_ string, p listed) bool { return !p.Standard }, "the protocol is standard library only"},
	{"cascade/wasm/worker", named("syscall/js"), "the worker's loop is tested natively"},
	{"cascade/ui", named("cascade/engine"), "the page knows the engine by its messages"},
	{"cascade/ui/plot", named("syscall/js", "github.com/vugu", "github.com/hack-pad"), "plots are data"},
	{"cascade/wasm", named("regexp", "text/template", "html/template", "net/http"), "each would cost every visitor more than 100 kB"},
	{"cascade/wasm", named("github.com/chromedp", "github.com/tetratelabs", "gonum.org", "cascade/scripts"), "tools and oracles stay out of the program"},
}

// named returns a test for packages in one of the folders.
func named(folders ...string) func(string, listed) bool {
	return func(path string, _ listed) bool {
		return slices.ContainsFunc(folders, func(f string) bool { return within(path, f) })
	}
}

// imports are the packages that no file of a part of the project may name.
var imports = []struct {
	in         string
	everywhere bool // in tests neither, nor in programs that generate something
	banned     []string
	because    string
}{
	{"cascade", true, []string{"math/rand"}, "only math/rand/v2 is the same everywhere and seeded by us"},
	{"cascade/engine", false, []string{"time", "log", "log/slog", "os", "os/exec", "sync", "sync/atomic", "context", "net/http"},
		"the engine has no clock, no environment and no threads"},
}

// TestImports checks the import rules for both targets.
func TestImports(t *testing.T) {
	native := packages(t, repo.Go, "./...")
	browser := packages(t, repo.GoWasm, "./engine/...", "./wasm/...", "./ui/...")
	for target, all := range map[string]map[string]listed{"native": native, "wasm": browser} {
		t.Run(target, func(t *testing.T) {
			for path, p := range all {
				if within(path, "cascade") {
					checkReach(t, all, p)
					checkImports(t, p)
				}
			}
		})
	}
}

func checkReach(t *testing.T, all map[string]listed, p listed) {
	for _, rule := range reaches {
		if !within(p.ImportPath, rule.from) {
			continue
		}
		for dep := range reached(all, p) {
			if rule.to(dep, all[dep]) {
				t.Errorf("%s reaches %s, but %s", p.ImportPath, dep, rule.because)
			}
		}
	}
}

// reached returns all that the package imports, tests aside, directly or by way of others outside the standard library:
// what that library does inside is its own affair.
func reached(all map[string]listed, p listed) map[string]bool {
	found := map[string]bool{}
	var visit func(p listed)
	visit = func(p listed) {
		for _, path := range p.Imports {
			if !found[path] {
				found[path] = true
				if next := all[path]; !next.Standard {
					visit(next)
				}
			}
		}
	}
	visit(p)
	return found
}

func checkImports(t *testing.T, p listed) {
	for _, rule := range imports {
		if !within(p.ImportPath, rule.in) || (p.Name == "main" && !rule.everywhere) {
			continue
		}
		names := p.Imports
		if rule.everywhere {
			names = slices.Concat(names, p.TestImports, p.XTestImports)
		}
		for _, banned := range rule.banned {
			if slices.Contains(names, banned) {
				t.Errorf("%s imports %s, but %s", p.ImportPath, banned, rule.because)
			}
		}
	}
	const experiments = "cascade/engine/experiments"
	if slices.Contains(p.Imports, experiments) && !within(p.ImportPath, "cascade/wasm/worker") && !within(p.ImportPath, "cascade/scripts") {
		t.Errorf("%s imports %s, which is for the worker and the scripts only", p.ImportPath, experiments)
	}
}
