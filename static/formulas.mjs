// Turns TeX into MathML for scripts/build: reads {"formulas": [TeX ...], "physics": HTML with $TeX$ and $$TeX$$ in it} and writes
// {"formulas": {TeX: MathML}, "physics": HTML}, both as JSON. TeX that can't be converted is an error.
import temml from "temml";

const signs = { langle: "⟨", rangle: "⟩", sum: "Σ", prod: "Π", oint: "∮", partial: "∂", sqrt: "√", propto: "∝", approx: "≈", leftarrow: "←", cdot: "·", sim: "~", ge: "≥", pm: "±", gt: ">" };

// What stands for a formula where MathML is not understood: TeX without most of its signs.
const spoken = (tex) => tex
  .replace(/\\(?:mathbf|mathcal|mathsf|boldsymbol|bar|text|left|right|quad|,)\b ?/g, "").replace(/\\,/g, " ")
  .replace(/\\t?frac(\w|\{(?:[^{}]|\{[^{}]*\})*\})(\w|\{(?:[^{}]|\{[^{}]*\})*\})/g, "($1)/($2)")
  .replace(/\\([A-Za-z]+)/g, (_, name) => signs[name] ?? name).replace(/[{}\\]/g, "").replace(/\s+/g, " ").trim();

// convert writes a formula with none of temml's classes, which its own style sheet is for: the browser knows how to set it.
function convert(tex, displayMode) {
  return temml.renderToString(tex, { displayMode, throwOnError: true })
    .replace(/ (?:class|style)="[^"]*"/g, "")
    .replace("<math", () => `<math alttext="${spoken(tex).replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;")}"`);
}

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { formulas, physics } = JSON.parse(Buffer.concat(chunks));
process.stdout.write(JSON.stringify({
  formulas: Object.fromEntries(formulas.map((tex) => [tex, convert(tex, true)])),
  physics: physics
    .replace(/\$\$([^$]+)\$\$/g, (_, tex) => `<div class="formula">${convert(tex, true)}</div>`)
    .replace(/\$([^$]+)\$/g, (_, tex) => convert(tex, false)),
}));
