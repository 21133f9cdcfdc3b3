// Bundles the server's half, npm/server, into the files dist/server*.
import { readFileSync } from "node:fs";
import { bundler, name } from "./entry.mjs";
import { write } from "./write.mjs";

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

// TypeScript goes by a file's name: the same declarations, for `import` and for `require`.
const declarations = readFileSync("npm/server.d.ts");
write("dist/server.d.mts", declarations);
write("dist/server.d.cts", declarations);
