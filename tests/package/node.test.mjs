// The package in Node: where pages are rendered, tested and bundled.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { install } from "./project.mjs";

let project;
before(async () => {
  project = await install();
});
after(() => project?.close());

/** Both ways to get the package. */
const ways = {
  import: { file: "script.mjs", load: 'await import("vvchat-jssdk")' },
  require: { file: "script.cjs", load: 'require("vvchat-jssdk")' },
};

/** What fails with `no_host` says where there is no page at all. */
const nowhere =
  "no VVChat host was found. Tried: webview_javascript_bridge (not there); injected (not there); " +
  "message_handler (not there); post_message (the page is not in a frame)";

for (const [way, { file, load }] of Object.entries(ways)) {
  /** Runs a script with `sdk` in it, and returns what its `result` is. */
  const run = (name, script) =>
    project.node(
      `${name}-${file}`,
      `(async () => { ${script}
        console.log(JSON.stringify(result));
      })();`,
    );

  test(`${way}: nothing happens`, async () => {
    const found = await run(
      "nothing",
      `// Whatever reaches for the world is written down, and so is whatever looks for a page.
      const touched = [];
      const spy = (object, name) => {
        const original = object[name];
        object[name] = function (...args) {
          touched.push(name);
          return original.apply(this, args);
        };
      };
      for (const name of ["fetch", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"]) spy(globalThis, name);
      for (const name of ["compile", "instantiate", "compileStreaming", "instantiateStreaming", "Module", "Instance", "Memory"]) {
        spy(WebAssembly, name);
      }
      for (const name of ["window", "document", "location", "navigator", "parent", "webkit", "addEventListener"]) {
        Object.defineProperty(globalThis, name, { configurable: true, get: () => void touched.push(name) });
      }
      const state = () => ({
        globals: Reflect.ownKeys(globalThis).map(String).sort(),
        resources: process.getActiveResourcesInfo().sort(),
        listeners: process.eventNames().map(String).sort(),
      });
      // Importing has its own handles, which are gone in the next turn.
      const turn = () => new Promise((resolve) => process.nextTick(resolve));
      await turn();
      const before = state();
      const sdk = ${load};
      await turn();
      const after = state();
      const result = { touched, before, after, exports: Object.keys(sdk).sort(), same: sdk.default === sdk.vvchat };`,
    );
    assert.deepEqual(found.touched, []);
    assert.deepEqual(found.after, found.before);
    assert.deepEqual(found.exports, ["VvchatError", "default", "vvchat"]);
    assert.equal(found.same, true);
  });

  test(`${way}: a call says that there is no host, and the process ends by itself`, async () => {
    // pay has the longest deadline: a timer that is left over would keep the process for ten minutes.
    const found = await run(
      "no-host",
      `const { vvchat, VvchatError } = ${load};
      vvchat.config({ hostTimeout: 1, lang: "en" });
      const heard = [];
      const error = await vvchat
        .call("pay", { app_id: "test", imprest_code: "P1" }, null, (error) => heard.push(error), (error) => heard.push(error))
        .catch((error) => error);
      const result = {
        error,
        isOurs: error instanceof VvchatError && error instanceof Error,
        message: error.message,
        isHeard: heard.length === 2 && heard.every((one) => one === error),
        isInVVChat: await vvchat.isInVVChat(),
        canPay: await vvchat.canIUse("pay"),
        timers: process.getActiveResourcesInfo().filter((name) => name === "Timeout"),
        diagnosis: await vvchat.diagnose(),
      };`,
    );
    const err_msg = `pay: ${nowhere}`;
    const { request_id: _, ...error } = found.error;
    assert.deepEqual(error, {
      name: "VvchatError",
      err_code: 503,
      err_msg,
      reason: "no_host",
      method: "pay",
      field: null,
      retryable: true,
      outcome: "none",
    });
    assert.equal(found.message, err_msg);
    assert.deepEqual([found.isOurs, found.isHeard, found.isInVVChat, found.canPay], [true, true, false, false]);
    assert.deepEqual(found.timers, []);
    const { engine: running, pending, bridge, host } = found.diagnosis;
    assert.equal(running.name, "wasm");
    assert.deepEqual({ pending, bridge, host }, { pending: 0, bridge: null, host: null });
  });

  test(`${way}: the version is that of the package`, async () => {
    const found = await run(
      "version",
      `const { vvchat } = ${load};
      const result = [vvchat.version, (await vvchat.diagnose()).version];`,
    );
    const { version } = JSON.parse(await readFile(`${project.package}/package.json`, "utf8"));
    assert.deepEqual(found, [version, version]);
  });
}

test("both in one process: two copies, which know each other's errors", async () => {
  const found = await project.node(
    "both.mjs",
    `import { createRequire } from "node:module";
    import * as one from "vvchat-jssdk";
    const other = createRequire(import.meta.url)("vvchat-jssdk");
    const copies = [one, other];
    const bridge = (result) => ({
      name: "stub",
      send: (text) => ({ jsonrpc: "2.0", id: JSON.parse(text).id, result }),
      subscribe() {},
    });
    // A bridge is plugged into one copy, and serves no other.
    await Promise.all(copies.map(({ vvchat }, index) => vvchat.use(bridge({ trade_no: "paid by " + index }))));
    const pay = ({ vvchat }) => vvchat.pay({ app_id: "test", imprest_code: "P1" });
    const paid = await Promise.all(copies.map(pay));
    const errors = await Promise.all(copies.map(({ vvchat }) => vvchat.pay({}).catch((error) => error)));
    const strangers = [new Error("VvchatError"), { name: "VvchatError" }, null, "VvchatError"];
    console.log(JSON.stringify({
      areTwo: one.vvchat !== other.vvchat && one.VvchatError !== other.VvchatError,
      paid,
      known: errors.map((error) => copies.map(({ VvchatError }) => error instanceof VvchatError)),
      strangers: strangers.map((value) => copies.map(({ VvchatError }) => value instanceof VvchatError)),
    }));`,
  );
  assert.deepEqual(found, {
    areTwo: true,
    paid: [{ trade_no: "paid by 0" }, { trade_no: "paid by 1" }],
    known: [
      [true, true],
      [true, true],
    ],
    strangers: [
      [false, false],
      [false, false],
      [false, false],
      [false, false],
    ],
  });
});
