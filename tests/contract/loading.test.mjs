/**
 * The seventh promise, in a browser: nothing happens at import, loading the engine is memoised and can be tried again. And what the
 * other promises say about the time before the engine is there.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, test } from "node:test";
import { dist } from "../support/dist.mjs";
import { bySubscriberValue, byReturnValue as customByReturn } from "./hosts/custom.mjs";
import { byReturnValue } from "./hosts/injected.mjs";
import { world } from "./visit.mjs";

const it = world();
const timeout = 30_000;

/** The engine as JavaScript, which the ES module fetches where no WebAssembly runs. */
const ENGINE = "/dist/vvchat_js.mjs";
const javascript = readFileSync(dist + ENGINE.replace("/dist", ""));

afterEach(() => {
  delete it.routes[ENGINE];
});

/** Options of a visit to a page where no WebAssembly runs. */
const withoutWasm = {
  build: "esm",
  async prepare(page) {
    await page.addInitScript(() => {
      WebAssembly.compile = () => Promise.reject(new Error("no WebAssembly here"));
    });
  },
};

/** Counts how often that is asked for, and answers as `answer` says. */
function counted(path, answer) {
  const requests = [];
  it.routes[path] = (request, response) => {
    requests.push(request.url);
    answer(response);
  };
  return requests;
}

const send = (body, type) => (response) => response.writeHead(200, { "Content-Type": type }).end(body);
const fail = (response) => response.writeHead(500, { "Content-Type": "text/plain" }).end("out of order");

const PAY = { app_id: "test", imprest_code: "P1" };

test("7 at import nothing happens: script tag", { timeout }, async () => {
  const requests = [];
  const visit = await it.visit(undefined, {
    inline: "window.after = Object.getOwnPropertyNames(window);",
    async prepare(page) {
      page.on("request", (request) => requests.push(new URL(request.url()).pathname));
      await page.addInitScript(() => {
        const listening = [];
        const { addEventListener } = EventTarget.prototype;
        EventTarget.prototype.addEventListener = function (...args) {
          listening.push(args[0]);
          return addEventListener.apply(this, args);
        };
        const { compile } = WebAssembly;
        WebAssembly.compile = (...args) => {
          listening.push("compile");
          return compile(...args);
        };
        Object.assign(window, { listening, before: undefined, after: undefined });
        window.before = Object.getOwnPropertyNames(window);
      });
    },
  });
  const added = await visit.run(() => window.after.filter((name) => !window.before.includes(name)));
  assert.deepEqual(added.sort(), ["VvchatError", "vvchat"]);
  assert.deepEqual(await visit.run(() => window.listening), []);
  assert.deepEqual(requests.slice(1), ["/dist/vvchatjssdk.js"]);
  assert.match(await visit.run(() => window.vvchat.version), /^\d+\.\d+\.\d+$/);
  await visit.close();
});

test("7 at import nothing happens: ES module", { timeout }, async () => {
  const requests = [];
  const visit = await it.visit(undefined, {
    async prepare(page) {
      page.on("request", (request) => requests.push(new URL(request.url()).pathname));
    },
  });
  const added = await visit.run(async () => {
    const before = Object.getOwnPropertyNames(window);
    const sdk = await import("/dist/index.mjs");
    return {
      globals: Object.getOwnPropertyNames(window).filter((name) => !before.includes(name)),
      exports: Object.keys(sdk).sort(),
      isDefault: sdk.default === sdk.vvchat,
    };
  });
  assert.deepEqual(added, { globals: [], exports: ["VvchatError", "default", "vvchat"], isDefault: true });
  assert.deepEqual(requests.slice(1), ["/dist/vvchatjssdk.js", "/dist/index.mjs"]);
  await visit.close();
});

for (const build of ["script", "esm"]) {
  test(`7 loading is memoised: many calls, one engine, nothing fetched for it: ${build}`, { timeout }, async () => {
    const requests = counted(ENGINE, fail);
    const visit = await it.visit(byReturnValue, {
      build,
      inline: `window.all = Promise.all([vvchat.ready(), vvchat.getSession(), vvchat.diagnose(), vvchat.canIUse("pay")]);`,
      async prepare(page) {
        await page.addInitScript(() => {
          const { compile } = WebAssembly;
          window.compiled = 0;
          WebAssembly.compile = (...all) => {
            window.compiled++;
            return compile(...all);
          };
        });
      },
    });
    const [, session, { engine }, canPay] = await visit.run(() => window.all);
    await visit.run((params) => window.vvchat.pay(params), PAY);
    assert.deepEqual([session.session_type, canPay], [1, true]);
    assert.deepEqual(engine, { name: "wasm", why: "WebAssembly runs here" });
    assert.deepEqual([await visit.run(() => window.compiled), requests.length], [1, 0]);
    await visit.close();
  });
}

