// Sending: what is repeated and what is not, time-outs, signals, and servers that misbehave.
import assert from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer as createTcpServer } from "node:net";
import { text } from "node:stream/consumers";
import { after, before, beforeEach, describe, test } from "node:test";
import { Client, OpenApiError } from "vvchat-jssdk/server";

const app = { app_id: "test", app_key: "S3CRET-KEY" };
const order = {
  store_no: "1",
  out_trade_no: "A1",
  amount: 6800n,
  notify_url: "https://shop.example/notify",
  title: "Green tea",
};
const payOut = {
  out_order_no: "R1",
  in_open_id: "o1",
  out_open_id: "o2",
  amount: 500n,
  notify_url: "https://shop.example/notify",
  title: "Refund",
};

/** Every call, and whether doing it twice is the same as doing it once. */
const calls = {
  exchangeCode: { isSafe: false, make: (client, options) => client.exchangeCode("C0DE", options) },
  userInfo: { isSafe: true, make: (client, options) => client.userInfo("T0KEN", options) },
  sendMessage: {
    isSafe: false,
    make: (client, options) => client.sendMessage("T0KEN", "茶", options),
  },
  placeOrder: { isSafe: true, make: (client, options) => client.placeOrder(order, options) },
  queryOrder: { isSafe: true, make: (client, options) => client.queryOrder({ out_trade_no: "A1" }, options) },
  payOut: { isSafe: true, make: (client, options) => client.payOut(payOut, options) },
  placeTestOrder: { isSafe: true, make: (client, options) => client.placeTestOrder(options) },
};

let server;
let baseUrl;
/** What the server does with the requests, one after the other; the last one stays. */
let plan;
/** What has arrived. */
let arrived;

before(async () => {
  server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    arrived.push({ method, url, headers, body: await text(request) });
    const step = plan.length > 1 ? plan.shift() : plan[0];
    step(response, request);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  baseUrl = `http://127.0.0.1:${server.address().port}`;
});
after(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  arrived = [];
  plan = [];
});

const answer =
  (status, body = "", headers = {}) =>
  (response) =>
    response.writeHead(status, headers).end(body);
const testOrder = answer(200, '{"imprest_code":"P1"}');
const hangUp = (response) => response.destroy();
const halfAnAnswer = (response) => {
  response.writeHead(200, { "Content-Length": "100" }).write('{"imprest_code":');
  response.socket.end();
};
const silence = () => {};
const neverEnding = (response) => response.writeHead(200).write("{");

const client = (options) => new Client({ ...app, baseUrl, ...options });
const failure = (promise) => promise.then(assert.fail, (error) => error);

/** A port of this machine at which nobody listens. */
async function closedPort() {
  const listener = createTcpServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address();
  await new Promise((resolve) => listener.close(resolve));
  return port;
}

/** Waits until an attempt of fetch has found nobody. */
function noConnection() {
  const channel = "undici:client:connectError";
  return new Promise((resolve) => {
    subscribe(channel, function heard() {
      unsubscribe(channel, heard);
      resolve();
    });
  });
}

