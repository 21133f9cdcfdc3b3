/**
 * The seventh promise, on a server: importing the SDK does nothing, and calling it there says that there is no host.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { dist } from "../support/dist.mjs";

const timeout = 30_000;

/** Runs a script in a Node of its own, and returns what it printed, as JSON. It must end by itself, and say nothing else. */
async function runInNode(script, ...flags) {
  const args = [...flags, "--input-type=module", "--eval", script];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { timeout });
  assert.equal(stderr.replace("Warning: disabling flag --expose_wasm due to conflicting flags\n", ""), "");
  return JSON.parse(stdout);
}

const ENTRIES = {
  "ES module": `await import(${JSON.stringify(pathToFileURL(`${dist}/index.mjs`))})`,
  CommonJS: `(await import("node:module")).createRequire("/")(${JSON.stringify(`${dist}/index.cjs`)})`,
};

for (const [name, entry] of Object.entries(ENTRIES)) {
  test(`7 at import nothing happens: ${name} in Node`, { timeout }, async () => {
    const found = await runInNode(`
      const touched = [];
      const traps = Object.fromEntries(["fetch", "setTimeout", "setInterval", "queueMicrotask"].map((name) => [name, globalThis[name]]));
      for (const name of Object.keys(traps)) globalThis[name] = (...args) => { touched.push(name); return traps[name](...args); };
      for (const name of ["compile", "instantiate", "compileStreaming"]) {
        WebAssembly[name] = () => { touched.push(name); throw new Error(name); };
      }
      for (const name of ["window", "document", "location", "navigator"]) {
        Object.defineProperty(globalThis, name, { configurable: true, get() { touched.push(name); } });
      }
      const before = Object.getOwnPropertyNames(globalThis);
      const sdk = ${entry};
      const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name));
      const isOneOfIts = new sdk.VvchatError({ err_msg: "x" }) instanceof sdk.VvchatError;
      console.log(JSON.stringify({
        touched, added, isOneOfIts, keys: Object.keys(sdk).sort(), isDefault: sdk.default === sdk.vvchat,
        resources: process.getActiveResourcesInfo().filter((name) => name.includes("Timeout")),
      }));
    `);
    assert.deepEqual(found, {
      touched: [],
      added: [],
      isOneOfIts: true,
      keys: ["VvchatError", "default", "vvchat"],
      isDefault: true,
      resources: [],
    });
  });

  test(`2 no_host: where there is no page at all, ${name} in Node`, { timeout }, async () => {
    const found = await runInNode(`
      const { vvchat, VvchatError } = ${entry};
      vvchat.config({ hostTimeout: 20, lang: "en" });
      const fails = (promise) => promise.then(() => "fulfilled", (error) => ({ isOne: error instanceof VvchatError, ...error }));
      const pay = await fails(vvchat.pay({ app_id: "a", imprest_code: "P" }));
      const invalid = await fails(vvchat.pay({ app_id: "a" }));
      const { engine, pending } = await vvchat.diagnose();
      console.log(JSON.stringify({ pay, invalid: invalid.err_msg, is: await vvchat.isInVVChat(), engine: engine.name, pending }));
    `);
    const { pay, ...others } = found;
    assert.deepEqual([pay.isOne, pay.reason, pay.outcome, pay.err_code], [true, "no_host", "none", 503]);
    assert.match(pay.err_msg, /^pay: no VVChat host was found\. Tried: webview_javascript_bridge \(not there\); /);
    assert.deepEqual(others, {
      invalid: "pay: imprest_code must be a string that is not blank, but it is missing",
      is: false,
      engine: "wasm",
      pending: 0,
    });
  });

  for (const [kind, ...flags] of [["wasm"], ["js", "--jitless"]])
    test(`a custom bridge works without a page, ${name} in Node, ${kind}`, { timeout }, async () => {
      const found = await runInNode(
        `
      const { vvchat } = ${entry};
      const result = { trade_no: "201712023384923834" };
      vvchat.use({
        name: "stub",
        send: (text) => Promise.resolve({ jsonrpc: "2.0", id: JSON.parse(text).id, result }),
        subscribe() {},
      });
      const paid = await vvchat.pay({ app_id: "a", imprest_code: "P" });
      console.log(JSON.stringify({ paid, engine: (await vvchat.diagnose()).engine.name }));
    `,
        ...flags,
      );
      assert.deepEqual(found, { paid: { trade_no: "201712023384923834" }, engine: kind });
    });
}
