// Replay: a recorded session's answers, given to a page that asks again.
import assert from "node:assert/strict";
import { codeBlocks } from "../docs/pages.mjs";
import { phones, sessions } from "../support/phone.mjs";
import { placeOrder, queryOrder } from "../support/platform.mjs";

const visit = phones();

/** Chooses a file of that text to be imported. */
async function importSession(phone, text, name = "session.json") {
  await phone.app("tab-timeline").click();
  const [chooser] = await Promise.all([phone.page.waitForEvent("filechooser"), phone.app("import").click()]);
  await chooser.setFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
}

/** A file with those calls. */
function sessionOf(...calls) {
  return JSON.stringify({
    format: "vvchat-session",
    version: 1,
    entries: calls.map((call) => ({ kind: "call", at: "2026-01-01T00:00:00.000Z", params: {}, messages: [], ...call })),
  });
}

/** What the panel says of each recorded call. */
function calls(phone) {
  return phone
    .app("replay-call")
    .evaluateAll((items) => items.map(({ dataset }) => `${dataset.method} ${dataset.done}`));
}

visit("what was exported is answered again in the same way, without a question", async (phone) => {
  await phone.openShop();
  const pay = async () => {
    const { imprest_code } = await placeOrder(phone.origins.app);
    return { imprest_code, call: await phone.call("pay", { app_id: "test", imprest_code }) };
  };
  // A session with a choice, a cancellation, a fault and an agreement.
  const select = await phone.call("selectSession");
  await phone.pick("selectSession", sessions.wan);
  await select.settled();
  const refused = await pay();
  await phone.cancel("pay");
  await refused.call.settled();
  await phone.setFault("pay", "duplicate");
  const agreed = await pay();
  await phone.agree("pay");
  await agreed.call.settled();
  await phone.setFault("pay", "none");

  await importSession(phone, (await phone.exported()).text, "tea.json");
  await phone.app("status").filter({ hasText: "tea.json: the next 3 calls are answered as recorded." }).waitFor();
  assert.equal(await phone.app("replay-state").innerText(), "Replaying: 0 of 3 answered");
  assert.deepEqual(await calls(phone), ["selectSession false", "pay false", "pay false"]);

  // The order among methods does not matter, the order within one does.
  const first = await pay();
  assert.match((await first.call.settled()).error.err_msg, /cancelled by the user/);
  const again = await (await phone.call("selectSession")).settled();
  assert.deepEqual(again.result, { session_id: sessions.wan, session_type: 1 });
  assert.equal(await phone.app("replay-state").innerText(), "Replaying: 2 of 3 answered");
  const second = await pay();
  const { result } = await second.call.settled();
  assert.equal(
    (await queryOrder(phone.origins.app, second.imprest_code)).trade_no,
    result.trade_no,
    "it is really paid",
  );
  await phone.frame.waitForFunction(async () => (await window.vvchat.diagnose()).ignored.duplicate === 2);
  assert.equal(await phone.app("replay-state").innerText(), "Replayed: 3 of 3 answered");
  assert.deepEqual(await calls(phone), ["selectSession true", "pay true", "pay true"]);

  // After that the person is asked as ever.
  await pay();
  await phone.sheet("pay");
});

visit("where the page asks otherwise than it did, the panel says how", async (phone) => {
  await phone.openShop();
  const params = { app_id: "test", scope: "snsapi_userinfo", state: "old" };
  await importSession(phone, sessionOf({ method: "auth", params, decision: "cancel" }));
  const { result } = await (await phone.call("auth", { app_id: "test", scope: "snsapi_userinfo", extra: 1 })).settled();
  assert.equal(result.err_msg, "cancelled by the user");
  const items = phone.app("replay-differences").locator("li");
  assert.deepEqual(await items.allInnerTexts(), ["state old (none)", "extra (none) 1"]);
});

visit("delay and silence are replayed, too", async (phone) => {
  await phone.openShop();
  await importSession(
    phone,
    sessionOf(
      { method: "getSession", decision: "fail", delay_ms: 300 },
      { method: "getSession", outcome: "given_up" },
      { method: "pay", params: { app_id: "x" }, outcome: "refused" },
    ),
  );
  assert.deepEqual(await calls(phone), ["getSession false", "getSession false"], "a refusal was nobody's decision");
  const failed = await (await phone.call("getSession")).settled();
  assert.match(failed.error.err_msg, /the chat cannot be had/);
  await phone.deadline("getSession", 300);
  const silent = await (await phone.call("getSession")).settled();
  assert.equal(silent.error.reason, "timeout");
});

