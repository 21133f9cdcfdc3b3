// vvchat-jssdk/host in Chromium: a page of another origin in a frame, with the built SDK in it, and an app around it that loads
// dist/host.mjs as it is.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { launch } from "../support/browser.mjs";
import { dist } from "../support/dist.mjs";
import { results } from "../support/golden.mjs";
import { golden } from "../support/golden-texts.mjs";

const app = "https://app.example";
const shop = "https://shop.example";
const evil = "https://evil.example";

const sdk = readFileSync(`${dist}/vvchatjssdk.js`, "utf8");
const html = (content) => `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">
  <title>Page</title>${content}</html>`;
const withSdk = html(
  `<script src="/sdk.js"></script><script>vvchat.config({ origins: ["${app}"], lang: "en" })</script>`,
);

/** The app: it notes what it is asked and told, and answers `selectSession` when the test says so. */
const appScript = `
  import { createHost, Refusal } from "./host.mjs";
  const calls = [];
  const problems = [];
  const wait = (params, call) => new Promise((resolve, reject) => calls.push({ call, resolve, reject }));
  const host = await createHost({
    origins: ["${shop}", "https://other.example"],
    info: { name: "Tea house", version: "1.0" },
    methods: {
      auth: () => ({ code: "C7f2k9" }),
      pay({ imprest_code }) {
        if (imprest_code === "CANCEL") throw Refusal.cancelled();
        if (imprest_code === "THROW") throw new Error("secret");
        return { trade_no: "201712023384923834" };
      },
      getSession: () => ({ session_id: "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", session_type: 1 }),
      selectSession: wait,
      share: ({ share_title }) => ({ code: 200, error: share_title }),
    },
    onProblem: (problem) => problems.push(problem.kind),
  });
  const frame = document.querySelector("iframe");
  Object.assign(window, { host, calls, problems, frame, attached: host.attach(frame) });
`;
/** The policy that the documentation asks for: no other scripts, no eval. */
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; frame-src https:";

const pages = {
  [`${app}/`]: html(`<iframe title="Shop" src="${shop}/"></iframe><script type="module" src="/app.mjs"></script>`),
  [`${app}/late`]: html('<iframe title="Shop"></iframe><script type="module" src="/app.mjs"></script>'),
  [`${app}/app.mjs`]: appScript,
  [`${app}/host.mjs`]: readFileSync(`${dist}/host.mjs`, "utf8"),
  [`${shop}/`]: withSdk,
  [`${evil}/`]: withSdk,
};
for (const origin of [shop, evil]) pages[`${origin}/sdk.js`] = sdk;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens the app, runs a test in it, and closes it. Nothing may be thrown in any of its pages. */
function visit(path, run) {
  return async () => {
    const context = await browser.newContext();
    await context.route("**/*", (route) => {
      const url = route.request().url();
      if (!(url in pages)) return route.abort();
      const contentType = /js$/.test(url) ? "text/javascript; charset=utf-8" : "text/html; charset=utf-8";
      const headers = url.startsWith(app) ? { "Content-Security-Policy": policy } : {};
      return route.fulfill({ body: pages[url], contentType, headers });
    });
    const tab = await context.newPage();
    tab.setDefaultTimeout(30_000);
    const errors = [];
    tab.on("pageerror", (error) => errors.push(error));
    await tab.goto(`${app}${path}`);
    await tab.waitForFunction(() => window.attached);
    try {
      await run(tab, tab.frames()[1]);
    } finally {
      await context.close();
    }
    assert.deepEqual(errors, []);
  };
}
const inShop = (run) => visit("/", run);
const timeout = 60_000;

/** Waits until the app was asked so many times to pick a conversation. */
const asked = (tab, count) => tab.waitForFunction((count) => window.calls.length === count, count);
const isAborted = (tab, index = 0) => tab.evaluate((index) => window.calls[index].call.signal.aborted, index);
const untilAborted = (tab, index = 0) => tab.waitForFunction((index) => window.calls[index].call.signal.aborted, index);
/** The app's user picks a conversation. */
const pick = (tab, index) =>
  tab.evaluate((index) => window.calls[index].resolve({ session_id: "a:b", session_type: 2 }), index);
const picked = { session_id: "a:b", session_type: 2 };

