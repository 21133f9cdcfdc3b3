// Sending a message: first which conversation, then the permission to send to just that one.
import assert from "node:assert/strict";
import { desks } from "../support/desk.mjs";

const visit = desks();

const GROUP = "Gm2XvTqL9yB0nRkWc7ZsEaJfUoDp4Hi1";
const FRIEND = "IqxDpc-s6S_9RaXMmag39YVH7W810Z57";

async function asksToSendTo(sheet, name, kind) {
  const scope = await sheet.getByTestId("consent-scope").innerText();
  assert.match(scope, /^send messages to this chat/);
  assert.ok(scope.endsWith(`${name}\n${kind}`), scope);
}

visit("this chat, agree: nothing is asked but the permission", async (desk) => {
  await desk.shop("send-here").click();
  const sheet = await desk.sheet("auth");
  await asksToSendTo(sheet, "Weekend tea", "Group, 8 people");
  await desk.decide("auth", "agree");
  const words = await desk.outcome("send", "success");
  assert.match(words, /^Allowed\. The shop's server sends the message to this group\./);

  const [asked, told, request, answer, ...more] = await desk.log("vvchat.getSession", "vvchat.auth");
  assert.deepEqual(more, []);
  assert.deepEqual(asked.message.params, {});
  assert.deepEqual(told.message.result, { session_id: GROUP, session_type: 2 });
  assert.equal(request.message.params.scope, `sessionapi_sendmsg:${GROUP}:2`);
  assert.ok(words.includes(answer.message.result.code), words);
});

visit("this chat is the one that the shop was opened from", async (desk) => {
  await desk.app("opened-from").selectOption({ label: "Evan Chen" });
  assert.match(await desk.app("chat-title").innerText(), /Evan Chen\s+Single chat/);
  await desk.shop("send-here").click();
  await desk.decide("auth", "agree");
  assert.match(await desk.outcome("send", "success"), /to this friend\./);
  const [, told, request] = await desk.log("vvchat.getSession", "vvchat.auth");
  assert.deepEqual(told.message.result, { session_id: FRIEND, session_type: 1 });
  assert.equal(request.message.params.scope, `sessionapi_sendmsg:${FRIEND}:1`);
});

visit("a chosen chat, agree: the one that was picked", async (desk) => {
  await desk.shop("send-chosen").click();
  const sheet = await desk.sheet("selectSession");
  await sheet.getByTestId(`pick-${FRIEND}`).click();
  await desk.decide("selectSession", "agree");
  const consent = await desk.sheet("auth");
  await asksToSendTo(consent, "Evan Chen", "Single chat");
  await desk.decide("auth", "agree");
  assert.match(
    await desk.outcome("send", "success"),
    /^Allowed\. The shop's server sends the message to this friend\./,
  );
  const [, , request] = await desk.log("vvchat.selectSession", "vvchat.auth");
  assert.equal(request.message.params.scope, `sessionapi_sendmsg:${FRIEND}:1`);
});

visit("the permission is refused: no message", async (desk) => {
  await desk.shop("send-here").click();
  await desk.decide("auth", "cancel");
  assert.equal(await desk.outcome("send", "cancelled"), "Not allowed, so no message was sent.");
});

for (const [button, method] of [
  ["send-here", "getSession"],
  ["send-chosen", "selectSession"],
]) {
  visit(`${method}, cancel: no message, and nothing more is asked`, async (desk) => {
    await desk.always(method, "cancel");
    await desk.shop(button).click();
    const words = await desk.outcome("send", "error");
    assert.match(words, /^No message was sent: .*cancelled by the user/);
    assert.match(words, /Reason host_error, code 400$/);
    assert.deepEqual(await desk.log("vvchat.auth"), []);
  });

  visit(`${method}, fail: no message, and why`, async (desk) => {
    await desk.always(method, "fail");
    await desk.shop(button).click();
    const words = await desk.outcome("send", "error");
    assert.match(words, /^No message was sent: .*the chat cannot be had/);
    assert.match(words, /Reason host_error, code 500$/);
  });

  visit(`${method}, silent: the person stops waiting`, async (desk) => {
    await desk.always(method, "silent");
    await desk.shop(button).click();
    await desk.app(`call-${method}`).waitFor();
    await desk.shop("give-up").click();
    assert.match(await desk.outcome("send", "error"), /Reason aborted, code 499$/);
    await desk.logged(1, "$/cancelRequest", "notification");
    await desk.app("nothing-waiting").waitFor();
  });

  visit(`${method}, silent: the deadline passes`, async (desk) => {
    await desk.deadline(method, 400);
    await desk.always(method, "silent");
    await desk.shop(button).click();
    assert.match(await desk.outcome("send", "error"), /Reason timeout, code 408$/);
    await desk.logged(1, "$/cancelRequest", "notification");
  });

  visit(`${method}, twice: the permission is asked once`, async (desk) => {
    await desk.always(method, "twice");
    await desk.shop(button).click();
    await desk.decide("auth", "agree");
    await desk.outcome("send", "success");
    await desk.logged(2, `vvchat.${method}`, "result");
    await desk.logged(1, "vvchat.auth", "request");
    assert.equal((await desk.diagnose()).ignored.duplicate, 1);
  });

  visit(`${method}, not JSON: it waits on, and a proper answer still counts`, async (desk) => {
    await desk.always(method, "not_json");
    await desk.shop(button).click();
    await desk.logged(1, `vvchat.${method}`, "rubbish");
    await desk.outcome("send", "waiting");
    await desk.app(`call-${method}`).getByTestId("decide-agree").click();
    await desk.decide("auth", "agree");
    await desk.outcome("send", "success");
  });

  visit(`${method}, wrong shape: no message, since the answer made no sense`, async (desk) => {
    await desk.always(method, "wrong_shape");
    await desk.shop(button).click();
    const words = await desk.outcome("send", "error");
    assert.match(words, /^No message was sent: .*session_/);
    assert.match(words, /Reason malformed_reply, code 502$/);
    assert.deepEqual(await desk.log("vvchat.auth"), []);
  });
}

visit("a person who is asked about getSession decides in the panel: the phone shows nothing", async (desk) => {
  await desk.always("getSession", "ask");
  await desk.shop("send-here").click();
  await desk.app("call-getSession").waitFor();
  assert.equal(await desk.app("call-state").innerText(), "Waiting for you");
  await desk.noSheet();
  await desk.app("call-getSession").getByTestId("decide-agree").click();
  await desk.sheet("auth");
});
