// The server's half of the package, in a merchant's project.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { install } from "./project.mjs";

let project;
before(async () => {
  project = await install();
});
after(() => project?.close());

/** Both ways to get it. */
const ways = {
  import: { file: "server.mjs", load: 'await import("vvchat-jssdk/server")' },
  require: { file: "server.cjs", load: 'require("vvchat-jssdk/server")' },
};

for (const [way, { file, load }] of Object.entries(ways)) {
  /** Runs a script with `sdk` in it, and returns what its `result` is. */
  const run = (name, script) =>
    project.node(`${name}-${file}`, `(async () => { ${script}\nconsole.log(JSON.stringify(result)); })();`);

  test(`${way}: nothing happens`, async () => {
    const found = await run(
      "nothing",
      `const touched = [];
      const spy = (object, name) => {
        const original = object[name];
        object[name] = new Proxy(original, {
          apply: (target, self, args) => (touched.push(name), Reflect.apply(target, self, args)),
          construct: (target, args) => (touched.push(name), Reflect.construct(target, args)),
        });
      };
      for (const name of ["fetch", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"]) spy(globalThis, name);
      for (const name of ["compile", "instantiate", "Module", "Instance", "Memory"]) spy(WebAssembly, name);
      const globals = () => Reflect.ownKeys(globalThis).map(String).sort();
      const before = globals();
      const sdk = ${load};
      const result = { touched: [...touched], before, after: globals(), exports: Object.keys(sdk).sort() };
      // What is watched is what is used.
      sdk.fen("1");
      result.later = touched;`,
    );
    assert.deepEqual(found.touched, []);
    assert.deepEqual(found.after, found.before);
    assert.deepEqual(found.exports, ["Client", "OpenApiError", "fen", "sign", "yuan"]);
    assert.deepEqual(found.later, ["Module", "Instance"]);
  });

  test(`${way}: it works, and the process ends by itself`, async () => {
    const found = await run(
      "works",
      `const { Client, fen, OpenApiError, yuan } = ${load};
      const { createServer } = await import("node:http");
      const platform = createServer((request, response) => response.end('{"imprest_code":"P1"}'));
      await new Promise((resolve) => platform.listen(0, "127.0.0.1", resolve));
      const baseUrl = "http://127.0.0.1:" + platform.address().port;
      const client = new Client({ app_id: "test", app_key: "123456", baseUrl });
      const placed = await client.placeTestOrder();
      platform.closeAllConnections();
      await new Promise((resolve) => platform.close(resolve));
      const error = await client.exchangeCode("C0DE").catch((thrown) => thrown);
      const result = {
        placed,
        yuan: yuan(fen("12.80") * 3n),
        isOurs: error instanceof OpenApiError && error instanceof Error,
        error,
        timers: process.getActiveResourcesInfo().filter((name) => name === "Timeout"),
      };`,
    );
    assert.deepEqual([found.placed, found.yuan, found.isOurs], [{ imprest_code: "P1" }, "38.40", true]);
    assert.deepEqual([found.error.name, found.error.kind], ["OpenApiError", "connect"]);
    assert.deepEqual(found.timers, []);
  });
}

test("both in one process: two copies, which know each other's errors", async () => {
  const found = await project.node(
    "both-servers.mjs",
    `import { createRequire } from "node:module";
    import * as one from "vvchat-jssdk/server";
    const other = createRequire(import.meta.url)("vvchat-jssdk/server");
    const copies = [one, other];
    const thrown = copies.map(({ fen }) => {
      try {
        return fen("a");
      } catch (error) {
        return error;
      }
    });
    console.log(JSON.stringify({
      areTwo: one.OpenApiError !== other.OpenApiError,
      known: thrown.map((error) => copies.map(({ OpenApiError }) => error instanceof OpenApiError)),
      strangers: [new Error("OpenApiError"), { name: "OpenApiError" }, null].map((value) => value instanceof one.OpenApiError),
    }));`,
  );
  assert.deepEqual(found, {
    areTwo: true,
    known: [
      [true, true],
      [true, true],
    ],
    strangers: [false, false, false],
  });
});
