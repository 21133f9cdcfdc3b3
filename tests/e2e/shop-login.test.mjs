// Logging in to the sample shop: what the customer sees, whom the shop's server knows.
import assert from "node:assert/strict";
import { phones } from "../support/phone.mjs";
import { details, outcome, tamper } from "../support/shop.mjs";

const visit = phones();

/** Whom the shop's server takes the visitor for. */
function customer(phone) {
  return phone.frame.evaluate(async () => {
    const headers = { "Content-Type": "application/json" };
    return (await fetch("/api/visit", { method: "POST", headers, body: "{}" })).json();
  });
}

visit("agree: the shop shows the profile, and knows it after a reload, until the customer logs out", async (phone) => {
  await phone.openShop();
  assert.equal(await customer(phone), null);
  await phone.shop("login").click();
  assert.deepEqual(await outcome(phone, "login", "waiting"), ["Please confirm in VVChat…"]);
  await phone.agree("auth");

  assert.deepEqual(await outcome(phone, "login", "success"), ["Welcome, 林小满!"]);
  assert.equal(await phone.shop("nickname").innerText(), "林小满");
  assert.equal(await phone.shop("sex").innerText(), "Ms");
  await phone.frame.waitForFunction(() => document.querySelector('[data-testid="avatar"]').naturalWidth > 0);
  assert.equal(await phone.shop("login").isVisible(), false);
  const known = await customer(phone);
  assert.deepEqual(known, {
    open_id: "xd8wjr9jr02kjf823jse94kio8",
    nickname: "林小满",
    avatar: `${phone.origins.app}/avatars/mia.svg`,
    sex: "female",
  });
  assert.equal(await phone.frame.evaluate(() => document.cookie), "", "the cookie is out of scripts' reach");

  await phone.frame.evaluate(() => window.location.reload());
  await phone.shop("nickname").filter({ hasText: "林小满" }).waitFor();
  await phone.shop("logout").click();
  await phone.shop("login").waitFor();
  assert.equal(await customer(phone), null);
});

visit("the shop's server exchanges the code that VVChat gave for its own question", async (phone) => {
  await phone.openShop();
  await phone.shop("login").click();
  await phone.agree("auth");
  await outcome(phone, "login", "success");
  const [ask, answer] = await phone.messagesOf(await phone.row("auth", "agree"));
  assert.equal(ask.message.params.scope, "snsapi_userinfo");
  assert.match(ask.message.params.state, /^[0-9a-f]{32}$/);
  assert.equal(answer.message.result.state, ask.message.params.state);
  const exchanges = await phone.device("/device/exchanges");
  const calls = exchanges.map(({ method, url, status, by }) => [method, new URL(url).pathname, status, by]);
  assert.deepEqual(calls.slice(-2), [
    ["GET", "/userservices/v2/authorization/token", 200, "test"],
    ["GET", "/userservices/v2/authorization/userinfo", 200, "test"],
  ]);
});

visit("cancel: the shop takes it well", async (phone) => {
  await phone.openShop();
  await phone.shop("login").click();
  await phone.cancel("auth");
  assert.deepEqual(await outcome(phone, "login", "cancelled"), [
    "You did not log in. That is fine, have a look around.",
  ]);
  assert.equal(await customer(phone), null);
  assert.deepEqual(await phone.device("/device/exchanges"), []);
});

visit("fail: the shop says what VVChat said, and has the details", async (phone) => {
  await phone.openShop();
  await phone.setAnswer("auth", "fail");
  await phone.shop("login").click();
  assert.deepEqual(await outcome(phone, "login", "error"), ["The login did not work: the system is busy"]);
  const { reason, err_code, err_msg, method } = await details(phone, "login");
  assert.deepEqual(
    { reason, err_code, err_msg, method },
    { reason: "host_error", err_code: 500, err_msg: "the system is busy", method: "auth" },
  );
  assert.equal(await customer(phone), null);
});

visit("silent: the customer stops waiting, and may try again", async (phone) => {
  await phone.openShop();
  await phone.setFault("auth", "silent");
  await phone.shop("login").click();
  await outcome(phone, "login", "waiting");
  await phone.shop("give-up").click();
  assert.deepEqual(await outcome(phone, "login", "error"), ["You did not wait for an answer."]);
  await phone.setFault("auth", "none");
  await phone.shop("login").click();
  await phone.agree("auth");
  await outcome(phone, "login", "success");
});

visit("silent: the deadline passes", async (phone) => {
  await phone.openShop();
  await phone.deadline("auth", 400);
  await phone.setFault("auth", "silent");
  await phone.shop("login").click();
  const [words] = await outcome(phone, "login", "error");
  assert.match(words, /^The login did not work: ./);
  assert.equal((await details(phone, "login")).reason, "timeout");
});

visit("a code that is none: the platform's words, in the customer's language", async (phone) => {
  await phone.openShop();
  await tamper(phone, "/api/login", (body) => ({ ...body, code: "made-up" }));
  await phone.shop("login").click();
  await phone.agree("auth");
  assert.deepEqual(await outcome(phone, "login", "error"), [
    "The login did not work: VVChat refused the shop's request (无效的code).",
  ]);
  assert.deepEqual(await details(phone, "login"), {
    name: "ServerError",
    reason: "platform_refused",
    err_code: 400,
    err_msg: "无效的code",
  });
  await phone.shop("lang-zh").click();
  assert.deepEqual(await outcome(phone, "login", "error"), ["登录没有成功：VVChat 拒绝了商店的请求（无效的code）。"]);
  assert.equal(await customer(phone), null);
});

visit("an answer to somebody else's question: refused, and its code is not even exchanged", async (phone) => {
  await phone.openShop();
  await tamper(phone, "/api/login", (body) => ({ ...body, state: "0".repeat(32) }));
  await phone.shop("login").click();
  await phone.agree("auth");
  assert.deepEqual(await outcome(phone, "login", "error"), [
    "The login did not work: This permission is too old, or was not asked for here. Please start again.",
  ]);
  assert.equal(await customer(phone), null);
  assert.deepEqual(await phone.device("/device/exchanges"), []);
});
