// The SDK in Chromium and the host kit, over every way in which a native web view hands messages over: the kit's own scripts make
// both flavours of WebViewJavascriptBridge in the page, and every answer is a script of the kit's that is evaluated.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { android } from "../contract/hosts/jsbridge-android.mjs";
import { iphone } from "../contract/hosts/wvjb-ios.mjs";
import { launch, serve } from "../support/browser.mjs";
import { dist } from "../support/dist.mjs";
import { results } from "../support/golden.mjs";
import { startHost } from "./stdio.mjs";

const script = (name) => readFileSync(new URL(`../../crates/host/src/${name}`, import.meta.url), "utf8");
const queueOf = /^yy:\/\/return\/_fetchQueue\/(.*)$/s;

/**
 * The ways. `native` gets what the page tells its app, as text: a message, or the address of a frame.
 *
 * - `start`: a script for the start of every document
 * - `loaded`: what the app evaluates when the page has loaded
 * - `heard`: what the app does about it: evaluates a script, or says something to the kit
 */
const ways = {
  "an injected object": {
    start: "window.vvchatHost = { postMessage: (text) => native(text) };",
    heard: (text, { host }) => host.say({ event: text }),
  },
  "WebViewJavascriptBridge on iOS": {
    userAgent: iphone,
    async heard(address, { host, evaluate }) {
      if (/^https:\/\/__bridge_loaded__\/?$/.test(address)) await evaluate(script("wvjb.js"));
      else host.say({ wvjb: await evaluate("window.WebViewJavascriptBridge._fetchQueue()") });
    },
  },
  "WebViewJavascriptBridge on Android": {
    userAgent: android,
    loaded: script("jsbridge.js"),
    heard(address, { host, evaluate }) {
      const [, queue] = queueOf.exec(address) ?? [];
      if (queue === undefined) return evaluate("window.WebViewJavascriptBridge._fetchQueue()");
      return host.say({ jsbridge: decodeURIComponent(queue) });
    },
  },
};

/**
 * Tells the app of a frame's address, as web views do; a desktop browser would load it, or ask its user about it. The app sees it when
 * the script that set it is over, and never if that has set another one by then.
 */
const watchFrames = `{
  const { set } = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, "src");
  const underWay = new Map();
  Object.defineProperty(HTMLIFrameElement.prototype, "src", {
    set(address) {
      if (!/^(yy:|https:..__)/.test(address)) return set.call(this, address);
      clearTimeout(underWay.get(this));
      underWay.set(this, setTimeout(native, 0, address));
    },
  });
}`;

let browser;
let shop;
before(async () => {
  shop = await serve({
    "/": '<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><script src="/dist/vvchatjssdk.js"></script></html>',
    "/dist/": { dir: dist },
  });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await shop?.close();
});

/** Opens the shop in a web view of that kind, and runs a test in it. */
async function visit({ userAgent, start = "", loaded, heard }, run) {
  const context = await browser.newContext({ userAgent });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error));
  // The page may be gone by the time the app gets to it.
  const evaluate = (text) => page.evaluate(text).catch(() => undefined);
  const host = startHost(shop.origin, evaluate);
  await page.exposeBinding("nativeApp", (_, text) => heard(text, { host, evaluate }));
  await page.addInitScript({ content: `{ const native = window.nativeApp; ${watchFrames} ${start} }` });
  try {
    await page.goto(shop.origin);
    if (loaded !== undefined) await page.evaluate(loaded);
    await run(page, host);
    assert.deepEqual(errors, []);
    assert.deepEqual(host.problems, []);
  } finally {
    await context.close();
    await host.close();
  }
}

for (const [name, way] of Object.entries(ways)) {
  test(`${name}: every method is answered`, { timeout: 60_000 }, () =>
    visit(way, async (page) => {
      const answers = await page.evaluate(async () => {
        const card = { app_id: "test", share_title: "春茶", share_url: "https://shop.example/tea" };
        const auth = { app_id: "test", scope: "snsapi_userinfo", state: "x7Kq" };
        return {
          auth: await vvchat.auth(auth),
          pay: await vvchat.pay({ app_id: "test", imprest_code: "P1" }),
          getSession: await vvchat.getSession(),
          selectSession: await vvchat.selectSession(),
          share: await vvchat.share(card),
          cancelled: await vvchat
            .pay({ app_id: "test", imprest_code: "CANCEL" })
            .catch(({ reason, err_code, err_msg, outcome }) => ({ reason, err_code, err_msg, outcome })),
        };
      });
      assert.deepEqual(answers, {
        auth: results["vvchat.auth"],
        pay: results["vvchat.pay"],
        getSession: results["vvchat.getSession"],
        selectSession: results["vvchat.selectSession"],
        share: { code: 200, error: "春茶" },
        cancelled: { reason: "host_error", err_code: 400, err_msg: "用户取消", outcome: "failed" },
      });
    }),
  );

  test(`${name}: texts come across as they are`, { timeout: 60_000 }, () =>
    visit(way, async (page) => {
      const texts = [
        '\'"`\\\\"</script><!--',
        "\n\r\u2028\u2029\u0000\u0085",
        "茶🍵👩‍👩‍👧",
        "%22);alert(1);(%22 #?&=+",
        "x".repeat(1_000_000),
      ];
      const echoed = await page.evaluate(async (texts) => {
        const card = (share_title) => ({ app_id: "test", share_title, share_url: "https://shop.example/tea" });
        const auth = (state) => ({ app_id: "test", scope: "snsapi_userinfo", state });
        const lone = (await vvchat.auth(auth("\ud83c"))).state;
        return {
          titles: await Promise.all(texts.map(async (text) => (await vvchat.share(card(text))).error)),
          states: await Promise.all(texts.map(async (text) => (await vvchat.auth(auth(text))).state)),
          lone: lone.charCodeAt(0),
        };
      }, texts);
      assert.deepEqual(echoed, { titles: texts, states: texts, lone: 0xd83c });
    }),
  );

  test(`${name}: 200 calls at a time, and a page that is loaded again`, { timeout: 60_000 }, () =>
    visit(way, async (page) => {
      const all = () =>
        page.evaluate(async () => {
          const card = (share_title) => ({ app_id: "test", share_title, share_url: "https://shop.example/tea" });
          const titles = Array.from({ length: 200 }, (_, n) => `card ${n}`);
          const answers = await Promise.all(titles.map((title) => vvchat.share(card(title))));
          return answers.every(({ error }, n) => error === titles[n]);
        });
      assert.equal(await all(), true);
      await page.reload();
      if (way.loaded !== undefined) await page.evaluate(way.loaded);
      assert.equal(await all(), true);
    }),
  );
}

test(
  "WebViewJavascriptBridge on Android: a queue does not replace one that the app has yet to see",
  { timeout: 60_000 },
  () =>
    visit(ways["WebViewJavascriptBridge on Android"], async (page) => {
      const outcome = await page.evaluate(async () => {
        // The SDK has found the bridge then, and has told it that it takes answers.
        await vvchat.getSession();
        const bridge = window.WebViewJavascriptBridge;
        const asked = (method) => new Promise((resolve) => bridge.callHandler(method, {}, resolve));
        const first = asked("getSession");
        bridge._fetchQueue();
        const second = asked("selectSession");
        bridge._fetchQueue();
        const answers = (await Promise.all([first, second])).map(JSON.parse);
        return { answers, frames: document.querySelectorAll("iframe").length };
      });
      // The one that rings stays.
      const answers = [results["vvchat.getSession"], results["vvchat.selectSession"]];
      assert.deepEqual(outcome, { answers, frames: 1 });
    }),
);
