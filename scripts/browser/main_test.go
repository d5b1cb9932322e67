package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"cascade/scripts/internal/chromium"
	"cascade/scripts/internal/repo"
	"cascade/scripts/internal/webserver"
)

// booted is true once the program has drawn the page and says that it is ready.
const booted = `!document.getElementById("skeleton") && window.cascade && (await cascade.ready, document.getElementById("boot-failure").hidden)`

var (
	dist   string // the built page
	chrome *chromium.Browser
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// run brings dist/ up to date, so that the tests never see an older page than the sources, and starts the browser.
func run(m *testing.M) (int, error) {
	root, err := repo.Root()
	if err != nil {
		return 0, err
	}
	if out, err := repo.Go(root, "run", "./scripts/build").CombinedOutput(); err != nil {
		return 0, fmt.Errorf("the page cannot be built: %w\n%s", err, out)
	}
	dist = filepath.Join(root, "dist")
	chrome, err = chromium.Launch()
	if err != nil {
		return 0, err
	}
	defer chrome.Close()
	return m.Run(), nil
}

// open opens an empty page of that size for a test of what is in dist/, and so of all sources.
func open(t *testing.T, width, height int) *chromium.TestPage {
	if err := repo.Watch(filepath.Dir(dist)); err != nil {
		t.Fatal(err)
	}
	return chrome.Test(t, width, height)
}

// serve serves the page below the folder of a server of its own until the test ends; wrap, if any, may spoil it.
// It returns the page's address.
func serve(t *testing.T, folder string, wrap func(http.Handler) http.Handler) string {
	handler := webserver.Handler(dist)
	if wrap != nil {
		handler = wrap(handler)
	}
	server := httptest.NewServer(http.StripPrefix(folder[:len(folder)-1], handler))
	t.Cleanup(server.Close)
	return server.URL + folder
}

func singleFile() string { return "file://" + filepath.Join(dist, "cascade.html") }
