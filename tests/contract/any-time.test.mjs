/**
 * The second promise, as far as it is about a page that is still loading, or is going away: calls may come at any time.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { everyHost, oneOfEachBridge } from "./hosts/every.mjs";
import { world } from "./visit.mjs";

const it = world();
const timeout = 30_000;

/** What a page does on the line after the SDK's script. It hears everything, and writes it down. */
const CALLS = `
  window.heard = [];
  window.bodyThen = document.body;
  const hear = (name) => (value) => window.heard.push(name + " " + (value && (value.trade_no || value.code || value.session_id || value.reason)));
  window.vvchat.onReady(() => window.heard.push("ready"));
  window.vvchat.call("auth", { app_id: "test", scope: "snsapi_userinfo" }, hear("auth"), hear("auth failed"), () => {
    window.vvchat.call("selectSession", {}, hear("selectSession"));
  });
  window.vvchat.call("share", {}, hear("share"), hear("share failed"));
  const given = { app_id: "test", imprest_code: "P1" };
  window.vvchat.pay(given).then(hear("pay"));
  given.imprest_code = "changed later";
  window.vvchat.getSession().then(hear("getSession"));
`;

/** Waits until all of it is heard, and looks at what the host heard. */
async function allIsWell(visit) {
  await visit.until(() => window.heard.length === 6);
  const heard = await visit.run(() => window.heard);
  assert.deepEqual([...heard].sort(), [
    "auth CODE",
    "getSession IqxDpc-s6S_9RaXMmag39YVH7W810Z57",
    "pay 201712023384923834",
    "ready",
    "selectSession a:b",
    "share failed invalid_params",
  ]);
  const report = await visit.report();
  const calls = report.filter(({ method }) => method !== "hello");
  assert.deepEqual(
    calls.map(({ method }) => method),
    ["auth", "pay", "getSession", "selectSession"],
  );
  assert.equal(calls[1].params.imprest_code, "P1");
  assert.equal((await visit.diagnose()).pending, 0);
  return report;
}

const nextLine = (host, build) =>
  test(`2 at any time: on the line after the SDK's, ${host.name}, ${build}`, { timeout }, async () => {
    const visit = await it.visit(host, { build, inline: CALLS });
    const report = await allIsWell(visit);
    // Where nobody may have listened yet, a page says hello again: the same hello.
    const hellos = new Set(report.filter(({ method }) => method === "hello").map(({ id }) => id));
    assert.equal(hellos.size, host.can.jsonRpc ? 1 : 0);
    if (build === "script") assert.equal(await visit.run(() => window.bodyThen), null);
    await visit.close();
  });

for (const host of everyHost) nextLine(host, "script");
for (const host of oneOfEachBridge) nextLine(host, "esm");

for (const host of everyHost) {
  test(`2 at any time: long before there is a host, ${host.name}`, { timeout }, async () => {
    const inline = `vvchat.config({ hostTimeout: 60000 });${CALLS}`;
    const visit = await it.visit(host, { inline, late: true });
    await visit.until(() => window.heard.length === 1);
    const before = await visit.diagnose();
    assert.deepEqual([before.pending, before.bridge, before.host], [3, null, null]);
    assert.ok(before.tried.every(({ found }) => !found));
    await visit.appear();
    await allIsWell(visit);
    assert.equal((await visit.diagnose()).bridge, host.bridge);
    await visit.close();
  });
}

for (const host of oneOfEachBridge) {
  test(`2 at any time: a host that comes after all hope is used from then on, ${host.name}`, { timeout }, async () => {
    const inline = `
      vvchat.config({ hostTimeout: 20 });
      vvchat.ready(() => { window.isReady = true; });
      vvchat.pay({ app_id: "test", imprest_code: "given up" }).catch((error) => { window.gaveUp = error; });
    `;
    const visit = await it.visit(host, { inline, late: true });
    await visit.until(() => window.gaveUp);
    const error = await visit.run(() => JSON.parse(JSON.stringify(window.gaveUp)));
    assert.deepEqual([error.reason, error.outcome, error.retryable], ["no_host", "none", true]);
    assert.equal(await visit.run(() => window.isReady), undefined);
    await visit.appear();
    await visit.until(() => window.isReady);
    await visit.run(() => window.vvchat.pay({ app_id: "test", imprest_code: "second try" }));
    const codes = (await visit.report()).map(({ params }) => params.imprest_code);
    assert.deepEqual(
      codes.filter((code) => code !== undefined),
      ["second try"],
    );
    assert.equal(await visit.run(() => window.vvchat.isInVVChat()), true);
    await visit.close();
  });
}

