// Paying: the shop must never call a payment failed that may have gone through.
import assert from "node:assert/strict";
import { desks } from "../support/desk.mjs";

const visit = desks();

const WAIT = "We do not know yet whether this is paid. Please wait and do not pay again.";

visit("agree: the shop thanks, with the transaction number digit by digit", async (desk) => {
  await desk.shop("tea-puer").click();
  await desk.shop("pay").click();
  const sheet = await desk.sheet("pay");
  assert.match(await sheet.innerText(), /Pay Cloud & Mist Tea/);
  assert.equal(await sheet.getByTestId("payment-code").innerText(), "imprest-puer-0001");
  await desk.decide("pay", "agree");

  const words = await desk.outcome("pay", "success");
  const [request, answer, ...more] = await desk.log("vvchat.pay");
  assert.deepEqual(more, []);
  assert.deepEqual(request.message.params, { app_id: "test", imprest_code: "imprest-puer-0001" });
  assert.match(answer.message.result.trade_no, /^\d{18}$/);
  assert.equal(
    words.replace(/\s+/g, " "),
    `Paid. Thank you, enjoy your tea! Transaction ${answer.message.result.trade_no}`,
  );
});

visit("cancel: not paid", async (desk) => {
  await desk.shop("pay").click();
  await desk.decide("pay", "cancel");
  const words = await desk.outcome("pay", "error");
  assert.match(words, /^Not paid: .*cancelled by the user/);
  assert.match(words, /Reason host_error, code 400$/);
});

visit("fail: not paid, and why", async (desk) => {
  await desk.shop("pay").click();
  await desk.decide("pay", "fail");
  assert.match(await desk.outcome("pay", "error"), /^Not paid: .*not enough money/);
});

visit("silent: the person stops waiting, and is told not to pay again", async (desk) => {
  await desk.shop("pay").click();
  await desk.decide("pay", "silent");
  await desk.shop("give-up").click();
  const words = await desk.outcome("pay", "unknown");
  assert.ok(words.startsWith(WAIT), words);
  assert.match(words, /The shop asks its server about the order code imprest-longjing-0001\./);
  assert.match(words, /Reason aborted, code 499$/);
  await desk.logged(1, "$/cancelRequest", "notification");

  // The shop sees to that itself: only another order can be paid.
  await desk.shop("pay").click();
  await desk.shop("tea-puer").click();
  await desk.shop("pay").click();
  await desk.decide("pay", "agree");
  await desk.outcome("pay", "success");
  const requests = (await desk.log("vvchat.pay")).filter(({ kind }) => kind === "request");
  assert.deepEqual(
    requests.map(({ message }) => message.params.imprest_code),
    ["imprest-longjing-0001", "imprest-puer-0001"],
  );
});

visit("silent: the deadline passes, and the person is told not to pay again", async (desk) => {
  await desk.deadline("pay", 400);
  await desk.always("pay", "silent");
  await desk.shop("pay").click();
  const words = await desk.outcome("pay", "unknown");
  assert.ok(words.startsWith(WAIT), words);
  assert.match(words, /Reason timeout, code 408$/);
  await desk.logged(1, "$/cancelRequest", "notification");
});

visit("late: an answer after the deadline is not believed", async (desk) => {
  await desk.shop("pay").click();
  await desk.decide("pay", "silent");
  await desk.shop("give-up").click();
  const [request] = await desk.log("vvchat.pay");
  const before = (await desk.diagnose()).ignored;
  // The host's window answers by itself what it has let go of.
  await desk.page.evaluate(
    ([id, origin]) => {
      const text = JSON.stringify({ jsonrpc: "2.0", id, result: { trade_no: "201712023384923834" } });
      document.querySelector("iframe").contentWindow.postMessage(text, origin);
    },
    [request.id, desk.origins.shop],
  );
  const total = ({ unknown, duplicate }) => unknown + duplicate;
  await desk.frame.waitForFunction(async (least) => {
    const { ignored } = await window.vvchat.diagnose();
    return ignored.unknown + ignored.duplicate > least;
  }, total(before));
  assert.ok((await desk.outcome("pay", "unknown")).startsWith(WAIT));
});

visit("twice: paid once", async (desk) => {
  await desk.shop("pay").click();
  await desk.decide("pay", "twice");
  await desk.outcome("pay", "success");
  await desk.logged(2, "vvchat.pay", "result");
  assert.equal((await desk.diagnose()).ignored.duplicate, 1);
});

visit("not JSON: the payment waits on, and a proper answer still counts", async (desk) => {
  await desk.shop("pay").click();
  await desk.decide("pay", "not_json");
  await desk.logged(1, "vvchat.pay", "rubbish");
  await desk.outcome("pay", "waiting");
  await desk.app("call-pay").getByTestId("decide-agree").click();
  assert.match(await desk.outcome("pay", "success"), /^Paid\./);
});

visit("wrong shape: a number for a transaction number may hide a payment", async (desk) => {
  await desk.shop("pay").click();
  await desk.decide("pay", "wrong_shape");
  const words = await desk.outcome("pay", "unknown");
  assert.ok(words.startsWith(WAIT), words);
  assert.match(words, /Reason malformed_reply, code 502$/);
});

visit("an empty order code is not sent: nothing was paid", async (desk) => {
  await desk.shop("pay-code").fill("  ");
  await desk.shop("pay").click();
  const words = await desk.outcome("pay", "error");
  assert.match(words, /^No payment was started: .*imprest_code/);
  assert.match(words, /Reason invalid_params, code 400$/);
  assert.deepEqual(await desk.log("vvchat.pay"), []);
});
