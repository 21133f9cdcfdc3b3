/**
 * `node xtask/js/size/size.mjs [--check] [--everything] [--write]`: prints how large the files are that pages download, as they are and
 * as servers compress them.
 *
 * - `--check`: fails if that is more than it may be
 * - `--everything`: also what is in the files, and how large other SDKs are
 * - `--write`: puts what is printed into `docs/size.md`
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { grouped, table, writeBetweenMarks } from "../../../bench/markdown.mjs";
import { dist } from "../../../tests/support/dist.mjs";
import { mapOf, version } from "../entry.mjs";
import { excesses, LOADS, measure, sizesOfLoad } from "./budget.mjs";
import { bytesBySource, NO_SOURCE, wasmContents } from "./contents.mjs";

const { values } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    everything: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});

const COLUMNS = ["bytes", "gzip -9", "brotli -11"];
const cells = ({ raw, gzip, brotli }) => [raw, gzip, brotli].map(grouped);
const byBrotli = (a, b) => a.brotli - b.brotli;

const filesTable = (measured) =>
  table(
    ["file", ...COLUMNS],
    Array.from(measured, ([file, sizes]) => [file, ...cells(sizes)]),
  );

function loadsTable(measured) {
  const rows = LOADS.map((load) => {
    const sizes = sizesOfLoad(load, measured);
    const [most, goal] = [load.most, load.goal].map((limit) => (limit === undefined ? "" : grouped(limit)));
    return [`${load.name}: ${load.files.join(" + ")}`, ...(sizes ? cells(sizes) : ["—", "—", "—"]), most, goal];
  });
  return table(["what a page downloads", ...COLUMNS, "allowed", "goal"], rows);
}

/** The sources of some minified files, and how much of each file comes from them: the largest first. */
function sourcesTable(files) {
  const contents = files.map((file) =>
    bytesBySource(readFileSync(join(dist, file), "utf8"), readFileSync(mapOf(file), "utf8")),
  );
  const largest = (source) => Math.max(...contents.map((bytes) => bytes.get(source) ?? 0));
  const sources = [...new Set(contents.flatMap((bytes) => [...bytes.keys()]))];
  const rows = sources
    .toSorted((a, b) => Number(a === NO_SOURCE) - Number(b === NO_SOURCE) || largest(b) - largest(a))
    .map((source) => [source, ...contents.map((bytes) => (bytes.has(source) ? grouped(bytes.get(source)) : "—"))]);
  return table(["source", ...files], rows);
}

function wasmTables(file) {
  const { parts, functions, files } = wasmContents(readFileSync(file).length);
  const largest = (all) => all.slice(0, 15).map(({ name, bytes }) => [`\`${name}\``, grouped(bytes)]);
  return [
    table(
      [`part of ${file}`, "shipped, by function", "compiled, by line"],
      parts.map(({ name, shipped, compiled }) => [
        name,
        grouped(shipped),
        compiled === undefined ? "" : grouped(compiled),
      ]),
    ),
    table(["the largest functions, shipped", "bytes"], largest(functions)),
    table(["the largest files, compiled", "bytes"], largest(files)),
  ];
}

/** This SDK's first loads among the other SDKs. */
async function rivalsTable(measured) {
  // They are installed for this alone.
  const { rivalRows } = await import("../../../bench/rivals.mjs");
  const ours = LOADS.filter((load) => load.goal && sizesOfLoad(load, measured)).map((load) => ({
    name: `vvchat-jssdk ${version}`,
    what: load.name,
    isOurs: true,
    ...sizesOfLoad(load, measured),
  }));
  const rows = [...(await rivalRows()), ...ours].toSorted(byBrotli).map(({ name, what, isOurs, ...sizes }) => {
    const row = [name, what, ...cells(sizes)];
    return isOurs ? row.map((cell) => `**${cell}**`) : row;
  });
  return table(["SDK", "what a page loads", ...COLUMNS], rows);
}

const measured = measure(dist);
const parts = [
  "**What a page downloads** before its first call goes out, what besides where no WebAssembly runs, and the budget, which is in bytes " +
    "after `brotli -11`:",
  loadsTable(measured),
  "**Each file:**",
  filesTable(measured),
];
if (values.everything) {
  parts.push(
    "**What is in the JavaScript:** bytes of the minified files, before compression, by the source that their source maps " +
      "name for them. Built files: `vvchat.js` is what wasm-bindgen writes, and in a script, the WebAssembly is a text.",
    sourcesTable(
      ["index.mjs", "vvchat_words.mjs", "vvchatjssdk.js", "vvchat_js.mjs"].filter((file) => measured.has(file)),
    ),
    "**What is in the WebAssembly,** in bytes before compression. By function, as it is shipped: a function that was put into another one " +
      "counts as a part of that one, which may be of another crate. And by line of the source, as it was compiled, before `wasm-opt` " +
      "makes it smaller: what was put into something else counts for its own source.",
    ...wasmTables("target/wasm/vvchat_bg.wasm"),
    "**Other SDKs**, at the versions of `bench/package-lock.json`: the minified file in their npm package. *Bundled*: there is none, " +
      "or a package can be taken apart, and it is what esbuild makes of it, minified, for browsers of 2019.",
    await rivalsTable(measured),
  );
}
const text = parts.join("\n\n");
console.log(text);
if (values.write) writeBetweenMarks("docs/size.md", "sizes", text);

if (values.check) {
  for (const excess of excesses(LOADS, measured)) {
    console.error(excess);
    process.exitCode = 1;
  }
}
