// Sending from the sample shop: to the conversation that it was opened from, and to one that the customer chooses.
import assert from "node:assert/strict";
import { me, phones, sessions } from "../support/phone.mjs";
import { details, outcome, tamper } from "../support/shop.mjs";

const visit = phones();

const WORDS = "Saturday at three, Cloud & Mist Tea: shall we have some West Lake Longjing?";

/** What the app has in a conversation from the shop. */
async function fromTheShop(phone, session) {
  const messages = await phone.device(`/device/messages?session_id=${session}`);
  return messages.filter(({ kind, from }) => kind === "text" && from.app_id === "test");
}

/** Nothing was sent, to nobody. */
async function nothingSent(phone) {
  for (const session of [sessions.group, sessions.evan, sessions.family, sessions.wan]) {
    assert.deepEqual(await fromTheShop(phone, session), [], session);
  }
}

visit("here, agree: the message is in the group that the shop was opened from", async (phone) => {
  await phone.openShop();
  assert.equal(await phone.shop("message").innerText(), WORDS);
  await phone.shop("send-here").click();
  assert.match(await (await phone.sheet("auth")).innerText(), /Weekend tea/);
  await phone.agree("auth");
  assert.deepEqual(await outcome(phone, "send", "success"), ["The message is in this group."]);

  const [message, ...more] = await fromTheShop(phone, sessions.group);
  assert.deepEqual(more, []);
  assert.deepEqual([message.text, message.from], [WORDS, { app_id: "test", user_id: me }]);
  await phone.message(sessions.group, WORDS);
  const [ask] = await phone.messagesOf(await phone.row("auth", "agree"));
  assert.equal(ask.message.params.scope, `sessionapi_sendmsg:${sessions.group}:2`);
});

visit("here, from a single chat: the message is with that friend", async (phone) => {
  await phone.openShop(sessions.evan);
  await phone.shop("tea-jasmine").click();
  await phone.shop("send-here").click();
  await phone.agree("auth");
  assert.deepEqual(await outcome(phone, "send", "success"), ["The message is with this friend."]);
  await phone.message(sessions.evan, "shall we have some Jasmine Silver Needle?");
});

visit("chosen, agree: the message is where the customer chose, and nowhere else", async (phone) => {
  await phone.openShop();
  await phone.shop("send-chosen").click();
  await phone.pick("selectSession", sessions.wan);
  assert.match(await (await phone.sheet("auth")).innerText(), /Wan Su/);
  await phone.agree("auth");
  assert.deepEqual(await outcome(phone, "send", "success"), ["The message is with this friend."]);
  assert.deepEqual(await fromTheShop(phone, sessions.group), []);
  await phone.message(sessions.wan, WORDS);
});

visit("the words are the server's: a page that says others is not heard", async (phone) => {
  await phone.openShop();
  await tamper(phone, "/api/messages", (body) => ({
    ...body,
    content: "Buy cheap watches",
    text: "Buy cheap watches",
  }));
  await phone.shop("send-here").click();
  await phone.agree("auth");
  await outcome(phone, "send", "success");
  assert.deepEqual(
    (await fromTheShop(phone, sessions.group)).map(({ text }) => text),
    [WORDS],
  );
});

visit("cancel: not allowed, not sent", async (phone) => {
  await phone.openShop();
  await phone.shop("send-here").click();
  await phone.cancel("auth");
  assert.deepEqual(await outcome(phone, "send", "cancelled"), ["Not allowed, so no message was sent."]);
  await nothingSent(phone);
});

visit("cancel: no conversation chosen, not even asked", async (phone) => {
  await phone.openShop();
  await phone.shop("send-chosen").click();
  await phone.cancel("selectSession");
  assert.deepEqual(await outcome(phone, "send", "error"), ["No message was sent: cancelled by the user"]);
  assert.equal(await phone.rows("auth").count(), 0);
  await nothingSent(phone);
});

for (const [method, button, words] of [
  ["getSession", "send-here", "the chat cannot be had"],
  ["selectSession", "send-chosen", "the chat cannot be had"],
  ["auth", "send-here", "the system is busy"],
]) {
  visit(`fail: ${method} goes wrong, and the shop says why`, async (phone) => {
    await phone.openShop();
    await phone.setAnswer(method, "fail");
    await phone.shop(button).click();
    assert.deepEqual(await outcome(phone, "send", "error"), [`No message was sent: ${words}`]);
    const { reason, method: which } = await details(phone, "send");
    assert.deepEqual([reason, which], ["host_error", method]);
    await nothingSent(phone);
  });

  visit(`silent: ${method} is not answered, and the customer stops waiting`, async (phone) => {
    await phone.openShop();
    await phone.setFault(method, "silent");
    await phone.shop(button).click();
    await phone.row(method, "silent");
    await phone.shop("give-up").click();
    assert.deepEqual(await outcome(phone, "send", "error"), ["You did not wait for an answer."]);
    await nothingSent(phone);
  });
}

visit("a permission for another conversation is not used", async (phone) => {
  await phone.openShop();
  // What VVChat's user allowed is not what the shop's server asked for.
  await phone.page.route(`${phone.origins.shop}/api/messages/ask`, async (route) => {
    const response = await route.fetch();
    const asked = await response.json();
    await route.fulfill({ response, json: { ...asked, scope: `sessionapi_sendmsg:${sessions.wan}:1` } });
  });
  await phone.shop("send-here").click();
  await phone.agree("auth");
  assert.deepEqual(await outcome(phone, "send", "error"), [
    "No message was sent: This is not the permission that the shop asked for. Please start again.",
  ]);
  await nothingSent(phone);
});
