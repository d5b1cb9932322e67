package browser

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestServed opens the page at the root of a server and in a folder of one.
func TestServed(t *testing.T) {
	for _, folder := range []string{"/", "/some/where/"} {
		t.Run(folder, func(t *testing.T) {
			p := open(t, 1280, 800)
			p.Goto(serve(t, folder, nil) + "#mattis")
			p.Wait(booted)
			if text := p.Text(`new TextDecoder().decode(new Uint8Array(await cascadeBoot.asset("digits"), 0, 4))`); text != "CSPI" {
				t.Errorf("the digits begin with %q", text)
			}
			downloads := slices.DeleteFunc(p.Requests(), func(url string) bool { return !strings.HasSuffix(url, "/cascade.wasm") })
			if len(downloads) != 1 {
				t.Errorf("the program was fetched %d times", len(downloads))
			}
		})
	}
}

// TestPoorServer opens the page on a server that knows neither the type of WebAssembly nor compression.
func TestPoorServer(t *testing.T) {
	p := open(t, 1280, 800)
	p.Goto(serve(t, "/", func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.Header.Del("Accept-Encoding")
			next.ServeHTTP(plainWriter{w}, r)
		})
	}))
	p.Wait(booted)
	if text := p.Text(`(await fetch("cascade.wasm")).headers.get("Content-Type")`); text == "application/wasm" {
		t.Error("the server knows the type after all")
	}
}

// plainWriter calls everything but pages a stream of bytes.
type plainWriter struct{ http.ResponseWriter }

func (w plainWriter) WriteHeader(status int) {
	if h := w.Header(); h.Get("Content-Type") == "application/wasm" {
		h.Set("Content-Type", "application/octet-stream")
	}
	w.ResponseWriter.WriteHeader(status)
}

// TestSingleFile opens the one file from disk: it must boot without asking anything of anybody.
func TestSingleFile(t *testing.T) {
	p := open(t, 1280, 800)
	p.Goto(singleFile())
	p.Wait(booted)
	if text := p.Text(`new TextDecoder().decode(new Uint8Array(await cascadeBoot.asset("digits"), 0, 4))`); text != "CSPI" {
		t.Errorf("the digits begin with %q", text)
	}
	if text := p.Text(`String(await fetch("https://example.org/").catch((e) => e.name))`); text != "TypeError" {
		t.Errorf("a request to elsewhere ends in %q; the policy should refuse it", text)
	}
	p.Expect("Content Security Policy") // the refusal just asked for
	p.Expect("example.org")
	asked := slices.DeleteFunc(p.Requests(), func(url string) bool {
		return strings.HasPrefix(url, "data:") || strings.HasPrefix(url, "blob:") || strings.Contains(url, "example.org")
	})
	if !slices.Equal(asked, []string{singleFile()}) {
		t.Errorf("the single file asked for %q", asked)
	}
}

// TestSandboxedFrame puts the served page into a frame that may run scripts and nothing else, of a parent elsewhere;
// TestFrameVerbsAndEvents does so with the single file.
func TestSandboxedFrame(t *testing.T) {
	parent := filepath.Join(t.TempDir(), "parent.html")
	page := `<!doctype html><title>parent</title>
<iframe id="frame" sandbox="allow-scripts" width="1000" height="700" src="` + serve(t, "/", nil) + `#mattis"></iframe>
<script>
addEventListener("message", (event) => { if (event.data?.cascade === 1 && event.data.id === 7) window.answer = event.data; });
setInterval(() => frame.contentWindow.postMessage({ cascade: 1, id: 7, verb: "state", args: [] }, "*"), 100);
</script>`
	if err := os.WriteFile(parent, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	p := open(t, 1024, 768)
	p.Goto("file://" + parent)
	p.Wait("window.answer")
}

// TestWorkerStartsAgain asks the loader for a second worker, as the program does when the first one has died, and speaks
// to it before it can listen.
func TestWorkerStartsAgain(t *testing.T) {
	p := open(t, 1280, 800)
	p.Goto(serve(t, "/", nil) + "#mattis")
	p.Wait(booted)
	p.Do(`void (window.heard = [], window.second = cascadeBoot.worker(), second.onmessage = (e) => heard.push(String(e.data)),
		second.postMessage({ cmd: JSON.stringify({ type: "load", run: 7, link: "mattis" }) }))`)
	p.Wait(`heard.some((text) => text.includes('"hello"'))`)
	p.Wait(`heard.some((text) => text.includes('"loaded"'))`)
}

// TestRefusals checks that whatever keeps the page from starting is told in a sentence.
func TestRefusals(t *testing.T) {
	without := func(file string) func(http.Handler) http.Handler {
		return func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, file) {
					http.NotFound(w, r)
					return
				}
				next.ServeHTTP(w, r)
			})
		}
	}
	for _, c := range []struct {
		name, before string
		url          string
		sentence     string
		expect       []string
	}{
		{"no WebAssembly", "delete window.WebAssembly", singleFile(), "no WebAssembly", nil},
		{"no decompression", "delete window.DecompressionStream", singleFile(), "too old", nil},
		{"no worker", "window.Worker = class { constructor() { throw new Error('forbidden'); } }", singleFile(), "in the background (forbidden)", []string{"forbidden", "already exited"}},
		{"no program", "", serve(t, "/", without("cascade.wasm")), "cascade.wasm could not be loaded (404)", []string{"404"}},
		{"index.html from disk", "", "file://" + filepath.Join(dist, "index.html"), "open cascade.html", []string{"cascade.wasm", "CORS"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := open(t, 800, 600)
			for _, text := range c.expect {
				p.Expect(text)
			}
			if c.before != "" {
				p.Before(c.before)
			}
			p.Goto(c.url)
			p.Wait(`!document.getElementById("boot-failure").hidden`)
			if text := p.Text(`document.getElementById("boot-failure").textContent`); !strings.Contains(text, c.sentence) {
				t.Errorf("the page says %q, without %q", text, c.sentence)
			}
		})
	}
}
