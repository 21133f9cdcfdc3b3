/**
 * The second promise, where there is no host: when that is said, and how.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "./visit.mjs";

const it = world();
const timeout = 30_000;

const NOT_THERE =
  "webview_javascript_bridge (not there); injected (not there); message_handler (not there); post_message (the page is not in a frame)";
const PAY = `vvchat.pay({ app_id: "test", imprest_code: "P1" })`;

/** Writes down what becomes of promises. */
const WATCH = `
  window.settled = {};
  window.watch = (name, promise) => promise.then(
    (value) => { window.settled[name] = { value }; },
    (error) => { window.settled[name] = JSON.parse(JSON.stringify(error)); },
  );
`;

/** A page whose clock moves only when the test says so, and whose SDK is loaded. */
async function visitWithClock({ inline = "", ...options }) {
  const visit = await it.visit(undefined, { ...options, inline: WATCH + inline, clock: true });
  await visit.diagnose();
  return visit;
}

const settled = (visit) => visit.run(() => window.settled);

const noHost = (method, outcome, tried = NOT_THERE) => ({
  name: "VvchatError",
  err_code: 503,
  err_msg: `${method}: no VVChat host was found. Tried: ${tried}`,
  reason: "no_host",
  method,
  field: null,
  retryable: true,
  outcome,
});

/** An error without the id that it has on the wire. */
function plain({ request_id, ...error }) {
  assert.match(String(request_id), /^(\d+-[0-9a-f]{32}|null)$/);
  return error;
}

test("2 no_host: 3 seconds after the call, once the page has loaded", { timeout }, async () => {
  const visit = await visitWithClock({});
  await visit.pass(100_000);
  await visit.run(() => {
    window.watch("pay", window.vvchat.pay({ app_id: "test", imprest_code: "P1" }));
    window.watch("getSession", window.vvchat.getSession());
    window.watch("ready", window.vvchat.ready());
    window.watch("isInVVChat", window.vvchat.isInVVChat());
    window.watch("canIUse", window.vvchat.canIUse("pay"));
  });
  await visit.pass(2_999);
  assert.deepEqual(await settled(visit), {});
  await visit.pass(1);
  const { pay, getSession, ready, ...others } = await settled(visit);
  assert.deepEqual(plain(pay), noHost("pay", "none"));
  assert.deepEqual(plain(getSession), noHost("getSession", null));
  assert.deepEqual(plain(ready), noHost("ready", null));
  assert.deepEqual(others, { isInVVChat: { value: false }, canIUse: { value: false } });
  assert.equal((await visit.diagnose()).pending, 0);
  await visit.close();
});

test("2 no_host: 3 seconds after the window's load event, however long that takes", { timeout }, async () => {
  let letImageLoad;
  const imageIsAskedFor = new Promise((resolve) => {
    it.routes["/slow.png"] = (_, response) => {
      letImageLoad = () => response.writeHead(204).end();
      resolve();
    };
  });
  const visit = await visitWithClock({
    inline: `watch("pay", ${PAY}); watch("isInVVChat", vvchat.isInVVChat());`,
    body: `<img src="/slow.png" alt="">`,
    waitUntil: "domcontentloaded",
  });
  await imageIsAskedFor;
  await visit.pass(60_000);
  await visit.run(() => {
    const note = (value) => Object.assign(window.settled, { later: value });
    window.vvchat.isInVVChat().then(note);
  });
  assert.deepEqual(await settled(visit), {});
  assert.equal((await visit.diagnose()).pending, 1);

  const loaded = visit.page.waitForLoadState("load");
  letImageLoad();
  await loaded;
  await visit.pass(2_999);
  assert.deepEqual(await settled(visit), {});
  await visit.pass(1);
  const { pay, ...others } = await settled(visit);
  assert.deepEqual(plain(pay), noHost("pay", "none"));
  assert.deepEqual(others, { isInVVChat: { value: false }, later: false });
  await visit.close();
});

test("2 no_host: after as long as config says", { timeout }, async () => {
  const inline = `vvchat.config({ hostTimeout: 40000.5 }); watch("pay", ${PAY});`;
  const visit = await visitWithClock({ inline });
  await visit.pass(40_000);
  assert.deepEqual(await settled(visit), {});
  await visit.pass(1);
  assert.deepEqual(plain((await settled(visit)).pay), noHost("pay", "none"));
  await visit.run(() => {
    window.vvchat.config({ hostTimeout: 1 });
    window.vvchat.isInVVChat().then((value) => Object.assign(window.settled, { value }));
  });
  await visit.pass(1);
  assert.equal((await settled(visit)).value, false);
  await visit.close();
});

