// The embedder's half of the package, in an app's project: imported, required, bundled, and as it is in a page.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import * as esbuild from "esbuild";
import * as vite from "vite";
import webpack from "webpack";
import { golden } from "../support/golden-texts.mjs";
import { install } from "./project.mjs";
import { openShop } from "./shop.mjs";

/** An app that answers one request, and notes the answer. */
const uses = `
  const host = createHost({
    origins: ["https://shop.example"],
    info: { name: "Tea house", version: "1.0" },
    methods: {
      pay() {
        throw Refusal.cancelled();
      },
    },
  });
  const answer = host.then((host) => host.page().receive(${JSON.stringify(golden["pay.request"])}, "https://shop.example"));
`;
const modern = `import { createHost, Refusal } from "vvchat-jssdk/host"; ${uses}`;
const commonjs = `const { createHost, Refusal } = require("vvchat-jssdk/host"); ${uses}`;
const inPage = "window.answer = answer;";

const html = (script) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>App</title>${script}</html>`;

let project;
let app;
before(async () => {
  project = await install();
  app = await openShop(project.folder, {});
});
after(async () => {
  await app?.close();
  await project?.close();
});

/** The page there has answered. */
async function works(path) {
  await app.visit(path, async (page) => {
    await page.waitForFunction(() => window.answer);
    assert.equal(await page.evaluate(() => window.answer), golden["pay.error"]);
  });
}

for (const [way, name, source] of [
  ["import", "host.mjs", modern],
  ["require", "host.cjs", commonjs],
]) {
  test(`Node, ${way}: nothing happens before a host is made, and the process ends by itself`, async () => {
    const script = `
      const compile = WebAssembly.compile;
      const compiled = [];
      // Node has modules of its own, which are small.
      const ours = () => compiled.filter((size) => size > 100_000).length;
      WebAssembly.compile = (...args) => (compiled.push(args[0].length), compile(...args));
      ${source.replace("const host = createHost(", "const before = ours(); const host = createHost(")}
      answer.then((answer) => console.log(JSON.stringify({ before, after: ours(), answer })));
    `;
    const found = await project.node(name, script);
    assert.deepEqual(found, { before: 0, after: 1, answer: golden["pay.error"] });
  });
}

test("esbuild", async () => {
  for (const [name, source, format] of [
    ["host-esbuild-module", modern, "esm"],
    ["host-esbuild-commonjs", commonjs, "iife"],
  ]) {
    const entry = await project.write(`${name}/main.mjs`, source + inPage);
    const outdir = join(project.folder, name, "out");
    const { warnings } = await esbuild.build({
      entryPoints: [entry],
      outdir,
      bundle: true,
      format,
      logLevel: "silent",
    });
    assert.deepEqual(warnings, []);
    await project.write(`${name}/index.html`, html('<script type="module" src="out/main.js"></script>'));
    await works(`/${name}/`);
  }
});

test("webpack", async () => {
  const entry = await project.write("host-webpack/main.mjs", modern + inPage);
  const compile = webpack({
    mode: "production",
    context: project.folder,
    entry,
    output: { path: join(project.folder, "host-webpack", "out") },
    // An app weighs what it weighs.
    performance: false,
  });
  const stats = await new Promise((resolve, reject) => {
    compile.run((error, result) => compile.close(() => (error ? reject(error) : resolve(result))));
  });
  const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
  assert.deepEqual([errors, warnings], [[], []]);
  await project.write("host-webpack/index.html", html('<script src="out/main.js"></script>'));
  await works("/host-webpack/");
});

test("Vite", async () => {
  await project.write("host-vite/main.mjs", modern + inPage);
  await project.write("host-vite/index.html", html('<script type="module" src="./main.mjs"></script>'));
  const config = { configFile: false, logLevel: "silent", base: "./" };
  await vite.build({ ...config, root: join(project.folder, "host-vite") });
  await works("/host-vite/dist/");
});

test("a page without a bundler", async () => {
  const source = modern.replace("vvchat-jssdk/host", "/node_modules/vvchat-jssdk/dist/host.mjs");
  await project.write("host-script/index.html", html(`<script type="module">${source}${inPage}</script>`));
  await works("/host-script/");
});
