// Paying in the sample shop: what the customer sees, what the shop's server and the platform have, what the chat shows.
// Above all: nobody pays twice, and nobody is told a payment failed that did not.
import assert from "node:assert/strict";
import { me, phones, sessions } from "../support/phone.mjs";
import { cut, details, find, orders, outcome, tamper } from "../support/shop.mjs";

const visit = phones();

const UNKNOWN = "VVChat has not confirmed this payment yet.";
const THANKS = "Paid. Thank you, enjoy your tea!";

/** The one order that there is: with the shop's server and with the platform, which must agree. */
async function theOrder(phone) {
  const [ours, ...more] = await orders(phone);
  assert.deepEqual(more, [], "one order at the shop");
  const [theirs, ...others] = await phone.device("/device/orders");
  assert.deepEqual(others, [], "one order at the platform");
  assert.equal(ours.imprest_code, theirs.imprest_code);
  assert.equal(ours.amount, theirs.amount);
  assert.equal(ours.payment === null ? 0 : 1, theirs.status);
  return ours;
}

/** The words that thank for an order. */
function thanks(order) {
  return [THANKS, `Order ${order.out_trade_no}, transaction ${order.payment.trade_no}`];
}

/** The row of an order in the customer's list, once it stands so. */
async function listed(phone, order, status) {
  const row = find(phone, `[data-order="${order.out_trade_no}"][data-status="${status}"]`);
  await row.waitFor();
  return row.innerText();
}

