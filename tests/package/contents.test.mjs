// What is in the package, and how TypeScript sees it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { install } from "./project.mjs";

const tsc = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

let project;
before(async () => {
  project = await install();
});
after(() => project?.close());

test("it has these files, and no others", async () => {
  assert.deepEqual(await project.files(), [
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "README.zh-CN.md",
    "dist/conformance.html",
    "dist/host.cjs",
    "dist/host.d.cts",
    "dist/host.d.mts",
    "dist/host.mjs",
    "dist/index.cjs",
    "dist/index.d.cts",
    "dist/index.d.mts",
    "dist/index.mjs",
    "dist/server-browser.mjs",
    "dist/server.cjs",
    "dist/server.d.cts",
    "dist/server.d.mts",
    "dist/server.mjs",
    "dist/vvchat_js.js",
    "dist/vvchat_js.mjs",
    "dist/vvchat_words.mjs",
    "dist/vvchatjssdk.d.ts",
    "dist/vvchatjssdk.js",
    "package.json",
  ]);
});

test("these paths can be asked for, and no others", async () => {
  const found = await project.node(
    "paths.mjs",
    `import { createRequire } from "node:module";
    const { resolve } = createRequire(import.meta.url);
    const paths = ["", "/server", "/host", "/vvchatjssdk.js", "/vvchat_js.js", "/package.json", "/dist/index.mjs", "/vvchat_js.mjs"];
    const start = new URL("node_modules/vvchat-jssdk/", import.meta.url).pathname;
    const shown = (path) => path.replace("file://", "").replace(start, "");
    const attempt = (find, path) => {
      try {
        return shown(find("vvchat-jssdk" + path));
      } catch (error) {
        return error.code;
      }
    };
    const both = (path) => [attempt((name) => import.meta.resolve(name), path), attempt(resolve, path)];
    console.log(JSON.stringify(Object.fromEntries(paths.map((path) => [path, both(path)]))));`,
  );
  const hidden = "ERR_PACKAGE_PATH_NOT_EXPORTED";
  assert.deepEqual(found, {
    "": ["dist/index.mjs", "dist/index.cjs"],
    "/server": ["dist/server.mjs", "dist/server.cjs"],
    "/host": ["dist/host.mjs", "dist/host.cjs"],
    "/vvchatjssdk.js": ["dist/vvchatjssdk.js", "dist/vvchatjssdk.js"],
    "/vvchat_js.js": ["dist/vvchat_js.js", "dist/vvchat_js.js"],
    "/package.json": ["package.json", "package.json"],
    "/dist/index.mjs": [hidden, hidden],
    "/vvchat_js.mjs": [hidden, hidden],
  });
});

/** A module of the merchant's. The wrong line shows that types were found at all: without any, everything compiles. */
const module = `
  import vvchat, { VvchatError, type PayResult } from "vvchat-jssdk";
  export const paid: Promise<PayResult> = vvchat.pay({ app_id: "test", imprest_code: "P1" });
  export const isOurs = (error: unknown) => error instanceof VvchatError && error.reason === "no_host";
  // @ts-expect-error
  vvchat.pay({ app_id: "test", imprest_code: 7 });
`;

/** A module of the merchant's server. */
const server = `
  import { Client, fen, OpenApiError, type Order } from "vvchat-jssdk/server";
  const client = new Client({ app_id: "test", app_key: "123456", baseUrl: "https://open.example" });
  export const order: Promise<Order> = client.queryOrder({ out_trade_no: "A1" });
  export const price: bigint = fen("12.80");
  export const isOurs = (error: unknown) => error instanceof OpenApiError && error.reason === "refused";
  // @ts-expect-error
  client.queryOrder({ out_trade_no: 7 });
`;

/** A module of an app's. */
const host = `
  import { createHost, Refusal, type Host } from "vvchat-jssdk/host";
  const info = { name: "Tea house", version: "1.0" };
  export const made: Promise<Host> = createHost({ origins: ["https://shop.example"], info, methods: {} });
  export const isOurs = (error: unknown) => error instanceof Refusal && error.code === 400;
  // @ts-expect-error
  createHost({ origins: "https://shop.example", info, methods: {} });
`;

/** A script of the merchant's, for a page with a script tag. */
const script = `
  /// <reference types="vvchat-jssdk/vvchatjssdk.js" />
  vvchat.call("pay", { app_id: "test", imprest_code: "P1" }, (result) => result.trade_no.trim());
  window.vvchat.onError((error: VvchatError) => error.err_msg.trim());
  // @ts-expect-error
  vvchat.pay({ app_id: "test", imprest_code: 7 });
`;

/** How merchants set TypeScript up: what came before `nodenext` is pickier about what a declaration may import. */
const setups = {
  nodenext: { module: "nodenext", moduleResolution: "nodenext" },
  node16: { module: "node16", moduleResolution: "node16" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
};

for (const [name, settings] of Object.entries(setups)) {
  test(`its types are found, and right: ${name}`, async () => {
    const lib = ["es2020", "dom"];
    const compilerOptions = { ...settings, target: "es2020", lib, types: [], strict: true, noEmit: true };
    await project.write(`${name}/tsconfig.json`, JSON.stringify({ compilerOptions, include: ["."] }));
    await project.write(`${name}/module.mts`, module);
    await project.write(`${name}/commonjs.cts`, module);
    await project.write(`${name}/server.mts`, server);
    await project.write(`${name}/server.cts`, server);
    await project.write(`${name}/host.mts`, host);
    await project.write(`${name}/host.cts`, host);
    await project.write(`${name}/script.ts`, script);
    const compiled = project.runIn(project.folder, process.execPath, tsc, "-p", name);
    const { stdout } = await compiled.catch((error) => error);
    assert.equal(stdout, "");
  });
}
