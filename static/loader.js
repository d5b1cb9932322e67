// Starts Cascade: fetches and compiles the program once, gives the compiled module to a worker, which simulates, and runs
// the same program here, where it draws. Served, the parts are files beside the page; in the single file they are elements
// of the page, gzip in base64. The program does not see the difference: it uses window.cascadeBoot, declared at the end.
"use strict";
(() => {
  const runtime = document.getElementById("go-runtime"); // Go's own wasm_exec.js: a file, or its text
  const single = !runtime.src;
  const asWasm = { headers: { "Content-Type": "application/wasm" } };
  const advice = "Please try a current version of Firefox, Chrome, Edge or Safari.";

  // fail tells the reader in one sentence why the page does not run (any more). The first stays: others follow from it.
  function fail(sentence) {
    const banner = document.getElementById("boot-failure");
    banner.textContent ||= sentence;
    banner.hidden = false;
    document.getElementById("skeleton")?.remove();
  }

  // Refusal is an error whose message is already a sentence for the reader.
  class Refusal extends Error {}

  const explain = (error) => fail(error instanceof Refusal ? error.message : `The page could not start (${error}). ${advice}`);

  const gunzip = (blob) => new Response(blob.stream().pipeThrough(new DecompressionStream("gzip")));

  // embedded returns the plain bytes of a part of the single file, as a Response.
  function embedded(name) {
    const text = document.getElementById("embedded-" + name).textContent;
    return gunzip(new Blob([Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (c) => c.charCodeAt(0))]));
  }

  async function fetched(name) {
    const response = await fetch(name).catch((error) => ({ statusText: error.message }));
    if (response.ok) return response;
    throw new Refusal(location.protocol === "file:"
      ? "A page opened from disk may not load its parts: open cascade.html, the single file, instead."
      : `${name} could not be loaded (${response.status ?? response.statusText}): reload the page, or tell whoever serves it.`);
  }

  async function compile() {
    if (typeof WebAssembly === "undefined") throw new Refusal("This browser has no WebAssembly, which the simulation needs. " + advice);
    if (typeof DecompressionStream === "undefined") throw new Refusal("This browser is too old: it can't unpack the data. " + advice);
    const response = single ? embedded("wasm") : await fetched("cascade.wasm");
    // A server's own response, with the right type, is compiled while it arrives and cached; any other needs the type.
    const typed = response.headers.get("Content-Type") === "application/wasm" ? response : new Response(response.body, asWasm);
    return WebAssembly.compileStreaming(typed);
  }

  // asset returns the unpacked bytes of a data file; some servers unpack .gz files on their own.
  async function asset(name) {
    const file = single ? undefined : await (await fetched(name + ".bin.gz")).arrayBuffer();
    const [a, b] = new Uint8Array(file ?? [0x1f, 0x8b]);
    if (a !== 0x1f || b !== 0x8b) return file;
    return (single ? embedded(name) : gunzip(new Blob([file]))).arrayBuffer().catch(() => {
      throw new Refusal(`The file of the ${name} is damaged, it can't be unpacked: reload the page, or tell whoever serves it.`);
    });
  }

  // simulate is the worker's whole script, behind wasm_exec.js. Messages that arrive before the program listens are kept as
  // events in self.early. A program that ends is an error: the page gets an "error" event from the worker.
  function simulate() {
    self.early = [];
    self.onmessage = (event) => {
      if (!(event.data instanceof WebAssembly.Module)) return void self.early.push(event);
      const go = new Go();
      const died = (error) => setTimeout(() => { throw error ?? new Error("the simulation's program has ended"); });
      WebAssembly.instantiate(event.data, go.importObject).then((instance) => go.run(instance)).then(() => died(), died);
    };
  }

  function startWorker() {
    const runtimeText = single ? runtime.textContent : `importScripts(${JSON.stringify(runtime.src)});`;
    const url = URL.createObjectURL(new Blob([runtimeText, `\n(${simulate})();`], { type: "text/javascript" }));
    const worker = new Worker(url, { name: "simulation" });
    module.then((compiled) => worker.postMessage(compiled), () => {}); // compile's failure is reported once, below
    return worker;
  }

  if (typeof Go === "undefined") fail("wasm_exec.js could not be loaded: reload the page, or tell whoever serves it.");
  const module = compile();
  let spare; // started early, beside the compilation; the program takes it over, with its error events
  try {
    spare = startWorker();
    spare.onerror = (event) => fail(`The simulation could not start in the background (${event.message ?? "blocked"}). ${advice}`);
  } catch (error) {
    fail(`This browser does not let the page compute in the background (${error.message}). ${advice}`);
  }
  const worker = () => { const first = spare ?? startWorker(); spare = undefined; return first; };

  const parsed = new Promise((done) => document.addEventListener("DOMContentLoaded", done));
  Promise.all([module, parsed]).then(async ([compiled]) => {
    if (typeof uPlot === "undefined") throw new Refusal("uPlot.iife.min.js could not be loaded: reload the page, or tell whoever serves it.");
    const go = new Go();
    await go.run(await WebAssembly.instantiate(compiled, go.importObject));
    fail("The page's program has stopped because of an error in it; reload the page to start again from its link.");
  }).catch(explain);

  window.cascadeBoot = { module, worker, asset, fail, single, build: document.querySelector("meta[name=build]").content };
})();
