import assert from "node:assert/strict";
import { test } from "node:test";
import { jsBridge1, jsBridge2 } from "./hosts.mjs";
import { suite } from "./suite.mjs";
import { visits } from "./visit.mjs";

const visit = visits();

for (const host of [jsBridge1, jsBridge2]) {
  suite(visit, host);

  test(`${host.name}: init is called once, and no frame asks for the bridge`, { timeout: 60_000 }, async () => {
    const page = await visit("at-once", {
      host,
      prepare: (opened) =>
        opened.addInitScript(() => {
          window.inits = [];
          document.addEventListener("WebViewJavascriptBridgeReady", ({ bridge }) => {
            const { init } = bridge;
            bridge.init = (...args) => {
              window.inits.push(args.map((arg) => typeof arg));
              init(...args);
            };
          });
        }),
    });
    await page.heard(15);
    await page.run(() => void window.vvchat.call("getSession", {}, window.note("again")));
    assert.equal((await page.heard(16)).at(-1)[0], "again");
    assert.deepEqual(await page.run(() => window.inits), [["function"]]);
    assert.deepEqual(await page.run(() => window.framesAdded.filter(({ src }) => src)), []);
    await page.close();
  });
}
