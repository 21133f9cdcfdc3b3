/**
 * What holds for one bridge, or for the choice between several.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bySubscriberValue } from "./hosts/custom.mjs";
import { byPromise, byReturnValue } from "./hosts/injected.mjs";
import { version1 } from "./hosts/jsbridge-android.mjs";
import { plain } from "./hosts/message-handler.mjs";
import { parentFrame } from "./hosts/parent-frame.mjs";
import { withText } from "./hosts/wvjb-ios.mjs";
import { world } from "./visit.mjs";

const it = world();
const timeout = 30_000;

const PAY = { app_id: "test", imprest_code: "P1" };
const PAID = { trade_no: "201712023384923834" };
const pay = (visit, params = PAY) => visit.run((given) => window.vvchat.pay(given), params);
const failed = (visit, params = PAY) =>
  visit.run((given) => window.vvchat.pay(given).catch((error) => ({ ...error })), params);
/** Puts objects of every kind into the page; each does nothing but write down what it gets. */
function putEverything() {
  window.sent = [];
  const to = (name) => (message) => void window.sent.push([name, message]);
  window.WebViewJavascriptBridge = { callHandler: to("webview_javascript_bridge") };
  window.vvchatHost = { postMessage: to("injected") };
  window.webkit = { messageHandlers: { vvchatHost: { postMessage: to("message_handler") } } };
}

const NOT_NEEDED = "not needed, another bridge is in use";

test("the first bridge of the order is used, and the others are not needed", { timeout }, async () => {
  const visit = await it.visit(undefined, { prepare: (page) => page.addInitScript(putEverything) });
  await visit.run((params) => {
    window.vvchat.call("pay", params);
    return window.vvchat.ready();
  }, PAY);
  assert.deepEqual(await visit.run(() => window.sent), [["webview_javascript_bridge", "pay"]]);
  const { bridge, tried } = await visit.diagnose();
  assert.equal(bridge, "webview_javascript_bridge");
  assert.deepEqual(tried, [
    { bridge: "webview_javascript_bridge", found: true, why: "in use" },
    { bridge: "injected", found: true, why: NOT_NEEDED },
    { bridge: "message_handler", found: true, why: NOT_NEEDED },
    { bridge: "post_message", found: false, why: "the page is not in a frame" },
  ]);
  await visit.close();
});

for (const name of ["injected", "message_handler"]) {
  test(`config can name the only bridge to use, ${name}`, { timeout }, async () => {
    const visit = await it.visit(undefined, {
      inline: `vvchat.config({ bridge: "${name}" }); vvchat.call("pay", ${JSON.stringify(PAY)});`,
      prepare: (page) => page.addInitScript(putEverything),
    });
    const { bridge, tried } = await visit.diagnose();
    assert.equal(bridge, name);
    assert.deepEqual(
      tried.filter(({ found }) => found).map((one) => one.bridge),
      [name],
    );
    const sent = await visit.run(() => window.sent.map(([to, text]) => [to, JSON.parse(text).method]));
    assert.deepEqual(sent, [
      [name, "vvchat.hello"],
      [name, "vvchat.pay"],
    ]);
    await visit.close();
  });
}

test("JSON-RPC to the letter", { timeout }, async () => {
  const visit = await it.visit(undefined, {
    inline: `vvchat.config({ bridge: "injected" });`,
    prepare: (page) => page.addInitScript(putEverything),
  });
  const { sent, version } = await visit.run(async (params) => {
    const aborter = new AbortController();
    const paying = window.vvchat.pay({ ...params, later: "茶🍵\ud83c" }, { signal: aborter.signal });
    aborter.abort();
    await paying.catch(() => {});
    return { sent: window.sent.map(([, text]) => text), version: window.vvchat.version };
  }, PAY);
  const [hello, request, cancel] = sent;
  assert.match(
    hello,
    /^\{"jsonrpc":"2\.0","id":"[0-9a-f]{32}","method":"vvchat\.hello","params":\{"versions":\[1\],"sdk":\{"name":"vvchat-jssdk","version":"\d+\.\d+\.\d+"\}\}\}$/,
  );
  assert.equal(JSON.parse(hello).params.sdk.version, version);
  const { id } = JSON.parse(request);
  const params = String.raw`{"app_id":"test","imprest_code":"P1","later":"茶🍵\ud83c"}`;
  assert.equal(request, `{"jsonrpc":"2.0","id":"${id}","method":"vvchat.pay","params":${params}}`);
  assert.equal(cancel, `{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":"${id}"}}`);
  assert.equal(sent.length, 3);
  await visit.close();
});

