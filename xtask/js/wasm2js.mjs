// Turns a module of WebAssembly into one of JavaScript, for engines that run none: `node wasm2js.mjs MODULE OUT`. What it writes has a
// default export that takes the imports and returns the exports, as instantiating the WebAssembly does.
import { execFileSync } from "node:child_process";
import { write } from "./write.mjs";

const [module, out] = process.argv.slice(2);
const features = ["sign-ext", "nontrapping-float-to-int", "bulk-memory", "bulk-memory-opt"].map(
  (name) => `--enable-${name}`,
);
const options = { encoding: "utf8", maxBuffer: 1 << 26 };
let text = execFileSync("node_modules/.bin/wasm2js", ["-Oz", ...features, module], options);

/** Replaces the first piece like that by what `made` returns for its groups. That wasm2js writes one is nothing that it promises. */
function replace(pattern, made) {
  const [piece, ...groups] = pattern.exec(text) ?? [];
  if (piece === undefined) throw new Error(`wasm2js writes nothing like ${pattern}`);
  text = text.replace(piece, () => made(...groups));
}

// It writes a module that imports the imports, and makes its memory while it is loaded.
text = text.replace(/^import .*\n/gm, "");
replace(/\nfunction asmFunc/, () => "\nexport default function asmFunc");
replace(/\nvar retasmFunc[\s\S]*$/, () => "\n");

// What is in memory at the start is in base64, which compressors can't read. As a text, with a character for a byte, it takes
// two thirds of that.
let start;
let bytes = Buffer.alloc(0);
replace(/var bufferView;[\s\S]*?\nfunction initActiveSegments([\s\S]*?\n})/, (segments) => {
  for (const [, at, base64] of segments.matchAll(/\(bufferView, (\d+), "(.*?)"\)/g)) {
    start ??= Number(at);
    const gap = Buffer.alloc(at - start - bytes.length);
    bytes = Buffer.concat([bytes, gap, Buffer.from(base64, "base64")]);
  }
  return "var bufferView;";
});
replace(/ initActiveSegments\(imports\);/, () => {
  const data = JSON.stringify(bytes.toString("latin1"));
  return `
 var data = ${data};
 for (var place = 0; place < data.length; place++) HEAPU8[place + ${start}] = data.charCodeAt(place);`;
});

write(out, text);
