// Bundles the server's half, npm/server, into the files dist/server*.
import { bundler, name } from "./entry.mjs";

const built = {
  "#server-glue": "target/wasm-server/server.mjs",
  "#server-wasm": "target/wasm-server/server_bg.wasm",
};

const bundle = bundler(`${name}/server`, built, { target: "node20" });

await Promise.all([
  bundle("server/index.mjs", "server.mjs", { format: "esm" }),
  bundle("server/index.mjs", "server.cjs", { format: "cjs" }),
  bundle("server/browser.mjs", "server-browser.mjs", { format: "esm" }),
]);
