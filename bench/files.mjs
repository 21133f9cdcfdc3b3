/** The files that pages load, as they are and as servers compress them. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const projectRoot = new URL("../", import.meta.url);
const packages = new URL("node_modules/", import.meta.url);
const { devDependencies } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));

/** The version of a package, as it is pinned. */
export const versionOf = (name) => devDependencies[name];

/**
 * The address of an SDK's file on this machine.
 *
 * @param {import("./sdks/list.mjs").Sdk} sdk
 */
export function urlOf(sdk) {
  return sdk.file.root === undefined
    ? new URL(`${sdk.package}/${sdk.file.package}`, packages)
    : new URL(sdk.file.root, projectRoot);
}

/**
 * What an SDK is called, with its version and variant where it has them.
 *
 * @param {{ name: string, version?: string, package?: string, variant?: string }} sdk
 */
export function fullName({ name, version, package: from, variant }) {
  const known = version ?? versionOf(from);
  return `${name}${known === undefined ? "" : ` ${known}`}${variant === undefined ? "" : `, ${variant}`}`;
}

export const gzip = (content) => gzipSync(content, { level: 9 });

export function brotli(content) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  return brotliCompressSync(content, { params });
}

/** How many bytes a file has: as it is, and compressed. */
export const sizesOf = (content) => ({
  raw: content.length,
  gzip: gzip(content).length,
  brotli: brotli(content).length,
});

/** The sizes of several files together. */
export const sum = (sizes) => ({
  raw: sizes.reduce((total, { raw }) => total + raw, 0),
  gzip: sizes.reduce((total, { gzip }) => total + gzip, 0),
  brotli: sizes.reduce((total, { brotli }) => total + brotli, 0),
});

/** What a bundler makes of a module that a page would have: one minified script for browsers of 2019. */
export async function bundle(source) {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2019",
    platform: "browser",
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
    legalComments: "none",
    logLevel: "error",
    write: false,
  });
  return outputFiles[0].contents;
}
