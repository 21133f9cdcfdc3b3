// How the page writes JSON-RPC, and what it makes of whatever a host sends: npm/wire.mjs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../support/npm.mjs";

const { cancel, hello, hostOf, outcomeOfError, read, request } = await load("wire.mjs");

/** That message is a response, and says that. */
function responds(message, says) {
  assert.deepEqual(read(message), { kind: "response", id: "1", message, ...says });
}

test("what a page writes", () => {
  assert.equal(request("1", "pay", {}), '{"jsonrpc":"2.0","id":"1","method":"vvchat.pay","params":{}}');
  // In the order of the params, with what JSON has to escape.
  assert.equal(
    request("1", "later", { z: '"\n', a: [null, 0.5, "\u2028"] }),
    '{"jsonrpc":"2.0","id":"1","method":"vvchat.later","params":{"z":"\\"\\n","a":[null,0.5,"\u2028"]}}',
  );
  assert.equal(
    hello("1"),
    '{"jsonrpc":"2.0","id":"1","method":"vvchat.hello","params":{"versions":[1],"sdk":{"name":"vvchat-jssdk","version":"0.1.0"}}}',
  );
  assert.equal(cancel("1"), '{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":"1"}}');
});

test("results", () => {
  for (const result of [{ trade_no: "1" }, {}, null, [], "x", "", 0, false]) {
    responds({ jsonrpc: "2.0", id: "1", result }, { result });
    responds({ jsonrpc: "2.0", id: "1", result, error: null }, { result });
  }
  // Neither a method that is no string nor a member that nobody knows changes what it is.
  responds({ jsonrpc: "2.0", id: "1", result: 1, method: null, later: 1 }, { result: 1 });
  const message = { jsonrpc: "2.0", id: "", result: 1 };
  assert.deepEqual(read(message), { kind: "response", id: "", message, result: 1 });
});

test("errors", () => {
  const of = (error) => ({ jsonrpc: "2.0", id: "1", error });
  responds(of({ code: 400, message: "用户取消" }), { code: 400, text: "用户取消" });
  responds(of({ code: -32601, message: "x", data: {} }), { code: -32601, text: "x" });
  responds(of({ code: 0 }), { code: 0, text: "" });
  responds(of({ code: 1.5, message: 7 }), { code: 1.5, text: "" });
  responds(of({ code: 1, message: null }), { code: 1, text: "" });
  responds({ ...of({ code: 1, message: "x" }), result: null }, { code: 1, text: "x" });
});

test("malformed responses", () => {
  for (const members of [
    {},
    { error: null },
    { error: {} },
    { error: { message: "x" } },
    { error: { code: "400", message: "x" } },
    { error: { code: null } },
    { error: "x" },
    { error: "" },
    { error: 400 },
    { error: 0 },
    { error: false },
    { error: [400, "x"] },
    { result: {}, error: { code: 1, message: "x" } },
    { result: false, error: { code: 1, message: "x" } },
    { result: {}, error: {} },
  ]) {
    responds({ jsonrpc: "2.0", id: "1", ...members }, {});
  }
});

test("notifications", () => {
  assert.deepEqual(read({ jsonrpc: "2.0", method: "vvchat.ready" }), { kind: "ready" });
  assert.deepEqual(read({ jsonrpc: "2.0", method: "vvchat.ready", params: { a: 1 } }), { kind: "ready" });
  for (const method of ["", "ready", "vvchat.", "vvchat.Ready", "vvchat.ready ", "vvchat.pay", "$/cancelRequest"]) {
    assert.deepEqual(read({ jsonrpc: "2.0", method }), { kind: "other" }, method);
    // A request of the host's is no response, whatever its id.
    assert.deepEqual(read({ jsonrpc: "2.0", method, id: "1", result: {} }), { kind: "other" }, method);
  }
});

test("what is not JSON-RPC", () => {
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  const result = {};
  for (const message of [
    null,
    true,
    1,
    "2.0",
    [],
    [{ jsonrpc: "2.0", id: "1", result }],
    {},
    { id: "1", result },
    { jsonrpc: "1.0", id: "1", result },
    { jsonrpc: 2.0, id: "1", result },
    { jsonrpc: "2", id: "1", result },
    { jsonrpc: ["2.0"], id: "1", result },
    { jsonrpc: null, method: "vvchat.ready" },
    { jsonrpc: "2.0" },
    { jsonrpc: "2.0", result },
    { jsonrpc: "2.0", id: null, result },
    { jsonrpc: "2.0", id: null, error: { code: -32700, message: "Parse error" } },
    { jsonrpc: "2.0", id: 1, result },
    { jsonrpc: "2.0", id: {}, result },
    { jsonrpc: "2.0", method: 1 },
    undefined,
    () => {},
    Symbol("2.0"),
    1n,
    revoked,
  ]) {
    assert.deepEqual(read(message), { kind: "malformed" });
  }
});