for (const [lang, message, unnamed] of [
  ["en", /^pay: the SDK failed: no WebAssembly here; .*vvchat_js/, /^vvchat: the SDK failed: no WebAssembly here; ./],
  ["zh", /^pay：SDK 内部错误：no WebAssembly here; .*vvchat_js/, /^vvchat：SDK 内部错误：no WebAssembly here; ./],
]) {
  test(`7 loading can be tried again, ${lang}`, { timeout }, async () => {
    const requests = counted(ENGINE, fail);
    const inline = `
      window.heard = [];
      const hear = (name) => (value) => window.heard.push([name, value && (value.reason || value.trade_no)]);
      const unheard = (promise) => promise.catch(() => {});
      unheard(vvchat.onError(hear("handler")));
      unheard(vvchat.config({ timeouts: { pay: 12345 } }));
      vvchat.ready(hear("ready"));
      unheard(vvchat.use({ name: "kept", send: (text) => JSON.stringify({
        jsonrpc: "2.0", id: JSON.parse(text).id, result: { trade_no: "1" },
      }), subscribe() {} }));
      window.promise = vvchat.call("pay", ${JSON.stringify(PAY)}, hear("success"), hear("error"), hear("complete"));
      unheard(window.promise);
    `;
    const visit = await it.visit(undefined, { ...withoutWasm, lang, inline, expectsProblems: true });
    const { isOne, error } = await visit.run(async () => {
      const cause = await window.promise.catch((rejected) => rejected);
      return { isOne: cause instanceof window.VvchatError, error: JSON.parse(JSON.stringify(cause)) };
    });
    assert.ok(isOne);
    const { err_msg, ...others } = error;
    assert.match(err_msg, message);
    assert.deepEqual(others, {
      name: "VvchatError",
      err_code: 500,
      reason: "internal",
      method: "pay",
      field: null,
      request_id: null,
      retryable: true,
      outcome: "none",
    });
    await visit.until(() => window.heard.some(([name]) => name === "complete"));
    const ofOthers = (await visit.run(() => window.heard)).filter(([name]) => name !== "handler");
    assert.deepEqual(ofOthers, [
      // The host is there, whatever becomes of the engine.
      ["ready", undefined],
      ["error", "internal"],
      ["complete", "internal"],
    ]);

    const { engine, pending } = await visit.diagnose();
    assert.deepEqual([engine.name, pending], [null, 0]);
    assert.match(engine.why, unnamed);
    const failedRequests = requests.length;

    delete it.routes[ENGINE];
    assert.deepEqual(await visit.run((params) => window.vvchat.pay(params), PAY), { trade_no: "1" });
    // What the page had set before still holds.
    const after = await visit.diagnose();
    assert.deepEqual([after.engine.name, after.bridge, after.pending], ["js", "kept", 0]);
    await visit.run(() => {
      window.heard = [];
      return window.vvchat.pay({}).catch(() => {});
    });
    assert.deepEqual(await visit.run(() => window.heard), [["handler", "invalid_params"]]);
    assert.equal(requests.length, failedRequests);
    await visit.close();
  });
}

/** A visit to a page whose engine arrives only when `arrive()` is called. */
async function visitBeforeEngine(host, options) {
  let arrive;
  const asked = new Promise((resolve) => {
    counted(ENGINE, (response) => {
      arrive = () => send(javascript, "text/javascript")(response);
      resolve();
    });
  });
  const visit = await it.visit(host, { ...withoutWasm, ...options });
  visit.arrive = async () => {
    await asked;
    arrive();
  };
  return visit;
}