test("a method that the host does not offer is not asked for", { timeout }, async () => {
  for (const host of [byPromise, parentFrame, bySubscriberValue]) {
    const visit = await it.visit(host, { mind: { methods: ["auth", "share"] } });
    assert.equal(await visit.run(() => window.vvchat.canIUse("pay")), false);
    assert.equal(await visit.run(() => window.vvchat.canIUse("auth")), true);
    const { request_id, ...error } = await failed(visit);
    assert.match(request_id, /^\d+-[0-9a-f]{32}$/);
    assert.deepEqual(error, {
      name: "VvchatError",
      err_code: 501,
      err_msg: "pay: the host does not offer this method",
      reason: "unsupported",
      method: "pay",
      field: null,
      retryable: false,
      outcome: "none",
    });
    const heard = (await visit.report()).map(({ method }) => method);
    assert.deepEqual([...new Set(heard)], ["hello"]);
    assert.deepEqual((await visit.diagnose()).host.methods, ["auth", "share"]);
    await visit.close();
  }
});

test("a host that answers no handshake is taken at its word, call by call", { timeout }, async () => {
  for (const host of [byReturnValue, plain]) {
    const visit = await it.visit(host, { inline: "vvchat.config({ hostTimeout: 30 });", mind: { greets: false } });
    assert.deepEqual(await pay(visit), PAID);
    assert.equal(await visit.run(() => window.vvchat.canIUse("pay")), true);
    const { bridge, host: known } = await visit.diagnose();
    assert.deepEqual([bridge, known], [host.bridge, null]);
    await visit.close();
  }
});

test("a host that refuses the handshake is taken at its word, too", { timeout }, async () => {
  const visit = await it.visit(undefined, {
    inline: `
      vvchat.use({
        name: "refuses",
        subscribe() {},
        send(text) {
          const { id, method } = JSON.parse(text);
          const error = { code: -32601, message: "Method not found" };
          const answer = method === "vvchat.hello" ? { error } : { result: { trade_no: "1" } };
          return { jsonrpc: "2.0", id, ...answer };
        },
      });
    `,
  });
  assert.deepEqual(await pay(visit), { trade_no: "1" });
  assert.equal(await visit.run(() => window.vvchat.canIUse("pay")), true);
  assert.deepEqual((await visit.diagnose()).host, { name: "", version: "", methods: null });
  await visit.close();
});

test("a host that says it has started anew is greeted again", { timeout }, async () => {
  const visit = await it.visit(bySubscriberValue, {});
  await visit.run(() => window.vvchat.ready());
  assert.deepEqual(
    (await visit.report()).map(({ method }) => method),
    ["hello"],
  );
  await visit.run(() => {
    const { send } = window.scriptedBridge;
    window.scriptedBridge.send = send;
    window.vvchat.use({
      ...window.scriptedBridge,
      name: "again",
      subscribe(receive) {
        window.scriptedBridge.subscribe(receive);
        window.receive = receive;
      },
    });
  });
  await visit.report();
  await visit.run(() => window.receive('{"jsonrpc":"2.0","method":"vvchat.ready"}'));
  assert.deepEqual(
    (await visit.report()).map(({ method }) => method),
    ["hello"],
  );
  await visit.close();
});

test("use: the last one plugged in is used, and answers to earlier calls still count", { timeout }, async () => {
  const visit = await it.visit(undefined, {});
  const outcome = await visit.run(async (params) => {
    const bridges = {};
    const plug = (name) =>
      window.vvchat.use({
        name,
        send: (text) => {
          const message = JSON.parse(text);
          if (message.method === "vvchat.pay") bridges[name].asked = message;
        },
        subscribe: (receive) => {
          bridges[name] = { receive };
        },
      });
    const answer = (name, trade_no) =>
      bridges[name].receive({ jsonrpc: "2.0", id: bridges[name].asked.id, result: { trade_no } });
    await plug("one");
    const first = window.vvchat.pay(params);
    await plug("two");
    const second = window.vvchat.pay({ ...params, imprest_code: "P2" });
    answer("two", "of two");
    answer("one", "of one");
    return { first: await first, second: await second, tried: (await window.vvchat.diagnose()).tried.slice(0, 3) };
  }, PAY);
  assert.deepEqual(outcome, {
    first: { trade_no: "of one" },
    second: { trade_no: "of two" },
    tried: [
      { bridge: "two", found: true, why: "in use" },
      { bridge: "one", found: true, why: NOT_NEEDED },
      { bridge: "webview_javascript_bridge", found: false, why: "not there" },
    ],
  });
  await visit.close();
});