/** Nothing is taken for a response that is none, and every response says one thing. */
test("any combination of members", () => {
  const members = {
    jsonrpc: ["2.0", "1.0", 2, undefined],
    id: ["1", "", 1, null, {}, undefined],
    method: [undefined, null, 7, "vvchat.ready", "vvchat.pay"],
    result: [undefined, null, {}, "x", 0, false],
    error: [undefined, null, {}, { code: 1, message: "x" }, { code: 1 }, { code: "1" }, "x", 400, false, [1]],
  };
  let messages = [{}];
  for (const [name, values] of Object.entries(members)) {
    const withMember = (message) =>
      values.map((value) => (value === undefined ? message : { ...message, [name]: value }));
    messages = messages.flatMap(withMember);
  }
  const isThere = (value) => value !== undefined && value !== null;
  for (const message of messages) {
    const { jsonrpc, id, method, result, error } = message;
    const about = JSON.stringify(message);
    const said = read(message);
    if (jsonrpc !== "2.0") assert.equal(said.kind, "malformed", about);
    else if (typeof method === "string") assert.equal(said.kind, method === "vvchat.ready" ? "ready" : "other", about);
    else assert.equal(said.kind, typeof id === "string" ? "response" : "malformed", about);
    if (said.kind !== "response") continue;

    const isError = isThere(error) && typeof error.code === "number" && !isThere(result);
    const isResult = !isThere(error) && "result" in message;
    assert.deepEqual(["code" in said, "result" in said], [isError, isResult], about);
    if (isError) assert.deepEqual([said.code, said.text], [error.code, error.message ?? ""], about);
    if (isResult) assert.equal(said.result, result, about);
  }
  assert.equal(messages.length, 4 * 6 * 5 * 6 * 10);
});

test("a host offers what it lists, and anything if it lists nothing", () => {
  for (const result of [{}, null, undefined, [], "x", 1, { methods: null }, { methods: "auth" }, { methods: {} }]) {
    assert.deepEqual(hostOf({ result }), { name: "", version: "", methods: null });
  }
  const modest = { methods: ["auth", 1, null, ["share"], "pay"] };
  assert.deepEqual(hostOf({ result: modest }).methods, ["auth", "pay"]);
  assert.deepEqual(hostOf({ result: { methods: [] } }).methods, []);
});

test("a host of another version offers nothing", () => {
  for (const version of [1, 1.0, "2", null, {}]) {
    assert.equal(hostOf({ result: { version } }).methods, null);
    assert.deepEqual(hostOf({ result: { version, methods: ["pay"] } }).methods, ["pay"]);
  }
  for (const version of [2, 0.5, -1, 0, Number.NaN]) {
    assert.deepEqual(hostOf({ result: { version } }).methods, []);
    assert.deepEqual(hostOf({ result: { version, methods: ["pay"] } }).methods, []);
  }
});

test("a host's name and version are texts", () => {
  const of = (host) => {
    const { name, version } = hostOf({ result: { host } });
    return [name, version];
  };
  assert.deepEqual(of({ name: "VVChat", version: "9.1.0" }), ["VVChat", "9.1.0"]);
  assert.deepEqual(of({ name: "VVChat" }), ["VVChat", ""]);
  for (const host of [undefined, null, "VVChat", [], { name: 1, version: 9.1 }, { name: null, version: {} }]) {
    assert.deepEqual(of(host), ["", ""]);
  }
});

test("what became of the money", () => {
  const outcomes = (codes) => [...new Set(codes.map(outcomeOfError))];
  // The host refused the request before it did anything.
  assert.deepEqual(outcomes([-32700, -32600, -32601, -32602]), ["none"]);
  // JSON-RPC's other codes, and those that it leaves to implementations, say nothing of the payment.
  assert.deepEqual(outcomes([-32603, -32000, -32099, -32768, -32699, -32604, -32599]), ["unknown"]);
  // The application's own word that it was not paid.
  assert.deepEqual(outcomes([400, 0, 1, -1, 1.5, 32603, -31999, -32769, -32800]), ["failed"]);
});
