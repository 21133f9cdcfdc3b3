/**
 * The fourth promise, where it is about minutes: the deadlines that nobody has set.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bySubscriberValue } from "./hosts/custom.mjs";
import { version2 } from "./hosts/jsbridge-android.mjs";
import { parentFrame } from "./hosts/parent-frame.mjs";
import { world } from "./visit.mjs";

const it = world();
const timeout = 30_000;

const SILENT = '{"say":[]}';
const PARAMS = {
  auth: { app_id: SILENT, scope: "snsapi_userinfo" },
  pay: { app_id: SILENT, imprest_code: "P1" },
  getSession: { orders: SILENT },
  selectSession: { orders: SILENT },
  share: { app_id: SILENT, share_title: "t", share_url: "https://shop.example/" },
};

const ASK = ". The payment may have gone through: ask your server by imprest_code";
const PERSON = {
  auth: "auth: the host did not answer within 600000 ms",
  pay: `pay: the host did not answer within 600000 ms${ASK}`,
  selectSession: "selectSession: the host did not answer within 600000 ms",
  share: "share: the host did not answer within 600000 ms",
};

/** A page whose clock moves only when the test says so, and whose SDK is loaded. */
async function visitWithClock(host, options) {
  const visit = await it.visit(host, { ...options, clock: true });
  await visit.diagnose();
  return visit;
}

const over = (visit) => visit.run(() => window.over);

for (const host of [bySubscriberValue, version2, parentFrame]) {
  test(`4 deadlines: 10 seconds for getSession, 10 minutes for a person, ${host.name}`, { timeout }, async () => {
    const visit = await visitWithClock(host);
    // A parent frame has a clock, too.
    const ready = visit.run(() => window.vvchat.ready());
    await visit.pass(1);
    await ready;
    await visit.run((params) => {
      window.over = {};
      for (const method of Object.keys(params)) {
        const note = ({ err_msg }) => Object.assign(window.over, { [method]: err_msg });
        window.vvchat.call(method, params[method]).catch(note);
      }
    }, PARAMS);
    await visit.pass(9_999);
    assert.deepEqual(await over(visit), {});
    await visit.pass(1);
    const first = { getSession: "getSession: the host did not answer within 10000 ms" };
    assert.deepEqual(await over(visit), first);
    await visit.pass(589_999);
    assert.deepEqual(await over(visit), first);
    await visit.pass(1);
    assert.deepEqual(await over(visit), { ...first, ...PERSON });
    assert.equal((await visit.diagnose()).pending, 0);
    await visit.close();
  });
}

test("4 deadlines: a method's counts from when its call is sent, a call's own from the call", { timeout }, async () => {
  const visit = await visitWithClock(bySubscriberValue, { late: true });
  await visit.run((params) => {
    window.over = {};
    const note =
      (name) =>
      ({ err_msg }) =>
        Object.assign(window.over, { [name]: err_msg });
    window.vvchat.config({ hostTimeout: 3_600_000 });
    window.vvchat.call("getSession", params.getSession).catch(note("getSession"));
    window.vvchat.pay(params.pay, { timeout: 12_000 }).catch(note("pay"));
  }, PARAMS);
  await visit.pass(5_000);
  const appearing = visit.appear();
  await visit.pass(1_000);
  await appearing;
  await visit.pass(5_999);
  assert.deepEqual(await over(visit), {});
  await visit.pass(1);
  assert.deepEqual(Object.keys(await over(visit)), ["pay"]);
  await visit.pass(2_999);
  assert.deepEqual(Object.keys(await over(visit)), ["pay"]);
  await visit.pass(1_001);
  assert.deepEqual(Object.keys(await over(visit)), ["pay", "getSession"]);
  await visit.close();
});

test("4 deadlines: longer than a browser's timers can hold", { timeout }, async () => {
  const visit = await visitWithClock(bySubscriberValue);
  const month = 30 * 24 * 3_600_000;
  await visit.run(
    ([params, ms]) => {
      window.over = {};
      window.vvchat.config({ timeouts: { pay: ms } });
      window.vvchat.pay(params).catch(({ err_msg }) => Object.assign(window.over, { err_msg }));
    },
    [PARAMS.pay, month],
  );
  await visit.page.clock.fastForward(month - 1);
  await visit.diagnose();
  assert.deepEqual(await over(visit), {});
  await visit.pass(1);
  assert.deepEqual(await over(visit), { err_msg: `pay: the host did not answer within ${month} ms${ASK}` });
  await visit.close();
});
