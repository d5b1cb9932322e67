package webserver

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
)

func TestHandler(t *testing.T) {
	dir := t.TempDir()
	site := filepath.Join(dir, "site")
	if err := os.MkdirAll(filepath.Join(site, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"secret": "outside", "site/index.html": "page", "site/a.wasm": "plain", "site/a.wasm.gz": "packed", "site/b.js": "code", "site/data.bin.gz": "data",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		path, accept string
		status       int
		body, kind   string
		encoding     string
	}{
		{"/", "gzip", 200, "page", "text/html; charset=utf-8", ""},
		{"/index.html", "", 200, "page", "text/html; charset=utf-8", ""},
		{"/a.wasm", "br, gzip", 200, "packed", "application/wasm", "gzip"},
		{"/a.wasm", "", 200, "plain", "application/wasm", ""},
		{"/b.js", "gzip", 200, "code", "text/javascript; charset=utf-8", ""},
		{"/data.bin.gz", "gzip", 200, "data", "application/gzip", ""},
		{"/data.bin", "", 404, "", "", ""},
		{"/folder", "", 404, "", "", ""},
		{"/../secret", "", 404, "", "", ""},
	} {
		r := httptest.NewRequest("GET", "http://localhost/", nil)
		r.URL.Path = c.path
		r.Header.Set("Accept-Encoding", c.accept)
		w := httptest.NewRecorder()
		Handler(site).ServeHTTP(w, r)
		if w.Code != c.status {
			t.Errorf("%s: status %d, expected %d", c.path, w.Code, c.status)
		}
		if w.Code != http.StatusOK {
			continue
		}
		got := [3]string{w.Body.String(), w.Header().Get("Content-Type"), w.Header().Get("Content-Encoding")}
		if got != [3]string{c.body, c.kind, c.encoding} {
			t.Errorf("%s: got %q", c.path, got)
		}
	}
}