describe("what is sent again", () => {
  const refusal = answer(400, '{"err_code":400,"err_msg":"失败"}');
  const failed = answer(500, '{"err_code":500,"err_msg":"失败"}');
  const cases = [
    { name: "status 500", step: answer(500), reason: "unexpected_status", mayHaveArrived: true, mayPass: true },
    { name: "status 202", step: answer(202), reason: "unexpected_status", mayHaveArrived: true, mayPass: false },
    { name: "status 303", step: answer(303), reason: "unexpected_status", mayHaveArrived: true, mayPass: false },
    { name: "status 429", step: answer(429), reason: "unexpected_status", mayHaveArrived: false, mayPass: true },
    { name: "status 404", step: answer(404), reason: "unexpected_status", mayHaveArrived: false, mayPass: false },
    { name: "a refusal", step: refusal, reason: "refused", mayHaveArrived: false, mayPass: false },
    { name: "a refusal, status 500", step: failed, reason: "refused", mayHaveArrived: true, mayPass: false },
    { name: "a broken connection", step: hangUp, reason: "transport", mayHaveArrived: true, mayPass: true },
  ];
  for (const { name, step, reason, mayHaveArrived, mayPass } of cases) {
    for (const [call, { isSafe, make }] of Object.entries(calls)) {
      test(`${call}: ${name}`, async () => {
        plan = [step];
        const error = await failure(make(client({ retries: 1 })));
        assert.deepEqual([error.reason, error.may_have_arrived], [reason, mayHaveArrived]);
        assert.equal(error.retryable, isSafe && mayPass);
        assert.equal(arrived.length, isSafe && mayPass ? 2 : 1);
      });
    }
  }

  for (const [call, { isSafe, make }] of Object.entries(calls)) {
    test(`${call}: no answer in time`, async () => {
      plan = [silence];
      const error = await failure(make(client({ timeout: 500, retries: 1 })));
      assert.deepEqual([error.reason, error.kind, error.may_have_arrived], ["transport", "timeout", true]);
      assert.equal(error.message, "no answer from VVChat in time; the call may have arrived: 500 ms are over");
      assert.equal(arrived.length, isSafe ? 2 : 1);
    });
  }

  for (const [call, { make }] of Object.entries(calls)) {
    test(`${call}: nobody listens, then somebody does`, async () => {
      const port = await closedPort();
      const late = createTcpServer((socket) => socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
      const firstHasFailed = noConnection();
      const call = make(new Client({ ...app, baseUrl: `http://127.0.0.1:${port}`, retries: 20 }));
      await firstHasFailed;
      late.listen(port, "127.0.0.1");
      const error = await failure(call);
      assert.deepEqual([error.reason, error.status], ["unexpected_status", 404]);
      late.close();
    });
  }
});

test("a repeat that succeeds is a success, and is a request of its own", async () => {
  plan = [answer(503), hangUp, answer(400, '{"err_code":400,"err_msg":"失败"}')];
  const error = await failure(client().placeOrder(order));
  assert.equal(error.reason, "refused");
  const nonces = arrived.map(({ body }) => JSON.parse(body).nonce_str);
  assert.equal(new Set(nonces).size, 3);
  for (const nonce of nonces) assert.match(nonce, /^[0-9a-f]{32}$/);

  plan = [answer(503), testOrder];
  assert.deepEqual(await client().placeTestOrder(), { imprest_code: "P1" });
});

test("the pauses before repeats: up to 0.3 s, then up to 0.6 s", async (t) => {
  const timers = t.mock.method(globalThis, "setTimeout");
  plan = [answer(503)];
  await failure(client({ timeout: 20_000, retries: 2 }).placeTestOrder());
  // Of all timers, the pauses alone are random, and so no whole numbers.
  const [first, second, ...more] = timers.mock.calls.map((call) => call.arguments[1]).filter((time) => time % 1 !== 0);
  assert.ok(first >= 150 && first <= 300, String(first));
  assert.ok(second >= 300 && second <= 600, String(second));
  assert.deepEqual(more, []);
});

test("retries says how often", async () => {
  plan = [answer(500)];
  await failure(client({ retries: 0 }).placeTestOrder());
  assert.equal(arrived.length, 1);
  await failure(client({ retries: 1 }).placeTestOrder());
  assert.equal(arrived.length, 3);
});

test("an error after one that may have arrived says so: money may have moved", async () => {
  plan = [hangUp, answer(400, '{"err_code":400,"err_msg":"余额不足"}')];
  const error = await failure(client().payOut(payOut));
  assert.deepEqual([error.reason, error.err_msg, error.may_have_arrived], ["refused", "余额不足", true]);
  assert.equal(
    error.message,
    "VVChat refused: 余额不足 (err_code 400, HTTP status 400) (an earlier attempt may have arrived)",
  );
});

test("the same of one whose last attempt found nobody", async () => {
  const lost = createServer((_request, response) => {
    lost.close();
    response.destroy();
  }).listen(0, "127.0.0.1");
  await once(lost, "listening");
  const error = await failure(
    client({ baseUrl: `http://127.0.0.1:${lost.address().port}`, retries: 1 }).payOut(payOut),
  );
  assert.deepEqual([error.reason, error.kind, error.may_have_arrived], ["transport", "connect", true]);
  assert.match(error.message, /^no connection .* \(an earlier attempt may have arrived\)$/);
  assert.ok(error.stack.includes(error.message));
});

test("no connection: it says that nothing was sent, and why", async () => {
  const port = await closedPort();
  for (const host of ["127.0.0.1", "localhost"]) {
    const error = await failure(
      new Client({ ...app, baseUrl: `http://${host}:${port}`, retries: 0 }).exchangeCode("C0DE"),
    );
    assert.deepEqual([error.reason, error.kind, error.may_have_arrived], ["transport", "connect", false]);
    assert.match(error.message, /^no connection to VVChat, so nothing was sent: .*ECONNREFUSED/);
  }
  const error = await failure(
    new Client({ ...app, baseUrl: "https://vvchat.invalid", retries: 0 }).exchangeCode("C0DE"),
  );
  assert.deepEqual([error.kind, error.may_have_arrived], ["connect", false]);
});

test("an address that the language cannot read: nothing was sent", async () => {
  // A label that is no Punycode.
  const error = await failure(new Client({ ...app, baseUrl: "https://xn--a.example", retries: 0 }).payOut(payOut));
  assert.deepEqual([error.reason, error.kind, error.may_have_arrived], ["transport", "connect", false]);
  assert.equal(error.message, "no connection to VVChat, so nothing was sent: Invalid URL");
});

test("a certificate that nobody trusts: nothing was sent", async () => {
  const pem = await readFile(new URL("../support/self-signed.pem", import.meta.url));
  let asked = 0;
  const stranger = createTlsServer({ key: pem, cert: pem }, () => {
    asked += 1;
  }).listen(0, "127.0.0.1");
  await once(stranger, "listening");
  const baseUrl = `https://127.0.0.1:${stranger.address().port}`;
  const error = await failure(new Client({ ...app, baseUrl, retries: 0 }).sendMessage("T0KEN", "茶"));
  assert.deepEqual([error.reason, error.kind, error.may_have_arrived], ["transport", "connect", false]);
  assert.equal(error.message, "no connection to VVChat, so nothing was sent: self-signed certificate");
  assert.equal(asked, 0);
  stranger.close();
});

test("an answer that breaks off is no answer", async () => {
  plan = [halfAnAnswer];
  const error = await failure(client({ retries: 0 }).placeTestOrder());
  assert.deepEqual([error.kind, error.may_have_arrived], ["interrupted", true]);
  assert.match(error.message, /^the connection to VVChat broke; the call may have arrived: ./);
});

test("an answer that never ends is over in time", async () => {
  plan = [neverEnding];
  const error = await failure(client({ retries: 0 }).placeTestOrder({ timeout: 50 }));
  assert.equal(error.kind, "timeout");
});

test("an answer that is too large is not read to its end", async () => {
  const whole = 2 ** 20;
  plan = [answer(200, `{"imprest_code":"P1"}${" ".repeat(whole - 21)}`)];
  assert.deepEqual(await client().placeTestOrder(), { imprest_code: "P1" });
  plan = [answer(200, `{"imprest_code":"P1"}${" ".repeat(whole - 20)}`)];
  const error = await failure(client().placeTestOrder());
  assert.equal(error.reason, "malformed_reply");
  assert.equal(error.message, "VVChat's reply can't be used: body must be at most 1 MiB, but it is longer");
});

test("an answer without an end is left", async () => {
  const left = new Promise((resolve) => {
    plan = [
      (response) => {
        response.on("close", resolve);
        const more = () => response.write(" ".repeat(2 ** 16), (failed) => failed ?? more());
        more();
      },
    ];
  });
  assert.equal((await failure(client().placeTestOrder())).reason, "malformed_reply");
  await left;
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`a redirect is not followed: ${status}`, async () => {
    plan = [answer(status, "", { Location: `${baseUrl}/elsewhere` })];
    const error = await failure(client().exchangeCode("C0DE"));
    assert.deepEqual([error.reason, error.status], ["unexpected_status", status]);
    assert.equal(arrived.length, 1);
  });
}

describe("signals", () => {
  test("one that has triggered before: nothing is sent", async () => {
    const error = await failure(client().payOut(payOut, { signal: AbortSignal.abort("enough") }));
    assert.ok(error instanceof OpenApiError);
    assert.deepEqual([error.reason, error.may_have_arrived, error.cause], ["aborted", false, "enough"]);
    assert.equal(error.message, "the call was aborted; it has not arrived");
    assert.equal(arrived.length, 0);
  });

  test("one that triggers while the platform works: it may have arrived", async () => {
    const controller = new AbortController();
    plan = [() => controller.abort()];
    const error = await failure(client().payOut(payOut, { signal: controller.signal }));
    assert.deepEqual([error.reason, error.may_have_arrived], ["aborted", true]);
    assert.equal(error.message, "the call was aborted; it may have arrived");
    assert.equal(error.cause.name, "AbortError");
    assert.equal(arrived.length, 1);
  });

  test("one that triggers in the pause before a repeat: there is none", async () => {
    const controller = new AbortController();
    plan = [
      (response) => {
        response.on("finish", () => setImmediate(() => controller.abort()));
        answer(503)(response);
      },
    ];
    const error = await failure(client().payOut(payOut, { signal: controller.signal }));
    assert.deepEqual([error.reason, error.may_have_arrived], ["aborted", true]);
    assert.equal(arrived.length, 1);
  });

  test("one that outlives many calls keeps nothing of them", async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...args) => {
      listeners += 1;
      addEventListener.apply(signal, args);
    };
    signal.removeEventListener = (...args) => {
      listeners -= 1;
      removeEventListener.apply(signal, args);
    };
    plan = [answer(503), testOrder];
    await client().placeTestOrder({ signal });
    assert.equal(listeners, 0);
  });
});

test("what is sent says who sends it, and nothing of the merchant's own", async () => {
  plan = [testOrder];
  await client().placeTestOrder();
  const [{ headers }] = arrived;
  assert.match(headers["user-agent"], /^vvchat-jssdk\/\d+\.\d+\.\d+/);
  for (const name of ["cookie", "referer", "authorization"]) assert.equal(headers[name], undefined);
});

test("a path of the platform's address is kept", async () => {
  plan = [testOrder];
  await client({ baseUrl: `${baseUrl}/open/` }).placeTestOrder();
  assert.equal(arrived[0].url, "/open/paybusapi/v1/test/imprest");
});

test("calls at the same time do not get into each other's way", async () => {
  plan = [(response, { url }) => answer(200, `{"imprest_code":"${url.replaceAll("/", "-").slice(1)}"}`)(response)];
  const paths = Array.from({ length: 50 }, (_, index) => `p${index}`);
  const made = paths.map((path) => client({ baseUrl: `${baseUrl}/${path}` }).placeTestOrder());
  const codes = (await Promise.all(made)).map(({ imprest_code }) => imprest_code);
  assert.deepEqual(
    codes,
    paths.map((path) => `${path}-paybusapi-v1-test-imprest`),
  );
});
