/** Which part of a shipped file comes from where. All in bytes before compression: compressors find what parts have in common. */
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { decodedMappings, TraceMap } from "@jridgewell/trace-mapping";

/** Where to `xtask/src/wasm_contents.rs` writes what it has found. */
const WASM_CONTENTS = "target/wasm/contents.json";

/** What no source can be found for: the comment at the head, and what holds the sources together. */
export const NO_SOURCE = "none";

/**
 * How many bytes of a minified file come from which source, by the file's source map: a byte is from where the name, number, text or
 * statement is from which it belongs to, or which it follows.
 *
 * @param {string} code
 * @param {import("@jridgewell/trace-mapping").SourceMapInput} map
 * @returns {Map<string, number>} by path, relative to the project
 */
export function bytesBySource(code, map) {
  const trace = new TraceMap(map);
  const mappings = decodedMappings(trace);
  const bytes = new Map();
  const count = (source, text) => bytes.set(source, (bytes.get(source) ?? 0) + Buffer.byteLength(text));
  // A map is relative to the file that it is of, which is in a folder of the project.
  const pathOf = (source) => (source === undefined ? NO_SOURCE : posix.join("dist", trace.sources[source]));
  const lines = code.split("\n");
  for (const [number, line] of lines.entries()) {
    const segments = mappings[number] ?? [];
    count(NO_SOURCE, line.slice(0, segments[0]?.[0]) + (number === lines.length - 1 ? "" : "\n"));
    for (const [index, [column, source]] of segments.entries()) {
      count(pathOf(source), line.slice(column, segments[index + 1]?.[0]));
    }
  }
  return bytes;
}

/**
 * What is in the WebAssembly.
 *
 * @param {number} size of the whole module
 * @returns {{ parts: Part[], functions: Sized[], files: Sized[] }} crates and what else there is; every function; and every file of this
 * project's. Always the largest first
 *
 * @typedef {{ name: string, bytes: number }} Sized
 * @typedef {{ name: string, shipped: number, compiled?: number }} Part
 * `shipped`: of what is shipped, by functions. `compiled`: of what was compiled, before `wasm-opt`, by the lines of the source
 */
export function wasmContents(size) {
  const { functions, sources, data } = JSON.parse(readFileSync(WASM_CONTENTS, "utf8"));
  const sum = (counted) => counted.reduce((total, { bytes }) => total + bytes, 0);
  const crates = [...new Set([...functions, ...sources].map((counted) => counted.crate))].map((crate) => {
    const [shipped, compiled] = [functions, sources].map((all) =>
      sum(all.filter((counted) => counted.crate === crate)),
    );
    return { name: crate, shipped, compiled };
  });
  const parts = [
    ...crates,
    { name: "texts and tables", shipped: data },
    { name: "types, imports, exports, lengths of functions", shipped: size - sum(functions) - data },
  ];
  const bySize = (a, b) => b.bytes - a.bytes;
  const files = sources.flatMap(({ file, bytes }) => (file === null ? [] : [{ name: file, bytes }]));
  return {
    parts: parts.toSorted((a, b) => b.shipped - a.shipped),
    functions: functions.toSorted(bySize),
    files: files.toSorted(bySize),
  };
}
