// The development host itself: the handshake, what it refuses and disbelieves, the log, and how a person works with it.
import assert from "node:assert/strict";
import { desks } from "../support/desk.mjs";

const visit = desks();

/** Posts a message from the shop's window to the app's, past the SDK. */
function post(desk, message, origin = desk.origins.app) {
  return desk.frame.evaluate(
    ([text, target]) => window.parent.postMessage(text, target),
    [typeof message === "string" ? message : JSON.stringify(message), origin],
  );
}

/** Posts a request that way and returns the log's answer to it. */
async function ask(desk, method, params) {
  const id = `raw-${method}`;
  await post(desk, { jsonrpc: "2.0", id, method, params });
  await desk.page.locator(`[data-testid="log-row"][data-id="${id}"][data-direction="out"]`).waitFor();
  return (await desk.log(method)).findLast((entry) => entry.id === id && entry.direction === "out").message;
}

visit("the host says that it is there, and the SDK introduces itself", async (desk) => {
  assert.match(await desk.app("connection").innerText(), /^Connected: vvchat-jssdk \d+\.\d+\.\d+$/);
  const log = await desk.log();
  assert.ok(log.some(({ message }) => message.method === "vvchat.ready" && message.id === undefined));
  const hello = log.find(({ message }) => message.method === "vvchat.hello");
  assert.deepEqual([hello.direction, hello.message.params.versions], ["in", [1]]);
  const answer = log.find(({ id, direction }) => id === hello.id && direction === "out");
  assert.deepEqual(answer.message.result, {
    version: 1,
    host: { name: "VVChat development host", version: "0.1.0" },
    methods: ["auth", "pay", "getSession", "selectSession", "share"],
  });
});

visit("no common version of the protocol is an error", async (desk) => {
  const answer = await ask(desk, "vvchat.hello", { versions: [7], sdk: { name: "x", version: "7" } });
  assert.deepEqual(
    [answer.error.code, answer.error.message],
    [-32602, "vvchat.hello: this host speaks version 1 alone"],
  );
});

visit("an unknown method is refused as such", async (desk) => {
  for (const method of ["vvchat.refund", "pay", "vvchat.constructor", "vvchat."]) {
    const answer = await ask(desk, method, {});
    assert.equal(answer.error.code, -32601, method);
    assert.equal(answer.error.message, `${method}: there is no such method here`);
  }
  await desk.app("nothing-waiting").waitFor();
});

visit("bad params are refused with the field's name", async (desk) => {
  for (const [method, params, message] of [
    ["vvchat.pay", { app_id: "test" }, "vvchat.pay: imprest_code: a text that is not blank is expected"],
    ["vvchat.auth", { app_id: " ", scope: "s" }, "vvchat.auth: app_id: a text that is not blank is expected"],
    ["vvchat.share", ["test"], "vvchat.share: params: an object is expected"],
  ]) {
    const answer = await ask(desk, method, params);
    assert.deepEqual(answer.error, { code: -32602, message });
  }
  await desk.app("nothing-waiting").waitFor();
});

visit("what is no request is noted and left alone", async (desk) => {
  for (const text of ["<html>", "17", '{"method":"vvchat.pay"}', '{"jsonrpc":"2.0","id":{},"method":"vvchat.pay"}']) {
    await post(desk, text);
  }
  await post(desk, { jsonrpc: "2.0", method: "vvchat.surprise" });
  await desk.page.locator('[data-testid="log-row"][data-kind="ignored"]').nth(4).waitFor();
  await desk.app("nothing-waiting").waitFor();
});

