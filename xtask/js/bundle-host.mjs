// Bundles the embedder's half, npm/host, into the files dist/host*.
import { bundler, name } from "./entry.mjs";

const built = {
  "#host-glue": "target/wasm-host/host.mjs",
  "#host-wasm": "target/wasm-host/host_bg.wasm",
};

const bundle = bundler(`${name}/host`, built, { target: "es2022" });

await Promise.all([
  bundle("host/index.mjs", "host.mjs", { format: "esm" }),
  bundle("host/index.mjs", "host.cjs", { format: "cjs" }),
]);
