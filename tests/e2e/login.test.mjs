// Logging in: `auth` with the scope snsapi_userinfo. A person who says no has answered: that is a result, not an error.
import assert from "node:assert/strict";
import { desks } from "../support/desk.mjs";

const visit = desks();

visit("agree: the shop has a code, and its state came back", async (desk) => {
  await desk.shop("login").click();
  const sheet = await desk.sheet("auth");
  assert.match(await sheet.innerText(), /Cloud & Mist Tea asks to\s+read your profile\s+Nickname, picture, sex/);
  await desk.decide("auth", "agree");

  const words = await desk.outcome("login", "success");
  const [request, answer, ...more] = await desk.log("vvchat.auth");
  assert.deepEqual(more, []);
  const { app_id, scope, state } = request.message.params;
  assert.deepEqual([request.direction, request.kind, app_id, scope], ["in", "request", "test", "snsapi_userinfo"]);
  assert.match(state, /^[0-9a-f]{32}$/);
  assert.deepEqual([answer.direction, answer.kind, answer.id], ["out", "result", request.id]);
  assert.deepEqual([answer.message.result.err_code, answer.message.result.state], [0, state]);
  assert.match(words, /^Welcome back, you are logged in\./);
  assert.ok(words.includes(answer.message.result.code), words);
});

visit("cancel: the shop takes it well", async (desk) => {
  await desk.shop("login").click();
  await desk.decide("auth", "cancel");
  assert.equal(await desk.outcome("login", "cancelled"), "You did not log in. That is fine, have a look around.");
  const [, answer] = await desk.log("vvchat.auth");
  assert.deepEqual([answer.kind, answer.message.result.err_code], ["result", 400]);
});

visit("fail: the shop says what the host said", async (desk) => {
  await desk.shop("login").click();
  await desk.decide("auth", "fail");
  const words = await desk.outcome("login", "error");
  assert.match(words, /^The login did not work: .*the system is busy/);
  assert.match(words, /Reason host_error, code 500$/);
  const [, answer] = await desk.log("vvchat.auth");
  assert.deepEqual([answer.kind, answer.message.error.code], ["error", 500]);
});

visit("silent: the person stops waiting, and the host is told", async (desk) => {
  await desk.shop("login").click();
  await desk.sheet("auth");
  await desk.decide("auth", "silent");
  await desk.noSheet();
  assert.equal(await desk.app("call-state").innerText(), "Kept silent");

  await desk.shop("give-up").click();
  const words = await desk.outcome("login", "error");
  assert.match(words, /^You did not wait for an answer\.\s+Reason aborted, code 499$/);
  await desk.logged(1, "$/cancelRequest", "notification");
  const [request, cancel, ...more] = await desk.log("vvchat.auth", "$/cancelRequest");
  assert.deepEqual(more, []);
  assert.deepEqual(cancel.message, { jsonrpc: "2.0", method: "$/cancelRequest", params: { id: request.id } });
  await desk.app("nothing-waiting").waitFor();
});

visit("silent: the deadline passes, and the host is told", async (desk) => {
  await desk.deadline("auth", 400);
  await desk.always("auth", "silent");
  await desk.shop("login").click();
  const words = await desk.outcome("login", "error");
  assert.match(words, /^The login did not work: /);
  assert.match(words, /Reason timeout, code 408$/);
  await desk.logged(1, "$/cancelRequest", "notification");
  await desk.app("nothing-waiting").waitFor();
});

visit("the page gives up while the sheet is up: it goes away", async (desk) => {
  await desk.shop("login").click();
  await desk.sheet("auth");
  // Nobody can press this below the sheet; a page may still do it by itself.
  await desk.shop("give-up").evaluate((button) => button.click());
  await desk.outcome("login", "error");
  await desk.noSheet();
  const [request, , answer, ...more] = await desk.log("vvchat.auth", "$/cancelRequest");
  assert.deepEqual(more, []);
  assert.deepEqual([answer.id, answer.message.error.code], [request.id, -32800]);
});

visit("twice: the second answer changes nothing and is counted", async (desk) => {
  await desk.shop("login").click();
  await desk.decide("auth", "twice");
  const words = await desk.outcome("login", "success");
  await desk.logged(2, "vvchat.auth", "result");
  const [, first, second] = await desk.log("vvchat.auth");
  assert.deepEqual(first.message, second.message);
  assert.equal((await desk.diagnose()).ignored.duplicate, 1);
  assert.equal(await desk.outcome("login", "success"), words);
});

visit("not JSON: the call waits on, and a proper answer still counts", async (desk) => {
  await desk.shop("login").click();
  await desk.decide("auth", "not_json");
  await desk.logged(1, "vvchat.auth", "rubbish");
  await desk.outcome("login", "waiting");
  assert.equal(await desk.app("call-state").innerText(), "Answered with rubbish");
  assert.equal((await desk.diagnose()).ignored.malformed, 1);

  await desk.app("call-auth").getByTestId("decide-agree").click();
  assert.match(await desk.outcome("login", "success"), /^Welcome back/);
});

visit("wrong shape: the shop says that the answer made no sense", async (desk) => {
  await desk.shop("login").click();
  await desk.decide("auth", "wrong_shape");
  const words = await desk.outcome("login", "error");
  assert.match(words, /^The login did not work: .*err_code/);
  assert.match(words, /Reason malformed_reply, code 502$/);
});
