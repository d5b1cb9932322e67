package scripts

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"cascade/scripts/internal/repo"
)

// TestVectorsInEveryHost runs the kernels' tests under node, with static/kernels.js read before Go's runtime or after it (as on the
// page), with vectors declined, and where there are none: the program finds them in the first two cases only, and its
// numbers are those of TestGolden in all.
func TestVectorsInEveryHost(t *testing.T) {
	dir, folder := root(t), t.TempDir()
	program := filepath.Join(folder, "kernels.test")
	if out, err := repo.GoWasm(dir, "test", "-c", "-o", program, "./engine/kernels").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	goRoot, err := repo.Go(dir, "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	runtime := filepath.Join(strings.TrimSpace(string(goRoot)), "lib", "wasm")
	script := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	kernels, before := filepath.Join(dir, "static", "kernels.js"), filepath.Join(runtime, "wasm_exec.js")
	declined := script("declined.js", "globalThis.withoutVectors = true;")
	incapable := script("incapable.js", "WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError('no SIMD128'); } };")
	for _, c := range []struct {
		name    string
		scripts []string
		vectors bool
	}{
		{"before the runtime", []string{kernels}, true},
		{"after the runtime", []string{before, kernels}, true},
		{"declined", []string{kernels, declined}, false},
		{"no SIMD128", []string{kernels, incapable}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var args []string
			for _, s := range c.scripts {
				args = append(args, "--require", s)
			}
			cmd := exec.Command("node", append(args, filepath.Join(runtime, "wasm_exec_node.js"), program, "-test.v", "-test.run=^(TestVectorsAreThere|TestGolden)$")...)
			cmd.Env = []string{"PATH=" + os.Getenv("PATH")} // a large environment does not fit into a program under node
			cmd.Dir = filepath.Join(dir, "engine", "kernels")
			out, err := cmd.CombinedOutput()
			text := string(out)
			if c.vectors != (err == nil) || c.vectors != strings.Contains(text, "--- PASS: TestVectorsAreThere") || c.vectors == strings.Contains(text, "--- FAIL: TestVectorsAreThere") {
				t.Errorf("vectors should be there: %v (%v)\n%s", c.vectors, err, text)
			}
			if !strings.Contains(text, "--- PASS: TestGolden") {
				t.Errorf("the numbers are others\n%s", text)
			}
		})
	}
}
