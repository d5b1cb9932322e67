// Package webserver serves a folder of static files the way the page wants to be served.
package webserver

import (
	"mime"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// types are the content types that matter here; the machine's own table may lack them or differ.
var types = map[string]string{
	".wasm": "application/wasm", // what WebAssembly.compileStreaming insists on
	".js":   "text/javascript; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".gz":   "application/gzip",
}

// Handler serves the files in dir. If NAME.gz lies beside NAME it is sent instead, to browsers that unpack it. Nothing is
// cached without asking, so that a rebuild is seen at once. Any site may read the files: a sandboxed frame counts as one.
func Handler(dir string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := path.Clean("/" + r.URL.Path)
		if name == "/" || strings.HasSuffix(r.URL.Path, "/") {
			name = path.Join(name, "index.html")
		}
		h := w.Header()
		h.Set("Cache-Control", "no-cache")
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Vary", "Accept-Encoding")
		h.Set("X-Content-Type-Options", "nosniff")
		ext := path.Ext(name)
		if h.Set("Content-Type", types[ext]); types[ext] == "" {
			h.Set("Content-Type", mime.TypeByExtension(ext))
		}
		file := filepath.Join(dir, filepath.FromSlash(name))
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			if packed, err := os.Open(file + ".gz"); err == nil {
				packed.Close()
				h.Set("Content-Encoding", "gzip")
				file += ".gz"
			}
		}
		serve(w, r, file)
	})
}

// serve sends one file, or a plain 404; [http.ServeFile] would redirect index.html and list folders.
func serve(w http.ResponseWriter, r *http.Request, file string) {
	f, err := os.Open(file)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		http.NotFound(w, r)
		return
	}
	http.ServeContent(w, r, "", info.ModTime(), f)
}