/** Calls that wait, for the page to keep. */
const call = (frame, name = "call", sdk = "vvchat") =>
  frame.evaluate(
    ([name, sdk]) => {
      window[name] = window[sdk].selectSession().catch(({ reason }) => reason);
    },
    [name, sdk],
  );
const outcome = (frame, name = "call") => frame.evaluate((name) => window[name], name);

test(
  "every method is answered, and the page knows by whom",
  { timeout },
  inShop(async (tab, frame) => {
    const answers = frame.evaluate(async () => ({
      auth: await vvchat.auth({ app_id: "test", scope: "snsapi_userinfo", state: "x7Kq" }),
      pay: await vvchat.pay({ app_id: "test", imprest_code: "P1" }),
      getSession: await vvchat.getSession(),
      share: await vvchat.share({ app_id: "test", share_title: "春茶", share_url: "https://shop.example/tea" }),
      selectSession: await vvchat.selectSession(),
    }));
    await asked(tab, 1);
    await pick(tab, 0);
    assert.deepEqual(await answers, {
      auth: results["vvchat.auth"],
      pay: results["vvchat.pay"],
      getSession: results["vvchat.getSession"],
      share: { code: 200, error: "春茶" },
      selectSession: picked,
    });
    const { bridge, host, ignored } = await frame.evaluate(() => vvchat.diagnose());
    const methods = ["auth", "pay", "getSession", "selectSession", "share"];
    assert.deepEqual([bridge, host], ["post_message", { name: "Tea house", version: "1.0", methods }]);
    assert.deepEqual(ignored, { unknown: 0, duplicate: 0, foreign: 0, malformed: 0 });
    assert.deepEqual(await tab.evaluate(() => window.problems), []);
  }),
);

test(
  "a user who cancels, and a function that fails",
  { timeout },
  inShop(async (tab, frame) => {
    const pay = (imprest_code) =>
      frame.evaluate(
        (imprest_code) =>
          vvchat
            .pay({ app_id: "test", imprest_code })
            .catch(({ reason, err_code, err_msg, outcome }) => ({ reason, err_code, err_msg, outcome })),
        imprest_code,
      );
    const failed = { reason: "host_error", err_code: 400, err_msg: "用户取消", outcome: "failed" };
    assert.deepEqual(await pay("CANCEL"), failed);
    const err_msg = "Internal error. The payment may have gone through: ask your server by imprest_code";
    const unknown = { reason: "host_error", err_code: -32603, err_msg, outcome: "unknown" };
    assert.deepEqual(await pay("THROW"), unknown);
    assert.deepEqual(await tab.evaluate(() => window.problems), ["handler_failed"]);
  }),
);

test(
  "odd texts come across whole",
  { timeout },
  inShop(async (_tab, frame) => {
    const texts = ['\'"`\\"</script><!--', "\n\r\u2028\u2029\u0000", "茶🍵👩‍👩‍👧", "x".repeat(1_000_000)];
    const echoed = await frame.evaluate(async (texts) => {
      const auth = (state) => vvchat.auth({ app_id: "test", scope: "snsapi_userinfo", state });
      const share = (share_title) =>
        vvchat.share({ app_id: "test", share_title, share_url: "https://shop.example/tea" });
      return {
        states: await Promise.all(texts.map(async (text) => (await auth(text)).state)),
        titles: await Promise.all(texts.map(async (text) => (await share(text)).error)),
        lone: (await auth("\ud83c")).state.charCodeAt(0),
      };
    }, texts);
    assert.deepEqual(echoed, { states: texts, titles: texts, lone: 0xd83c });
  }),
);

test(
  "a call that the page gives up: its signal aborts, and the others stay",
  { timeout },
  inShop(async (tab, frame) => {
    const aborted = frame.evaluate(() => {
      window.controller = new AbortController();
      return vvchat.selectSession({ signal: window.controller.signal }).catch(({ reason }) => reason);
    });
    await asked(tab, 1);
    await call(frame);
    await asked(tab, 2);
    await frame.evaluate(() => window.controller.abort());
    assert.equal(await aborted, "aborted");
    await untilAborted(tab);
    assert.equal(await isAborted(tab, 1), false);
    await pick(tab, 1);
    assert.deepEqual(await outcome(frame), picked);
  }),
);