for (const host of oneOfEachBridge) {
  test(`5 pay never lies: nothing is sent of what was given up before there was a host, ${host.name}`, {
    timeout,
  }, async () => {
    const inline = `
      vvchat.config({ hostTimeout: 60000 });
      const aborter = new AbortController();
      const given = { app_id: "test", imprest_code: "P1" };
      const outcome = ({ reason, outcome }) => [reason, outcome];
      window.given = [
        vvchat.pay(given, { signal: aborter.signal }),
        vvchat.pay({ ...given, imprest_code: "P2" }, { timeout: 20 }),
      ].map((promise) => promise.catch(outcome));
      window.taps = [vvchat.pay({ ...given, imprest_code: "P3" }), vvchat.pay({ ...given, imprest_code: "P3" })];
      vvchat.diagnose().then(() => aborter.abort());
    `;
    const visit = await it.visit(host, { inline, late: true });
    assert.deepEqual(await visit.run(() => Promise.all(window.given)), [
      ["aborted", "none"],
      ["timeout", "none"],
    ]);
    await visit.appear();
    const paid = { trade_no: "201712023384923834" };
    assert.deepEqual(await visit.run(() => Promise.all(window.taps)), [paid, paid]);
    const calls = (await visit.report()).filter(({ method }) => method !== "hello");
    assert.deepEqual(
      calls.map(({ method, params }) => [method, params.imprest_code]),
      [["pay", "P3"]],
    );
    await visit.close();
  });
}

/** Hosts that leave a trace of each message which outlives the page. */
const TRACED = {
  injected: () => {
    window.vvchatHost = { postMessage: (text) => localStorage.setItem("trace", text) };
  },
  message_handler: () => {
    window.webkit = { messageHandlers: { vvchatHost: { postMessage: (text) => localStorage.setItem("trace", text) } } };
  },
  webview_javascript_bridge: () => {
    const callHandler = (method, params) => localStorage.setItem("trace", JSON.stringify({ method, params }));
    window.WebViewJavascriptBridge = { callHandler };
  },
  custom: () => {
    window.traced = { name: "traced", send: (text) => localStorage.setItem("trace", text), subscribe() {} };
  },
};

for (const [name, put] of Object.entries(TRACED)) {
  test(`2 at any time: a call while the page goes away is sent, ${name}`, { timeout }, async () => {
    const inline = `
      if (window.traced) vvchat.use(window.traced);
      addEventListener("pagehide", () => vvchat.call("pay", { app_id: "test", imprest_code: "bye" }));
    `;
    const visit = await it.visit(undefined, { inline, prepare: (page) => page.addInitScript(put) });
    await visit.run(() => window.vvchat.ready());
    await visit.page.goto(`${it.shop.origin}/empty.html`);
    const trace = await visit.page.evaluate(() => localStorage.getItem("trace"));
    await visit.page.evaluate(() => localStorage.clear());
    const { method, params } = JSON.parse(trace);
    assert.equal(method.replace("vvchat.", ""), "pay");
    assert.deepEqual(params, { app_id: "test", imprest_code: "bye" });
    await visit.close();
  });
}

test("2 at any time: a call while the page goes away is sent, parent frame", { timeout }, async () => {
  const host = everyHost.find(({ bridge }) => bridge === "post_message");
  const inline = `addEventListener("pagehide", () => vvchat.call("pay", { app_id: "test", imprest_code: "bye" }));`;
  const visit = await it.visit(host, { inline });
  await visit.run(() => window.vvchat.ready());
  await visit.page.evaluate(() => {
    addEventListener("message", ({ data }) => {
      if (String(data).includes("vvchat.pay")) window.trace = data;
    });
  });
  await visit.frame.goto(`${it.shop.origin}/empty.html`);
  await visit.page.waitForFunction(() => window.trace);
  const { params } = JSON.parse(await visit.page.evaluate(() => window.trace));
  assert.deepEqual(params, { app_id: "test", imprest_code: "bye" });
  await visit.close();
});