test("4 deadlines hold while the engine is loading: time-outs and signals", { timeout }, async () => {
  const visit = await visitBeforeEngine(bySubscriberValue, {});
  const errors = await visit.run(async (params) => {
    const aborter = new AbortController();
    const calls = [
      window.vvchat.pay(params, { timeout: 25 }),
      window.vvchat.pay(params, { signal: aborter.signal }),
      window.vvchat.getSession({ signal: AbortSignal.abort() }),
    ];
    window.kept = window.vvchat.pay({ ...params, imprest_code: "P2" }, { timeout: 100_000 });
    const settled = Promise.allSettled(calls);
    aborter.abort();
    return (await settled).map(({ reason }) => JSON.parse(JSON.stringify(reason)));
  }, PAY);
  const early = { name: "VvchatError", field: null, request_id: null };
  assert.deepEqual(errors, [
    {
      ...early,
      err_code: 408,
      err_msg: "pay: the host did not answer within 25 ms",
      reason: "timeout",
      method: "pay",
      retryable: true,
      outcome: "none",
    },
    {
      ...early,
      err_code: 499,
      err_msg: "pay: the page aborted the call",
      reason: "aborted",
      method: "pay",
      retryable: false,
      outcome: "none",
    },
    {
      ...early,
      err_code: 499,
      err_msg: "getSession: the page aborted the call",
      reason: "aborted",
      method: "getSession",
      retryable: false,
      outcome: null,
    },
  ]);
  await visit.arrive();
  assert.deepEqual(await visit.run(() => window.kept), { trade_no: "201712023384923834" });
  const report = await visit.report();
  assert.deepEqual(
    report.map(({ method, params }) => [method, params.imprest_code]),
    [
      ["hello", undefined],
      ["pay", "P2"],
    ],
  );
  await visit.close();
});

test("4 deadlines: a host has all its time, however long the engine took", { timeout }, async () => {
  const visit = await visitBeforeEngine(undefined, { clock: true });
  await visit.run(() => {
    let tell;
    window.vvchat.use({
      name: "slow",
      send(text) {
        const { id, method } = JSON.parse(text);
        if (method === "vvchat.hello") return { jsonrpc: "2.0", id, result: { version: 1 } };
        window.isAsked = true;
        setTimeout(tell, 9_999, { jsonrpc: "2.0", id, result: { session_id: "S", session_type: 1 } });
      },
      subscribe(receive) {
        tell = receive;
      },
    });
    window.session = window.vvchat.getSession();
  });
  await visit.page.clock.runFor(5_000);
  await visit.arrive();
  await visit.until(() => window.isAsked);
  await visit.page.clock.runFor(9_999);
  assert.deepEqual(await visit.run(() => window.session), { session_id: "S", session_type: 1 });
  await visit.close();
});

test("7 loading that takes too long can be tried again, and may still succeed", { timeout }, async () => {
  const visit = await visitBeforeEngine(bySubscriberValue, { clock: true, expectsProblems: true });
  await visit.run((params) => {
    window.errors = [];
    window.vvchat.pay(params).catch((error) => window.errors.push({ ...error }));
  }, PAY);
  await visit.page.clock.runFor(29_999);
  assert.deepEqual(await visit.run(() => window.errors), []);
  await visit.page.clock.runFor(1);
  await visit.until(() => window.errors.length > 0);
  assert.deepEqual(await visit.run(() => window.errors), [
    {
      name: "VvchatError",
      err_code: 500,
      err_msg: "pay: the SDK failed: nothing loaded within 30000 ms",
      reason: "internal",
      method: "pay",
      field: null,
      request_id: null,
      retryable: true,
      outcome: "none",
    },
  ]);
  // The first attempt's engine serves those who come later, and what was given up is not sent any more.
  await visit.run((params) => {
    window.later = window.vvchat.pay({ ...params, imprest_code: "P2" });
  }, PAY);
  await visit.arrive();
  assert.deepEqual(await visit.run(() => window.later), { trade_no: "201712023384923834" });
  const codes = (await visit.report()).map(({ params }) => params.imprest_code);
  assert.deepEqual(codes, [undefined, "P2"]);
  await visit.close();
});

