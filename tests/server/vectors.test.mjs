// crates/openapi/vectors.json: Node gives the same bytes as Rust, and the same words.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { Client, sign } from "vvchat-jssdk/server";
import { serve } from "../support/browser.mjs";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url));
const { signatures, platform, attempt, requests, replies, notifications } = JSON.parse(
  read("crates/openapi/vectors.json"),
);

/** The calls, by their names in the vectors; `to` is a client, or the WebAssembly below it. */
const calls = {
  exchange_code: (to, { code }) => to.exchangeCode(code),
  user_info: (to, { token }) => to.userInfo(token),
  send_message: (to, { token, content }) => to.sendMessage(token, content),
  place_order: (to, order) => to.placeOrder(order),
  query_order: (to, query) => to.queryOrder(query),
  pay_out: (to, payOut) => to.payOut(payOut),
  place_test_order: (to) => to.placeTestOrder(),
};

const seconds = (date) => date.getTime() / 1000;

/** A value of this package, as Rust writes it: amounts and moments as numbers. */
function asInRust({ expires_at, dedup_key: _, ...value }) {
  const times = expires_at === undefined ? {} : { expire_in: seconds(expires_at) };
  for (const [name, field] of Object.entries(value)) {
    if (field instanceof Date) value[name] = seconds(field);
    if (typeof field === "bigint") value[name] = Number(field);
  }
  return { ...value, ...times };
}

describe("signatures", () => {
  for (const { name, fields, app_key, sign: expected } of signatures.data) {
    test(`data: ${name}`, () => assert.equal(sign.data(Object.fromEntries(fields), app_key), expected));
  }
  for (const { name, nonce, timestamp, app_key, sign: expected } of signatures.base) {
    test(`base: ${name}`, () => assert.equal(sign.base(nonce, timestamp, app_key), expected));
  }
  for (const { name, fields, base, app_key, sign: expected } of signatures.joint) {
    test(`joint: ${name}`, () => assert.equal(sign.joint(Object.fromEntries(fields), base, app_key), expected));
  }
});

// Of a request, the nonce and the time are the client's own, so these are asked of the WebAssembly itself.
describe("requests", () => {
  let rust;
  before(async () => {
    rust = await import("../../target/wasm-server/server.mjs");
    rust.initSync({ module: new WebAssembly.Module(read("target/wasm-server/server_bg.wasm")) });
  });

  function request({ call, input }) {
    const { base_url: baseUrl, app_id, app_key } = platform;
    const prepared = calls[call](new rust.Platform({ baseUrl, app_id, app_key }), input);
    const { method, url, headers, body } = prepared.request(attempt.nonce, attempt.time);
    return { method, url, headers: Object.entries(headers), body: new TextDecoder().decode(body ?? new Uint8Array()) };
  }

  for (const vector of requests) {
    test(vector.name, () => {
      if (vector.error === undefined) return assert.deepEqual(request(vector), vector.request);
      return assert.throws(
        () => request(vector),
        ({ reason, message }) => {
          assert.deepEqual([reason, message], ["invalid_input", vector.error]);
          return true;
        },
      );
    });
  }
});

describe("replies", () => {
  let server;
  let client;
  let answer;
  before(async () => {
    const platformPaths = [
      "/userservices/v2/authorization/token",
      "/userservices/v2/authorization/userinfo",
      "/messageapi/v1/authorization/sendmsg",
      "/paybusapi/v1/pay/unifiedorder",
      "/paybusapi/v1/app/agentpay",
      "/paybusapi/v1/test/imprest",
    ];
    const route = (_request, response) => response.writeHead(answer.status).end(answer.body);
    server = await serve(Object.fromEntries(platformPaths.map((path) => [path, route])));
    const { app_id, app_key } = platform;
    client = new Client({ app_id, app_key, baseUrl: server.origin, retries: 0 });
  });
  after(() => server?.close());

  for (const vector of replies) {
    test(vector.name, async () => {
      answer = vector;
      const call = calls[vector.call](client, vector.input);
      if (vector.error === undefined) {
        const { token, ...reply } = vector.reply ?? {};
        const came = await call;
        assert.deepEqual(asInRust(came ?? {}), reply);
        assert.equal(came?.token, token);
        return;
      }
      const error = await call.then(assert.fail, (thrown) => thrown);
      assert.deepEqual([error.reason, error.message], [vector.reason, vector.error]);
    });
  }
});

describe("notifications", () => {
  const { app_id, app_key, base_url: baseUrl } = platform;
  const types = { form: "application/x-www-form-urlencoded", json: "application/json" };

  for (const { name, content_type, body, without_app_id, notification, deduplication_key, error } of notifications) {
    // A client always knows its app_id: it refuses what a key alone would let pass.
    const expected = without_app_id
      ? `not a notification of VVChat's: it is about another app, ${JSON.stringify(notification.app_id)}`
      : error;
    for (const [form, input] of Object.entries({ text: body, bytes: Buffer.from(body) })) {
      test(`${name} (${form})`, () => {
        const client = new Client({ app_id, app_key, baseUrl });
        const verify = () => client.verifyNotification(input, types[content_type]);
        if (expected !== undefined) {
          assert.throws(verify, ({ reason, message }) => {
            assert.deepEqual([reason, message], ["rejected", expected]);
            return true;
          });
          return;
        }
        const came = verify();
        assert.deepEqual(asInRust(came), notification);
        assert.equal(came.dedup_key, deduplication_key);
      });
    }
  }
});
