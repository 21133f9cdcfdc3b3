// Prints how large the files are that a page loads: as they are, and as servers compress them.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const files = ["vvchatjssdk.js", "index.mjs", "vvchat_bg.wasm", "index.cjs", "host.mjs"];

const sizes = (content) => [
  content.length,
  gzipSync(content, { level: 9 }).length,
  brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
];
const row = (name, cells) => name.padEnd(28) + cells.map((cell) => String(cell).padStart(10)).join("");
const group = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

console.log(row("bytes in dist/", ["raw", "gzip -9", "brotli -11"]));
const measured = new Map(files.map((file) => [file, sizes(readFileSync(`dist/${file}`))]));
for (const [file, all] of measured) console.log(row(file, all.map(group)));
const [module, wasm] = [measured.get("index.mjs"), measured.get("vvchat_bg.wasm")];
console.log(
  row(
    "index.mjs + vvchat_bg.wasm",
    module.map((size, index) => group(size + wasm[index])),
  ),
);
