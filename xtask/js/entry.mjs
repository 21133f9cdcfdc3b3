// Bundling one entry point of npm/ into one file of dist/.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";
import { minify } from "terser";
import { embed } from "./embed.mjs";
import { write } from "./write.mjs";

export const { name, version, license } = JSON.parse(readFileSync("package.json", "utf8"));

/** What xtask writes for the page's half, by the name under which it is imported. */
export const generated = {
  "#methods": "target/generated/methods.mjs",
  "#numbers": "target/generated/numbers.mjs",
  "#reasons": "target/generated/reasons.mjs",
  "#wording": "target/generated/wording.mjs",
};

/** For old web views: no optional chaining, no object spread. */
export const OLD_ENGINES = { target: "es2017" };

/**
 * Has engines that know of it (Chromium, since 136) compile all of a file's functions while it comes in, on another thread, instead of
 * each when it is called for the first time. Almost all of them are.
 */
const EAGERLY = "//# allFunctionsCalledOnLoad";

/** Where the map of a minified file is, which says what of it came from which source. */
export const mapOf = (file) => `target/maps/${file}.map`;

/**
 * A function `(entry, file, options)` that bundles `npm/ENTRY` into `dist/FILE`. `built` has the files that entry points import by a
 * name with a `#`, since they were built before: one that ends in `.wasm` is a function that returns its bytes, for the files
 * that have to carry them. `title` stands at the head of the file, `common` and `options` are esbuild's. `isEager`: the
 * file is on a page's way to its first result.
 */
export function bundler(title, built, common, minification = undefined) {
  const importBuilt = {
    name: "built",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^#/ }, ({ path }) => (built[path] ? { path: resolve(built[path]) } : undefined));
      onLoad({ filter: /\.wasm$/ }, ({ path }) => ({ contents: embed(readFileSync(path)), loader: "js" }));
    },
  };
  // The same short name of a property for the same long one in each file, for they use each other.
  let names;
  return async (entry, file, { isEager, ...options }) => {
    const path = file.includes("/") ? file : `dist/${file}`;
    const { outputFiles } = await build({
      entryPoints: [`npm/${entry}`],
      outfile: path,
      bundle: true,
      write: false,
      sourcemap: minification && "external",
      legalComments: "none",
      platform: "neutral",
      define: { __VERSION__: JSON.stringify(version) },
      banner: { js: `/*! ${title} ${version} | ${license} */` },
      plugins: [importBuilt],
      ...common,
      ...options,
    });
    const { text } = outputFiles.at(-1);
    if (minification === undefined) return write(path, text);
    const isModule = options.format === "esm";
    const format = {
      module: isModule,
      toplevel: options.format !== "iife",
      format: { ascii_only: options.charset === "ascii", preamble: isEager && EAGERLY },
    };
    const nameCache = { props: names };
    const sourceMap = { content: outputFiles[0].text };
    const { code, map } = await minify(text, { ...minification, ...format, nameCache, sourceMap });
    names = nameCache.props;
    write(path, code);
    write(mapOf(file), map);
  };
}
