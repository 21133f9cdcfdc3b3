// vvchat-jssdk/host message by message, without a frame: in Node, which has all that it takes.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createHost, Refusal } from "vvchat-jssdk/host";
import { golden } from "../support/golden-texts.mjs";

const origin = "https://shop.example";
const info = { name: "VVChat", version: "9.1.0" };
const refusing = () => {
  throw Refusal.cancelled();
};

/** A promise, and what settles it. */
function deferred() {
  const settled = {};
  const promise = new Promise((resolve, reject) => Object.assign(settled, { resolve, reject }));
  return { promise, ...settled };
}

/** A page of a host with these functions, what it was told, and a way to ask it. */
async function open(methods, options = {}) {
  const problems = [];
  const hellos = [];
  const onProblem = (problem) => problems.push(problem);
  const onHello = (hello) => hellos.push(hello);
  const host = await createHost({ origins: [origin], info, methods, onProblem, onHello, ...options });
  const page = host.page();
  const ask = async (method, params, id = "1") =>
    JSON.parse(
      (await page.receive(JSON.stringify({ jsonrpc: "2.0", id, method: `vvchat.${method}`, params }), origin)) ??
        "null",
    );
  return { page, ask, problems, hellos };
}

/** A function that waits until it is told how it ends, and what it was asked with. */
function waiting() {
  const calls = [];
  const asked = [];
  const ask = (params, call) => {
    const ending = deferred();
    calls.push({ params, call, ...ending });
    asked.shift()?.();
    return ending.promise;
  };
  /** Resolves when it is asked again. */
  const next = () => new Promise((resolve) => asked.push(resolve));
  return { ask, calls, next };
}

const session = { session_id: "IqxDpc-s6S_9RaXMmag39YVH7W810Z57" };
const agreeing = {
  auth: () => ({ code: "C7f2k9" }),
  pay: () => ({ trade_no: "201712023384923834" }),
  getSession: () => ({ ...session, session_type: 1 }),
  selectSession: () => ({ ...session, session_type: 2 }),
  share: () => ({ code: 200 }),
};

describe("golden messages", () => {
  for (const [name, methods, request, response] of [
    ["auth", agreeing, "auth.request", "auth.response"],
    ["auth that is refused", { auth: refusing }, "auth.request", "auth.refused"],
    ["pay", agreeing, "pay.request", "pay.response"],
    ["pay that is cancelled", { pay: refusing }, "pay.request", "pay.error"],
    ["getSession", agreeing, "getSession.request", "getSession.response"],
    ["selectSession", agreeing, "selectSession.request", "selectSession.response"],
    ["share", agreeing, "share.request", "share.response"],
    ["advanced share", agreeing, "share.advanced.request", "share.response"],
    [
      "share that is cancelled",
      { share: () => ({ code: 400, error: "用户取消" }) },
      "share.request",
      "share.cancelled",
    ],
    ["the handshake", agreeing, "hello.request", "hello.response"],
    ["a method that is not offered", {}, "pay.request", "unknown_method.error"],
  ]) {
    test(name, async () => {
      const { page, problems } = await open(methods);
      assert.equal(await page.receive(golden[request], origin), golden[response]);
      assert.deepEqual(
        problems.map(({ kind }) => kind),
        response === "unknown_method.error" ? ["unknown_method"] : [],
      );
    });
  }

  test("a call that is cancelled, and one that fails", async () => {
    const pay = waiting();
    const { page, problems } = await open({ pay: pay.ask });
    const first = page.receive(golden["pay.request"], origin);
    assert.equal(await page.receive(golden["cancel.notification"], origin), null);
    assert.equal(await first, golden["cancel.error"]);
    const asked = pay.next();
    const second = page.receive(golden["pay.request"], origin);
    await asked;
    pay.calls.at(-1).reject(new Error("secret"));
    assert.equal(await second, golden["host.error"]);
    assert.deepEqual(
      problems.map(({ kind }) => kind),
      ["handler_failed"],
    );
  });

  test("the announcement", async () => {
    const { page } = await open({});
    assert.equal(page.ready(), golden["ready.notification"]);
  });

  test("what hosts send gets no answer", async () => {
    const { page } = await open(agreeing);
    for (const name of Object.keys(golden).filter((name) => !/request$/.test(name))) {
      assert.equal(await page.receive(golden[name], origin), null, name);
    }
  });
});

