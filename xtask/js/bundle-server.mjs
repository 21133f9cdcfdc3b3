// Bundles the server's half, npm/server, into the files dist/server*.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";
import { embed } from "./embed.mjs";
import { write } from "./write.mjs";

const { name, version, license } = JSON.parse(readFileSync("package.json", "utf8"));

const built = {
  "#server-glue": "target/wasm-server/server.mjs",
  "#server-wasm": "target/wasm-server/server_bg.wasm",
};

const importBuilt = {
  name: "built",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^#/ }, ({ path }) => (built[path] ? { path: resolve(built[path]) } : undefined));
    onLoad({ filter: /\.wasm$/ }, ({ path }) => ({ contents: embed(readFileSync(path)), loader: "js" }));
  },
};

async function bundle(entry, file, format) {
  const { outputFiles } = await build({
    entryPoints: [`npm/server/${entry}`],
    bundle: true,
    write: false,
    format,
    legalComments: "none",
    // Neither Node's modules nor its globals: Deno and Bun have the rest, too.
    platform: "neutral",
    target: "node20",
    define: { __VERSION__: JSON.stringify(version) },
    banner: { js: `/*! ${name}/server ${version} | ${license} */` },
    plugins: [importBuilt],
  });
  write(`dist/${file}`, outputFiles[0].contents);
}

await Promise.all([
  bundle("index.mjs", "server.mjs", "esm"),
  bundle("index.mjs", "server.cjs", "cjs"),
  bundle("browser.mjs", "server-browser.mjs", "esm"),
]);

// TypeScript goes by a file's name: the same declarations, for `import` and for `require`.
const declarations = readFileSync("npm/server.d.ts");
write("dist/server.d.mts", declarations);
write("dist/server.d.cts", declarations);
