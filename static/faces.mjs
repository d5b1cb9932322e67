// Draws faces for scripts/build: writes for each a byte of what it wears (1 glasses, 2 beard, 3 both) and its pixels, 255
// for ink, row by row. Usage: node faces.mjs COUNT SIDE >FILE. The same faces every time: their numbers are their seeds.
import { readFile } from "node:fs/promises";
import { createAvatar } from "@dicebear/core";
import * as lorelei from "@dicebear/lorelei";
import { initWasm, Resvg } from "@resvg/resvg-wasm";

const [count, side] = process.argv.slice(2).map(Number);
const whole = 'viewBox="0 0 980 980"'; // with a wide margin, which no face enters
const cropped = 'viewBox="42 0 890 890"';

await initWasm(await readFile(new URL(import.meta.resolve("@resvg/resvg-wasm/index_bg.wasm"))));
const out = Buffer.alloc(count * (1 + side * side));
for (let i = 0, at = 0; i < count; i++) {
  const face = createAvatar(lorelei, { seed: String(i) });
  const { glasses, beard } = face.toJson().extra;
  const svg = face.toString();
  if (!svg.includes(whole)) throw new Error(`face ${i} has no ${whole}`);
  const drawing = new Resvg(svg.replace(whole, cropped), { fitTo: { mode: "width", value: side }, background: "white" });
  const picture = drawing.render();
  const { pixels } = picture; // RGBA, and grey
  out[at++] = (glasses ? 1 : 0) + (beard ? 2 : 0);
  for (let p = 0; p < side * side; p++) out[at++] = 255 - pixels[4 * p];
  picture.free();
  drawing.free();
}
process.stdout.write(out);
