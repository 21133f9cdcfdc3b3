// Bundles the entry points in npm/ into the files in dist/. The only argument is the version that Cargo.toml says.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";
import { embed } from "./embed.mjs";
import { write } from "./write.mjs";

const { name, version, license } = JSON.parse(readFileSync("package.json", "utf8"));
if (process.argv[2] !== version) {
  throw new Error(`Cargo.toml says version ${process.argv[2]}, package.json says ${version}`);
}

// What the entry points import of what was built before. "#wasm" is a function that returns the bytes, for the files that have to
// carry them.
const built = {
  "#methods": "target/generated/methods.mjs",
  "#wording": "target/generated/wording.mjs",
  "#glue": "target/wasm/vvchat.js",
  "#wasm": "target/wasm/vvchat_bg.wasm",
};

const importBuilt = {
  name: "built",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^#/ }, ({ path }) => (built[path] ? { path: resolve(built[path]) } : undefined));
    onLoad({ filter: /\.wasm$/ }, ({ path }) => ({ contents: embed(readFileSync(path)), loader: "js" }));
  },
};

async function bundle(entry, file, options) {
  const { outputFiles } = await build({
    entryPoints: [`npm/${entry}`],
    bundle: true,
    write: false,
    minify: true,
    legalComments: "none",
    platform: "neutral",
    // Old web views: no optional chaining, no object spread.
    target: "es2017",
    define: { __VERSION__: JSON.stringify(version) },
    banner: { js: `/*! ${name} ${version} | ${license} */` },
    plugins: [importBuilt],
    ...options,
  });
  write(`dist/${file}`, outputFiles[0].contents);
}

// What ES modules have of newer syntax: an engine that loads modules has it.
const supported = { "import-meta": true, "dynamic-import": true };

await Promise.all([
  bundle("index.mjs", "index.mjs", { format: "esm", external: ["./vvchat_bg.mjs"], supported }),
  bundle("bytes.mjs", "vvchat_bg.mjs", { format: "esm" }),
  bundle("script.mjs", "vvchatjssdk.js", { format: "iife" }),
  bundle("cjs.mjs", "index.cjs", { format: "cjs" }),
]);
write("dist/vvchat_bg.wasm", readFileSync(built["#wasm"]));
