// Bundles the entry points in npm/ into the files in dist/. The only argument is the version that Cargo.toml says.
import { readFileSync } from "node:fs";
import { bundler, name, version } from "./entry.mjs";
import { write } from "./write.mjs";

if (process.argv[2] !== version) {
  throw new Error(`Cargo.toml says version ${process.argv[2]}, package.json says ${version}`);
}

const built = {
  "#methods": "target/generated/methods.mjs",
  "#wording": "target/generated/wording.mjs",
  "#glue": "target/wasm/vvchat.js",
  "#wasm": "target/wasm/vvchat_bg.wasm",
};

// Old web views: no optional chaining, no object spread.
const bundle = bundler(name, built, { minify: true, target: "es2017" });

// What ES modules have of newer syntax: an engine that loads modules has it.
const supported = { "import-meta": true, "dynamic-import": true };

await Promise.all([
  bundle("index.mjs", "index.mjs", { format: "esm", external: ["./vvchat_bg.mjs"], supported }),
  bundle("bytes.mjs", "vvchat_bg.mjs", { format: "esm" }),
  bundle("script.mjs", "vvchatjssdk.js", { format: "iife" }),
  bundle("cjs.mjs", "index.cjs", { format: "cjs" }),
]);
write("dist/vvchat_bg.wasm", readFileSync(built["#wasm"]));