for (const [path, when] of [
  ["/", "when the host was there first"],
  ["/late", "when the host came late"],
]) {
  test(
    `a page that is loaded again, ${when}: what was asked before is void, and it is answered anew`,
    { timeout },
    visit(path, async (tab, frame) => {
      if (path === "/late") await frame.goto(`${shop}/`);
      await call(frame);
      await asked(tab, 1);
      await frame.goto(`${shop}/`);
      await call(frame);
      await asked(tab, 2);
      await untilAborted(tab);
      assert.equal(await isAborted(tab, 1), false);
      await pick(tab, 0);
      await pick(tab, 1);
      assert.deepEqual(await outcome(frame), picked);
      const { ignored } = await frame.evaluate(() => vvchat.diagnose());
      assert.deepEqual(ignored, { unknown: 0, duplicate: 0, foreign: 0, malformed: 0 });
    }),
  );
}

test(
  "a page that is loaded again and again, while calls are open",
  { timeout },
  inShop(async (tab, frame) => {
    for (let time = 0; time < 5; time += 1) {
      await call(frame);
      await asked(tab, time + 1);
      await frame.goto(`${shop}/`);
    }
    await frame.evaluate(() => vvchat.getSession());
    for (let time = 0; time < 5; time += 1) await untilAborted(tab, time);
  }),
);

test(
  "two copies of the SDK in a page: the second one ends nothing of the first one's",
  { timeout },
  inShop(async (tab, frame) => {
    await call(frame, "one");
    await asked(tab, 1);
    await frame.evaluate(() => {
      window.first = vvchat;
    });
    // The second one comes while a call of the first one is open.
    await frame.addScriptTag({ url: "/sdk.js" });
    await frame.evaluate((app) => {
      window.second = vvchat;
      return vvchat.config({ origins: [app], lang: "en" });
    }, app);
    await call(frame, "two", "second");
    await asked(tab, 2);
    // Whatever was to be found out is known by the time that both have got answers once more.
    for (const copy of ["first", "second", "first", "second"]) {
      await frame.evaluate((copy) => window[copy].getSession(), copy);
    }
    assert.deepEqual([await isAborted(tab, 0), await isAborted(tab, 1)], [false, false]);
    await pick(tab, 1);
    await pick(tab, 0);
    assert.deepEqual([await outcome(frame, "one"), await outcome(frame, "two")], [picked, picked]);

    // And both are gone together.
    await call(frame, "one", "first");
    await call(frame, "two", "second");
    await asked(tab, 4);
    await frame.goto(`${shop}/`);
    await frame.evaluate(() => vvchat.getSession());
    await untilAborted(tab, 2);
    await untilAborted(tab, 3);
  }),
);

test(
  "a page of another origin in the frame: its calls are refused, and nobody is asked",
  { timeout },
  inShop(async (tab, frame) => {
    await frame.goto(`${evil}/`);
    const error = await frame.evaluate(() =>
      vvchat
        .pay({ app_id: "test", imprest_code: "P1" })
        .catch(({ err_code, err_msg, outcome }) => ({ err_code, err_msg, outcome })),
    );
    assert.deepEqual(error, { err_code: -32600, err_msg: `the origin ${evil} is not allowed`, outcome: "none" });
    const problems = await tab.evaluate(() => window.problems);
    assert.deepEqual([...new Set(problems)], ["foreign_origin"]);
  }),
);

test(
  "an answer that comes when the frame shows another origin stays with nobody",
  { timeout },
  inShop(async (tab, frame) => {
    await call(frame);
    await asked(tab, 1);
    await frame.goto(`${evil}/`);
    await frame.evaluate(() => {
      window.heard = [];
      addEventListener("message", ({ data }) => window.heard.push(JSON.parse(data)));
    });
    await pick(tab, 0);
    // What comes after it has come.
    const late = frame.evaluate(() => vvchat.getSession().catch(({ err_code }) => err_code));
    assert.equal(await late, -32600);
    assert.equal(await frame.evaluate(() => window.heard.some(({ result }) => result !== undefined)), false);
  }),
);

test(
  "other windows are not heard, not even of the shop's origin",
  { timeout },
  inShop(async (tab, frame) => {
    await frame.evaluate(() => vvchat.getSession());
    await frame.evaluate(() => document.body.append(document.createElement("iframe")));
    const [inner] = frame.childFrames();
    const request = golden["selectSession.request"];
    await inner.evaluate(([text, app]) => window.top.postMessage(text, app), [request, app]);
    await tab.evaluate((text) => window.postMessage(text, "*"), request);
    await tab.evaluate((data) => window.dispatchEvent(new MessageEvent("message", { data, source: null })), request);
    await frame.evaluate(
      (app) => parent.postMessage({ jsonrpc: "2.0", id: "1", method: "vvchat.selectSession" }, app),
      app,
    );
    await call(frame);
    await asked(tab, 1);
    assert.deepEqual(await tab.evaluate(() => [window.calls[0].call.origin, window.problems]), [shop, []]);
  }),
);