test("use: what the embedder's code throws is theirs to see, and never lost on a call", { timeout }, async () => {
  const visit = await it.visit(undefined, { expectsProblems: true });
  const { surfaced, error } = await visit.run(async (params) => {
    const surfaced = new Promise((resolve) => {
      addEventListener("error", (event) => resolve(event.error.message), { once: true });
    });
    await window.vvchat.use({
      name: "throws",
      subscribe() {
        throw new Error("from subscribe");
      },
      send() {
        throw { no: "error" };
      },
    });
    const error = await window.vvchat.pay(params).catch((thrown) => ({ ...thrown, request_id: null }));
    return { surfaced: await surfaced, error };
  }, PAY);
  assert.equal(surfaced, "from subscribe");
  assert.deepEqual(error, {
    name: "VvchatError",
    err_code: -32603,
    err_msg: "[object Object]. The payment may have gone through: ask your server by imprest_code",
    reason: "host_error",
    method: "pay",
    field: null,
    request_id: null,
    retryable: false,
    outcome: "unknown",
  });
  await visit.close();
});

test("use: a bridge may call the SDK from inside its own functions", { timeout }, async () => {
  const visit = await it.visit(undefined, {});
  const { sent, results, pending } = await visit.run(async (params) => {
    const { vvchat } = window;
    const sent = [];
    const inner = [];
    const call = (imprest_code) => inner.push(vvchat.pay({ ...params, imprest_code }));
    const bridge = {
      name: "reentrant",
      subscribe() {
        call("from subscribe");
        inner.push(vvchat.diagnose());
      },
      send(text) {
        const { id, method, params: given } = JSON.parse(text);
        if (method !== "vvchat.pay") return undefined;
        sent.push(given.imprest_code);
        if (given.imprest_code === "outer") {
          for (const act of [
            () => call("from send"),
            () => call("outer"),
            () => vvchat.config({ debug: false }),
            () => vvchat.ready(() => call("from ready")),
            () => vvchat.canIUse("pay"),
            () => vvchat.isInVVChat(),
            () => vvchat.diagnose(),
            () => vvchat.onError(() => {}),
          ]) {
            inner.push(act());
          }
        }
        return { jsonrpc: "2.0", id, result: { trade_no: given.imprest_code } };
      },
    };
    await vvchat.use(bridge);
    // What is asked of a signal may call, too.
    const signal = {
      get aborted() {
        inner.push(vvchat.diagnose());
        return false;
      },
      addEventListener: () => call("from addEventListener"),
      removeEventListener: () => call("from removeEventListener"),
    };
    const outer = await vvchat.pay({ ...params, imprest_code: "outer" }, { signal });
    const settled = await Promise.all(inner);
    await vvchat.pay(params);
    const all = await Promise.all(inner);
    const results = [outer, ...settled, ...all].map((result) => result?.trade_no).filter(Boolean);
    return { sent, results: [...new Set(results)].sort(), pending: (await vvchat.diagnose()).pending };
  }, PAY);
  const codes = ["from addEventListener", "from ready", "from removeEventListener", "from send", "from subscribe"];
  assert.deepEqual(results, [...codes, "outer"]);
  assert.deepEqual([...sent].sort(), [...codes, "P1", "outer"].sort());
  assert.equal(pending, 0);
  await visit.close();
});

test("use: replies that are no plain values are no replies, or malformed ones", { timeout }, async () => {
  const visit = await it.visit(undefined, {});
  const outcomes = await visit.run(async (params) => {
    let next;
    let receive;
    await window.vvchat.use({
      name: "odd",
      send: (text) => (JSON.parse(text).method === "vvchat.pay" ? next(JSON.parse(text)) : undefined),
      subscribe: (given) => {
        receive = given;
      },
    });
    const throwing = () => {
      throw new Error("from the host");
    };
    const { proxy: revoked, revoke } = Proxy.revocable({}, {});
    revoke();
    const liar = new Proxy({}, { get: throwing, ownKeys: throwing, has: throwing, getPrototypeOf: throwing });
    const cyclic = {};
    cyclic.itself = cyclic;
    const odd = [Symbol("x"), 1n, () => {}, class {}, liar, revoked, cyclic, new Date(0), new Map(), document, window];
    const all = [];
    for (const [number, value] of odd.entries()) {
      for (const later of [false, true]) {
        next = () => (later ? Promise.resolve(value) : value);
        const outcome = await window.vvchat
          .pay({ ...params, number, later })
          .catch(({ reason, err_msg }) => [reason, err_msg]);
        all.push(outcome);
      }
      // As messages they are replies to nothing.
      receive(value);
    }
    // With the call's own id, too.
    for (const make of [
      (id) => ({
        jsonrpc: "2.0",
        id,
        get result() {
          return throwing();
        },
      }),
      (id) => ({ jsonrpc: "2.0", id, result: liar }),
      (id) => ({ jsonrpc: "2.0", id, result: cyclic }),
      (id) => ({ jsonrpc: "2.0", id, result: { trade_no: 1n } }),
      (id) => ({ jsonrpc: "2.0", id, result: { trade_no: Symbol("x") } }),
      (id) => ({ jsonrpc: "2.0", id, error: liar }),
      (id) => ({ jsonrpc: "2.0", id: { toString: () => id }, result: { trade_no: "1" } }),
    ]) {
      next = ({ id }) => make(id);
      all.push(await window.vvchat.pay(params).catch(({ reason }) => [reason]));
    }
    next = ({ id }) => ({ jsonrpc: "2.0", id, result: { trade_no: "works on" } });
    return { all, last: await window.vvchat.pay(params), pending: (await window.vvchat.diagnose()).pending };
  }, PAY);
  for (const outcome of outcomes.all) {
    assert.ok(["malformed_reply", "host_error"].includes(outcome[0]), JSON.stringify(outcomes.all));
  }
  assert.deepEqual([outcomes.last, outcomes.pending], [{ trade_no: "works on" }, 0]);
  await visit.close();
});

