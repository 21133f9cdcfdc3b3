// Chats and conversations: what a person reads and writes, how they find the shop, and who holds the phone.
import assert from "node:assert/strict";
import { me, phones, sessions } from "../support/phone.mjs";
import { sendMessage } from "../support/platform.mjs";

const visit = phones();

/** What the list of chats says of a conversation. */
async function listed(phone, session) {
  const row = phone.app(`chat-${session}`);
  return {
    name: await row.locator("strong").innerText(),
    preview: await row.getByTestId("chat-preview").innerText(),
    unread: (await row.getByTestId("chat-unread").count()) === 1,
  };
}

visit("the list has every conversation, newest first, with its last message and what is unread", async (phone) => {
  const servers = await phone.device(`/device/conversations?user_id=${me}`);
  const links = await phone
    .app("chats")
    .locator("a")
    .evaluateAll((rows) => rows.map((row) => row.dataset.session));
  assert.deepEqual(
    links,
    servers.map(({ session_id }) => session_id),
  );
  assert.deepEqual(await listed(phone, sessions.group), {
    name: "Weekend tea",
    preview: "Wan Su: 好呀！小满你来定时间 🍵",
    unread: true,
  });
  assert.deepEqual(await listed(phone, sessions.evan), {
    name: "Evan Chen",
    preview: "Yesterday, thank you! I owe you a tea.",
    unread: false,
  });
});

visit("a tap is not lost when the list changes under the finger", async (phone) => {
  const { x, y, width, height } = await phone.app(`chat-${sessions.evan}`).boundingBox();
  await phone.page.mouse.move(x + width / 2, y + height / 2);
  await phone.page.mouse.down();
  await phone.device("/device/messages", { user_id: "wan", session_id: sessions.group, text: "Look here!" });
  await phone.app(`chat-${sessions.group}`).filter({ hasText: "Look here!" }).waitFor();
  await phone.page.mouse.up();
  await phone.app("chat-title").filter({ hasText: "Evan Chen" }).waitFor();
});

visit("opening a conversation shows who said what, and marks it as read", async (phone) => {
  await phone.openChat(sessions.group);
  await phone.messages().nth(3).waitFor();
  assert.match(await phone.app("chat-title").innerText(), /^Weekend tea\s+Group, 3 people$/);
  const mine = await phone.messages().evaluateAll((items) => items.map((item) => item.classList.contains("mine")));
  assert.deepEqual(mine, [false, false, true, false]);
  assert.match(await phone.messages().nth(1).innerText(), /Evan Chen\s+我有空，还是老地方？/);

  await phone.app("chat-back").click();
  await phone.app(`chat-${sessions.group}`).getByTestId("chat-unread").waitFor({ state: "detached" });
  const [group] = await phone.device(`/device/conversations?user_id=${me}`);
  assert.equal(group.unread, 0);
});

visit("a text that a person sends is in the conversation, on the servers, and on the others' phones", async (phone) => {
  await phone.openChat(sessions.evan);
  assert.equal(await phone.app("composer-send").isDisabled(), true, "nothing to send yet");
  await phone.app("composer").fill("  Tea at four? <b>&</b>  ");
  await phone.app("composer").press("Enter");
  const sent = phone.messages().filter({ hasText: "Tea at four? <b>&</b>" });
  await sent.waitFor();
  assert.equal(await sent.count(), 1);
  assert.equal(await phone.app("composer").inputValue(), "");

  const messages = await phone.device(`/device/messages?session_id=${sessions.evan}`);
  assert.deepEqual(
    [messages.at(-1).text, messages.at(-1).from, messages.at(-1).kind],
    ["Tea at four? <b>&</b>", { user_id: me }, "text"],
  );
  const evans = await phone.device("/device/conversations?user_id=evan");
  assert.deepEqual([evans[0].session_id, evans[0].unread], [sessions.evan, 1]);
});

visit("a message that arrives is shown at once, and counted where it is not looked at", async (phone) => {
  await phone.openChat(sessions.evan);
  await phone.device("/device/messages", { user_id: "evan", session_id: sessions.evan, text: "I am on my way." });
  await phone.messages().filter({ hasText: "I am on my way." }).waitFor();
  await phone.app("chat-back").click();
  assert.equal((await listed(phone, sessions.evan)).unread, false);

  await phone.device("/device/messages", { user_id: "wan", session_id: sessions.wan, text: "Found it." });
  await phone.app(`chat-${sessions.wan}`).getByTestId("chat-unread").filter({ hasText: "1" }).waitFor();
  assert.equal((await listed(phone, sessions.wan)).preview, "Found it.");
});

