/**
 * The description of the platform's API, held against the running simulator: every operation and every documented answer
 * is brought about and has the form described, and nothing answers that is not described.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, request } from "node:http";
import { json, text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { simulate } from "../support/simulator.mjs";

const KEY = "123456";
const ACCOUNT = "lJsDBB01QzGpBKOC7uaZB6D0QGZWBMCS";
const GROUP = "Gm2XvTqL9yB0nRkWc7ZsEaJfUoDp4Hi1";
const METHODS = ["get", "post", "put", "patch", "delete"];

let simulator;
let description;
let ajv;
/** What was brought about: `operation status`, and the names of callbacks. */
const seen = new Set();

before(async () => {
  simulator = await simulate(["--shop", "http://shop.example/"]);
  description = await (await fetch(`${simulator.app}/openapi.json`)).json();
  ajv = new Ajv2020({ strict: true, allErrors: true });
  // What OpenAPI has beside its schemas.
  ajv.addVocabulary(["openapi", "info", "servers", "tags", "paths", "components"]);
  ajv.addSchema(description, "api");
});
after(() => simulator?.close());

/** Fails unless the value is as the schema at that place of the description says. */
function check(value, place, what) {
  const pointer = place.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
  const validate = ajv.getSchema(`api#/${pointer}`);
  assert.ok(validate, `there is no schema at ${pointer}`);
  assert.ok(validate(value), `${what}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`);
}

/** Every operation: where it is, and what is said of it. */
function operations() {
  return Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
}

function found(operationId) {
  const one = operations().find(({ operation }) => operation.operationId === operationId);
  assert.ok(one, `${operationId} is not described`);
  return one;
}

/** Calls an operation; the request, if it is accepted, and the answer must be of the described form. */
async function call(operationId, { query = {}, headers = {}, body } = {}) {
  const { path, method, operation } = found(operationId);
  for (const { name, in: where } of operation.parameters ?? []) {
    const given = where === "query" ? query : headers;
    assert.ok(name in given || where === "query", `${operationId}: ${name} is described as a ${where}`);
  }
  const url = `${simulator.app}${path}?${new URLSearchParams(query)}`;
  const type = body === undefined ? {} : { "Content-Type": "application/json" };
  const response = await fetch(url, { method, headers: { ...type, ...headers }, body: JSON.stringify(body) });
  const answer = await response.json();
  const described = operation.responses[response.status];
  assert.ok(described, `${operationId} answered ${response.status}, which is not described`);
  const place = described.$ref
    ? described.$ref.slice(2).split("/")
    : ["paths", path, method, "responses", String(response.status)];
  check(answer, [...place, "content", "application/json", "schema"], `${operationId} ${response.status}`);
  if (response.ok && body !== undefined) {
    check(body, ["paths", path, method, "requestBody", "content", "application/json", "schema"], operationId);
  }
  for (const { name, in: where, schema, required } of response.ok ? (operation.parameters ?? []) : []) {
    const value = (where === "query" ? query : headers)[name];
    assert.ok(value !== undefined || !required, `${operationId} was accepted without ${name}`);
    if (value !== undefined) {
      assert.ok(ajv.compile(schema)(value), `${operationId}: ${name} is ${value}`);
    }
  }
  seen.add(`${operationId} ${response.status}`);
  return answer;
}

/** What the phone does. */
async function device(path, body) {
  const headers = { "Content-Type": "application/json", Origin: simulator.app };
  const response = await fetch(`${simulator.app}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  assert.equal(response.status, 200, await response.clone().text());
  return response.json();
}

const md5 = (text) => createHash("md5").update(text).digest("hex").toUpperCase();

const joined = (fields) =>
  Object.keys(fields)
    .filter((name) => name !== "sign" && fields[name] !== "")
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join("&");

const dataSign = (fields) => md5(`${joined(fields)}&key=${KEY}`);

/** A merchant's server that hears one notification, and answers `success`. */
async function shop(operationId) {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    notify_url: `http://127.0.0.1:${server.address().port}/`,
    async hear() {
      const [heard, response] = await once(server, "request");
      const body = await text(heard);
      response.setHeader("Connection", "close");
      response.end("success");
      server.close();
      const type = heard.headers["content-type"];
      const fields = Object.fromEntries(new URLSearchParams(body));
      const { path, method } = found(operationId);
      const callback = ["callbacks", "notification", "{$request.body#/notify_url}", "post", "requestBody", "content"];
      check(fields, ["paths", path, method, ...callback, type, "schema"], `what ${operationId} brings about`);
      assert.equal(fields.sign, dataSign(fields));
      seen.add(`${operationId} notification`);
      return fields;
    },
  };
}

