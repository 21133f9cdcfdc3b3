// The conformance page in the reference app: a WebKitGTK web view, answered by crates/host over each of its transports. It needs
// WebKitGTK, so it is tested where it was built.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { command, openApp } from "../matrix/engines/webkitgtk.mjs";
import { serve } from "../support/browser.mjs";
import { dist } from "../support/dist.mjs";
import { inapplicable } from "./bridges.mjs";

const timeout = 120_000;
const skip = existsSync(command) ? false : "not built; npm run matrix -- webkitgtk builds it";

/** Runs the page in the app, and resolves to its report. */
async function report(transport) {
  let hear;
  const heard = new Promise((resolve) => {
    hear = resolve;
  });
  const shop = await serve({
    "/": readFileSync(`${dist}/conformance.html`, "utf8"),
    "/told": async (request, response) => {
      hear(JSON.parse(Buffer.concat(await request.toArray()).toString()));
      response.end();
    },
  });
  const app = await openApp(command, `${shop.origin}/?auto&report=/told`, "--transport", transport);
  try {
    return await Promise.race([heard, app.ended.then((why) => Promise.reject(new Error(why)))]);
  } finally {
    await app.close();
    await shop.close();
  }
}

for (const [transport, bridge] of [
  ["ipc", "injected"],
  ["handler", "message_handler"],
  ["handler-with-reply", "message_handler"],
]) {
  test(`the reference app passes: ${transport}`, { timeout, skip }, async () => {
    const { tests, ...told } = await report(transport);
    assert.deepEqual(
      tests.filter(({ state }) => state !== "passed"),
      [],
    );
    assert.equal(told.transport, bridge);
    // WebKitGTK tells the sender to one of them alone.
    const { note } = tests.find(({ id }) => id === "foreign");
    assert.equal(note === undefined, transport === "ipc", note);
  });
}

for (const flavour of ["wvjb", "jsbridge"]) {
  test(`the reference app passes: WebViewJavascriptBridge, ${flavour}`, { timeout, skip }, async () => {
    const { tests, ...told } = await report(flavour);
    assert.deepEqual(
      tests.filter(({ state }) => state !== "passed" && state !== "not_applicable"),
      [],
    );
    assert.deepEqual(
      tests.filter(({ state }) => state === "not_applicable").map(({ id }) => id),
      inapplicable,
    );
    assert.equal(told.transport, "webview_javascript_bridge");
  });
}
