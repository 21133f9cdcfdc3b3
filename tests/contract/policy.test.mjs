/**
 * Pages whose content security policy allows just what the SDK needs, or forbids what a bridge needs. `js-engine.test.mjs` has those that
 * forbid WebAssembly.
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
