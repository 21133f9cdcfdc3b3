// The app's half of the protocol: the handshake, what it refuses and disbelieves, and how a page's requests come and go.
import assert from "node:assert/strict";
import { phones } from "../support/phone.mjs";
import { placeOrder } from "../support/platform.mjs";

const visit = phones();

/** Posts a message from the shop's window to the app's, past the SDK. */
function post(phone, message) {
  return phone.frame.evaluate(
    ([text, origin]) => window.parent.postMessage(text, origin),
    [typeof message === "string" ? message : JSON.stringify(message), phone.origins.app],
  );
}

/** Posts a request that way and returns the answer to it. */
async function ask(phone, id, method, params) {
  const answer = phone.frame.evaluate(
    (expected) =>
      new Promise((resolve) => {
        window.addEventListener("message", function listen({ data }) {
          const message = JSON.parse(data);
          if (message.id === expected) {
            window.removeEventListener("message", listen);
            resolve(message);
          }
        });
      }),
    id,
  );
  await post(phone, { jsonrpc: "2.0", id, method, params });
  return answer;
}

visit("the app says that it is there, and the SDK introduces itself", async (phone) => {
  await phone.openShop();
  assert.match(await phone.app("connection").innerText(), /^Connected: vvchat-jssdk \d+\.\d+\.\d+$/);
  await phone.row("vvchat.ready", "notification");
  const messages = await phone.messagesOf(await phone.row("vvchat.hello", "answered"));
  const [hello, answer] = messages;
  assert.deepEqual([hello.direction, hello.message.params.versions], ["in", [1]]);
  const { version } = await (await fetch(`${phone.origins.app}/settings.json`)).json();
  assert.deepEqual(answer.message.result, {
    version: 1,
    host: { name: "VVChat simulator", version },
    methods: ["auth", "pay", "getSession", "selectSession", "share"],
  });
  const { host } = await phone.diagnose();
  assert.equal(host.name, "VVChat simulator");
  await phone.closeShop();
  assert.equal(await phone.app("connection").innerText(), "No page connected");
});

visit("no common version of the protocol is an error", async (phone) => {
  await phone.openShop();
  const { error } = await ask(phone, "h", "vvchat.hello", { versions: [7], sdk: { name: "x", version: "7" } });
  assert.deepEqual(error, { code: -32602, message: "hello: versions must contain 1" });
});

visit("an unknown method is refused as such", async (phone) => {
  await phone.openShop();
  for (const method of ["vvchat.refund", "pay", "vvchat.constructor", "vvchat."]) {
    const { error } = await ask(phone, `unknown ${method}`, method, {});
    assert.deepEqual(error, { code: -32601, message: "Method not found" });
  }
});

visit("bad params are refused with the field's name", async (phone) => {
  await phone.openShop();
  for (const [method, params, message] of [
    ["vvchat.pay", { app_id: "test" }, "pay: imprest_code must be a string that is not blank, but it is missing"],
    [
      "vvchat.auth",
      { app_id: " ", scope: "s" },
      'auth: app_id must be a string that is not blank, but it is the string " "',
    ],
    ["vvchat.share", ["test"], "share: params must be an object, but it is an array"],
  ]) {
    const { error } = await ask(phone, `bad ${method}`, method, params);
    assert.deepEqual(error, { code: -32602, message });
  }
  await phone.row("share", "refused");
  await phone.noSheet();
});

visit("a request with an id that is in use is noted, and the open one is as it was", async (phone) => {
  await phone.openShop();
  await post(phone, { jsonrpc: "2.0", id: "x", method: "vvchat.selectSession" });
  await phone.sheet("selectSession");
  await post(phone, { jsonrpc: "2.0", id: "x", method: "vvchat.auth", params: { app_id: "test", scope: "s" } });
  await phone.row("vvchat.auth", "ignored");
  await phone.sheet("selectSession");
});

visit("what is no request is noted and left alone", async (phone) => {
  await phone.openShop();
  for (const text of ["<html>", "17", '{"method":"vvchat.pay"}', '{"jsonrpc":"2.0","id":{},"method":"vvchat.pay"}']) {
    await post(phone, text);
  }
  await post(phone, { jsonrpc: "2.0", method: "vvchat.surprise" });
  await phone.page.locator('[data-testid="row"][data-outcome="ignored"]').nth(4).waitFor();
  await phone.noSheet();
});

visit("another window is not believed, not even one of the shop's own origin", async (phone) => {
  await phone.openShop();
  const pay = (id) => ({ jsonrpc: "2.0", id, method: "vvchat.selectSession" });
  await phone.frame.evaluate(() => document.body.append(document.createElement("iframe")));
  const [inner] = phone.frame.childFrames();
  await inner.evaluate(
    ([text, origin]) => window.top.postMessage(text, origin),
    [JSON.stringify(pay("forged")), phone.origins.app],
  );
  await post(phone, pay("true"));
  await phone.row("selectSession", "asking");
  assert.equal(await phone.rows("selectSession").count(), 1);
});

visit("a page that has led the frame astray is heard of, and not believed", async (phone) => {
  await phone.openShop();
  // A policy keeps other origins out of the frame; what it would say is posted here as such a page would.
  await phone.page.evaluate(() => {
    const { contentWindow: source } = document.querySelector('[data-testid="shop"]');
    const data = JSON.stringify({ jsonrpc: "2.0", id: "z", method: "vvchat.selectSession" });
    window.dispatchEvent(new MessageEvent("message", { source, origin: "https://evil.example", data }));
  });
  const row = phone.page.locator('[data-testid="row"][data-outcome="ignored"]');
  assert.match(await row.textContent(), /From https:\/\/evil\.example, which is not the shop's origin: ignored\./);
  await phone.noSheet();
});

visit("a request that the page cancels takes its sheet along, and is answered as cancelled", async (phone) => {
  await phone.openShop();
  const answer = ask(phone, "one", "vvchat.selectSession", {});
  await phone.sheet("selectSession");
  await post(phone, { jsonrpc: "2.0", method: "$/cancelRequest", params: { id: "one" } });
  assert.deepEqual((await answer).error, { code: -32800, message: "Request cancelled" });
  await phone.noSheet();
  await phone.row("selectSession", "given_up");
});

visit("closing the shop voids what it had asked", async (phone) => {
  await phone.openShop();
  const order = await placeOrder(phone.origins.app);
  await phone.call("pay", { app_id: "test", imprest_code: order.imprest_code });
  await phone.sheet("pay");
  await phone.backToChats();
  await phone.noSheet();
  await phone.row("pay", "forgotten");
});

visit("what a page sends is shown as text, never as markup", async (phone) => {
  await phone.openShop();
  const evil = '<img src=x onerror="window.stolen = true"><b>free</b>';
  const params = {
    app_id: evil,
    share_title: evil,
    share_url: `https://evil.example/?${evil}`,
    sub_title: evil,
    share_data_url: evil,
  };
  await post(phone, { jsonrpc: "2.0", id: evil, method: "vvchat.share", params });
  const sheet = await phone.sheet("share");
  assert.ok((await sheet.innerText()).includes(evil));
  assert.equal(await sheet.locator("img, b").count(), 0);
  const row = await phone.row("share", "asking");
  await phone.unfold(row);
  assert.equal(await row.locator("img, b").count(), 0);
  assert.equal(await phone.page.evaluate(() => window.stolen), undefined);
});
