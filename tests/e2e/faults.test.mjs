// Faults on a switch: what an app can do wrong with an answer, what the SDK makes of it, and what really happened.
import assert from "node:assert/strict";
import { phones, sessions } from "../support/phone.mjs";
import { placeOrder, queryOrder } from "../support/platform.mjs";

const visit = phones();

/** Opens the shop, with everything agreed to and that fault in answers to `pay`, and returns a call of `pay`. */
async function payWith(phone, fault) {
  await phone.openShop();
  await phone.setAnswer("all", "agree");
  await phone.setFault("pay", fault);
  const order = await placeOrder(phone.origins.app);
  const pay = () => phone.call("pay", { app_id: "test", imprest_code: order.imprest_code });
  const booked = () => queryOrder(phone.origins.app, order.imprest_code);
  return { pay, booked };
}

visit("delay: the answer is late by that much, and the tick does not wait for it", async (phone) => {
  await phone.openShop();
  await phone.setDelay("pay", 400);
  const order = await placeOrder(phone.origins.app);
  const pay = await phone.call("pay", { app_id: "test", imprest_code: order.imprest_code });
  await phone.agree("pay");
  assert.match((await pay.settled()).result.trade_no, /^\d{18}$/);
  const details = await phone.unfold(phone.rows("pay").last());
  const { took_ms } = JSON.parse(await phone.copied(details.getByTestId("row-copy")));
  assert.ok(took_ms >= 400, `${took_ms} ms`);
});

visit("delay: longer than the page waits", async (phone) => {
  const { pay, booked } = await payWith(phone, "none");
  await phone.setDelay("pay", 2000);
  await phone.deadline("pay", 300);
  const { error } = await (await pay()).settled();
  assert.deepEqual([error.reason, error.outcome], ["timeout", "unknown"]);
  assert.equal((await booked()).status, 1, "it is paid all the same");
});

visit("silent: nothing is done and nothing is said; a late answer still counts", async (phone) => {
  const { pay, booked } = await payWith(phone, "silent");
  const open = await pay();
  await phone.row("pay", "silent");
  assert.equal((await booked()).status, 0);
  await phone.answerNow("pay", "agree");
  const { result } = await open.settled();
  assert.equal((await booked()).trade_no, result.trade_no);
});

visit("duplicate: the first one counts, the second is ignored", async (phone) => {
  const { pay, booked } = await payWith(phone, "duplicate");
  const { result } = await (await pay()).settled();
  assert.equal((await booked()).trade_no, result.trade_no);
  const messages = await phone.messagesOf(await phone.row("pay", "agree"));
  assert.deepEqual(messages[1], messages[2]);
  assert.equal((await phone.diagnose()).ignored.duplicate, 1);
});

visit("out of order: two answers are swapped, and each finds its call", async (phone) => {
  const { pay } = await payWith(phone, "out_of_order");
  const first = await pay();
  await phone.row("pay", "held");
  const second = await phone.call("getSession");
  assert.equal((await second.settled()).result.session_id, sessions.group);
  assert.match((await first.settled()).result.trade_no, /^\d{18}$/);
  await phone.row("pay", "agree");
});

visit("out of order: two calls of the same kind", async (phone) => {
  await phone.openShop();
  await phone.setAnswer("all", "agree");
  await phone.setFault("selectSession", "out_of_order");
  const settled = await phone.frame.evaluate(async () => {
    const done = [];
    const call = (name) => window.vvchat.selectSession().then(() => done.push(name));
    await Promise.all([call("first"), call("second")]);
    return done;
  });
  assert.deepEqual(settled, ["second", "first"]);
});

visit("not JSON: the SDK counts it and waits on; a proper answer still comes through", async (phone) => {
  const { pay } = await payWith(phone, "not_json");
  const open = await pay();
  const row = await phone.row("pay", "garbled");
  assert.equal((await phone.messagesOf(row))[1].message, "<html>502 Bad Gateway: no answer to pay</html>");
  assert.equal((await phone.diagnose()).ignored.malformed, 1);
  await phone.answerNow("pay", "cancel");
  assert.match((await open.settled()).error.err_msg, /cancelled by the user/);
});

for (const [method, params, field] of [
  ["auth", { app_id: "test", scope: "snsapi_userinfo", state: "s" }, "err_code"],
  ["getSession", undefined, "session_id"],
  ["selectSession", undefined, "session_id"],
  ["share", { app_id: "test", share_title: "Tea", share_url: "https://shop.example/" }, "code"],
]) {
  visit(`wrong shape, ${method}: the page is told which field`, async (phone) => {
    await phone.openShop();
    await phone.setAnswer("all", "agree");
    await phone.setFault(method, "wrong_shape");
    const { error } = await (await phone.call(method, ...(params === undefined ? [] : [params]))).settled();
    assert.deepEqual([error.reason, error.err_code, error.field], ["malformed_reply", 502, field]);
  });
}