visit("another window is not believed, not even one of the shop's own origin", async (desk) => {
  const pay = (id) => ({ jsonrpc: "2.0", id, method: "vvchat.pay", params: { app_id: "test", imprest_code: id } });
  await desk.frame.evaluate(() => document.body.append(document.createElement("iframe")));
  const [inner] = desk.frame.childFrames();
  await inner.evaluate(
    ([text, target]) => window.top.postMessage(text, target),
    [JSON.stringify(pay("forged")), desk.origins.app],
  );
  await post(desk, pay("true"));
  await desk.app("payment-code").filter({ hasText: "true" }).waitFor();
  assert.deepEqual(
    (await desk.log("vvchat.pay")).map(({ id }) => id),
    ["true"],
  );
});

visit("a request that the page cancels takes its sheet along; the next one comes up", async (desk) => {
  for (const code of ["one", "two"]) {
    await post(desk, {
      jsonrpc: "2.0",
      id: code,
      method: "vvchat.pay",
      params: { app_id: "test", imprest_code: code },
    });
  }
  const shown = desk.app("payment-code");
  await shown.filter({ hasText: "one" }).waitFor();
  assert.equal(await desk.app("call-pay").count(), 2);
  await post(desk, { jsonrpc: "2.0", method: "$/cancelRequest", params: { id: "one" } });
  await shown.filter({ hasText: "two" }).waitFor();
  assert.equal(await desk.app("call-pay").count(), 1);
  await desk.decide("pay", "agree");
  await desk.noSheet();
});

visit("reloading the page voids what it had asked", async (desk) => {
  await desk.shop("pay").click();
  await desk.sheet("pay");
  await desk.page.evaluate(() => document.querySelector('[data-testid="reload"]').click());
  await desk.noSheet();
  await desk.app("nothing-waiting").waitFor();
  await desk.connected();
  await desk.shop("login").click();
  await desk.decide("auth", "agree");
  await desk.outcome("login", "success");
});

visit("the log unfolds, copies and clears", async (desk) => {
  await desk.page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: desk.origins.app });
  await desk.always("share", "agree");
  await desk.shop("share").click();
  await desk.outcome("share", "success");

  const row = desk.app("log-row").last();
  await row.locator("summary").click();
  assert.match(await row.locator("pre").innerText(), /^\{\n {2}"jsonrpc": "2\.0",/);

  await desk.app("log-copy").click();
  await desk.app("log-copied").filter({ hasText: "Copied" }).waitFor();
  const copied = JSON.parse(await desk.page.evaluate(() => navigator.clipboard.readText()));
  assert.deepEqual(
    copied.slice(-2).map(({ direction, kind, method }) => [direction, kind, method]),
    [
      ["in", "request", "vvchat.share"],
      ["out", "result", "vvchat.share"],
    ],
  );
  assert.equal(copied.at(-1).message.result.code, 200);

  await desk.app("log-clear").click();
  await desk.app("log-empty").waitFor();
  assert.equal(await desk.app("log-row").count(), 0);
});

visit("what a page sends is shown as text, never as markup", async (desk) => {
  const evil = '<img src=x onerror="window.stolen = true"><b>free</b>';
  const params = {
    app_id: evil,
    share_title: evil,
    share_url: evil,
    sub_title: evil,
    thumb_url: "javascript:alert(1)",
    share_data_url: evil,
  };
  await post(desk, { jsonrpc: "2.0", id: evil, method: "vvchat.share", params });
  const sheet = await desk.sheet("share");
  assert.ok((await sheet.innerText()).includes(evil));
  assert.equal(await sheet.locator("img, b").count(), 0);
  assert.equal(await desk.page.evaluate(() => window.stolen), undefined);
});

visit("a keyboard is enough: the sheet takes the focus, Escape cancels, the shop gets the focus back", async (desk) => {
  await desk.shop("login").focus();
  await desk.page.keyboard.press("Enter");
  await desk.page.locator('[data-testid="sheet-auth"]:focus').waitFor();
  await desk.page.keyboard.press("Escape");
  await desk.outcome("login", "cancelled");
  await desk.frame.waitForFunction(() => document.hasFocus() && document.activeElement.dataset.testid === "login");

  await desk.page.keyboard.press("Enter");
  await desk.page.locator('[data-testid="sheet-auth"]:focus').waitFor();
  for (const id of ["summary", "sheet-cancel", "sheet-agree"]) {
    await desk.page.keyboard.press("Tab");
    const focused = desk.page.locator(id === "summary" ? "summary:focus" : `[data-testid="${id}"]:focus`);
    await focused.waitFor();
  }
  await desk.page.keyboard.press("Enter");
  await desk.outcome("login", "success");
});