visit("what an app sends in a person's name says so", async (phone) => {
  await phone.openChat(sessions.family);
  const scope = `sessionapi_sendmsg:${sessions.family}:2`;
  const { code } = await phone.device("/device/authorizations", { user_id: me, app_id: "test", scope });
  await sendMessage(phone.origins.app, code, "Your tea is ready.");
  const message = phone.messages().filter({ hasText: "Your tea is ready." });
  await message.waitFor();
  assert.equal(await message.getByTestId("message-via").innerText(), "via Cloud & Mist Tea");
  assert.match(await message.getAttribute("class"), /\bmine\b/);
});

visit("the first visit says how to get to a payment, once", async (phone) => {
  assert.match(await phone.app("hint").innerText(), /^Try your first payment\s+Open Cloud & Mist Tea from a chat/);
  await phone.app("hint-open").click();
  await phone.connected();
  await phone.closeShop();
  assert.equal(await phone.app("chat-title").locator("h2").innerText(), "Weekend tea");
  await phone.page.reload();
  await phone.backToChats();
  assert.equal(await phone.app("hint").count(), 0);
});

visit("the shop is opened from a conversation, reloaded, and closed", async (phone) => {
  await phone.openShop(sessions.wan);
  const { result } = await (await phone.call("getSession")).settled();
  assert.deepEqual(result, { session_id: sessions.wan, session_type: 1 });

  await phone.frame.evaluate(() => {
    window.marked = true;
  });
  await phone.app("page-menu").click();
  await phone.app("page-reload").click();
  await phone.connected();
  assert.equal(await phone.frame.evaluate(() => window.marked), undefined);

  await phone.closeShop();
  assert.equal(phone.frame, undefined, "the page is gone");
  assert.equal(await phone.app("chat-title").locator("h2").innerText(), "Wan Su");
  assert.equal(await phone.app("tray").isVisible(), false);
});

visit("the browser's back button and a reload keep one's place", async (phone) => {
  await phone.openShop();
  await phone.page.reload();
  await phone.connected();
  const { result } = await (await phone.call("getSession")).settled();
  assert.equal(result.session_id, sessions.group);
  await phone.page.goBack();
  await phone.app("messages").waitFor();
  await phone.page.goBack();
  await phone.app("chats").waitFor();
});

visit("the address bar opens no page but the shop's, and no conversation of others", async (phone) => {
  const elsewhere = encodeURIComponent("https://evil.example/");
  await phone.page.goto(`${phone.origins.app}/#/chat/${sessions.group}/page/${elsewhere}`);
  await phone.connected();
  assert.ok(phone.frame.url().startsWith(phone.origins.shop));

  await phone.page.goto(`${phone.origins.app}/#/chat/nobody`);
  await phone.app("toast").filter({ hasText: "You are not in that chat." }).waitFor();
  await phone.app("chats").waitFor();
});

visit("another person takes the phone: their chats, their side of the bubbles, their getSession", async (phone) => {
  await phone.app("accounts").click();
  await phone.app("account-evan").click();
  await phone.app("accounts").and(phone.page.getByLabel("Evan Chen, switch account")).waitFor();
  await phone.app(`chat-${sessions.family}`).waitFor({ state: "detached" });

  assert.equal((await listed(phone, sessions.evan)).name, "Mia Lin");
  await phone.openChat(sessions.evan);
  await phone.messages().nth(1).waitFor();
  const mine = await phone.messages().evaluateAll((items) => items.map((item) => item.classList.contains("mine")));
  assert.deepEqual(mine, [false, true]);

  // In this tab it stays so.
  await phone.page.reload();
  await phone.app("messages").waitFor();
  await phone.backToChats();
  await phone.page.getByLabel("Evan Chen, switch account").waitFor();
  // In another one it is as at the start.
  const other = await phone.page.context().newPage();
  await other.goto(`${phone.origins.app}/`);
  await other.getByLabel("Mia Lin, switch account").waitFor();
});

visit("nobody writes to VVChat's own notices", async (phone) => {
  await phone.device("/device/payments", {
    user_id: me,
    app_id: "test",
    imprest_code: (await (await fetch(`${phone.origins.app}/paybusapi/v1/test/imprest`)).json()).imprest_code,
  });
  await phone.openChat(sessions.payments);
  await phone.messages("payment").waitFor();
  assert.equal(await phone.app("composer").count(), 0);
  assert.match(await phone.app("chat-title").innerText(), /^Payments\s+Notices from VVChat$/);
});
