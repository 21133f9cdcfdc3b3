// The scripts of the host kit that make both flavours of WebViewJavascriptBridge, in Chromium, function by function. That the SDK and
// the kit get along over them is in bridges.test.mjs; here is what a page and an app may do besides.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { launch } from "../support/browser.mjs";

const script = (name) => readFileSync(new URL(`../../crates/host/src/${name}`, import.meta.url), "utf8");

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** What runs in each page first: `later` resolves when what the bridge does later is done, since both take turns in order. */
const support = `
  window.later = () => new Promise((resolve) => setTimeout(resolve));
  /** A bridge's two calls: the messages that they are, and what their callbacks are called with. */
  window.callTwice = (bridge, takeQueue) => {
    // Ids differ even within a millisecond.
    Date.now = () => 0;
    const heard = [];
    bridge.callHandler("pay", { app_id: "100%25 #茶" }, (answer) => heard.push(["pay", answer]));
    bridge.callHandler("getSession", (answer) => heard.push(["getSession", answer]));
    return { heard, messages: JSON.parse(takeQueue()) };
  };`;

/** Makes the bridge in a page of its own, runs a function there, and returns what that returns. */
async function inPage(name, run, { first = () => {} } = {}) {
  const context = await browser.newContext();
  try {
    // No frame of a bridge leads anywhere.
    await context.route("**/*", (route) => route.abort());
    const page = await context.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(error));
    await page.evaluate(support);
    await page.evaluate(first);
    await page.evaluate(script(name));
    const result = await page.evaluate(run, script(name));
    assert.deepEqual(errors, []);
    return result;
  } finally {
    await context.close();
  }
}

const timeout = 60_000;
const withoutIds = (messages) => messages.map(({ callbackId, ...message }) => [typeof callbackId, message]);
const sent = [
  ["string", { handlerName: "pay", data: { app_id: "100%25 #茶" } }],
  ["string", { handlerName: "getSession" }],
];

for (const name of ["wvjb.js", "jsbridge.js"]) {
  test(`${name}: evaluated again, it changes nothing`, { timeout }, async () => {
    const isSame = await inPage(name, (script) => {
      const bridge = window.WebViewJavascriptBridge;
      // biome-ignore lint/security/noGlobalEval: it is how apps do it
      window.eval(script);
      return bridge === window.WebViewJavascriptBridge;
    });
    assert.equal(isSame, true);
  });
}

test("wvjb.js: each call is in the queue once, and answered once, later", { timeout }, async () => {
  const { messages, again, atOnce, heard } = await inPage("wvjb.js", async () => {
    const bridge = window.WebViewJavascriptBridge;
    const { messages, heard } = window.callTwice(bridge, bridge._fetchQueue);
    const again = bridge._fetchQueue();
    const answer = (index) =>
      bridge._handleMessageFromObjC(
        JSON.stringify({ responseId: messages[index].callbackId, responseData: `answer ${index}` }),
      );
    for (const index of [1, 0, 1]) answer(index);
    const atOnce = heard.length;
    await window.later();
    return { messages, again, atOnce, heard };
  });
  assert.deepEqual(withoutIds(messages), sent);
  assert.equal(again, "[]");
  assert.equal(atOnce, 0);
  assert.deepEqual(heard, [
    ["getSession", "answer 1"],
    ["pay", "answer 0"],
  ]);
});

test("wvjb.js: who has waited for the bridge is given it", { timeout }, async () => {
  const run = async () => {
    await window.later();
    return [window.given === window.WebViewJavascriptBridge, "WVJBCallbacks" in window];
  };
  const first = () => {
    window.WVJBCallbacks = [
      (bridge) => {
        window.given = bridge;
      },
    ];
  };
  assert.deepEqual(await inPage("wvjb.js", run, { first }), [true, false]);
});

test("jsbridge.js: who has waited for the bridge is told", { timeout }, async () => {
  const first = () =>
    document.addEventListener("WebViewJavascriptBridgeReady", ({ bridge }) => {
      window.given = bridge;
    });
  const run = () => window.given === window.WebViewJavascriptBridge;
  assert.equal(await inPage("jsbridge.js", run, { first }), true);
});

test("jsbridge.js: each call is sent once, and answered once, later, after init", { timeout }, async () => {
  const { messages, frames, heard } = await inPage("jsbridge.js", async () => {
    const bridge = window.WebViewJavascriptBridge;
    const frames = () => document.querySelectorAll("iframe").length;
    const { messages, heard } = window.callTwice(bridge, () => {
      bridge._fetchQueue();
      const [, queue] = /^yy:\/\/return\/_fetchQueue\/(.*)$/.exec(document.querySelectorAll("iframe")[1].src);
      return decodeURIComponent(queue);
    });
    const before = frames();
    bridge._fetchQueue();
    const answer = (index) =>
      bridge._handleMessageFromNative(
        JSON.stringify({ responseId: messages[index].callbackId, responseData: `answer ${index}` }),
      );
    for (const index of [1, 1]) answer(index);
    await window.later();
    const beforeInit = heard.slice();
    bridge.init();
    answer(0);
    const atOnce = heard.slice();
    await window.later();
    return { messages, frames: { before, after: frames() }, heard: { beforeInit, atOnce, all: heard } };
  });
  assert.deepEqual(withoutIds(messages), sent);
  // The one that rings, and the one that brought the queue, which goes with the first answer.
  assert.deepEqual(frames, { before: 2, after: 1 });
  const all = [
    ["getSession", "answer 1"],
    ["pay", "answer 0"],
  ];
  assert.deepEqual(heard, { beforeInit: [], atOnce: [], all });
});

test("jsbridge.js: init is called once", { timeout }, async () => {
  const run = () => {
    window.WebViewJavascriptBridge.init();
    try {
      return window.WebViewJavascriptBridge.init();
    } catch (error) {
      return String(error);
    }
  };
  assert.equal(await inPage("jsbridge.js", run), "Error: WebViewJavascriptBridge.init called twice");
});
