/**
 * The SDK's JavaScript as it stands in `npm/`, file by file.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The version that the golden messages name. */
const __VERSION__ = JSON.stringify("0.1.0");

const generated = {
  name: "generated",
  setup({ onResolve }) {
    onResolve({ filter: /^#/ }, ({ path }) => ({ path: join(root, "target/generated", `${path.slice(1)}.mjs`) }));
  },
};

/** What `npm/FILE` exports. What it imports is bundled with it, for only a bundler finds what is generated. */
export async function load(file) {
  const { outputFiles } = await build({
    entryPoints: [join(root, "npm", file)],
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    define: { __VERSION__ },
    plugins: [generated],
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

/** What a generated file exports: `loadGenerated("numbers")`. */
export const loadGenerated = (name) => import(new URL(`../../target/generated/${name}.mjs`, import.meta.url));
