/**
 * Pages whose content security policy forbids what the SDK, or a bridge, needs: they are told.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { byReturnValue } from "./hosts/injected.mjs";
import { withText } from "./hosts/wvjb-ios.mjs";
import { world } from "./visit.mjs";

const it = world();
const timeout = 30_000;

const policy = (value) => ({ headers: { "Content-Security-Policy": value }, expectsProblems: true });

for (const build of ["script", "esm"]) {
  test(`without wasm-unsafe-eval, calls fail and diagnose says why, ${build}`, { timeout }, async () => {
    const visit = await it.visit(byReturnValue, { build, ...policy("default-src 'self' 'unsafe-inline'") });
    const { err_msg, ...error } = await visit.run(async () => {
      const heard = [];
      const promise = window.vvchat.call("pay", { app_id: "a", imprest_code: "P" }, null, (one) => heard.push(one));
      const cause = await promise.catch((rejected) => rejected);
      return { ...cause, isOne: cause instanceof window.VvchatError };
    });
    assert.deepEqual(error, {
      isOne: true,
      name: "VvchatError",
      err_code: 500,
      reason: "internal",
      method: "pay",
      field: null,
      request_id: null,
      retryable: true,
      outcome: "none",
    });
    assert.match(err_msg, /^pay: the SDK failed: .*Content Security Policy/i);
    const { engine, bridge, pending } = await visit.diagnose();
    assert.deepEqual([engine.name, bridge, pending], [null, null, 0]);
    assert.match(engine.why, /^vvchat: the SDK failed: .*Content Security Policy/i);
    await visit.close();
  });

  test(`with wasm-unsafe-eval and nothing else, it works, ${build}`, { timeout }, async () => {
    const strict = policy(
      "default-src 'none'; connect-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'",
    );
    const visit = await it.visit(byReturnValue, { build, ...strict });
    const result = await visit.run(() => window.vvchat.pay({ app_id: "a", imprest_code: "P" }));
    assert.deepEqual(result, { trade_no: "201712023384923834" });
    const { engine, blocked } = await visit.diagnose();
    assert.deepEqual([engine.name, blocked], ["wasm", []]);
    assert.deepEqual(visit.problems, []);
    await visit.close();
  });
}

test("a policy that blocks the frame by which iOS hosts are asked shows in diagnose", { timeout }, async () => {
  const visit = await it.visit(undefined, {
    browser: withText.browser,
    inline: "vvchat.config({ hostTimeout: 20 });",
    ...policy("default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'"),
  });
  assert.equal(await visit.run(() => window.vvchat.isInVVChat()), false);
  await visit.until(async () => (await window.vvchat.diagnose()).blocked.length > 0);
  const { blocked, tried } = await visit.diagnose();
  assert.deepEqual(blocked, ["frame-src https://__bridge_loaded__"]);
  assert.deepEqual(tried[0], { bridge: "webview_javascript_bridge", found: false, why: "not there" });
  await visit.close();
});