test("2 at any time: everything done before the engine is there happens in order", { timeout }, async () => {
  const inline = `
    window.order = [];
    const note = (name) => () => window.order.push(name);
    const params = (imprest_code) => ({ app_id: "test", imprest_code });
    vvchat.call("pay", params("1"), note(1));
    vvchat.pay(params("2")).then(note(2));
    vvchat.ready(note("ready"));
    vvchat.pay(params("3")).then(note(3));
    vvchat.call("pay", params("4"), note(4));
  `;
  const visit = await visitBeforeEngine(customByReturn, { inline });
  assert.deepEqual(await visit.run(() => window.order), []);
  await visit.arrive();
  await visit.until(() => window.order.length === 5);
  const codes = (await visit.report()).map(({ params }) => params.imprest_code);
  assert.deepEqual(
    codes,
    [null, "1", "2", "3", "4"].map((code) => code ?? undefined),
  );
  await visit.close();
});

test("2 at any time: a host is found and greeted while the engine is loading", { timeout }, async () => {
  const visit = await visitBeforeEngine(customByReturn, {});
  // What it offers, it has said in its answer to the handshake.
  assert.equal(await visit.run(() => window.vvchat.canIUse("pay")), true);
  await visit.run((params) => {
    window.paid = window.vvchat.pay(params);
  }, PAY);
  await visit.arrive();
  assert.deepEqual(await visit.run(() => window.paid), { trade_no: "201712023384923834" });
  assert.deepEqual(
    (await visit.report()).map(({ method }) => method),
    ["hello", "pay"],
  );
  await visit.close();
});

test("3 nothing invalid leaves: what is given before the engine is there is read at once", { timeout }, async () => {
  const visit = await visitBeforeEngine(customByReturn, {});
  await visit.run((params) => {
    const later = window.vvchat.pay(params);
    const called = window.vvchat.call("pay", params);
    params.imprest_code = 5;
    window.paid = Promise.all([later, called]);
  }, PAY);
  await visit.arrive();
  assert.equal((await visit.run(() => window.paid)).length, 2);
  await visit.close();
});

test("bad input before the engine is there", { timeout }, async () => {
  const visit = await visitBeforeEngine(customByReturn, {});
  await visit.run(() => {
    const throwing = {
      get: () => {
        throw new Error("from the page");
      },
    };
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const all = [
      window.vvchat.pay(Object.defineProperty({}, "app_id", { ...throwing, enumerable: true })),
      window.vvchat.pay({ app_id: "a", imprest_code: "P" }, Object.defineProperty({}, "timeout", throwing)),
      window.vvchat.pay({ app_id: "a", imprest_code: "P" }, Object.defineProperty({}, "signal", throwing)),
      window.vvchat.pay({ app_id: "a", imprest_code: "P" }, { signal: { addEventListener: 5, aborted: true } }),
      window.vvchat.pay({ app_id: "a", imprest_code: "P" }, { timeout: -1 }),
      window.vvchat.pay(proxy),
      window.vvchat.call(Symbol("x"), Symbol("y"), Symbol("z")),
      window.vvchat.config(Symbol("x")),
      window.vvchat.config(Object.defineProperty({}, "lang", { ...throwing, enumerable: true })),
      window.vvchat.ready(5),
      window.vvchat.onError(),
      window.vvchat.use(proxy),
      window.vvchat.canIUse(10n),
    ];
    window.messages = Promise.allSettled(all).then((settled) => settled.map(({ reason }) => reason?.err_msg));
  });
  await visit.arrive();
  const unreadable =
    "must be a value that JSON can carry, but it can't be read (a getter threw, or it contains itself)";
  assert.deepEqual(await visit.run(() => window.messages), [
    `pay: app_id ${unreadable}`,
    `pay: timeout ${unreadable}`,
    `pay: signal ${unreadable}`,
    "pay: signal must be an AbortSignal, but it is an object",
    "pay: timeout must be a positive number of milliseconds, but it is the number -1",
    "pay: params must be an object, but it can't be read (a getter threw, or it contains itself)",
    "vvchat: method must be one of auth, pay, getSession, selectSession, share, but it is a Symbol",
    "config: params must be an object, but it is a Symbol",
    `config: lang ${unreadable}`,
    "ready: fn must be a function, but it is the number 5",
    "onError: fn must be a function, but it is missing",
    "use: bridge must be an object, but it can't be read (a getter threw, or it contains itself)",
    "canIUse: method must be one of auth, pay, getSession, selectSession, share, but it is the BigInt 10",
  ]);
  await visit.close();
});
