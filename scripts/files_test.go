package scripts

import (
	"bytes"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// committed returns the files that git tracks, or would after "git add".
func committed(t *testing.T) []string {
	t.Helper()
	cmd := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	cmd.Dir = root(t)
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("not a git checkout: %v", err)
	}
	var names []string
	for name := range strings.SplitSeq(string(out), "\x00") {
		if _, err := os.Stat(filepath.Join(cmd.Dir, name)); name != "" && err == nil { // not the deleted ones
			names = append(names, name)
		}
	}
	return names
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root(t), name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

const (
	longest = 600     // lines of a source
	largest = 400_000 // bytes of any file
)

// TestFilesAreSmall keeps files readable; what is generated may be longer.
func TestFilesAreSmall(t *testing.T) {
	for _, name := range committed(t) {
		data := read(t, name)
		if len(data) > largest {
			t.Errorf("%s has %d bytes, more than %d", name, len(data), largest)
		}
		switch path.Ext(name) {
		case ".go", ".js", ".vugu", ".css":
			if lines := bytes.Count(data, []byte("\n")); lines > longest && !strings.HasSuffix(name, "_gen.go") {
				t.Errorf("%s has %d lines, more than %d", name, lines, longest)
			}
		}
	}
}

// foreign matches what is fetched or built, never committed. The engine's own kernel is generated, and embedded.
var foreign = regexp.MustCompile(`(^|/)(node_modules|dist|vendor)/|\.(gz|zip)$|\.min\.(js|css)$|(^|/)wasm_exec\.js$|-ubyte$|(^|/)[^/]*\.(test|prof|exe)$`)

// TestNothingForeign finds third-party and built files.
func TestNothingForeign(t *testing.T) {
	for _, name := range committed(t) {
		if foreign.MatchString(name) || (path.Ext(name) == ".wasm" && !strings.HasPrefix(name, "engine/kernels/")) {
			t.Errorf("%s is fetched or built, and does not belong to the sources", name)
		}
	}
}

// TestNoMachine finds names of package registries and paths of this machine: both differ elsewhere.
func TestNoMachine(t *testing.T) {
	words := map[string]string{}
	for _, host := range []string{"registry." + "npmjs", "registry." + "yarnpkg", "proxy." + "golang", "files." + "pythonhosted"} {
		words[host] = "a package registry"
	}
	for _, setting := range [][]string{{"go", "env", "GOPROXY"}, {"npm", "config", "get", "registry"}} {
		out, err := exec.Command(setting[0], setting[1:]...).Output()
		if err != nil {
			t.Errorf("%s: %v", strings.Join(setting, " "), err)
		}
		for address := range strings.FieldsFuncSeq(string(out), func(r rune) bool { return strings.ContainsRune(",| \n", r) }) {
			if u, err := url.Parse(address); err == nil && u.Host != "" {
				words[u.Host] = "this machine's package registry"
			}
		}
	}
	dir := root(t)
	words[dir] = "this checkout's path"
	if parent := filepath.Dir(dir); parent != "/" && parent != filepath.Clean(os.TempDir()) {
		words[parent+"/"] = "a path of this machine"
	}
	if home, err := os.UserHomeDir(); err == nil && home != "/" {
		words[home+"/"] = "a path of this machine"
	}
	for _, name := range committed(t) {
		data := read(t, name)
		for word, what := range words {
			if bytes.Contains(data, []byte(word)) {
				t.Errorf("%s names %s: %s", name, what, word)
			}
		}
	}
}

// TestLockFileNamesNoHost checks that the lock file works with every registry.
func TestLockFileNamesNoHost(t *testing.T) {
	if bytes.Contains(read(t, "static/package-lock.json"), []byte("://")) {
		t.Error("static/package-lock.json holds an address; static/.npmrc should have kept it out")
	}
}