test("iOS: the bridge is asked for once, by a frame that is gone again", { timeout }, async () => {
  const visit = await it.visit(withText, {
    late: true,
    inline: "window.WVJBCallbacks = [(bridge) => { window.own = bridge; }];",
  });
  await visit.run(() => {
    window.vvchat.config({ hostTimeout: 60_000 });
    window.ready = Promise.all([window.vvchat.ready(), window.vvchat.getSession(), window.vvchat.isInVVChat()]);
  });
  await visit.diagnose();
  await visit.until(() => document.querySelectorAll("iframe").length === 0);
  await visit.appear();
  await visit.run(() => window.ready);
  assert.equal(visit.asked.length, 1);
  // What the page itself had asked for the bridge got it, too.
  assert.equal(await visit.run(() => window.own === window.WebViewJavascriptBridge), true);
  assert.deepEqual(await pay(visit), PAID);
  await visit.close();
});

const AGENTS = [
  ["iPhone", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Mobile/15E148", 5, 1],
  ["iPad", "Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) Mobile/15E148", 5, 1],
  ["iPod", "Mozilla/5.0 (iPod touch; CPU iPhone OS 12_5 like Mac OS X) Mobile/15E148", 5, 1],
  ["iPad that calls itself a Mac", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15", 5, 1],
  ["Mac", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15", 0, 0],
  ["Android", version1.browser.userAgent, 5, 0],
];

for (const [name, userAgent, touches, expected] of AGENTS) {
  test(`the bridge is ${expected ? "" : "not "}asked for on ${name}`, { timeout }, async () => {
    const requests = [];
    const visit = await it.visit(undefined, {
      browser: { userAgent },
      clock: true,
      async prepare(page) {
        await page.route(/^https:/, (route) => route.abort().catch(() => {}));
        await page.addInitScript((points) => {
          Object.defineProperty(navigator, "maxTouchPoints", { get: () => points });
          const { appendChild } = Node.prototype;
          window.frames_ = [];
          Node.prototype.appendChild = function (child) {
            if (child instanceof HTMLIFrameElement) window.frames_.push(child.src);
            return appendChild.call(this, child);
          };
        }, touches);
      },
      expectsProblems: true,
    });
    await visit.diagnose();
    await visit.run(() => {
      window.vvchat.isInVVChat().then((is) => {
        window.isInVVChat = is;
      });
    });
    await visit.pass(10_000);
    assert.equal(await visit.run(() => window.isInVVChat), false);
    await visit.run(() => void window.vvchat.isInVVChat());
    await visit.pass(10_000);
    const asked = await visit.run(() => window.frames_);
    assert.deepEqual(asked, Array(expected).fill("https://__bridge_loaded__/"));
    assert.deepEqual(requests, []);
    await visit.close();
  });
}

test("iOS: the frame is not needed where the page names another bridge", { timeout }, async () => {
  const visit = await it.visit(withText, {
    late: true,
    inline: `vvchat.config({ bridge: "injected", hostTimeout: 30 });`,
  });
  assert.equal(await visit.run(() => window.vvchat.isInVVChat()), false);
  assert.equal(visit.asked.length, 0);
  await visit.close();
});

test("Android: init is called once, with a function, before the first call", { timeout }, async () => {
  const visit = await it.visit(undefined, {
    browser: version1.browser,
    inline: `
      vvchat.call("pay", ${JSON.stringify(PAY)});
      vvchat.getSession();
      vvchat.ready();
    `,
  });
  await visit.diagnose();
  await visit.run(() => {
    window.log = [];
    window.WebViewJavascriptBridge = {
      init: (fn) => window.log.push(["init", typeof fn]),
      callHandler: (name, _data, callback) => window.log.push([name, typeof callback]),
    };
    document.dispatchEvent(new Event("WebViewJavascriptBridgeReady"));
  });
  await visit.run(() => void window.vvchat.share({ app_id: "a", share_title: "t", share_url: "https://s.example/" }));
  assert.deepEqual(await visit.run(() => window.log), [
    ["init", "function"],
    ["pay", "function"],
    ["getSession", "function"],
    ["share", "function"],
  ]);
  await visit.close();
});

test("Android: a page that has called init itself is no trouble", { timeout }, async () => {
  const visit = await it.visit(version1, {
    inline: `document.addEventListener("WebViewJavascriptBridgeReady", (event) => event.bridge.init(() => {}));`,
  });
  assert.deepEqual(await pay(visit), PAID);
  await visit.close();
});

test("Android: a page that calls init after the SDK is the one that is told", { timeout }, async () => {
  const visit = await it.visit(version1, {});
  await visit.run(() => window.vvchat.ready());
  const thrown = await visit.run(() => {
    try {
      window.WebViewJavascriptBridge.init(() => {});
      return null;
    } catch ({ message }) {
      return message;
    }
  });
  assert.equal(thrown, "WebViewJavascriptBridge.init called twice");
  assert.deepEqual(await pay(visit), PAID);
  await visit.close();
});

test("debug: every message and what looks like a slip is on the console, and nothing without it", {
  timeout,
}, async () => {
  const visit = await it.visit(byReturnValue, { expectsProblems: true });
  await visit.run((params) => window.vvchat.pay({ ...params, imprest_cod: "x", app_ids: 1, other: 1 }), PAY);
  assert.deepEqual(visit.problems, []);
  await visit.run(() => window.vvchat.config({ debug: true }));
  await visit.run((params) => window.vvchat.pay({ ...params, imprest_cod: "x", app_ids: 1, other: 1 }), PAY);
  await visit.run(() => window.vvchat.auth({ app_id: "test", scope: "scope_of_the_future" }));
  const shown = visit.problems.map((text) => text.replace(/\d+-[0-9a-f]{32}/g, "ID"));
  const request = (method, params) =>
    `console.debug: vvchat → {"jsonrpc":"2.0","id":"ID","method":"vvchat.${method}","params":${params}}`;
  const reply = (result) => `console.debug: vvchat ← {"jsonrpc":"2.0","id":"ID","result":${result}}`;
  assert.deepEqual(shown, [
    "console.warning: pay: there is no param imprest_cod; did you mean imprest_code? It is sent as it is",
    "console.warning: pay: there is no param app_ids; did you mean app_id? It is sent as it is",
    "console.warning: pay: there is no param other. It is sent as it is",
    request("pay", '{"app_id":"test","imprest_code":"P1","imprest_cod":"x","app_ids":1,"other":1}'),
    reply('{"trade_no":"201712023384923834"}'),
    "console.warning: auth: this version does not know the scope scope_of_the_future. It is sent as it is",
    request("auth", '{"app_id":"test","scope":"scope_of_the_future"}'),
    reply('{"err_code":0,"code":"CODE"}'),
  ]);
  visit.problems.length = 0;
  await visit.run(() => window.vvchat.config({ debug: false, lang: "zh", langs: 1, timeout: 5 }));
  assert.deepEqual(visit.problems, [
    'console.warning: config：options 应为已有的选项，实际为字符串 "langs"',
    'console.warning: config：options 应为已有的选项，实际为字符串 "timeout"',
  ]);
  await visit.close();
});

for (const [lang, locale, expected] of [
  ["", "zh-CN", "pay：params 应为对象，实际未提供"],
  ["", "en-GB", "pay: params must be an object, but it is missing"],
  ["fr", "zh-CN", "pay: params must be an object, but it is missing"],
  ["ZH-hant", "en-US", "pay：params 应为对象，实际未提供"],
]) {
  test(`errors are in the page's language, else the browser's: "${lang}", ${locale}`, { timeout }, async () => {
    const visit = await it.visit(undefined, { lang, browser: { locale } });
    assert.equal(await visit.run(() => window.vvchat.pay().catch(({ message }) => message)), expected);
    await visit.close();
  });
}