visit("someone at work in the panel keeps the focus", async (desk) => {
  await desk.app("mode-share").focus();
  await desk.frame.evaluate(() => {
    window.vvchat.pay({ app_id: "test", imprest_code: "x" });
  });
  await desk.sheet("pay");
  await desk.page.locator('[data-testid="mode-share"]:focus').waitFor();
  await desk.app("call-pay").getByTestId("decide-agree").focus();
  await desk.page.keyboard.press("Enter");
  await desk.page.locator("#waiting-heading:focus").waitFor();
});

visit(
  "everything is there in Chinese, and each side changes its language by itself",
  async (desk) => {
    assert.equal(await desk.page.evaluate(() => document.documentElement.lang), "zh-CN");
    assert.equal(await desk.shop("login").innerText(), "登录");
    await desk.shop("login").click();
    const sheet = await desk.sheet("auth");
    assert.match(await sheet.innerText(), /云雾茶舍 申请\s+获取您的个人信息/);
    await desk.decide("auth", "cancel");
    assert.equal(await desk.outcome("login", "cancelled"), "您没有登录。没关系，随便看看。");

    // The SDK's own errors follow the shop's language.
    await desk.shop("pay-code").fill("");
    await desk.shop("pay").click();
    const chinese = await desk.outcome("pay", "error");
    assert.match(chinese, /^没有发起支付：.*\p{Script=Han}.*\s+原因 invalid_params，代码 400$/u);
    await desk.shop("lang-en").click();
    assert.equal(await desk.shop("login").innerText(), "Log in");
    assert.match(await desk.outcome("login", "cancelled"), /^You did not log in/);
    await desk.frame.waitForFunction(async () => {
      const error = await window.vvchat.pay({ app_id: "test", imprest_code: "" }).catch((caught) => caught);
      return !/\p{Script=Han}/u.test(error.err_msg);
    });
    assert.equal(await desk.app("log-clear").innerText(), "清空");
    await desk.app("lang-en").click();
    assert.equal(await desk.app("log-clear").innerText(), "Clear");
  },
  { locale: "zh-CN" },
);

visit("the shop tells how it reaches VVChat", async (desk) => {
  await desk.shop("diagnosis-open").click();
  await desk.shop("diagnosis-words").filter({ hasText: "Talking to VVChat through post_message." }).waitFor();
  const data = JSON.parse(await desk.shop("diagnosis-data").innerText());
  assert.deepEqual([data.bridge, data.pending, data.host.name], ["post_message", 0, "VVChat development host"]);
});

visit(
  "on a phone one view is shown at a time, and all can be reached",
  async (desk) => {
    assert.equal(await desk.page.evaluate(() => document.documentElement.scrollWidth), 360);
    assert.equal(await desk.frame.evaluate(() => document.documentElement.scrollWidth), 360);
    await desk.shop("pay").click();
    await desk.sheet("pay");
    assert.equal(await desk.app("waiting-count").innerText(), "1");
    assert.equal(await desk.app("call-pay").isVisible(), false);
    await desk.app("view-answers").click();
    await desk.app("call-pay").getByTestId("decide-agree").click();
    await desk.app("view-log").click();
    await desk.logged(1, "vvchat.pay", "result");
    assert.equal(await desk.page.evaluate(() => document.documentElement.scrollWidth), 360);
    await desk.app("view-phone").click();
    await desk.outcome("pay", "success");
  },
  { viewport: { width: 360, height: 640 } },
);
