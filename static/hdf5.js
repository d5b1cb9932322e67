// Reads HDF5 files for the page. The build puts the library jsfive (global "hdf5") before it; the loader runs both in a worker
// of their own, when the first such file is opened. The answer to a file is {bytes}, in the container that package
// imports of the engine describes, or {error}, a sentence without its capital and full stop.
"use strict";

const preferred = ["samples", "data", "x", "images"];
const maxUnits = 4096, maxValues = 2 ** 26;

// datasets lists what is in a group and in the groups below it.
function datasets(group, depth = 0) {
  return group.keys.flatMap((key) => {
    const member = group.get(key);
    if (member instanceof hdf5.Dataset) return [member];
    return member instanceof hdf5.Group && depth < 4 ? datasets(member, depth + 1) : [];
  });
}

const nameOf = (dataset) => dataset.name.split("/").pop().toLowerCase();

// find returns the samples and, or undefined, their labels: by name, or the first array of rows.
function find(file) {
  const all = datasets(file);
  const rows = all.filter((d) => d.shape.length >= 2);
  const samples = preferred.map((name) => rows.find((d) => nameOf(d) === name)).find(Boolean) ?? rows[0];
  if (!samples) {
    const found = all.slice(0, 5).map((d) => `${d.name} of shape [${d.shape}]`).join(", ") || "no dataset";
    throw new Error(`expected a dataset "samples" with one row for each sample, found ${found}`);
  }
  const labels = all.find((d) => ["labels", "label", "y", "classes"].includes(nameOf(d)) && d.shape.length === 1);
  return [samples, labels];
}

// valuesOf returns the plain numbers of a dataset, C order.
function valuesOf(dataset) {
  let values = dataset.value;
  if (values.length && typeof values[0] === "bigint") values = Array.from(values, Number);
  if (values.length && typeof values[0] === "boolean") values = Array.from(values, Number);
  const want = dataset.shape.reduce((a, b) => a * b, 1);
  if (values.length !== want || want && typeof values[0] !== "number")
    throw new Error(`expected ${want} numbers in ${dataset.name}, found ${values.length} values of type ${typeof values[0]}`);
  return values;
}

function convert(file) {
  const [samples, labels] = find(file);
  const [count, ...inner] = samples.shape, units = inner.reduce((a, b) => a * b, 1);
  if (units > maxUnits || count * units > maxValues)
    throw new Error(`expected at most ${maxUnits} values in a sample and ${maxValues >> 20} million in all, found ${samples.name} of shape [${samples.shape}]`);
  const values = valuesOf(samples);
  const bytes = values.every((v) => v === (v & 255));
  const text = labels === undefined ? "" : Array.from(labels.value, (v) => String(v).replace(/[\r\n\0]/g, "") + "\n").join("");
  const tail = new TextEncoder().encode(text), header = 15, size = bytes ? 1 : 4;
  const out = new Uint8Array(header + size * count * units + tail.length), view = new DataView(out.buffer);
  out.set([0x43, 0x53, 0x4d, 0x58, 1, size, labels === undefined ? 0 : 1]); // CSMX
  view.setUint32(7, count, true);
  view.setUint32(11, units, true);
  if (bytes) out.set(values, header);
  else for (let i = 0; i < values.length; i++) view.setFloat32(header + 4 * i, values[i], true);
  out.set(tail, header + size * values.length);
  return out.buffer;
}

// machine returns the group of the last update in a file of the authors' library rbms, or undefined; that of an older file has no params.
function machine(file) {
  const updates = file.keys.filter((key) => /^update_[0-9]+$/.test(key)).sort((a, b) => b.slice(7) - a.slice(7));
  const last = updates.length ? file.get(updates[0]) : file;
  const group = last.keys.includes("params") ? last.get("params") : last;
  return group.keys.includes("weight_matrix") ? group : undefined;
}

// convertMachine makes of a trained machine the container that package imports describes.
function convertMachine(file, group) {
  const arrays = [["weight_matrix", group.get("weight_matrix")]];
  for (const name of ["vbias", "hbias"]) if (group.keys.includes(name)) arrays.push([name, group.get(name)]);
  if (file.keys.includes("parallel_chains")) arrays.push(["chains", file.get("parallel_chains")]);
  const total = arrays.reduce((sum, [, data]) => sum + data.shape.reduce((a, b) => a * b, 1), 0);
  if (total > maxValues) throw new Error(`expected at most ${maxValues >> 20} million numbers, found ${total}`);
  const model = file.keys.includes("model_type") ? String([file.get("model_type").value].flat()[0]).replace(/\0/g, "") : "";
  const values = arrays.map(([name, data]) => [name, valuesOf(data)]);
  const head = new TextEncoder().encode(JSON.stringify({ model, shape: group.get("weight_matrix").shape, arrays: values.map(([name, v]) => ({ name, length: v.length })) }));
  const out = new Uint8Array(8 + head.length + 4 * total), view = new DataView(out.buffer);
  out.set(new TextEncoder().encode("CSWT"));
  view.setUint32(4, head.length, true);
  out.set(head, 8);
  let at = 8 + head.length;
  for (const [, list] of values) for (const v of list) { view.setFloat32(at, v, true); at += 4; }
  return out.buffer;
}

self.onmessage = (event) => {
  try {
    const file = new hdf5.File(event.data), group = machine(file);
    const bytes = group ? convertMachine(file, group) : convert(file);
    self.postMessage({ bytes }, [bytes]);
  } catch (error) {
    self.postMessage({ error: error instanceof Error && /^expected/.test(error.message) ? error.message
      : `expected an HDF5 file that can be read, found one ${reason(error)}` });
  }
};

// reason says what is wrong with a file on which the library stumbled: it throws texts for what it does not know.
function reason(error) {
  if (error instanceof RangeError) return "that is damaged or cut off";
  if (typeof error === "string") return `with parts that the reader does not know (${error.slice(0, 100)})`;
  return "that is damaged, or in the format's newest version (write it without libver='latest')";
}
