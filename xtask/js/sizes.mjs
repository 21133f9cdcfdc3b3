// Prints how large the files are that a page loads: as they are, and as servers compress them. With `--check`: fails if they weigh more
// than they may.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const sizes = (content) => [
  content.length,
  gzipSync(content, { level: 9 }).length,
  brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
];
const row = (name, cells) => name.padEnd(28) + cells.map((cell) => String(cell).padStart(12)).join("");
const group = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

/** What a page loads before its first call goes out, and what besides where no WebAssembly runs; and how many bytes of it `brotli -11`
 * may leave: docs/size.md. */
const LOADS = [
  { name: "ES module, first load", files: ["index.mjs"], most: 18_400 },
  { name: "script tag, first load", files: ["vvchatjssdk.js"], most: 21_400 },
  { name: "ES module, no WebAssembly", files: ["vvchat_js.mjs"], most: 16_000 },
  { name: "script tag, no WebAssembly", files: ["vvchat_js.js"], most: 16_000 },
];

const others = ["vvchat_words.mjs", "index.cjs"];
const files = new Set([...LOADS.flatMap(({ files }) => files), ...others]);
console.log(row("bytes in dist/", ["raw", "gzip -9", "brotli -11"]));
const measured = new Map(Array.from(files, (file) => [file, sizes(readFileSync(`dist/${file}`))]));
for (const [file, all] of measured) console.log(row(file, all.map(group)));
for (const { name, files, most } of LOADS) {
  const all = [0, 1, 2].map((column) => files.reduce((sum, file) => sum + measured.get(file)[column], 0));
  console.log(row(name, all.map(group)));
  if (process.argv[2] === "--check" && all[2] > most) {
    console.error(`${name}: ${group(all[2])} bytes, ${group(most)} are allowed`);
    process.exitCode = 1;
  }
}