visit("a recorded fault without a decision: nothing is answered", async (phone) => {
  await phone.openShop();
  await importSession(phone, sessionOf({ method: "getSession", fault: "duplicate" }));
  await phone.deadline("getSession", 300);
  const { error } = await (await phone.call("getSession")).settled();
  assert.equal(error.reason, "timeout");
  await phone.row("getSession", "given_up");
});

visit("a recorded restart is one again", async (phone) => {
  await phone.openShop();
  await importSession(phone, sessionOf({ method: "getSession", fault: "restart", outcome: "forgotten" }));
  await phone.deadline("getSession", 300);
  const { error } = await (await phone.call("getSession")).settled();
  assert.equal(error.reason, "timeout");
  await phone.row("getSession", "forgotten");
  await phone.rows("vvchat.hello").nth(1).waitFor({ state: "attached" });
  assert.equal(await phone.app("replay-state").innerText(), "Replayed: 1 of 1 answered");
});

visit("an answer by hand leaves the record as it was: what was chosen, and what went wrong", async (phone) => {
  await phone.openShop();
  await phone.setFault("selectSession", "reply_lost");
  await phone.setDelay("selectSession", 50);
  const select = await phone.call("selectSession");
  await phone.pick("selectSession", sessions.wan);
  await phone.row("selectSession", "lost");
  await phone.answerNow("selectSession", "agree");
  const wan = { session_id: sessions.wan, session_type: 1 };
  assert.deepEqual((await select.settled()).result, wan);

  const { text: session } = await phone.exported();
  const { decision, choice, fault, delay_ms, outcome } = JSON.parse(session).entries.find(
    ({ method }) => method === "selectSession",
  );
  assert.deepEqual([decision, choice, fault, delay_ms, outcome], ["agree", wan, "reply_lost", 50, "answered"]);

  // So the same goes wrong again, and the same answer is there for whoever asks for it.
  await importSession(phone, session);
  const again = await phone.call("selectSession");
  await phone.row("selectSession", "lost");
  await phone.answerNow("selectSession", "agree");
  assert.deepEqual((await again.settled()).result, wan);
});

for (const page of ["docs/inspector.md", "docs/inspector.zh-CN.md"]) {
  visit(`the session in ${page} is replayed`, async (phone) => {
    const [session] = codeBlocks(page, "json");
    await phone.openShop(sessions.evan);
    await importSession(phone, session);
    const settled = async (...args) => (await (await phone.call(...args)).settled()).result;
    const auth = { app_id: "test", scope: "snsapi_userinfo", state: "new" };
    assert.equal((await settled("auth", auth)).err_code, 400);
    assert.equal((await settled("getSession")).session_id, sessions.evan);
    assert.equal((await settled("selectSession")).session_id, sessions.wan);
    assert.equal(await phone.app("replay-state").innerText(), "Replayed: 3 of 3 answered");
    assert.deepEqual(await phone.app("replay-differences").locator("li").allInnerTexts(), ["state x7Kq new"]);
  });
}

visit("a replay can be ended", async (phone) => {
  await phone.openShop();
  await importSession(phone, sessionOf({ method: "getSession", decision: "fail" }));
  await phone.app("replay-stop").click();
  await phone.app("replay").waitFor({ state: "hidden" });
  assert.equal((await (await phone.call("getSession")).settled()).result.session_id, sessions.group);
});

for (const [text, words] of [
  ["<html>", "session.json is not a JSON file."],
  ["[]", "session.json is no recorded session: format vvchat-session and version 1 are expected."],
  [
    JSON.stringify({ format: "vvchat-session", version: 2, entries: [] }),
    "session.json is no recorded session: format vvchat-session and version 1 are expected.",
  ],
  [sessionOf(), "session.json has no calls."],
  [sessionOf({ method: "refund" }), 'session.json: entries[0].method cannot be "refund".'],
  [sessionOf({ method: "getSession" }, { method: "pay", params: [] }), "session.json: entries[1].params cannot be []."],
  [sessionOf({ method: "pay", decision: "ask" }), 'session.json: entries[0].decision cannot be "ask".'],
  [sessionOf({ method: "pay", choice: "x" }), 'session.json: entries[0].choice cannot be "x".'],
  [sessionOf({ method: "pay", fault: "fire" }), 'session.json: entries[0].fault cannot be "fire".'],
  [sessionOf({ method: "pay", delay_ms: -1 }), "session.json: entries[0].delay_ms cannot be -1."],
]) {
  visit(`a file that is no session is refused: ${words}`, async (phone) => {
    await importSession(phone, text);
    await phone.app("status").filter({ hasText: words }).waitFor();
    assert.equal(await phone.app("replay").isVisible(), false);
  });
}