visit("wrong shape, pay: a number that lost its last digits is not believed", async (phone) => {
  const { pay, booked } = await payWith(phone, "wrong_shape");
  const { error } = await (await pay()).settled();
  assert.deepEqual([error.reason, error.field, error.outcome], ["malformed_reply", "trade_no", "unknown"]);
  assert.equal((await booked()).status, 1);
});

visit("wrong origin: an answer from another window is ignored, and counted as foreign", async (phone) => {
  const { pay } = await payWith(phone, "wrong_origin");
  const open = await pay();
  const row = await phone.row("pay", "elsewhere");
  await phone.frame.waitForFunction(async () => (await window.vvchat.diagnose()).ignored.foreign === 1);
  await phone.messagesOf(row);
  assert.match(await row.innerText(), /Posted to the page from another window and origin: it must not believe it\./);
  assert.equal((await phone.diagnose()).pending, 1);
  await phone.answerNow("pay", "cancel");
  assert.equal((await open.settled()).error.outcome, "failed");
});

visit("host restart: it says that it is there again, and has forgotten what was open", async (phone) => {
  const { pay } = await payWith(phone, "restart");
  await phone.setAnswer("selectSession", "ask");
  await phone.call("selectSession");
  await phone.sheet("selectSession");
  const before = await phone.rows("vvchat.hello").count();
  await phone.deadline("pay", 500);
  const lost = await pay();
  await phone.row("selectSession", "forgotten");
  await phone.noSheet();
  await phone.row("pay", "forgotten");
  assert.deepEqual((await lost.settled()).error.outcome, "unknown");

  await phone.rows("vvchat.hello").nth(before).waitFor({ state: "attached" });
  await phone.setFault("pay", "none");
  // This one is answered, however long that takes on a busy machine.
  await phone.deadline("pay", 60_000);
  assert.match((await (await pay()).settled()).result.trade_no, /^\d{18}$/);
});

visit("host restart, at the press of a button", async (phone) => {
  await phone.openShop();
  await phone.call("selectSession");
  await phone.sheet("selectSession");
  await phone.app("tab-rules").click();
  await phone.app("restart").click();
  await phone.noSheet();
  await phone.row("selectSession", "forgotten");
  await phone.connected();
});

visit("the payment succeeds but the reply is lost: paid, and the page does not know", async (phone) => {
  await phone.openShop();
  await phone.setFault("pay", "reply_lost");
  await phone.deadline("pay", 4000);
  const order = await placeOrder(phone.origins.app, { title: "Lost reply" });
  const pay = await phone.call("pay", { app_id: "test", imprest_code: order.imprest_code });
  await phone.agree("pay");
  await phone.row("pay", "lost");
  const { error } = await pay.settled();
  assert.deepEqual([error.reason, error.outcome], ["timeout", "unknown"]);
  assert.equal((await queryOrder(phone.origins.app, order.imprest_code)).status, 1);
  await phone.message(sessions.payments, "Lost reply");
});

visit("a lost reply can be sent after all, and nothing is done twice", async (phone) => {
  const { pay, booked } = await payWith(phone, "reply_lost");
  const open = await pay();
  await phone.row("pay", "lost");
  await phone.answerNow("pay", "agree");
  const { result } = await open.settled();
  assert.equal((await booked()).trade_no, result.trade_no);

  await phone.setFault("share", "reply_lost");
  const share = await phone.call("share", { app_id: "test", share_title: "Once", share_url: "https://shop.example/" });
  await phone.row("share", "lost");
  await phone.answerNow("share", "agree");
  assert.equal((await share.settled()).result.code, 200);
  const messages = await phone.device(`/device/messages?session_id=${sessions.group}`);
  assert.equal(messages.filter(({ card }) => card?.share_title === "Once").length, 1);
});

visit("faults are set for all methods at once, and cleared", async (phone) => {
  await phone.openShop();
  await phone.setFault("all", "duplicate");
  await phone.setAnswer("all", "agree");
  await phone.setDelay("all", 100);
  for (const method of ["auth", "pay", "getSession", "selectSession", "share"]) {
    assert.equal(await phone.app(`fault-${method}`).inputValue(), "duplicate");
    assert.equal(await phone.app(`delay-${method}`).inputValue(), "100");
    assert.equal(await phone.app(`decision-${method}`).inputValue(), "agree");
  }
  await (await phone.call("getSession")).settled();
  await phone.frame.waitForFunction(async () => (await window.vvchat.diagnose()).ignored.duplicate === 1);

  await phone.setFault("pay", "silent");
  assert.equal(await phone.app("fault-all").locator("option:checked").innerText(), "(differ)");
  await phone.app("rules-clear").click();
  assert.equal(await phone.app("fault-pay").inputValue(), "none");
  assert.equal(await phone.app("decision-pay").inputValue(), "ask");
  assert.equal(await phone.app("decision-getSession").inputValue(), "agree", "nobody can be asked about it");
});
