package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"time"

	"cascade/scripts/bench/cases"
	"cascade/scripts/internal/chromium"
	"cascade/scripts/internal/repo"
	"cascade/scripts/internal/webserver"
)

// inBrowser measures the cases in headless Chromium: those of the engine in a worker of an empty page, those of the page on
// the page itself.
func inBrowser(root string, names []string, o options) error {
	browser, err := chromium.Launch()
	if err != nil {
		return err
	}
	defer browser.Close()
	dist := filepath.Join(root, "dist")
	program, err := buildTab(root)
	if err != nil {
		return err
	}
	defer os.RemoveAll(filepath.Dir(program))
	mux := http.NewServeMux()
	mux.Handle("/", webserver.Handler(dist))
	mux.HandleFunc("/bench/tab.wasm", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, program) })
	mux.HandleFunc("/bench/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "<!doctype html><title>bench</title>") })
	server := httptest.NewServer(mux)
	defer server.Close()
	for _, name := range names {
		var r cases.Result
		if p := findPageCase(name); p != nil {
			r, err = p.measure(browser, server.URL+"/", "file://"+filepath.Join(dist, "cascade.html"), o.seconds)
			r.Case, r.Where, r.Workers = name, "chromium", 1
		} else {
			r, err = inWorker(browser, server.URL+"/bench/", name, o)
		}
		if err == nil {
			err = print(r)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// buildTab compiles the program that runs a case in a worker.
func buildTab(root string) (string, error) {
	dir, err := os.MkdirTemp("", "cascade-bench")
	if err != nil {
		return "", err
	}
	out := filepath.Join(dir, "tab.wasm")
	cmd := repo.GoWasm(root, "build", "-trimpath", "-ldflags=-s -w", "-o", out, "./scripts/bench/tab")
	cmd.Stderr = os.Stderr
	return out, cmd.Run()
}

// workerScript is a worker that runs the tab program, and starts others that help it; what is in capitals is replaced.
const workerScript = `
self.withoutVectors = NOVECTORS; self.workers = WORKERS;
importScripts(ORIGIN + "/wasm_exec.js");
const run = async (program) => {
  self.program = program;
  const go = new Go();
  await go.run(await WebAssembly.instantiate(program, go.importObject));
};
const measure = async () => {
  const packed = await (await fetch(ORIGIN + "/digits.bin.gz")).blob();
  const plain = await new Response(packed.stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  self.bench = { case: NAME, seconds: SECONDS, digits: new Uint8Array(plain) };
  await run(await WebAssembly.compileStreaming(fetch(ORIGIN + "/bench/tab.wasm")));
};
if (self.name === "hand") self.onmessage = (event) => run(event.data);
else measure().catch((e) => postMessage("error: " + e));`

// inWorker runs one case and returns its result.
func inWorker(browser *chromium.Browser, url, name string, o options) (r cases.Result, err error) {
	page, err := browser.Open(400, 300)
	if err != nil {
		return r, err
	}
	defer page.Close()
	if err := page.Goto(url); err != nil {
		return r, err
	}
	quoted, err := json.Marshal(strings.NewReplacer("NAME", fmt.Sprintf("%q", name), "SECONDS", fmt.Sprint(o.seconds), "WORKERS", fmt.Sprint(o.workers),
		"NOVECTORS", fmt.Sprint(o.plain), "ORIGIN", fmt.Sprintf("%q", strings.TrimSuffix(url, "/bench/"))).Replace(workerScript))
	if err != nil {
		return r, err
	}
	start := fmt.Sprintf(`(window.benchText = %s, window.benchWorker = new Worker(URL.createObjectURL(
		new Blob([benchText, "self.script = " + JSON.stringify(benchText)], {type: "text/javascript"}))),
		benchWorker.onmessage = (e) => { window.benchLine ??= e.data; }, benchWorker.onerror = (e) => { window.benchLine ??= "error: " + e.message; }, true)`, quoted)
	if _, err := chromium.Eval[bool](page, start); err != nil {
		return r, err
	}
	for range int(60 + 20*o.seconds) {
		line, err := chromium.Eval[string](page, `window.benchLine ?? ""`)
		if err != nil {
			return r, err
		}
		if strings.HasPrefix(line, "error") {
			return r, fmt.Errorf("in the worker: %s", line)
		}
		if line != "" {
			return r, json.Unmarshal([]byte(line), &r)
		}
		time.Sleep(time.Second)
	}
	return r, fmt.Errorf("no result")
}