describe("what a function gets", () => {
  test("params without what was left out, and with the call what came", async () => {
    const asked = [];
    const { ask } = await open({
      auth(params, { id, origin, params: came, signal }) {
        asked.push({ params, id, origin, came, aborted: signal.aborted });
        return { code: "C1" };
      },
      getSession(params) {
        asked.push(params);
        return agreeing.getSession();
      },
    });
    const came = { app_id: "test", scope: "snsapi_userinfo", state: null, later: [1] };
    await ask("auth", came, "6f1d");
    await ask("getSession", undefined);
    assert.deepEqual(asked, [
      { params: { app_id: "test", scope: "snsapi_userinfo" }, id: "6f1d", origin, came, aborted: false },
      {},
    ]);
  });

  test("it is called as a function of the methods given", async () => {
    const { ask } = await open({
      ...agreeing,
      pay() {
        return { trade_no: `paid after ${this.getSession().session_id}` };
      },
    });
    const { result } = await ask("pay", { app_id: "test", imprest_code: "P1" });
    assert.equal(result.trade_no, `paid after ${session.session_id}`);
  });
});

describe("what a function may say", () => {
  const order = { app_id: "test", imprest_code: "P1" };
  const card = { app_id: "test", share_title: "t", share_url: "https://shop.example/" };

  test("a code of the app's own", async () => {
    const { ask, problems } = await open({
      pay() {
        throw new Refusal(1001, "no funds");
      },
    });
    assert.deepEqual((await ask("pay", order)).error, { code: 1001, message: "no funds" });
    assert.deepEqual(problems, []);
  });

  test("that it does not know", async () => {
    const { ask, problems } = await open({
      async pay() {
        throw Refusal.internal("ask the server");
      },
    });
    assert.deepEqual((await ask("pay", order)).error, { code: -32603, message: "ask the server" });
    assert.deepEqual(problems, []);
  });

  for (const code of [0, 200, -32602]) {
    test(`not the code ${code}, which means something else`, async () => {
      const { ask, problems } = await open({
        pay() {
          throw new Refusal(code, "no");
        },
      });
      assert.deepEqual((await ask("pay", order)).error, { code: -32603, message: "Internal error" });
      assert.deepEqual(problems, [
        {
          kind: "invalid_code",
          message:
            `this host refused pay with the code ${code}, which is not free for that: ` +
            "0 and 200 mean success, JSON-RPC reserves -32768 to -32000",
          isHosts: true,
          method: "pay",
        },
      ]);
    });
  }

  for (const [what, method, params, result, wrong] of [
    ["nothing", "pay", order, undefined, "pay: the host's reply is malformed, reply must be an object, but it is null"],
    [
      "a field too few",
      "pay",
      order,
      {},
      "pay: the host's reply is malformed, trade_no must be a string that is not blank (a number only up to 2^53 - 1), but it is missing",
    ],
    [
      "a refusal",
      "pay",
      order,
      { err_code: 400 },
      "pay: err_code must be 0, 200 or missing: to refuse, throw a Refusal",
    ],
    [
      "a refusal of auth",
      "auth",
      { app_id: "test", scope: "s" },
      { err_code: 400 },
      "auth: err_code must be 0, 200 or missing: to refuse, throw a Refusal",
    ],
    [
      "a code that is no number",
      "share",
      card,
      { code: "done" },
      'share: the host\'s reply is malformed, code must be a whole number, but it is the string "done"',
    ],
  ]) {
    test(`not ${what}`, async () => {
      const { ask, problems } = await open({ [method]: () => result });
      assert.deepEqual((await ask(method, params)).error, { code: -32603, message: "Internal error" });
      assert.deepEqual(problems, [
        { kind: "invalid_result", message: `this host's result is invalid: ${wrong}`, isHosts: true },
      ]);
    });
  }

  test("nor what JSON has nothing for", async () => {
    const loop = {};
    loop.loop = loop;
    for (const trade_no of [10n, loop]) {
      const { ask, problems } = await open({ pay: () => ({ trade_no }) });
      assert.equal((await ask("pay", order)).error.code, -32603);
      assert.deepEqual([problems.length, problems[0].kind], [1, "handler_failed"]);
      assert.ok(problems[0].error instanceof TypeError);
    }
  });

  test("a number for a trade_no, as long as it is one; the page gets a text", async () => {
    const { ask } = await open({ pay: () => ({ trade_no: 20171202 }) });
    assert.deepEqual((await ask("pay", order)).result, { trade_no: "20171202" });
  });

  test("whatever it throws, the page learns nothing of it", async () => {
    const unshown = { toString: () => assert.fail("it can't be shown") };
    for (const thrown of [new Error("secret"), "secret", undefined, null, unshown, { code: 400, message: "secret" }]) {
      const { ask, problems } = await open({
        pay() {
          throw thrown;
        },
      });
      assert.deepEqual((await ask("pay", order)).error, { code: -32603, message: "Internal error" });
      const [{ message, ...problem }] = problems;
      assert.deepEqual(problem, { kind: "handler_failed", isHosts: true, method: "pay", error: thrown });
      assert.match(message, /^this host's function for pay failed: ./);
    }
  });
});

describe("what a page may say", () => {
  for (const [what, text, answer, kind, message] of [
    [
      "no JSON",
      "{",
      [null, -32700, "a message must be JSON"],
      "no_message",
      "a page sent no message: a message must be JSON",
    ],
    [
      "no object",
      "[]",
      [null, -32600, "a message must be an object, but it is []"],
      "no_message",
      "a page sent no message: a message must be an object, but it is []",
    ],
    [
      "a number for an id",
      '{"jsonrpc":"2.0","id":7,"method":"vvchat.pay"}',
      [null, -32600, "id must be a string, but it is 7"],
      "no_message",
      "a page sent no message: id must be a string, but it is 7",
    ],
    [
      "another version",
      '{"jsonrpc":"2.0","id":"1","method":"vvchat.hello","params":{"versions":[2]}}',
      ["1", -32602, "hello: versions must contain 1"],
      "invalid_params",
      "a page sent invalid params: hello: versions must contain 1",
    ],
    [
      "wrong params",
      '{"jsonrpc":"2.0","id":"1","method":"vvchat.pay","params":{"app_id":"test"}}',
      ["1", -32602, "pay: imprest_code must be a string that is not blank, but it is missing"],
      "invalid_params",
      "a page sent invalid params: pay: imprest_code must be a string that is not blank, but it is missing",
    ],
    [
      "what every object has",
      '{"jsonrpc":"2.0","id":"1","method":"vvchat.toString"}',
      ["1", -32601, "Method not found"],
      "unknown_method",
      'a page called "toString", which this host does not offer',
    ],
  ]) {
    test(what, async () => {
      const { page, problems } = await open(agreeing);
      const [id, code, text_] = answer;
      const expected = { jsonrpc: "2.0", id, error: { code, message: text_ } };
      assert.deepEqual(JSON.parse(await page.receive(text, origin)), expected);
      const [{ kind: told, message: words, isHosts }] = problems;
      assert.deepEqual([told, words, isHosts, problems.length], [kind, message, false, 1]);
    });
  }

  test("an id twice: it is asked once, and the second is not answered", async () => {
    const pay = waiting();
    const { ask, problems } = await open({ pay: pay.ask });
    const order = { app_id: "test", imprest_code: "P1" };
    const first = ask("pay", order);
    assert.equal(await ask("pay", order), null);
    pay.calls[0].resolve({ trade_no: "T1" });
    assert.deepEqual((await first).result, { trade_no: "T1" });
    assert.equal(pay.calls.length, 1);
    assert.deepEqual(
      problems.map(({ kind, id }) => [kind, id]),
      [["repeated_id", "1"]],
    );
  });

  test("something from another origin: it is refused, and nobody is asked", async () => {
    const pay = waiting();
    const { page, problems } = await open({ pay: pay.ask });
    for (const foreign of ["https://evil.example", `${origin}.evil.example`, "null", ""]) {
      const { id, error } = JSON.parse(await page.receive(golden["pay.request"], foreign));
      assert.deepEqual(error, { code: -32600, message: `the origin ${foreign} is not allowed` });
      assert.equal(id, JSON.parse(golden["pay.request"]).id);
      assert.deepEqual(problems.pop(), {
        kind: "foreign_origin",
        message: `a page of the origin ${JSON.stringify(foreign)} was not answered: it is not allowed`,
        isHosts: false,
        origin: foreign,
      });
      assert.equal(await page.receive("{", foreign), null);
    }
    assert.equal(pay.calls.length, 0);
  });

  test("who it is", async () => {
    const { page, ask, hellos } = await open({});
    await page.receive(golden["hello.request"], origin);
    await ask("hello", { versions: [1] }, "2");
    const { id, params } = JSON.parse(golden["hello.request"]);
    assert.deepEqual(hellos, [
      { id, origin, sdk: params.sdk },
      { id: "2", origin, sdk: null },
    ]);
  });

  test("odd texts: state comes back letter for letter, and the functions get them whole", async () => {
    const texts = [
      '\'"`\\"</script><!--',
      "\n\r\u2028\u2029\u0000\u0085",
      "茶🍵👩‍👩‍👧",
      "__proto__",
      "x".repeat(1_000_000),
      "\ud83c",
      "\udf75\ud83c",
    ];
    const titles = [];
    const { ask, problems } = await open({
      ...agreeing,
      share: ({ share_title }) => ({ code: 200, error: titles[titles.push(share_title) - 1] }),
    });
    for (const text of texts) {
      const { result } = await ask("auth", { app_id: "test", scope: "snsapi_userinfo", state: text });
      assert.equal(result.state, text);
      const shared = await ask("share", { app_id: "test", share_title: text, share_url: "https://shop.example/" });
      // The Rust half has no halves of pairs.
      assert.deepEqual(shared.result, { code: 200, error: text.toWellFormed() });
    }
    assert.deepEqual(
      titles,
      texts.map((text) => text.toWellFormed()),
    );
    assert.deepEqual(problems, []);
  });

  test("a thousand calls at a time, each of which gets its own answer", async () => {
    const { ask } = await open({ auth: async ({ scope }) => ({ code: `for ${scope}` }) });
    const numbers = Array.from({ length: 1000 }, (_, number) => `s${number}`);
    const answers = await Promise.all(
      numbers.map((scope) => ask("auth", { app_id: "test", scope, state: scope }, scope)),
    );
    assert.deepEqual(
      answers,
      numbers.map((id) => ({ jsonrpc: "2.0", id, result: { err_code: 0, code: `for ${id}`, state: id } })),
    );
  });
});

describe("signals", () => {
  const order = { app_id: "test", imprest_code: "P1" };

  test("abort when the page cancels the call or is forgotten, and what is thrown then is no problem", async () => {
    const pay = waiting();
    const { page, ask, problems } = await open({ pay: pay.ask });
    const open_ = async (id) => {
      const asked = pay.next();
      const answer = ask("pay", order, id);
      await asked;
      const { call, reject } = pay.calls.at(-1);
      call.signal.addEventListener("abort", () => reject(call.signal.reason));
      return { answer, signal: call.signal };
    };
    const cancelled = await open_("1");
    const forgotten = await open_("2");
    await page.receive('{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":"1"}}', origin);
    assert.equal((await cancelled.answer).error.code, -32800);
    assert.deepEqual([cancelled.signal.aborted, forgotten.signal.aborted], [true, false]);
    page.forget();
    assert.equal(await forgotten.answer, null);
    assert.equal(forgotten.signal.aborted, true);
    assert.deepEqual(problems, []);
  });

  test("do not abort when the function has ended", async () => {
    const pay = waiting();
    const { page, ask } = await open({ pay: pay.ask });
    const asked = pay.next();
    const answer = ask("pay", order);
    await asked;
    pay.calls[0].resolve({ trade_no: "T1" });
    await answer;
    page.forget();
    assert.equal(pay.calls[0].call.signal.aborted, false);
  });

  test("are heard by a function that uses the page at once", async () => {
    const pay = waiting();
    const { page, ask } = await open({ pay: pay.ask, getSession: agreeing.getSession });
    const asked = pay.next();
    const cancelled = ask("pay", order, "1");
    await asked;
    const nested = new Promise((resolve) => {
      pay.calls[0].call.signal.addEventListener("abort", () => resolve(ask("getSession", {}, "2")));
    });
    await page.receive('{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":"1"}}', origin);
    assert.equal((await nested).result.session_type, 1);
    assert.equal((await cancelled).error.code, -32800);
  });
});

test("pages of a host have nothing to do with each other", async () => {
  const pay = waiting();
  const host = await createHost({ origins: [origin], info, methods: { pay: pay.ask } });
  const [one, other] = [host.page(), host.page()];
  const asked = pay.next();
  const first = one.receive(golden["pay.request"], origin);
  await asked;
  await other.receive(golden["cancel.notification"], origin);
  other.forget();
  const askedToo = pay.next();
  const second = other.receive(golden["pay.request"], origin);
  await askedToo;
  for (const [number, { resolve }] of pay.calls.entries()) resolve({ trade_no: `T${number}` });
  assert.deepEqual(
    [await first, await second].map((answer) => JSON.parse(answer).result.trade_no),
    ["T0", "T1"],
  );
});

test("without onProblem, problems are warnings", async (t) => {
  const warn = t.mock.method(console, "warn", () => {});
  const host = await createHost({ origins: [], info, methods: {} });
  await host.page().receive(golden["pay.request"], origin);
  assert.deepEqual(
    warn.mock.calls.map(({ arguments: said }) => said),
    [[`vvchat-jssdk/host: a page of the origin "${origin}" was not answered: it is not allowed`]],
  );
});

test("what onProblem throws is an uncaught error, and the page is answered all the same", async (t) => {
  const thrown = new Error("the log is full");
  const { page } = await open(
    {},
    {
      onProblem() {
        throw thrown;
      },
    },
  );
  const uncaught = deferred();
  process.setUncaughtExceptionCaptureCallback(uncaught.resolve);
  t.after(() => process.setUncaughtExceptionCaptureCallback(null));
  assert.equal(await page.receive(golden["pay.request"], origin), golden["unknown_method.error"]);
  assert.equal(await uncaught.promise, thrown);
});

describe("what is refused at once", () => {
  const options = { origins: [origin], info, methods: agreeing };
  for (const [given, message] of [
    [undefined, "createHost: options must be an object, but it is undefined"],
    [{ ...options, origin }, 'createHost: there is no option "origin"'],
    [{ ...options, origins: undefined }, "createHost: origins must be an array of strings, but it is undefined"],
    [{ ...options, origins: origin }, "createHost: origins must be an array of strings, but it is a string"],
    [{ ...options, origins: [7] }, "createHost: origins must be an array of strings, but it is an array"],
    [
      { ...options, origins: [`${origin}/`] },
      `createHost: origins: "${origin}/" is not an origin: write scheme, host and port as browsers do, such as https://shop.example`,
    ],
    [{ ...options, info: null }, "createHost: info must be an object, but it is null"],
    [{ ...options, info: { name: "a", version: 1 } }, "createHost: info.version must be a string, but it is a number"],
    [{ ...options, methods: undefined }, "createHost: methods must be an object, but it is undefined"],
    [{ ...options, methods: { pay: true } }, "createHost: methods.pay must be a function, but it is a boolean"],
    [
      { ...options, methods: { Pay() {} } },
      'createHost: methods: there is no method "Pay"; there are auth, pay, getSession, selectSession, share',
    ],
    [{ ...options, onProblem: "log" }, "createHost: onProblem must be a function, but it is a string"],
    [{ ...options, onHello: {} }, "createHost: onHello must be a function, but it is an object"],
  ]) {
    test(message, () => assert.rejects(createHost(given), { name: "TypeError", message }));
  }

  test("messages and origins that are no texts", async () => {
    const { page } = await open({});
    assert.throws(() => page.receive({}, origin), {
      message: "receive: message must be a string, but it is an object",
    });
    assert.throws(() => page.receive("{}"), { message: "receive: origin must be a string, but it is undefined" });
  });

  test("refusals without a proper code", () => {
    for (const [code, shown] of [
      ["400", "string"],
      [4.5, "4.5"],
      [2 ** 31, "2147483648"],
      [Number.NaN, "NaN"],
      [null, "null"],
    ]) {
      const message = `Refusal: code must be an integer of at most 31 bits, but it is ${shown}`;
      assert.throws(() => new Refusal(code, "no"), { name: "TypeError", message });
    }
    assert.throws(() => new Refusal(400), { message: "Refusal: message must be a string, but it is undefined" });
  });
});
