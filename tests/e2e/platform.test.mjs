// The inspector's view of the platform: orders, notifications sent again, time that passes, a way back to the start.
import assert from "node:assert/strict";
import { listen } from "../support/notify-url.mjs";
import { me, phones, sessions } from "../support/phone.mjs";
import { exchangeCode, placeOrder } from "../support/platform.mjs";

const visit = phones();

async function pay(phone, data) {
  const order = await placeOrder(phone.origins.app, data);
  await phone.device("/device/payments", { user_id: me, app_id: "test", imprest_code: order.imprest_code });
  return order;
}

visit("orders are listed as they are placed and paid", async (phone) => {
  await phone.app("tab-platform").click();
  await phone.app("platform").getByText("No orders yet.").waitFor();
  const order = await placeOrder(phone.origins.app, { title: "Longjing", amount: 5 });
  const item = phone.app("order").first();
  await item.filter({ hasText: "waiting" }).waitFor();
  assert.match(await item.innerText(), new RegExp(`^Longjing\\s+¥0\\.05\\s+waiting\\s+${order.out_trade_no}`));
  await phone.device("/device/payments", { user_id: me, app_id: "test", imprest_code: order.imprest_code });
  await phone.page.locator('[data-testid="order"][data-status="1"]').waitFor();
  assert.match(await item.innerText(), /paid[\s\S]*\d{18}$/);
});

visit("what is listed stays as it is when something is added: a tap on it is not lost", async (phone) => {
  const first = await pay(phone);
  await phone.app("tab-platform").click();
  const items = [
    phone.app("order").filter({ hasText: first.out_trade_no }),
    phone.app("notification").filter({ hasText: first.out_trade_no }),
  ];
  await items[1].getByText("not delivered, attempts: 1").waitFor();
  const before = await Promise.all(items.map((item) => item.elementHandle()));
  const second = await pay(phone);
  await phone.app("notification").filter({ hasText: second.out_trade_no }).waitFor();
  for (const item of before) {
    assert.equal(await item.evaluate((element) => element.isConnected), true);
  }
});

visit("a notification that arrived can be sent again", async (phone) => {
  const shop = await listen();
  try {
    const order = await pay(phone, { notify_url: shop.url });
    await phone.app("tab-platform").click();
    const item = phone.app("notification").filter({ hasText: order.out_trade_no });
    await item.and(phone.page.locator('[data-state="delivered"]')).waitFor();
    assert.equal(await item.getByTestId("notification-state").innerText(), "delivered, attempts: 1");
    await item.getByTestId("send-again").click();
    await item.getByText("delivered, attempts: 2").waitFor();
    await shop.next();
    await shop.next();
    await phone.app("status").filter({ hasText: "Sent again" }).waitFor();
  } finally {
    await shop.close();
  }
});

visit("a notification that failed is sent again when time passes", async (phone) => {
  const answers = ["not now", "success"];
  const shop = await listen(() => answers.shift());
  try {
    await pay(phone, { notify_url: shop.url });
    await phone.app("tab-platform").click();
    const item = phone.app("notification");
    await item.getByText("not delivered, attempts: 1").waitFor();
    assert.match(await item.innerText(), /200 not now\s+Next /);
    await phone.app("pass-minutes").click();
    await item.getByText("delivered, attempts: 2", { exact: true }).waitFor();
    await shop.next();
    await shop.next();
  } finally {
    await shop.close();
  }
});

visit("time passes for codes, for the phone's clock, and on the time line", async (phone) => {
  await phone.openShop();
  await phone.setAnswer("auth", "agree");
  const { result } = await (await phone.call("auth", { app_id: "test", scope: "snsapi_userinfo" })).settled();
  const before = await phone.device("/device/world");
  await phone.app("tab-platform").click();
  const shown = await phone.app("platform-time").innerText();
  await phone.app("pass-day").click();
  await phone
    .app("platform-time")
    .filter({ hasNotText: shown.slice(0, 11) })
    .waitFor();
  const after = await phone.device("/device/world");
  assert.ok(after.now - before.now >= 86_400_000);

  const answer = await exchangeCode(phone.origins.app, result.code);
  assert.deepEqual(answer, { err_code: 400, err_msg: "code已过期" });
  await phone.row("GET /userservices/v2/authorization/token", "bad");
  await phone.row("auth", "agree");
  const titles = await phone.app("row").evaluateAll((rows) => rows.map(({ dataset }) => dataset.title));
  assert.equal(titles.at(-1), "GET /userservices/v2/authorization/token");
  await (await phone.call("getSession")).settled();
  const last = phone.app("row").last();
  assert.equal(await last.getAttribute("data-title"), "getSession");
  const at = Date.parse(await last.locator("time").first().getAttribute("datetime"));
  assert.ok(Math.abs(at - after.now) < 3_600_000, "a call bears the platform's time");
});

visit("reset asks first, then everything is as at the start", async (phone) => {
  await pay(phone);
  await phone.device("/device/messages", { user_id: me, session_id: sessions.evan, text: "gone soon" });
  await phone.openChat(sessions.evan);
  await phone.messages().filter({ hasText: "gone soon" }).waitFor();
  await phone.app("tab-platform").click();
  await phone.app("reset").click();
  await phone.app("reset-dialog").getByText("Cancel").click();
  assert.equal((await phone.device("/device/orders")).length, 1);

  await phone.app("reset").click();
  await Promise.all([phone.page.waitForEvent("load"), phone.app("reset-confirm").click()]);
  await phone.app(`chat-${sessions.evan}`).filter({ hasText: "I owe you a tea." }).waitFor();
  assert.deepEqual(await phone.device("/device/orders"), []);
  assert.equal(await phone.app(`chat-${sessions.payments}`).count(), 0);
});

visit("servers that are gone are told of, not hidden", async (phone) => {
  await phone.page.route("**/device/messages", (route) => route.abort());
  await phone.openChat(sessions.evan);
  await phone.app("composer").fill("Anyone?");
  await phone.app("composer-send").click();
  await phone.app("toast").filter({ hasText: "Not sent: VVChat: Failed to fetch" }).waitFor();
  assert.equal(await phone.app("composer").inputValue(), "Anyone?", "what was written is kept");
});

visit("a phone that was out of reach for a while catches up", async (phone) => {
  await phone.openChat(sessions.evan);
  // The stream of events breaks; the browser listens again by itself, and is let through when something has happened.
  let happened;
  const until = new Promise((resolve) => {
    happened = resolve;
  });
  let streams = 0;
  await phone.page.route("**/device/events", async (route) => {
    streams++;
    if (streams === 1) {
      await route.fulfill({ contentType: "text/event-stream", body: "retry: 10\n\n" });
    } else {
      await until;
      await route.continue();
    }
  });
  const again = () => phone.page.waitForRequest("**/device/events");
  const first = again();
  await phone.page.reload();
  await first;
  await again();
  await phone.messages().nth(1).waitFor();
  await phone.device("/device/messages", { user_id: "evan", session_id: sessions.evan, text: "Missed this?" });
  await placeOrder(phone.origins.app, { title: "Missed order" });
  happened();
  await phone.messages().filter({ hasText: "Missed this?" }).waitFor();
  await phone.row("POST /paybusapi/v1/pay/unifiedorder", "ok");
  await phone.app("tab-platform").click();
  await phone.app("order").filter({ hasText: "Missed order" }).waitFor();
});
