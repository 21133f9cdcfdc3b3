// The golden messages, to the letter: what a page writes is what they have, and what a host writes in them is understood.
import assert from "node:assert/strict";
import { test } from "node:test";
import { golden } from "../support/golden-texts.mjs";
import { load } from "../support/npm.mjs";

const { cancel, hello, hostOf, outcomeOfError, read, request } = await load("wire.mjs");

const id = "6f1d0c9e5b7a48d2a3e4f5061728394a";

test("what a page writes", () => {
  const basic = {
    app_id: "test",
    share_title: "春茶",
    sub_title: "Spring tea",
    share_url: "https://shop.example/tea",
    thumb_url: "https://shop.example/tea.png",
  };
  const card = '{"tpl_header":"vctalk","tpl_version":"v1","tpl_type":"MultipleLine","data":["春茶","¥ 88"],}';
  const written = {
    "auth.request": request(id, "auth", { app_id: "test", scope: "snsapi_userinfo", state: "x7Kq" }),
    "cancel.notification": cancel(id),
    "getSession.request": request(id, "getSession", {}),
    "hello.request": hello(id),
    "pay.request": request(id, "pay", { app_id: "test", imprest_code: "P20171202" }),
    "selectSession.request": request(id, "selectSession", {}),
    "share.advanced.request": request(id, "share", { ...basic, share_data_url: card }),
    "share.request": request(id, "share", basic),
  };
  const isOfPage = ([name]) => name.endsWith(".request") || name === "cancel.notification";
  assert.deepEqual(written, Object.fromEntries(Object.entries(golden).filter(isOfPage)));
});

test("what a host writes", () => {
  const session = (session_type) => ({ result: { session_id: "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", session_type } });
  const error = (code, text) => ({ code, text });
  const methods = ["auth", "pay", "getSession", "selectSession", "share"];
  const understood = {
    "auth.refused": { result: { err_code: 400, err_msg: "用户取消", state: "x7Kq" } },
    "auth.response": { result: { err_code: 0, code: "C7f2k9", state: "x7Kq" } },
    "cancel.error": error(-32800, "Request cancelled"),
    "getSession.response": session(1),
    "hello.response": { result: { version: 1, host: { name: "VVChat", version: "9.1.0" }, methods } },
    "host.error": error(-32603, "Internal error"),
    "invalid_params.error": error(-32602, "Invalid params"),
    "pay.error": error(400, "用户取消"),
    "pay.refused": { result: { err_code: 400, err_msg: "用户取消" } },
    "pay.response": { result: { trade_no: "201712023384923834" } },
    "selectSession.response": session(2),
    "share.cancelled": { result: { code: 400, error: "用户取消" } },
    "share.response": { result: { code: 200 } },
    "unknown_method.error": error(-32601, "Method not found"),
  };
  for (const [name, says] of Object.entries(understood)) {
    const message = JSON.parse(golden[name]);
    assert.deepEqual(read(message), { kind: "response", id, message, ...says }, name);
  }
  assert.deepEqual(read(JSON.parse(golden["ready.notification"])), { kind: "ready" });

  const isOfHost = (name) => !name.endsWith(".request") && name !== "cancel.notification";
  const all = Object.keys(golden).filter(isOfHost).sort();
  assert.deepEqual(Object.keys({ ...understood, "ready.notification": {} }).sort(), all);
});

test("what a host says of itself", () => {
  const methods = ["auth", "pay", "getSession", "selectSession", "share"];
  const host = hostOf(read(JSON.parse(golden["hello.response"])));
  assert.deepEqual(host, { name: "VVChat", version: "9.1.0", methods });
});

test("what became of the money, after each error", () => {
  const outcomeOf = (name) => outcomeOfError(JSON.parse(golden[name]).error.code);
  assert.equal(outcomeOf("pay.error"), "failed");
  assert.equal(outcomeOf("unknown_method.error"), "none");
  assert.equal(outcomeOf("invalid_params.error"), "none");
  assert.equal(outcomeOf("host.error"), "unknown");
});