test("2 no_host: the same payment asked for again counts from the later call, and both are told", {
  timeout,
}, async () => {
  const visit = await visitWithClock({});
  await visit.run((params) => void window.watch("first", window.vvchat.pay(params)), {
    app_id: "test",
    imprest_code: "P1",
  });
  await visit.pass(2_000);
  await visit.run((params) => void window.watch("second", window.vvchat.pay(params)), {
    imprest_code: "P1",
    app_id: "test",
  });
  await visit.pass(2_999);
  assert.deepEqual(await settled(visit), {});
  await visit.pass(1);
  const { first, second } = await settled(visit);
  assert.deepEqual(plain(first), noHost("pay", "none"));
  assert.deepEqual(second, first);
  await visit.close();
});

test("2 no_host: not before a call's own time-out, if that is shorter", { timeout }, async () => {
  const visit = await visitWithClock({});
  await visit.run(() => {
    window.vvchat
      .getSession({ timeout: 500 })
      .catch((error) => Object.assign(window.settled, { error: error.err_msg }));
  });
  await visit.pass(499);
  assert.deepEqual(await settled(visit), {});
  await visit.pass(1);
  assert.deepEqual(await settled(visit), { error: "getSession: the host did not answer within 500 ms" });
  await visit.close();
});

test("2 no_host: a function given to ready waits on, and a host that comes much later is used", {
  timeout,
}, async () => {
  const inline = `
    watch("pay", ${PAY});
    watch("ready", vvchat.ready());
    vvchat.ready(() => { window.settled.function = true; });
  `;
  const visit = await visitWithClock({ inline });
  await visit.pass(3_600_000);
  assert.deepEqual(Object.keys(await settled(visit)).sort(), ["pay", "ready"]);
  await visit.run(() => {
    window.sent = [];
    window.vvchatHost = { postMessage: (text) => window.sent.push(JSON.parse(text)) };
  });
  // It is noticed without a word, at the latest a second later.
  await visit.pass(1_000);
  assert.equal((await settled(visit)).function, true);
  // What was given up is not sent any more.
  assert.deepEqual(await visit.run(() => window.sent.map(({ method }) => method)), ["vvchat.hello"]);
  await visit.close();
});

test("2 no_host: it says what was tried, in English and Chinese", { timeout }, async () => {
  const shop = `<script>window.vvchatHost = {}; window.webkit = { messageHandlers: { vvchatHost: 5 } };</script>`;
  const visit = await visitWithClock({ lang: "zh-Hant-TW", body: shop });
  await visit.run(() => {
    window.WebViewJavascriptBridge = { init() {} };
    window.vvchat.ready().catch(({ err_msg }) => Object.assign(window.settled, { err_msg }));
  });
  await visit.pass(3_000);
  assert.equal(
    (await settled(visit)).err_msg,
    "ready：未找到 VVChat 宿主。已尝试：webview_javascript_bridge（对象存在，但缺少所需函数（或尚未就绪））；injected（对象存在，但缺少所需函数（或尚未就绪））；message_handler（对象存在，但缺少所需函数（或尚未就绪））；post_message（页面不在框架中）",
  );
  const why = "there, but its function is not (yet)";
  await visit.run(() => window.vvchat.config({ lang: "en", bridge: "injected" }));
  assert.deepEqual((await visit.diagnose()).tried, [
    { bridge: "webview_javascript_bridge", found: false, why: "not looked at, config names another bridge" },
    { bridge: "injected", found: false, why },
    { bridge: "message_handler", found: false, why: "not looked at, config names another bridge" },
    { bridge: "post_message", found: false, why: "not looked at, config names another bridge" },
  ]);
  await visit.close();
});

test("2 no_host: a page in a frame is told what is missing for its parent to be a host", { timeout }, async () => {
  it.routes["/shop-in-frame.html"] =
    `<!doctype html><html lang="en"><script src="/dist/vvchatjssdk.js"></script></html>`;
  it.routes["/around.html"] = `<!doctype html><iframe src="${it.shop.origin}/shop-in-frame.html"></iframe>`;
  const visit = await it.visit(undefined, {});
  await visit.page.goto(`${it.app.origin}/around.html`);
  const frame = visit.page.frames().find((one) => one.url().endsWith("/shop-in-frame.html"));
  const whyOf = async () => (await frame.evaluate(() => window.vvchat.diagnose())).tried[3].why;
  assert.equal(await whyOf(), "the page is in a frame, but config lists no origins");
  await frame.evaluate(() => window.vvchat.config({ origins: ["https://app.example"] }));
  assert.equal(await whyOf(), "the handshake was not answered: is the parent's origin in config's origins?");
  visit.problems.length = 0;
  await visit.close();
});