visit("agree: the server's price is paid, the notification is taken, and all sides say so", async (phone) => {
  await phone.openShop();
  await phone.shop("tea-puer").click();
  await phone.shop("more").click();
  assert.equal(await phone.shop("pay").innerText(), "Pay ¥536.00 with VVChat");
  // What the page says of a price is not even read.
  await tamper(phone, "/api/orders", (body) => ({ ...body, amount: 1, price: 1 }));
  await phone.shop("pay").click();
  const sheet = await (await phone.sheet("pay")).innerText();
  assert.match(sheet, /Aged Pu'er cake × 2/);
  assert.match(sheet, /536\.00/);
  await phone.agree("pay");

  const words = await outcome(phone, "pay", "success");
  const order = await theOrder(phone);
  assert.deepEqual(words, thanks(order));
  assert.match(order.payment.trade_no, /^\d{18}$/);
  assert.equal(order.amount, 53600);
  assert.match(await listed(phone, order, "paid"), /^Aged Pu'er cake × 2\s+¥536\.00\s+Paid/);

  const [notification, ...more] = await phone.device("/device/notifications");
  assert.deepEqual(more, []);
  assert.deepEqual(
    [notification.fields.out_trade_no, notification.fields.trade_no, notification.delivered],
    [order.out_trade_no, order.payment.trade_no, true],
  );
  await phone.message(sessions.payments, "536.00");
});

visit("the platform repeats its notification: it counts once", async (phone) => {
  await phone.openShop();
  await phone.shop("pay").click();
  await phone.agree("pay");
  await outcome(phone, "pay", "success");
  const before = await theOrder(phone);
  const [{ id }] = await phone.device("/device/notifications");
  // The answer is on the time line once the shop has given it.
  const sent = phone.rows("POST /api/notify");
  await sent.first().waitFor({ state: "attached" });
  await phone.device(`/device/notifications/${id}/send`, {});
  await sent.nth(1).waitFor({ state: "attached" });
  const [{ attempts }] = await phone.device("/device/notifications");
  assert.deepEqual(
    attempts.map(({ status, answer }) => [status, answer]),
    [
      [200, "success"],
      [200, "success"],
    ],
  );
  assert.deepEqual(await theOrder(phone), before);
});

visit("cancel: not paid; who tries again pays the same order", async (phone) => {
  await phone.openShop();
  await phone.shop("pay").click();
  await phone.cancel("pay");
  assert.deepEqual(await outcome(phone, "pay", "error"), ["Not paid: cancelled by the user"]);
  const order = await theOrder(phone);
  assert.equal(order.payment, null);
  assert.match(await listed(phone, order, "waiting"), /Waiting for payment/);

  await phone.shop("pay").click();
  await phone.agree("pay");
  await outcome(phone, "pay", "success");
  assert.equal((await theOrder(phone)).out_trade_no, order.out_trade_no);
});

visit("fail: not paid, and why", async (phone) => {
  await phone.openShop();
  await phone.setAnswer("pay", "fail");
  await phone.shop("pay").click();
  assert.deepEqual(await outcome(phone, "pay", "error"), ["Not paid: not enough money"]);
  const { reason, err_code, outcome: money } = await details(phone, "pay");
  assert.deepEqual([reason, err_code, money], ["host_error", 400, "failed"]);
  assert.equal((await theOrder(phone)).payment, null);
});

visit("silent: the shop asks its server, says that it is open, and lets the same order be paid", async (phone) => {
  await phone.openShop();
  await phone.setFault("pay", "silent");
  await phone.shop("pay").click();
  await phone.row("pay");
  await phone.shop("give-up").click();
  assert.deepEqual(await outcome(phone, "pay", "waiting"), [
    "Finding out whether this is paid. Please wait, and do not pay again…",
  ]);
  const words = await outcome(phone, "pay", "unknown");
  const order = await theOrder(phone);
  assert.equal(words[0], UNKNOWN);
  assert.match(words[1], new RegExp(`To go on paying is safe: it is the same order \\(${order.out_trade_no}\\)`));
  assert.equal((await details(phone, "pay")).reason, "aborted");

  await phone.setFault("pay", "none");
  await phone.shop("pay-again").click();
  await phone.agree("pay");
  assert.deepEqual((await outcome(phone, "pay", "success"))[0], THANKS);
  const paid = await theOrder(phone);
  assert.equal(paid.out_trade_no, order.out_trade_no);
});

visit("silent: the deadline passes, and later the server knows", async (phone) => {
  await phone.openShop();
  await phone.deadline("pay", 400);
  await phone.setFault("pay", "silent");
  await phone.shop("pay").click();
  assert.equal((await outcome(phone, "pay", "unknown"))[0], UNKNOWN);
  assert.equal((await details(phone, "pay")).reason, "timeout");
  // It was paid after all, somewhere else on the person's phone.
  const { imprest_code } = await theOrder(phone);
  await phone.device("/device/payments", { user_id: me, app_id: "test", imprest_code });
  await phone.shop("ask-again").click();
  const words = await outcome(phone, "pay", "success");
  assert.deepEqual(words, thanks(await theOrder(phone)));
});

for (const [fault, how] of [
  ["reply_lost", "the answer gets lost"],
  ["wrong_shape", "the answer makes no sense"],
  ["not_json", "the answer is rubbish"],
]) {
  visit(`paid, but ${how}: the shop finds out`, async (phone) => {
    await phone.openShop();
    await phone.deadline("pay", 3000);
    await phone.setFault("pay", fault);
    await phone.shop("pay").click();
    await phone.agree("pay");
    const words = await outcome(phone, "pay", "success");
    assert.deepEqual(words, thanks(await theOrder(phone)));
  });
}

visit("the app forgets the call: nothing is paid, and nobody says so", async (phone) => {
  await phone.openShop();
  await phone.deadline("pay", 1000);
  await phone.setFault("pay", "restart");
  await phone.shop("pay").click();
  assert.equal((await outcome(phone, "pay", "unknown"))[0], UNKNOWN);
  assert.equal((await theOrder(phone)).payment, null);
});

visit("the shop's server can't be reached after the payment: unknown, until it can", async (phone) => {
  await phone.openShop();
  const open = await cut(phone, "/api/orders/*");
  await phone.shop("pay").click();
  await phone.agree("pay");
  assert.equal((await outcome(phone, "pay", "unknown"))[0], UNKNOWN);
  assert.equal((await details(phone, "pay")).reason, "unreachable");
  await open();
  await phone.shop("ask-again").click();
  const words = await outcome(phone, "pay", "success");
  assert.deepEqual(words, thanks(await theOrder(phone)));
});

visit("VVChat refuses and the shop's server can't be reached: not even that is taken for unpaid", async (phone) => {
  await phone.openShop();
  await phone.setAnswer("pay", "fail");
  const open = await cut(phone, "/api/orders/*");
  await phone.shop("pay").click();
  assert.equal((await outcome(phone, "pay", "unknown"))[0], UNKNOWN);
  await open();
  await phone.shop("pay-again").click();
  assert.deepEqual(await outcome(phone, "pay", "error"), ["Not paid: not enough money"]);
});

visit("who goes on to pay what is paid already is thanked, and not charged again", async (phone) => {
  await phone.openShop();
  const open = await cut(phone, "/api/orders/*");
  await phone.shop("pay").click();
  await phone.agree("pay");
  await outcome(phone, "pay", "unknown");
  await open();
  // VVChat refuses: the order is paid. The shop does not take that for "not paid".
  await phone.shop("pay-again").click();
  const words = await outcome(phone, "pay", "success");
  assert.deepEqual(words, thanks(await theOrder(phone)));
});

visit("who pays once more because the first time seemed to fail is told that it is paid", async (phone) => {
  await phone.openShop();
  const open = await cut(phone, "/api/orders/*");
  await phone.shop("pay").click();
  await phone.agree("pay");
  await outcome(phone, "pay", "unknown");
  // As long as nobody knows, nothing is ordered.
  await phone.shop("pay").click();
  assert.deepEqual(await outcome(phone, "pay", "error"), [
    "No payment was started: The shop's server does not answer. Please check your connection and try again.",
  ]);
  await open();
  await phone.shop("pay").click();
  const words = await outcome(phone, "pay", "success");
  const order = await theOrder(phone);
  assert.deepEqual(words, ["This order was paid already. You were not charged again.", thanks(order)[1]]);
  assert.equal(await phone.rows("pay").count(), 1);

  // And who then wants another one gets another one.
  await phone.shop("pay").click();
  await phone.agree("pay");
  assert.equal((await outcome(phone, "pay", "success"))[0], THANKS);
  assert.equal((await orders(phone)).length, 2);
});

visit("two taps are one order and one sheet", async (phone) => {
  await phone.openShop();
  await phone.shop("pay").dblclick();
  await phone.agree("pay");
  await outcome(phone, "pay", "success");
  await phone.noSheet();
  await theOrder(phone);
  assert.equal(await phone.rows("pay").count(), 1);
});

visit("the shop's server can't be reached before: no payment is started", async (phone) => {
  await phone.openShop();
  await cut(phone, "/api/orders");
  await phone.shop("pay").click();
  assert.deepEqual(await outcome(phone, "pay", "error"), [
    "No payment was started: The shop's server does not answer. Please check your connection and try again.",
  ]);
  assert.equal(await phone.rows("pay").count(), 0);
  assert.deepEqual(await phone.device("/device/orders"), []);
});

visit("a keyboard is enough, and the focus comes back", async (phone) => {
  await phone.openShop();
  await phone.shop("quantity").fill("3");
  assert.equal(await phone.shop("order-price").innerText(), "¥384.00");
  await phone.shop("quantity").fill("1000");
  await phone.shop("quantity").press("Tab");
  assert.equal(await phone.shop("quantity").inputValue(), "99");
  await phone.shop("quantity").fill("");
  await phone.shop("quantity").press("Tab");
  assert.equal(await phone.shop("quantity").inputValue(), "99");
  await phone.shop("pay").focus();
  await phone.page.keyboard.press("Enter");
  await phone.sheet("pay");
  await phone.page.keyboard.press("Escape");
  await outcome(phone, "pay", "error");
  await phone.frame.waitForFunction(() => document.hasFocus() && document.activeElement.dataset.testid === "pay");
});
