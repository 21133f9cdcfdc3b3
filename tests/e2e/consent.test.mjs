// The consent sheet: `auth`. A person who says no has answered: that is a result, not an error.
import assert from "node:assert/strict";
import { me, phones, sessions } from "../support/phone.mjs";
import { exchangeCode } from "../support/platform.mjs";

const visit = phones();
const profile = { app_id: "test", scope: "snsapi_userinfo", state: "x7Kq" };

visit("allow: the page gets a code that the platform takes, and its state back", async (phone) => {
  await phone.openShop();
  const auth = await phone.call("auth", profile);
  const sheet = await phone.sheet("auth");
  assert.match(
    await sheet.innerText(),
    /^Cloud & Mist Tea asks to\s+read your profile\s+Nickname, picture, sex\s+Signed in as\s+M?\s*Mia Lin/,
  );
  await phone.agree("auth");
  const { result } = await auth.settled();
  assert.deepEqual([result.err_code, result.state], [0, "x7Kq"]);

  const token = await exchangeCode(phone.origins.app, result.code);
  const { users } = await phone.device("/device/world");
  const { open_id } = users.find(({ user_id }) => user_id === me);
  assert.deepEqual([token.open_id, token.scope], [open_id, "snsapi_userinfo"]);
});

visit("cancel: a result with an err_code, and no code", async (phone) => {
  await phone.openShop();
  const auth = await phone.call("auth", profile);
  await phone.cancel("auth");
  const { result } = await auth.settled();
  assert.deepEqual(result, { err_code: 400, err_msg: "cancelled by the user", state: "x7Kq" });
  await phone.noSheet();
  await phone.row("auth", "cancel");
});

visit("fail: the page's error callback hears what the app says", async (phone) => {
  await phone.openShop();
  await phone.setAnswer("auth", "fail");
  const { error } = await (await phone.call("auth", profile)).settled();
  assert.deepEqual([error.reason, error.err_code], ["host_error", 500]);
  assert.match(error.err_msg, /the system is busy/);
  await phone.row("auth", "fail");
});

visit("silent: no sheet, the deadline passes, and the host is told", async (phone) => {
  await phone.openShop();
  await phone.setFault("auth", "silent");
  await phone.deadline("auth", 300);
  const { error } = await (await phone.call("auth", profile)).settled();
  assert.equal(error.reason, "timeout");
  const row = await phone.row("auth", "given_up");
  const messages = await phone.messagesOf(row);
  assert.deepEqual(
    messages.map(({ direction, message }) => [direction, message.method]),
    [
      ["in", "vvchat.auth"],
      ["in", "$/cancelRequest"],
    ],
  );
});

for (const [session, type, name, kind] of [
  [sessions.evan, 1, "Evan Chen", "Single chat"],
  [sessions.family, "2", "Family", "Group, 3 people"],
]) {
  visit(`a scope to send says to whom: ${name}`, async (phone) => {
    await phone.openShop();
    const auth = await phone.call("auth", { app_id: "test", scope: `sessionapi_sendmsg:${session}:${type}` });
    const sheet = await phone.sheet("auth");
    const words = await sheet.getByTestId("consent-scope").innerText();
    assert.match(words, new RegExp(`^send messages to this chat\\s+.?\\s*${name}\\s+${kind}$`));
    await phone.agree("auth");
    assert.equal((await auth.settled()).result.err_code, 0);
  });
}

visit("a conversation that this app does not know is named as it came, and the platform refuses it", async (phone) => {
  await phone.openShop();
  const auth = await phone.call("auth", { app_id: "test", scope: "sessionapi_sendmsg:Nowhere:2" });
  const sheet = await phone.sheet("auth");
  assert.match(await sheet.getByTestId("consent-scope").innerText(), /Unknown chat Nowhere:2$/);
  await phone.agree("auth");
  const { error } = await auth.settled();
  assert.deepEqual([error.reason, error.err_code], ["host_error", 400]);
  assert.match(error.err_msg, /会话不存在/);
  await phone.app("toast").filter({ hasText: "The platform refused: 会话不存在" }).waitFor();
  await phone.noSheet();
});

visit("the page takes its request back: the sheet goes, and the next one comes up", async (phone) => {
  await phone.openShop();
  await phone.deadline("auth", 400);
  const auth = await phone.call("auth", profile);
  const select = await phone.call("selectSession");
  await phone.sheet("auth");
  assert.equal((await auth.settled()).error.reason, "timeout");
  await phone.sheet("selectSession");
  await phone.app("toast").filter({ hasText: "The page took its request back." }).waitFor();
  await phone.cancel("selectSession");
  assert.equal((await select.settled()).error.err_msg.includes("cancelled by the user"), true);
});
