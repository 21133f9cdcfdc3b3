// The customer's orders in the sample shop: the server's list, and what can be done with an order that waits.
import assert from "node:assert/strict";
import { phones } from "../support/phone.mjs";
import { cut, find, orders, outcome } from "../support/shop.mjs";

const visit = phones();

/** How the list stands: titles and states, newest first. Waits until it has that many. */
async function list(phone, count) {
  const rows = phone.shop("order");
  await rows.nth(count - 1).waitFor();
  assert.equal(await rows.count(), count);
  return rows.evaluateAll((items) =>
    items.map((item) => [item.querySelector("strong").innerText, item.dataset.status]),
  );
}

async function payFor(phone, tea) {
  await phone.shop(`tea-${tea}`).click();
  await phone.shop("pay").click();
  await phone.agree("pay");
  await outcome(phone, "pay", "success");
}

async function cancelFor(phone, tea) {
  await phone.shop(`tea-${tea}`).click();
  await phone.shop("pay").click();
  await phone.cancel("pay");
  await outcome(phone, "pay", "error");
}

visit("orders are listed, stay after a reload, and follow a customer who logs in", async (phone) => {
  await phone.openShop();
  assert.equal(await phone.shop("orders-note").innerText(), "No orders yet.");
  await cancelFor(phone, "jasmine");
  await payFor(phone, "puer");
  const both = [
    ["Aged Pu'er cake × 1", "paid"],
    ["Jasmine Silver Needle × 1", "waiting"],
  ];
  assert.deepEqual(await list(phone, 2), both);

  await phone.frame.evaluate(() => window.location.reload());
  await phone.shop("order").nth(1).waitFor();
  assert.deepEqual(await list(phone, 2), both);

  await phone.shop("login").click();
  await phone.agree("auth");
  await outcome(phone, "login", "success");
  assert.deepEqual(await list(phone, 2), both);
  assert.deepEqual(
    (await orders(phone)).map(({ owner }) => owner),
    ["xd8wjr9jr02kjf823jse94kio8", "xd8wjr9jr02kjf823jse94kio8"],
  );

  await phone.shop("logout").click();
  await phone.shop("orders-note").filter({ hasText: "No orders yet." }).waitFor();
  assert.deepEqual(await orders(phone), []);
});

visit("an order that waits can be paid from the list", async (phone) => {
  await phone.openShop();
  await cancelFor(phone, "jasmine");
  const [{ out_trade_no }] = await orders(phone);
  // Whatever is picked above has nothing to do with it.
  await phone.shop("tea-puer").click();
  await phone.shop("order-pay").click();
  assert.match(await (await phone.sheet("pay")).innerText(), /Jasmine Silver Needle × 1/);
  await phone.agree("pay");
  await outcome(phone, "pay", "success");
  await find(phone, '[data-testid="order"][data-status="paid"]').waitFor();
  const [order, ...more] = await orders(phone);
  assert.deepEqual([order.out_trade_no, more], [out_trade_no, []]);
});

visit("an order that waits can be asked for from the list", async (phone) => {
  await phone.openShop();
  await cancelFor(phone, "jasmine");
  await phone.shop("order-check").click();
  const words = await outcome(phone, "pay", "unknown");
  assert.equal(words[0], "VVChat has not confirmed this payment yet.");
});

visit("the platform has forgotten an order: who orders the same again pays that one", async (phone) => {
  await phone.openShop();
  await cancelFor(phone, "jasmine");
  const [{ out_trade_no }] = await orders(phone);
  // The phone begins anew with it.
  const begun = phone.page.waitForEvent("load");
  await phone.device("/device/reset", {});
  await begun;
  await phone.backToChats();
  await phone.openShop();
  await payFor(phone, "jasmine");
  await find(phone, '[data-testid="order"][data-status="paid"]').waitFor();
  assert.deepEqual(await list(phone, 1), [["Jasmine Silver Needle × 1", "paid"]]);
  assert.equal((await orders(phone))[0].out_trade_no, out_trade_no);
});

visit("orders that can't be read are not said to be none", async (phone) => {
  await phone.openShop();
  await cancelFor(phone, "jasmine");
  await cut(phone, "/api/orders");
  await phone.shop("share").click();
  await phone.cancel("share");
  await phone.shop("orders-note").filter({ hasText: "The orders can't be read just now." }).waitFor();
  assert.deepEqual(await list(phone, 1), [["Jasmine Silver Needle × 1", "waiting"]]);
});
