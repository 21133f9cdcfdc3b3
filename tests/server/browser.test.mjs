// The server's half in a browser: app_key has no place there, so it refuses, however it got there.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as vite from "vite";
import webpack from "webpack";
import { launch, serve } from "../support/browser.mjs";
import { dist } from "../support/dist.mjs";

const refusal =
  "vvchat-jssdk/server does not run in a browser: it takes your app_key, which everybody could read there. " +
  "Use it on your server; for the page there is vvchat-jssdk.";
const root = fileURLToPath(new URL("../..", import.meta.url));
const source = `
  import { Client, fen, OpenApiError, sign, yuan } from "vvchat-jssdk/server";
  globalThis.loaded = [Client, fen, OpenApiError, sign, yuan];
`;
const html = (script) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>${script}</html>`;

let browser;
let folder;
let server;
before(async () => {
  // Below the project, so that the package's own name leads to it.
  await mkdir(`${root}target`, { recursive: true });
  folder = await mkdtemp(`${root}target/browser-`);
  await writeFile(join(folder, "main.mjs"), source);
  server = await serve({ "/": { dir: folder }, "/dist/": { dir: dist } });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Opens a page with this script, which must not load: its first error is the refusal. */
async function refuses(name, script) {
  await writeFile(join(folder, `${name}.html`), html(script));
  const page = await browser.newPage();
  const error = page.waitForEvent("pageerror");
  await page.goto(`${server.origin}/${name}.html`);
  assert.equal((await error).message, refusal);
  assert.equal(await page.evaluate(() => typeof globalThis.loaded), "undefined");
  await page.close();
}

const asModule = (file) => `<script type="module" src="${file}"></script>`;
const asScript = (file) => `<script src="${file}"></script>`;

for (const file of ["server.mjs", "server-browser.mjs"]) {
  test(`${file}, imported by a page as it is`, () =>
    refuses(file, `<script type="module" src="dist/${file}"></script>`));
}

test("server.mjs, imported by a worker as it is", async () => {
  await writeFile(join(folder, "worker.html"), html(""));
  const page = await browser.newPage();
  await page.goto(`${server.origin}/worker.html`);
  const message = await page.evaluate(
    () =>
      new Promise((resolve) => {
        new Worker("dist/server.mjs", { type: "module" }).onerror = (event) => resolve(event.message);
      }),
  );
  assert.equal(message, `Uncaught Error: ${refusal}`);
  await page.close();
});

test("server.cjs, as a script of a page", async () => {
  const wrapped = `(function (module, exports) {${await readFile(join(dist, "server.cjs"), "utf8")}})({ exports: {} }, {});`;
  await writeFile(join(folder, "commonjs.js"), wrapped);
  await refuses("commonjs", asScript("commonjs.js"));
});

for (const [name, options, tag] of [
  ["esbuild-module", { format: "esm" }, asModule],
  ["esbuild-script", { format: "iife", minify: true }, asScript],
  ["esbuild-for-node", { format: "iife", platform: "node" }, asScript],
]) {
  test(`bundled: ${name}`, async () => {
    const outfile = join(folder, `${name}.js`);
    await esbuild.build({
      entryPoints: [join(folder, "main.mjs")],
      outfile,
      bundle: true,
      logLevel: "silent",
      ...options,
    });
    const isReal = (await readFile(outfile, "utf8")).includes("WebAssembly");
    assert.equal(isReal, options.platform === "node", "a bundle for browsers has none of the server's half");
    await refuses(name, tag(`${name}.js`));
  });
}

test("bundled: Vite", async () => {
  const project = join(folder, "vite");
  await mkdir(project);
  await writeFile(join(project, "main.mjs"), source);
  await writeFile(join(project, "index.html"), html('<script type="module" src="./main.mjs"></script>'));
  await vite.build({
    root: project,
    base: "./",
    configFile: false,
    logLevel: "silent",
    build: { outDir: join(folder, "vite-built"), rollupOptions: { output: { entryFileNames: "main.js" } } },
  });
  await refuses("vite", asModule("vite-built/main.js"));
});

test("bundled: webpack", async () => {
  const compile = webpack({
    mode: "production",
    context: folder,
    entry: join(folder, "main.mjs"),
    output: { path: folder, filename: "webpack.js" },
  });
  await new Promise((resolve, reject) => {
    compile.run((error, stats) => {
      const failed = error ?? (stats.hasErrors() ? new Error(stats.toString()) : undefined);
      compile.close(() => (failed ? reject(failed) : resolve()));
    });
  });
  await refuses("webpack", asScript("webpack.js"));
});
