/**
 * The reference app and the example beside it, answering by `crates/host` as real apps do. They need WebKitGTK, so they are tested where
 * they were built.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { test } from "node:test";
import { serve } from "../support/browser.mjs";
import { dist } from "../support/dist.mjs";
import { command, example, openApp } from "./engines/webkitgtk.mjs";

const timeout = 60_000;
const unlessBuilt = (command) => (existsSync(command) ? false : "not built; npm run matrix -- webkitgtk builds it");
const skip = unlessBuilt(command);

/**
 * Serves a page with the SDK, opens it in an app, and waits for what the page tells.
 *
 * @param {string} command the app
 * @param {(origins: { shop: string, stranger: string }) => string[]} args what it is started with
 * @param {string} script the page's: it calls `tell`
 */
async function told(command, args, script) {
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
    "/inner.html": "<!doctype html><title>Inside</title>",
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
  const app = await openApp(command, ...args({ shop: shop.origin, stranger: stranger.origin }));
  try {
    return await Promise.race([heard, app.ended.then((why) => Promise.reject(new Error(why)))]);
  } finally {
    await app.close();
    await shop.close();
    await stranger.close();
  }
}

/** What breaks a script that an answer is put into carelessly. */
const STATE = "'\"`\\\n</script>$&茶\u2028";
const session = { session_id: "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", session_type: 1 };

const CALLS = `
  await vvchat.ready();
  await vvchat.getSession();
  const { host, bridge } = await vvchat.diagnose();
  tell({
    bridge,
    host: host && host.name,
    auth: await vvchat.auth({ app_id: "test", scope: "snsapi_userinfo", state: ${JSON.stringify(STATE).replaceAll("<", "\\u003c")} }),
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
    const outcome = await told(command, ({ shop }) => [`${shop}/shop.html`, "--transport", transport], CALLS);
    assert.deepEqual(outcome, {
      bridge,
      host: bridge === "webview_javascript_bridge" ? null : "vvchat-webview",
      auth: { err_code: 0, code: "C7f2k9", state: STATE },
      pay: { trade_no: "201712023384923834" },
      getSession: session,
      selectSession: session,
      share: { code: 200 },
    });
  });

  test(`pages of an origin that is not allowed are refused, by ${transport}`, { timeout, skip }, async () => {
    const pay = `tell(await vvchat.pay({ app_id: "test", imprest_code: "P1" }).catch(({ err_code, outcome }) => [err_code, outcome]));`;
    const args = ({ stranger }) => [`${stranger}/go.html`, "--transport", transport];
    assert.deepEqual(await told(command, args, pay), [-32600, "none"]);
    const allowed = await told(command, (origins) => [...args(origins), "--origin", origins.shop], pay);
    assert.deepEqual(allowed, { trade_no: "201712023384923834" });
  });
}

test("by default, the page's handler promises the answer", { timeout, skip }, async () => {
  const script = `
    await vvchat.getSession();
    const { bridge, host } = await vvchat.diagnose();
    const promise = window.webkit.messageHandlers.vvchatHost.postMessage("{");
    tell({ bridge, host: host.name, answer: JSON.parse(await promise).error });`;
  assert.deepEqual(await told(command, ({ shop }) => [`${shop}/shop.html`], script), {
    bridge: "message_handler",
    host: "vvchat-webview",
    answer: { code: -32700, message: "a message must be JSON" },
  });
});

test("frames inside the page are given no host, by ipc", { timeout, skip }, async () => {
  const script = `
    const frame = document.createElement("iframe");
    const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
    frame.src = "/inner.html";
    document.documentElement.append(frame);
    await loaded;
    tell([window, frame.contentWindow].map((place) => [place.location.pathname, "vvchatHost" in place]));`;
  const expected = [
    ["/shop.html", true],
    ["/inner.html", false],
  ];
  assert.deepEqual(await told(command, ({ shop }) => [`${shop}/shop.html`, "--transport", "ipc"], script), expected);
});

test("the bell of wvjb is heard, and its address not loaded", { timeout, skip }, async () => {
  const tried = [];
  const proxy = createServer().on("connect", ({ url }, socket) => {
    tried.push(url);
    socket.destroy();
  });
  await once(proxy.listen(0, "127.0.0.1"), "listening");
  try {
    const args = ({ shop }) => [
      `https_proxy=http://127.0.0.1:${proxy.address().port}`,
      command,
      `${shop}/shop.html`,
      "--transport",
      "wvjb",
    ];
    // The last address is loaded, so all that were to be loaded before it have been tried by then.
    const script = `
      for (let time = 0; time < 3; time += 1) await vvchat.getSession();
      await fetch("https://last.example/", { mode: "no-cors" }).catch(() => {});
      tell("over");`;
    assert.equal(await told("env", args, script), "over");
    assert.deepEqual([...new Set(tried)], ["last.example:443"]);
  } finally {
    proxy.close();
  }
});

test("each queue reaches the app, by jsbridge", { timeout, skip }, async () => {
  const script = `
    await vvchat.getSession();
    const bridge = window.WebViewJavascriptBridge;
    const calls = Array.from({ length: 20 }, () => {
      const answer = new Promise((resolve) => bridge.callHandler("getSession", {}, resolve));
      // As the app does when it sees the bell: now before it has seen the queue before.
      bridge._fetchQueue();
      return answer;
    });
    tell((await Promise.all(calls)).map(JSON.parse));`;
  const answers = await told(command, ({ shop }) => [`${shop}/shop.html`, "--transport", "jsbridge"], script);
  assert.deepEqual(answers, Array(20).fill(session));
});

test("the example answers", { timeout, skip: unlessBuilt(example) }, async () => {
  const script = `
    const session = await vvchat.getSession();
    const payment = await vvchat.pay({ app_id: "test", imprest_code: "P1" });
    const { host, bridge } = await vvchat.diagnose();
    tell({ session, payment, host: host.name, bridge });`;
  assert.deepEqual(await told(example, ({ shop }) => [`${shop}/shop.html`], script), {
    session,
    payment: { trade_no: "201712023384923834" },
    host: "Tea house",
    bridge: "injected",
  });
});
