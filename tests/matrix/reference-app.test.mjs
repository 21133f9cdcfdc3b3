/**
 * The reference app, answering by `crates/host` as real apps do. It needs WebKitGTK, so it is tested where it was built.
 */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { serve } from "../support/browser.mjs";
import { dist } from "../support/dist.mjs";
import { command, openApp } from "./engines/webkitgtk.mjs";

const timeout = 60_000;
const skip = existsSync(command) ? false : "not built; npm run matrix -- webkitgtk builds it";

/** Serves a page with the SDK, opens it in the app, and waits for what the page tells. */
async function told(script, options) {
  let hear;
  const heard = new Promise((resolve) => {
    hear = resolve;
  });
  const page = `<!doctype html><meta charset="utf-8"><title>Shop</title>
    <script src="/dist/vvchatjssdk.js"></script>
    <script>
      const tell = (value) => fetch("/told", { method: "POST", body: JSON.stringify(value) });
      (async () => { ${script} })().catch((error) => tell(String(error)));
    </script>`;
  const routes = {
    "/dist/": { dir: dist },
    "/shop.html": page,
    "/told": async (request, response) => {
      hear(JSON.parse(Buffer.concat(await request.toArray()).toString()));
      response.end();
    },
  };
  const shop = await serve(routes);
  // The same files at another origin: what makes one is the port.
  const stranger = await serve({
    ...routes,
    "/go.html": `<script>location.replace("${shop.origin}/shop.html")</script>`,
  });
  const { start, ...rest } = options({ shop: shop.origin, stranger: stranger.origin });
  const app = await openApp(start, ...rest.arguments);
  try {
    return await Promise.race([heard, app.ended.then((why) => Promise.reject(new Error(why)))]);
  } finally {
    await app.close();
    await shop.close();
    await stranger.close();
  }
}

const CALLS = `
  const { host, bridge } = await vvchat.diagnose().then(() => vvchat.ready()).then(() => vvchat.getSession()).then(() => vvchat.diagnose());
  tell({
    bridge,
    host: host && host.name,
    auth: await vvchat.auth({ app_id: "test", scope: "snsapi_userinfo", state: "x7Kq茶\\u2028" }),
    pay: await vvchat.pay({ app_id: "test", imprest_code: "P1" }),
    getSession: await vvchat.getSession(),
    selectSession: await vvchat.selectSession(),
    share: await vvchat.share({ app_id: "test", share_title: "茶", share_url: "https://shop.example/" }),
  });`;

for (const [transport, bridge] of [
  ["ipc", "injected"],
  ["handler", "message_handler"],
  ["handler-with-reply", "message_handler"],
  ["wvjb", "webview_javascript_bridge"],
  ["jsbridge", "webview_javascript_bridge"],
]) {
  test(`every method is answered, by ${transport}`, { timeout, skip }, async () => {
    const outcome = await told(CALLS, ({ shop }) => ({
      start: `${shop}/shop.html`,
      arguments: ["--transport", transport],
    }));
    const session = { session_id: "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", session_type: 1 };
    assert.deepEqual(outcome, {
      bridge,
      host: bridge === "webview_javascript_bridge" ? null : "vvchat-webview",
      auth: { err_code: 0, code: "C7f2k9", state: "x7Kq茶\u2028" },
      pay: { trade_no: "201712023384923834" },
      getSession: session,
      selectSession: session,
      share: { code: 200 },
    });
  });

  test(`pages of an origin that is not allowed are refused, by ${transport}`, { timeout, skip }, async () => {
    const pay = `tell(await vvchat.pay({ app_id: "test", imprest_code: "P1" }).catch(({ err_code, outcome }) => [err_code, outcome]));`;
    const start = ({ stranger }) => `${stranger}/go.html`;
    const refused = await told(pay, (origins) => ({ start: start(origins), arguments: ["--transport", transport] }));
    assert.deepEqual(refused, [-32600, "none"]);
    const allowed = await told(pay, (origins) => ({
      start: start(origins),
      arguments: ["--transport", transport, "--origin", origins.shop],
    }));
    assert.deepEqual(allowed, { trade_no: "201712023384923834" });
  });
}
