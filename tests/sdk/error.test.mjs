// What an error has, of each reason: npm/error.mjs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load, loadGenerated } from "../support/npm.mjs";

const { createError, VvchatError } = await load("error.mjs");
const words = await load("words.mjs");
const { NON_BLANK } = await loadGenerated("numbers");

const create = (failure) => createError(failure, "en", words);

// Pages depend on these: a change here is a change of the SDK's major version.
test("names, codes, and whether to retry", () => {
  for (const [reason, err_code, retryable] of [
    ["invalid_params", 400, false],
    ["unknown_method", 404, false],
    ["timeout", 408, true],
    ["state_mismatch", 409, false],
    ["aborted", 499, false],
    ["internal", 500, true],
    ["unsupported", 501, false],
    ["malformed_reply", 502, false],
    ["no_host", 503, true],
  ]) {
    const error = create({ reason, method: "pay", number: 1, expected: NON_BLANK, cause: "x", came: [] });
    assert.deepEqual([error.reason, error.err_code, error.retryable], [reason, err_code, retryable]);
  }
});

test("a host's error has the host's code", () => {
  for (const number of [400, 0, -1, 1.5, -32603]) {
    const error = create({ reason: "host_error", method: "pay", number, text: "x" });
    assert.deepEqual([error.reason, error.err_code, error.retryable], ["host_error", number, false]);
  }
});

test("what it has, and null for what does not apply", () => {
  const shown = (failure) => JSON.parse(JSON.stringify(create(failure)));
  assert.deepEqual(shown({ reason: "timeout", method: "pay", id: "6f1d", number: 10, outcome: "unknown" }), {
    name: "VvchatError",
    err_code: 408,
    err_msg:
      "pay: the host did not answer within 10 ms. The payment may have gone through: ask your server by imprest_code",
    reason: "timeout",
    method: "pay",
    field: null,
    request_id: "6f1d",
    retryable: false,
    outcome: "unknown",
  });
  assert.deepEqual(shown({ reason: "internal", method: "", field: "", id: "", cause: "x" }), {
    name: "VvchatError",
    err_code: 500,
    err_msg: "vvchat: the SDK failed: x",
    reason: "internal",
    method: null,
    field: null,
    request_id: null,
    retryable: true,
    outcome: null,
  });
});

// A payment that may have gone through must not be tried again.
test("nothing is retryable where money may have moved", () => {
  const isRetryable = (reason, outcome) =>
    create({ reason, method: "pay", number: 1, cause: "x", came: [], outcome }).retryable;
  for (const reason of ["timeout", "internal", "no_host"]) {
    for (const outcome of [undefined, "none", "failed"]) assert.equal(isRetryable(reason, outcome), true, reason);
    assert.equal(isRetryable(reason, "unknown"), false, reason);
  }
  assert.equal(isRetryable("aborted", "none"), false);
});

test("it is an Error, and the message is err_msg", () => {
  const error = create({ reason: "aborted", method: "pay" });
  assert.ok(error instanceof Error && error instanceof VvchatError);
  assert.equal(error.message, error.err_msg);
  assert.equal(String(error), "VvchatError: pay: the page aborted the call");
});

test("without words, it names the method, the reason and the field", () => {
  const said = (failure) => createError(failure, "en", undefined).err_msg;
  assert.equal(said({ reason: "invalid_params", method: "pay", field: "app_id" }), "pay: invalid_params: app_id");
  assert.equal(said({ reason: "internal", cause: "x" }), "vvchat: internal");
});

// The ES module loads the words from a file of their own, which may be missing.
test("without its words, an error still says what it is, and a host's own words are handed on", () => {
  const error = createError({ reason: "invalid_params", method: "pay", field: "app_id", expected: NON_BLANK }, "en");
  assert.deepEqual(
    [error.err_msg, error.err_code, error.reason, error.method, error.field],
    ["pay: invalid_params: app_id", 400, "invalid_params", "pay", "app_id"],
  );
  assert.equal(createError({ reason: "no_host" }, "zh").err_msg, "vvchat: no_host");
  const refusal = { reason: "host_error", method: "pay", number: 400, text: "用户取消", outcome: "failed" };
  assert.deepEqual([createError(refusal, "zh").err_msg, createError(refusal, "zh").err_code], ["用户取消", 400]);
});
