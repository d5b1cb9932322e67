// Starts Cascade: fetches and compiles the program once, gives the compiled module to a worker, which simulates, and runs
// the same program here, where it draws. Served, program and data are files beside the page; in the single file they are elements
// of the page, gzip in base64. The program does not see the difference: it uses window.cascadeBoot, declared at the end.
"use strict";
(() => {
  const runtime = document.getElementById("go-runtime"); // Go's own wasm_exec.js
  const single = !!document.getElementById("embedded-wasm");
  const skeleton = document.getElementById("app").outerHTML; // before the program takes its place
  const advice = "Please try a current version of Firefox, Chrome, Edge or Safari.";

  // fail tells the reader in one sentence why the page does not run (any more). The first stays.
  function fail(sentence) {
    const banner = document.getElementById("boot-failure");
    banner.textContent ||= sentence;
    banner.hidden = false;
    document.getElementById("skeleton")?.remove();
  }

  class Refusal extends Error {} // its message is already a sentence for the reader
  const explain = (error) => fail(error instanceof Refusal ? error.message : `The page could not start (${error}). ${advice}`);

  const gunzip = (blob) => new Response(blob.stream().pipeThrough(new DecompressionStream("gzip")));
  let program; // base64, of the single file
  // embedded returns a part of the single file, unpacked.
  function embedded(name) {
    const element = document.getElementById("embedded-" + name), text = element.textContent;
    if (name === "wasm") { // megabytes that only a copy of the page reads again: kept outside the page's own memory
      program = new Blob([text]);
      element.textContent = "";
    }
    return gunzip(new Blob([Uint8Array.fromBase64?.(text) ?? bytes(atob(text))]));
  }

  // bytes is for browsers without fromBase64: a plain loop, 20 ms for the program; Uint8Array.from takes 300.
  function bytes(text) {
    const all = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) all[i] = text.charCodeAt(i);
    return all;
  }

  async function fetched(name) {
    const response = await fetch(name).catch((error) => ({ statusText: error.message }));
    if (response.ok) return response;
    throw new Refusal(location.protocol === "file:"
      ? "A page opened from disk may not load its parts: open cascade.html, the single file, instead."
      : `${name} could not be loaded (${response.status ?? response.statusText}): reload the page, or tell whoever serves it.`);
  }

  // free gives the memory of an ArrayBuffer back at once, by sending it to nobody. Else it stays until the next collection of
  // garbage, which it does not hasten; also after transfer(0), as the browser holds it a second time.
  const nowhere = new MessageChannel();
  nowhere.port2.close();
  const free = (buffer) => nowhere.port1.postMessage(0, [buffer]);

  async function compile() {
    if (typeof WebAssembly === "undefined") throw new Refusal("This browser has no WebAssembly, which the simulation needs. " + advice);
    if (typeof DecompressionStream === "undefined") throw new Refusal("This browser is too old: it can't unpack the data. " + advice);
    if (!single) {
      // Compiled while it arrives, which helps where that takes long. What a server calls something else has to be wrapped.
      const response = await fetched("cascade.wasm"), type = { "Content-Type": "application/wasm" };
      return WebAssembly.compileStreaming(response.headers.get("Content-Type") === type["Content-Type"] ? response : new Response(response.body, { headers: type }));
    }
    const program = await (await embedded("wasm")).arrayBuffer();
    const compiled = await WebAssembly.compile(program);
    free(program);
    return compiled;
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

  // hdf5 turns an HDF5 file, an ArrayBuffer that it takes over, into an array that the program reads. The code for that comes
  // when it is needed, and runs in a worker of its own: large files take seconds, damaged ones maybe forever.
  async function hdf5(file) {
    const code = await (single ? embedded("hdf5") : await fetched("hdf5.js")).text();
    const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    const reader = new Worker(url, { name: "hdf5" });
    const refuse = (done, text) => done(new Refusal(text));
    return new Promise((done, failed) => {
      reader.onmessage = ({ data }) => data.bytes ? done(data.bytes) : refuse(failed, data.error);
      reader.onerror = (event) => refuse(failed, `the reader of HDF5 files could not start (${event.message ?? "blocked"})`);
      setTimeout(refuse, 60000, failed, "expected an HDF5 file that can be read, found one that takes more than a minute");
      reader.postMessage(file, [file]);
    }).finally(() => { reader.terminate(); URL.revokeObjectURL(url); });
  }

  // simulate is the worker's whole script, behind wasm_exec.js. Messages that arrive before the program listens are kept as
  // events in self.early. A program that ends is an error: the page gets an "error" event from the worker.
  function simulate() {
    self.early = [];
    self.onmessage = (event) => {
      if (!(event.data instanceof WebAssembly.Module)) return void self.early.push(event);
      self.program = event.data; // for workers that help
      const go = new Go();
      const died = (error) => setTimeout(() => { throw error ?? new Error("the simulation's program has ended"); });
      WebAssembly.instantiate(event.data, go.importObject).then((instance) => go.run(instance)).then(() => died(), died);
    };
  }

  // alone: without others that help.
  function startWorker(alone) {
    // May be asked for behind ?: vectors=off, and workers=3, as many as compute instead of one less than there are cores.
    const query = new URLSearchParams(location.search), workers = alone ? 1 : Number(query.get("workers")) || navigator.hardwareConcurrency - 1 || 1;
    const options = `self.withoutVectors = ${query.get("vectors") === "off"}; self.workers = ${Math.min(8, workers)};\n`;
    const text = options + runtime.textContent + `\n(${simulate})();`;
    // The workers that help are given the text again: they can't read the Blobs of a file that was opened.
    const url = URL.createObjectURL(new Blob([text, `self.script = ${JSON.stringify(text)};`], { type: "text/javascript" }));
    const worker = new Worker(url, { name: "simulation" });
    module.then((compiled) => worker.postMessage(compiled), () => {}); // compile's failure is reported once, below
    return worker;
  }

  // whole returns the page as one file that opens a link: the single file, without what the program has put into it since, or the one
  // that lies beside a served page.
  async function whole(link) {
    const baked = document.createElement("meta");
    baked.name = "link";
    baked.content = link;
    if (!single) {
      const [head, ...rest] = (await (await fetched("cascade.html")).text()).split("<head>");
      return new Blob([head, "<head>\n", baked.outerHTML, rest.join("<head>")]);
    }
    const copy = document.documentElement.cloneNode(true), copies = copy.querySelectorAll("*");
    document.documentElement.querySelectorAll("*").forEach((element, i) => own.has(element) || copies[i].remove());
    for (const name of copy.getAttributeNames()) if (name !== "lang") copy.removeAttribute(name);
    copy.querySelector("#app")?.remove();
    copy.querySelector("#boot-failure").insertAdjacentHTML("afterend", skeleton);
    const head = copy.querySelector("head"), old = head.querySelector("meta[name=link]");
    old?.previousSibling.remove(); // the end of the line before
    old?.remove();
    head.prepend("\n", baked);
    const place = "here" + Math.random();
    copy.querySelector("#embedded-wasm").textContent = place;
    const [before, after] = copy.outerHTML.split(place);
    return new Blob(["<!doctype html>\n", before, program, after]);
  }

  // breath ends a task, so that none keeps the browser from its others for long, and what comes behind it goes before frames and messages:
  // to paint a page in the making, too, would cost more than it is worth.
  const breath = () => self.scheduler?.postTask?.(() => {}, { priority: "user-blocking" }) ?? new Promise((done) => setTimeout(done));

  const module = compile();
  let spare; // started early, beside the compilation; the program takes it over, with its error events
  try {
    spare = startWorker();
    spare.onerror = (event) => fail(`The simulation could not start in the background (${event.message ?? "blocked"}). ${advice}`);
  } catch (error) {
    fail(`This browser does not let the page compute in the background (${error.message}). ${advice}`);
  }
  const worker = (alone) => { const first = !alone && spare || startWorker(alone); if (first === spare) spare = undefined; return first; };
  let own; // the elements that the file had
  const parsed = new Promise((done) => document.addEventListener("DOMContentLoaded", done))
    .then(() => { own = new Set(document.querySelectorAll("*")); });
  Promise.all([module, parsed]).then(async ([compiled]) => {
    const go = new Go();
    await breath();
    const instance = await WebAssembly.instantiate(compiled, go.importObject);
    await breath();
    await go.run(instance);
    fail("The page's program has stopped because of an error in it; reload the page to start again from its link.");
  }).catch(explain);

  window.cascadeBoot = { module, worker, asset, hdf5, free, whole, fail, breath, single, build: document.querySelector("meta[name=build]").content };
})();
