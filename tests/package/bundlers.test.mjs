// A merchant's page that is made by a bundler.
import assert from "node:assert/strict";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import * as esbuild from "esbuild";
import * as vite from "vite";
import webpack from "webpack";
import { results } from "../support/golden.mjs";
import { install } from "./project.mjs";
import { openShop } from "./shop.mjs";

/** The merchant's own code: what happens is for the test to read. */
const uses = `
  window.answer = vvchat.pay({ app_id: "test", imprest_code: "P1" });
  window.sdk = { vvchat, VvchatError };
`;
const modern = `import vvchat, { VvchatError } from "vvchat-jssdk";${uses}`;
const commonjs = `const { vvchat, VvchatError } = require("vvchat-jssdk");${uses}`;
const scriptTag = `import "vvchat-jssdk/vvchatjssdk.js";${uses}`;

const html = (script) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Tea shop</title>${script}</html>`;

let project;
let shop;
before(async () => {
  project = await install();
  shop = await openShop(project.folder, {});
});
after(async () => {
  await shop?.close();
  await project?.close();
});

/** The page there calls and is answered; and where there is no WebAssembly, by the engine as JavaScript, which is along. */
async function works(path) {
  await worksAs({ name: "wasm", why: "WebAssembly runs here" }, path);
  await worksAs({ name: "js", why: "WebAssembly is not defined" }, path, () => delete window.WebAssembly);
}

async function worksAs(expected, path, before) {
  const run = async (page) => {
    await page.waitForFunction(() => window.answer);
    assert.deepEqual(await page.evaluate(() => window.answer), results["vvchat.pay"]);
    const { engine, error } = await page.evaluate(async () => {
      const { vvchat, VvchatError } = window.sdk;
      const error = await vvchat.call("tea").catch((thrown) => thrown);
      return { error: error instanceof VvchatError && error.reason, ...(await vvchat.diagnose()) };
    });
    assert.equal(error, "unknown_method");
    assert.deepEqual(engine, expected);
  };
  await shop.visit(path, run, before);
}

/** Bundles with esbuild into a folder of that name, without a warning, and opens a page with the result. */
async function bundledByEsbuild(name, source, options) {
  const entry = await project.write(`${name}/main.mjs`, source);
  const { warnings } = await esbuild.build({
    entryPoints: [entry],
    outdir: join(project.folder, name, "out"),
    bundle: true,
    logLevel: "silent",
    ...options,
  });
  assert.deepEqual(warnings, []);
  const tag = options.format === "esm" ? '<script type="module" src="out/main.js">' : '<script src="out/main.js">';
  await project.write(`${name}/index.html`, html(`${tag}</script>`));
  // The script tag's file looks for the engine beside the script that it became a part of.
  if (source === scriptTag)
    await copyFile(join(project.package, "dist/vvchat_js.js"), join(project.folder, name, "out/vvchat_js.js"));
  await works(`/${name}/`);
}

test("esbuild: one module", () => bundledByEsbuild("esbuild-module", modern, { format: "esm" }));

test("esbuild: modules that are split", () =>
  bundledByEsbuild("esbuild-split", modern, { format: "esm", splitting: true }));

test("esbuild: one script, minified", () =>
  bundledByEsbuild("esbuild-script", modern, { format: "iife", minify: true }));

test("esbuild: CommonJS", () => bundledByEsbuild("esbuild-commonjs", commonjs, { format: "iife" }));

test("esbuild: the script tag's file, which defines the global", () =>
  bundledByEsbuild("esbuild-global", scriptTag, { format: "iife" }));

test("esbuild: a page that imports the SDK and never uses it gets nothing of it", async () => {
  const entry = await project.write("unused/main.mjs", 'import vvchat from "vvchat-jssdk";');
  const { outputFiles } = await esbuild.build({ entryPoints: [entry], bundle: true, format: "esm", write: false });
  assert.deepEqual(
    outputFiles.map(({ text }) => text),
    [""],
  );
});

test("webpack: one script, and what it loads when it is needed", async () => {
  const entry = await project.write("webpack/main.mjs", modern);
  const compile = webpack({
    mode: "production",
    context: project.folder,
    entry,
    output: { path: join(project.folder, "webpack", "out") },
  });
  const stats = await new Promise((resolve, reject) => {
    compile.run((error, result) => compile.close(() => (error ? reject(error) : resolve(result))));
  });
  const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
  assert.deepEqual([errors, warnings], [[], []]);
  await project.write("webpack/index.html", html('<script src="out/main.js"></script>'));
  await works("/webpack/");
});

/** A page of Vite's, which is told to look at nothing but that. */
async function vitePage(name) {
  await project.write(`${name}/main.mjs`, modern);
  await project.write(`${name}/index.html`, html('<script type="module" src="./main.mjs"></script>'));
  return { configFile: false, logLevel: "silent", optimizeDeps: { entries: [`${name}/index.html`] } };
}

test("Vite: what is built for production", async () => {
  const config = await vitePage("vite-built");
  await vite.build({ ...config, root: join(project.folder, "vite-built"), base: "./" });
  await works("/vite-built/dist/");
});

test("Vite: the server for development, which moves modules about", async () => {
  const config = await vitePage("vite-served");
  const server = await vite.createServer({ ...config, root: project.folder, server: { host: "127.0.0.1", port: 0 } });
  try {
    await server.listen();
    await works(new URL("vite-served/", server.resolvedUrls.local[0]).href);
  } finally {
    await server.close();
  }
});
