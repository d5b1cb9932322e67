// Lets a Go program run vector code of its own: a WebAssembly module, brought along by the program (engine/kernels), that works
// in the program's memory. Go compiles to WebAssembly without vector instructions, and a program can only import what was there
// before it; so its imports are given now, and filled in when it calls bind. Read after (or before) wasm_exec.js.
"use strict";
(() => {
  const extend = (Base) => class Go extends Base {
    constructor() {
      super();
      let exports;
      // bind compiles the code at an address, and adds its functions to those there are. 0 says that vectors are declined, or that
      // this browser has none; a page does not need them, and some browsers will not compile so much at once there.
      const bind = (at, length) => {
        if (globalThis.withoutVectors || globalThis.document) return 0;
        const memory = this._inst.exports.mem;
        try {
          const code = new WebAssembly.Module(new Uint8Array(memory.buffer, at, length));
          exports = { ...exports, ...new WebAssembly.Instance(code, { go: { memory } }).exports };
          return 1;
        } catch {
          return 0;
        }
      };
      this.importObject.kernels = new Proxy({ bind }, { get: (own, name) => own[name] ?? ((...args) => exports[name](...args)) });
    }
  };
  if (globalThis.Go) globalThis.Go = extend(globalThis.Go);
  else Object.defineProperty(globalThis, "Go", { configurable: true, set: (Base) => Object.defineProperty(globalThis, "Go", { value: extend(Base), writable: true }) });
})();
