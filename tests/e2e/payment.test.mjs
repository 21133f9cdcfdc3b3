// The payment sheet: `pay`. What is paid stands in the platform's books; the page only names the order.
import assert from "node:assert/strict";
import { me, phones, sessions } from "../support/phone.mjs";
import { placeOrder, queryOrder } from "../support/platform.mjs";

const visit = phones();

/** Opens the shop and has it ask for the payment of a fresh order. */
async function askToPay(phone, data) {
  await phone.openShop();
  const order = await placeOrder(phone.origins.app, data);
  const pay = await phone.call("pay", { app_id: "test", imprest_code: order.imprest_code });
  return { order, pay };
}

visit("pay: the sheet has the order as the platform has it; a tick, a receipt, a paid order", async (phone) => {
  const { order, pay } = await askToPay(phone, { amount: 26805, title: "Aged Pu'er cake", remark: "gift wrap" });
  const sheet = await phone.sheet("pay");
  assert.equal(await sheet.getByTestId("payment-amount").innerText(), "¥268.05");
  assert.equal(await sheet.getByTestId("payment-for").innerText(), "Aged Pu'er cake");
  const words = await sheet.innerText();
  assert.match(words, /^Pay Cloud & Mist Tea/);
  assert.ok(words.includes("gift wrap") && words.includes(order.out_trade_no), words);
  assert.equal(await sheet.getByTestId("sheet-agree").innerText(), "Pay ¥268.05");

  await sheet.getByTestId("sheet-agree").click();
  const paid = phone.app("sheet-paid");
  await paid.waitFor();
  assert.match(await paid.innerText(), /^Paid\s+¥268\.05\s+Aged Pu'er cake/);
  await phone.closeTick();
  await phone.noSheet();

  const { result } = await pay.settled();
  const [booked] = await phone.device("/device/orders");
  assert.deepEqual([booked.status, booked.trade_no, booked.user_id], [1, result.trade_no, me]);
  const receipt = await phone.message(sessions.payments, "Aged Pu'er cake");
  assert.match(
    await receipt.innerText(),
    new RegExp(`Paid to Cloud & Mist Tea\\s+¥268\\.05[\\s\\S]*${result.trade_no}`),
  );
});

visit("the tick goes by itself", async (phone) => {
  await askToPay(phone);
  await (await phone.sheet("pay")).getByTestId("sheet-agree").click();
  await phone.app("sheet-paid").waitFor();
  await phone.noSheet();
});

visit("cancel: nothing is paid, and the page may ask again", async (phone) => {
  const { order, pay } = await askToPay(phone);
  await phone.cancel("pay");
  const { error } = await pay.settled();
  assert.deepEqual([error.reason, error.err_code, error.outcome], ["host_error", 400, "failed"]);
  assert.match(error.err_msg, /cancelled by the user/);
  assert.equal((await queryOrder(phone.origins.app, order.imprest_code)).status, 0);

  const again = await phone.call("pay", { app_id: "test", imprest_code: order.imprest_code });
  await phone.agree("pay");
  const { result } = await again.settled();
  assert.equal((await queryOrder(phone.origins.app, order.imprest_code)).trade_no, result.trade_no);
});

visit("fail: not enough money, nothing is paid", async (phone) => {
  await phone.openShop();
  await phone.setAnswer("pay", "fail");
  const order = await placeOrder(phone.origins.app);
  const pay = await phone.call("pay", { app_id: "test", imprest_code: order.imprest_code });
  const { error } = await pay.settled();
  assert.match(error.err_msg, /not enough money/);
  assert.equal(error.outcome, "failed");
  assert.equal((await queryOrder(phone.origins.app, order.imprest_code)).status, 0);
});

visit("silent: nothing is paid, and the page does not claim to know that", async (phone) => {
  await phone.openShop();
  await phone.setFault("pay", "silent");
  await phone.deadline("pay", 300);
  const order = await placeOrder(phone.origins.app);
  const pay = await phone.call("pay", { app_id: "test", imprest_code: order.imprest_code });
  const { error } = await pay.settled();
  assert.deepEqual([error.reason, error.outcome], ["timeout", "unknown"]);
  await phone.row("pay", "given_up");
  assert.equal((await queryOrder(phone.origins.app, order.imprest_code)).status, 0);
});

visit("an order that is not there: no sheet, the platform's words to page and person", async (phone) => {
  await phone.openShop();
  const { error } = await (await phone.call("pay", { app_id: "test", imprest_code: "P-none" })).settled();
  assert.deepEqual([error.reason, error.err_code, error.outcome], ["host_error", 400, "failed"]);
  assert.match(error.err_msg, /订单不存在/);
  await phone.app("toast").filter({ hasText: "The platform refused: 订单不存在" }).waitFor();
  await phone.row("pay", "refused");
});

visit("an order that is paid already: nobody is asked to pay again", async (phone) => {
  const { order, pay } = await askToPay(phone);
  await phone.agree("pay");
  await pay.settled();
  const { error } = await (await phone.call("pay", { app_id: "test", imprest_code: order.imprest_code })).settled();
  assert.match(error.err_msg, /订单已支付/);
  await phone.noSheet();
  assert.equal((await phone.device("/device/notifications")).length, 1);
});

visit("an app that the platform does not know cannot ask for money", async (phone) => {
  await phone.openShop();
  const { imprest_code } = await placeOrder(phone.origins.app);
  const { error } = await (await phone.call("pay", { app_id: "stranger", imprest_code })).settled();
  assert.match(error.err_msg, /无效的app_id/);
});

visit("two payments at a time: one sheet after the other", async (phone) => {
  const { pay: first } = await askToPay(phone, { title: "First" });
  const order = await placeOrder(phone.origins.app, { title: "Second" });
  const second = await phone.call("pay", { app_id: "test", imprest_code: order.imprest_code });
  await phone.app("payment-for").filter({ hasText: "First" }).waitFor();
  await phone.row("pay", "asking");
  await phone.agree("pay");
  await phone.app("payment-for").filter({ hasText: "Second" }).waitFor();
  await phone.cancel("pay");
  assert.match((await first.settled()).result.trade_no, /^\d{18}$/);
  assert.equal((await second.settled()).error.outcome, "failed");
});

visit("VVChat's servers are gone: the page is told that nobody knows", async (phone) => {
  const { pay } = await askToPay(phone);
  await phone.sheet("pay");
  await phone.page.route("**/device/payments", (route) => route.abort());
  await phone.app("sheet-agree").click();
  const { error } = await pay.settled();
  assert.deepEqual([error.reason, error.err_code, error.outcome], ["host_error", -32603, "unknown"]);
  await phone.noSheet();
});
