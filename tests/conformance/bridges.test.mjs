// The conformance page in apps that have nothing but WebViewJavascriptBridge: right ones pass in whatever way the bridge comes, and of
// those that are broken in one way each it says which way.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { createHost, Refusal } from "vvchat-jssdk/host";
import { violations } from "../support/axe.mjs";
import { launch, serve } from "../support/browser.mjs";
import { dist } from "../support/dist.mjs";
import { appScript, atOnce, brokenBridges, inapplicable, ways, withText } from "./bridges.mjs";
import { failsAlone } from "./expect.mjs";

const timeout = 120_000;
const agreeing = {
  auth: () => ({ code: "C7f2k9" }),
  pay: () => ({ trade_no: "201712023384923834" }),
  getSession: () => ({ session_id: "S1", session_type: 1 }),
  selectSession: () => ({ session_id: "S1", session_type: 2 }),
  share: () => ({ code: 200 }),
};

let browser;
let shop;
before(async () => {
  shop = await serve({ "/": readFileSync(`${dist}/conformance.html`, "utf8") });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await shop?.close();
});

/** Opens the page in an app with such a bridge, and hands its tab and its report to `look`. */
async function inApp({ hear = withText, provide = atOnce, search = "?auto&timeout=2000", ...app }, look) {
  const { methods = agreeing, ...options } = { locale: "en-US", ...app };
  const context = await browser.newContext(options);
  try {
    const tab = await context.newPage();
    const errors = [];
    tab.on("pageerror", (error) => errors.push(error));
    const host = await createHost({
      origins: [shop.origin],
      info: { name: "Tea house", version: "1.0" },
      methods,
      onProblem() {},
    });
    const page = host.page();
    tab.on("framenavigated", (frame) => frame === tab.mainFrame() && page.forget());
    let calls = 0;
    // The platform's own form has a refusal in the result's place.
    await tab.exposeFunction("nativeApp", async (name, params) => {
      const request = { jsonrpc: "2.0", id: `${++calls}`, method: `vvchat.${name}`, params: JSON.parse(params) };
      const { result, error } = JSON.parse(await page.receive(JSON.stringify(request), shop.origin));
      return JSON.stringify(result ?? { err_code: error.code, err_msg: error.message });
    });
    await tab.route(/^https:\/\/__bridge_loaded__\/?$/, (route) => route.abort());
    await tab.addInitScript({ content: appScript(hear, provide) });
    await tab.goto(`${shop.origin}/${search}`);
    await tab.locator("html[data-done]").waitFor({ state: "attached", timeout: 60_000 });
    await look(await tab.evaluate(() => window.vvchatConformance), tab);
    assert.deepEqual(errors, []);
  } finally {
    await context.close();
  }
}

const having = (tests, wanted) => tests.filter(({ state }) => state === wanted).map(({ id }) => id);
const failures = (tests) => tests.filter(({ state }) => state === "failed");

for (const { name, hear, provide, browser: options } of ways) {
  test(`a right bridge passes: ${name}`, { timeout }, () =>
    inApp({ hear, provide, ...options }, ({ tests, transport, failed, not_applicable }) => {
      assert.deepEqual(failures(tests), []);
      assert.deepEqual([transport, failed, not_applicable], ["webview_javascript_bridge", 0, inapplicable.length]);
      assert.deepEqual(having(tests, "not_applicable"), inapplicable);
      assert.equal(having(tests, "passed").length, tests.length - inapplicable.length);
    }),
  );
}

test("a user who refuses everything is right, too", { timeout }, () => {
  const refuse = () => {
    throw Refusal.cancelled();
  };
  const methods = { ...agreeing, pay: refuse, selectSession: refuse, share: () => ({ code: 400, error: "用户取消" }) };
  return inApp({ methods }, ({ tests }) => assert.deepEqual(failures(tests), []));
});

const needy = ["params.auth", "params.share", "many", "method.getSession", "method.auth", "method.selectSession"];
const withoutOthers = [...needy, "method.share", "texts", "big"];

test("what a bridge says that it has not is not tested", { timeout }, () =>
  inApp({ methods: { pay: agreeing.pay } }, ({ tests }) => {
    assert.deepEqual([failures(tests), having(tests, "not_offered")], [[], withoutOthers]);
  }),
);

/** An app that knows one method, and is silent about others, as the bridge's library is. */
const payAlone = async ({ name, callback, answer }) => {
  if (name === "pay") callback(JSON.stringify(await answer()));
};

test("what the address leaves out is not tested", { timeout }, () =>
  inApp({ hear: payAlone, search: "?auto&timeout=2000&methods=pay" }, ({ tests }) => {
    assert.deepEqual([failures(tests), having(tests, "not_offered")], [[], withoutOthers]);
  }),
);

test("an app that has messages, too, is tested by these", { timeout }, () =>
  inApp(
    {
      provide: (bridge) => {
        window.WebViewJavascriptBridge = bridge;
        window.vvchatHost = { postMessage() {} };
      },
    },
    ({ tests, transport }) => {
      assert.equal(transport, "injected");
      assert.deepEqual([tests[0].state, tests[0].fault], ["failed", "hello.silent"]);
    },
  ),
);

for (const [locale, colorScheme] of [
  ["en-US", "light"],
  ["zh-CN", "dark"],
]) {
  test(`on 360 pixels, ${locale}, ${colorScheme}: it says what is not applicable`, { timeout }, () => {
    const viewport = { width: 360, height: 740 };
    return inApp({ locale, colorScheme, viewport, hear: payAlone, search: "?auto&timeout=200" }, async (_, tab) => {
      const isZh = locale === "zh-CN";
      const words = isZh ? "不适用于此桥" : "not applicable over this bridge";
      assert.ok((await tab.locator("#row-hello").innerText()).includes(words));
      const counts = isZh ? "，不适用 9" : ", 9 not applicable over this bridge";
      assert.ok((await tab.getByRole("status").innerText()).endsWith(counts));
      const host = isZh
        ? "宿主：未自报名称，经由 webview_javascript_bridge"
        : "Host: no name given, by webview_javascript_bridge";
      assert.equal(await tab.locator("#host").innerText(), host);
      assert.equal(await tab.evaluate(() => document.documentElement.scrollWidth), 360);
      assert.deepEqual(await violations(tab), []);
    });
  });
}

for (const { name, hear, provide, ...fault } of brokenBridges) {
  test(`a bridge that is broken: ${name}`, { timeout }, () =>
    inApp({ hear, provide }, ({ tests }) => failsAlone(tests, fault)),
  );
}

test("every row that runs over this bridge has a bridge that is broken so", () => {
  const group = (id) => id.split(".")[0];
  const shown = new Set(brokenBridges.map(({ row }) => group(row)));
  assert.deepEqual([...shown].sort(), ["big", "many", "method", "once", "params", "reload", "texts"]);
});