test(
  "detached: what was asked is void, nothing is answered, and it can be attached again",
  { timeout },
  inShop(async (tab, frame) => {
    await call(frame);
    await asked(tab, 1);
    assert.equal(
      await tab.evaluate(() => {
        try {
          return window.host.attach(window.frame);
        } catch (error) {
          return `${error.name}: ${error.message}`;
        }
      }),
      "Error: attach: this frame is attached already",
    );
    await tab.evaluate(() => window.attached.detach());
    await untilAborted(tab);
    const silence = await frame.evaluate(() => vvchat.getSession({ timeout: 300 }).catch(({ reason }) => reason));
    assert.equal(silence, "timeout");
    const attach = () => {
      window.attached = window.host.attach(window.frame);
    };
    // Also for a page that hears nothing of it.
    await tab.evaluate(() => {
      Object.defineProperty(window.frame, "contentWindow", { value: { postMessage() {} }, configurable: true });
    });
    await tab.evaluate(attach);
    assert.equal((await frame.evaluate(() => vvchat.getSession())).session_type, 1);
    await tab.evaluate(() => {
      delete window.frame.contentWindow;
      window.attached.detach();
    });
    await tab.evaluate(attach);
    assert.equal((await frame.evaluate(() => vvchat.getSession())).session_type, 1);
  }),
);

test(
  "forgotten: what was asked is void, and the page goes on",
  { timeout },
  inShop(async (tab, frame) => {
    await call(frame);
    await asked(tab, 1);
    await tab.evaluate(() => window.attached.forget());
    await untilAborted(tab);
    await call(frame);
    await asked(tab, 2);
    await pick(tab, 1);
    assert.deepEqual(await outcome(frame), picked);
  }),
);

test(
  "a page calls by the port that came with its handshake, and a host that is gone hears nothing by it",
  { timeout },
  inShop(async (tab, frame) => {
    await tab.evaluate(() => {
      window.inTheOpen = [];
      addEventListener("message", ({ data }) => window.inTheOpen.push(JSON.parse(data).method));
    });
    await frame.evaluate(() => vvchat.getSession());
    await call(frame);
    await asked(tab, 1);
    const inTheOpen = await tab.evaluate(() => window.inTheOpen);
    assert.deepEqual(
      inTheOpen.filter((method) => method !== "vvchat.hello"),
      [],
    );

    await tab.evaluate(() => window.attached.detach());
    await call(frame, "unheard");
    const announced = frame.evaluate(
      () => new Promise((resolve) => addEventListener("message", () => resolve(), { once: true })),
    );
    await frame.evaluate(() => {});
    await tab.evaluate(() => {
      window.attached = window.host.attach(window.frame);
    });
    await announced;
    assert.equal((await frame.evaluate(() => vvchat.getSession())).session_type, 1);
    assert.equal(await tab.evaluate(() => window.calls.length), 1);
  }),
);

test(
  "announced: a page that was told nothing greets",
  { timeout },
  inShop(async (tab, frame) => {
    await frame.evaluate(() => vvchat.getSession());
    const ready = frame.evaluate(
      () => new Promise((resolve) => addEventListener("message", ({ data }) => resolve(data), { once: true })),
    );
    await frame.evaluate(() => {});
    await tab.evaluate(() => window.attached.announce());
    assert.equal(await ready, golden["ready.notification"]);
  }),
);

test(
  "what is no frame can't be attached",
  { timeout },
  inShop(async (tab) => {
    const attach = (what) =>
      tab.evaluate((what) => {
        try {
          window.host.attach(
            { nothing: undefined, loose: document.createElement("iframe"), body: document.body }[what],
          );
        } catch (error) {
          return `${error.name}: ${error.message}`;
        }
      }, what);
    for (const what of ["nothing", "loose", "body"]) {
      assert.equal(await attach(what), "TypeError: attach: an iframe that is in a document is expected", what);
    }
  }),
);
