/** What pages download of `dist/`, and how much that may be. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sizesOf, sum } from "../../../bench/files.mjs";
import { grouped } from "../../../bench/markdown.mjs";

/**
 * Files that a page downloads together.
 *
 * @typedef {object} Load
 * @property {string} name
 * @property {string[]} files
 * @property {number} most how many bytes `brotli -11` may leave of them
 * @property {number} [goal] how many bytes we would like it to be
 */

/** @type {Load[]} */
export const LOADS = [
  // Until the first call goes out. The words come later.
  { name: "ES module, first load", files: ["index.mjs"], most: 12_000, goal: 10_000 },
  { name: "script tag, first load", files: ["vvchatjssdk.js"], most: 15_000, goal: 13_000 },
  // On top of these, where an engine has no WebAssembly, or the page's policy forbids it.
  { name: "ES module, no WebAssembly", files: ["vvchat_js.mjs"], most: 16_000 },
  { name: "script tag, no WebAssembly", files: ["vvchat_js.js"], most: 16_000 },
];

/** What else pages or bundlers may take from `dist/`. */
const OTHERS = ["vvchat_words.mjs", "index.cjs"];

/** The sizes of all these files, by name. One that is not there has none. */
export function measure(folder) {
  const present = [...LOADS.flatMap(({ files }) => files), ...OTHERS].filter((file) => existsSync(join(folder, file)));
  return new Map(present.map((file) => [file, sizesOf(readFileSync(join(folder, file)))]));
}

/** The sizes of a load's files together; none if one is missing. */
export const sizesOfLoad = ({ files }, measured) =>
  files.every((file) => measured.has(file)) ? sum(files.map((file) => measured.get(file))) : undefined;

/**
 * What is wrong, as sentences.
 *
 * @param {Load[]} loads
 * @param {Map<string, { brotli: number }>} measured
 */
export function excesses(loads, measured) {
  return loads.flatMap((load) => {
    const sizes = sizesOfLoad(load, measured);
    if (sizes === undefined) {
      return [`${load.name}: there is no ${load.files.filter((file) => !measured.has(file)).join(", no ")}`];
    }
    if (sizes.brotli <= load.most) return [];
    return [`${load.name}: ${grouped(sizes.brotli)} bytes after brotli -11, ${grouped(load.most)} are allowed`];
  });
}