test("codes, tokens, profiles, messages", async () => {
  const agree = (scope) => device("/device/authorizations", { user_id: "mia", app_id: "test", scope });
  const granted = async (scope) => {
    const { code } = await agree(scope);
    return call("exchangeCode", { query: { app_id: "test", app_key: KEY, code } });
  };
  const { token } = await granted("snsapi_userinfo");
  await call("exchangeCode", { query: { app_id: "test", app_key: KEY, code: "x" } });
  await call("userinfo", { headers: { Authorization: token } });
  await call("userinfo", { headers: { Authorization: "x" } });
  const { token: sending } = await granted(`sessionapi_sendmsg:${GROUP}:2`);
  const body = { type: "text", content: "周六下午三点" };
  await call("sendMessage", { headers: { Authorization: sending }, body });
  await call("sendMessage", { headers: { Authorization: token }, body });
});

test("orders and their notification", async () => {
  const { notify_url, hear } = await shop("placeOrder");
  const order = {
    app_id: "test",
    store_no: "10000100",
    nonce_str: "ibuaiVcKdpRxkhJA",
    sign_type: "MD5",
    out_trade_no: "A1",
    amount: 1280,
    notify_url,
    scene_type: "APP",
    title: "明前西湖龙井 & 茶点",
    remark: "",
  };
  const placed = await call("placeOrder", { body: { ...order, sign: dataSign(order) } });
  assert.equal(placed.sign, dataSign(placed));
  await call("placeOrder", { body: { ...order, sign: "x" } });
  const waiting = await call("queryOrder", { query: { app_id: "test", out_trade_no: "A1" } });
  assert.equal(waiting.status, 0);
  const { imprest_code } = placed;
  const [{ trade_no }, told] = await Promise.all([
    device("/device/payments", { user_id: "mia", app_id: "test", imprest_code }),
    hear(),
  ]);
  assert.equal(told.trade_no, trade_no);
  const paid = await call("queryOrder", { query: { app_id: "test", imprest_code } });
  assert.equal(paid.trade_no, trade_no);
  await call("queryOrder", { query: { app_id: "test" } });
});

test("agent pay and its notification", async () => {
  const { notify_url, hear } = await shop("agentPay");
  const { open_id } = (await (await fetch(`${simulator.app}/device/world`)).json()).users[0];
  const body = {
    out_order_no: "B1",
    in_open_id: open_id,
    out_open_id: ACCOUNT,
    amount: 1000,
    notify_url,
    title: "退款",
  };
  const timestamp = String(Math.floor(Date.now() / 1000));
  const base = md5(`${KEY}abc123${timestamp}`);
  const sign = `${base}.${md5(`${joined(body)}&key=${KEY}&basesign=${base}`)}`;
  const headers = { app_id: "test", noncestr: "abc123", timestamp, sign };
  const [, told] = await Promise.all([call("agentPay", { headers, body }), hear()]);
  assert.equal(told.out_order_no, "B1");
  await call("agentPay", { headers: { ...headers, sign: "x" }, body });
});

test("the test order, which nothing in a request can spoil but its name", async () => {
  await call("testOrder");
  // `fetch` sends no other Host; this error is the only one there is.
  const { port } = new URL(simulator.app);
  const path = "/paybusapi/v1/test/imprest";
  const [response] = await once(request({ port, path, headers: { Host: "evil.example" } }).end(), "response");
  assert.equal(response.statusCode, 400);
  const answer = await json(response);
  check(answer, ["components", "responses", "Refused", "content", "application/json", "schema"], "testOrder 400");
  seen.add("testOrder 400");
});

test("everything that is described was brought about", () => {
  const described = operations().flatMap(({ operation: { operationId, responses, callbacks = {} } }) => [
    ...Object.keys(responses).map((status) => `${operationId} ${status}`),
    ...Object.keys(callbacks).map((name) => `${operationId} ${name}`),
  ]);
  assert.deepEqual([...seen].sort(), described.sort());
});

test("nothing answers that is not described", async () => {
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const method of METHODS) {
      const response = await fetch(`${simulator.app}${path}`, { method: method.toUpperCase() });
      const { err_msg = "" } = await response.json();
      assert.equal(err_msg.includes("不支持"), !(method in methods), `${method} ${path}: ${err_msg}`);
    }
  }
});

test("the description is of this version, and complete", () => {
  assert.equal(description.openapi, "3.1.0");
  for (const { path, method, operation } of operations()) {
    for (const part of ["operationId", "summary", "description", "tags", "security"]) {
      assert.ok(part in operation, `${method} ${path} has no ${part}`);
    }
  }
});
