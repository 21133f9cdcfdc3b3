/**
 * Pages whose policy forbids WebAssembly get the engine as JavaScript: the contract holds there, too. Where it comes from, and what is
 * said if they can't have that either.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, test } from "node:test";
import { dist } from "../support/dist.mjs";
import { contract } from "./contract.mjs";
import { byReturnValue } from "./hosts/injected.mjs";
import { world } from "./visit.mjs";

const it = world();
const timeout = 30_000;

const SCRIPT = "/dist/vvchat_js.js";
const MODULE = "/dist/vvchat_js.mjs";
const FILES = { script: SCRIPT, esm: MODULE };
const ELSEWHERE = "/elsewhere/engine.js";
const engine = readFileSync(`${dist}/vvchat_js.js`, "utf8");
const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

afterEach(() => {
  for (const path of [SCRIPT, MODULE, ELSEWHERE]) delete it.routes[path];
});

const PAY = { app_id: "test", imprest_code: "P1" };
const PAID = { trade_no: "201712023384923834" };
const REFUSED = /Content Security Policy/i;

const policy = (value) => ({ headers: { "Content-Security-Policy": value }, expectsProblems: true });

/** Nothing of the page's own is in it, and nothing but what it names may run. */
const POLICIES = {
  "its own origin": { inFiles: true, ...policy("default-src 'none'; script-src 'self'; connect-src 'self'") },
  "a nonce": { nonce: "c2hvcA", ...policy("default-src 'none'; script-src 'nonce-c2hvcA'; connect-src 'self'") },
};

/** A page that may run its own scripts, and no WebAssembly. */
const NO_WASM = policy("default-src 'self' 'unsafe-inline'");

for (const build of ["script", "esm"]) {
  contract(it, byReturnValue, { build, engine: "js", ...POLICIES["its own origin"], expectsProblems: false });
}

for (const [name, options] of Object.entries(POLICIES)) {
  for (const build of ["script", "esm"]) {
    test(`a policy that allows ${name} and no WebAssembly, ${build}`, { timeout }, async () => {
      const requests = [];
      const prepare = async (page) => {
        page.on("request", (request) => requests.push(new URL(request.url()).pathname));
      };
      const visit = await it.visit(byReturnValue, { build, prepare, ...options });
      assert.deepEqual(await visit.run((params) => window.vvchat.pay(params), PAY), PAID);
      const { engine } = await visit.diagnose();
      assert.equal(engine.name, "js");
      assert.match(engine.why, REFUSED);
      assert.deepEqual(
        requests.filter((path) => /vvchat_(bg|js)/.test(path)),
        [FILES[build]],
      );
      assert.deepEqual(visit.problems, []);
      await visit.close();
    });
  }
}

for (const build of ["script", "esm"]) {
  test(`memory that grows, ${build}`, { timeout }, async () => {
    const visit = await it.visit(byReturnValue, { build, ...NO_WASM });
    const found = await visit.run(async (params) => {
      const { vvchat } = window;
      const said = [];
      for (const size of [10, 3_000_000, 10, 6_000_000, 10]) {
        const text = "茶x".repeat(size / 2);
        const orders = JSON.stringify({ say: [{ result: { trade_no: `${size}` } }] });
        const { trade_no } = await vvchat.pay({ ...params, app_id: orders, note: text });
        const error = await vvchat.pay({ ...params, imprest_code: 5, note: text }).catch(({ err_msg }) => err_msg);
        said.push([trade_no, error, await vvchat.canIUse(text), await vvchat.canIUse("pay")]);
      }
      return said;
    }, PAY);
    const error = "pay: imprest_code must be a string that is not blank, but it is the number 5";
    const sizes = ["10", "3000000", "10", "6000000", "10"];
    assert.deepEqual(
      found,
      sizes.map((size) => [size, error, false, true]),
    );
    assert.equal((await visit.diagnose()).engine.name, "js");
    await visit.close();
  });
}

test("the page says where the engine is, relative to itself", { timeout }, async () => {
  it.routes[ELSEWHERE] = engine;
  it.routes[SCRIPT] = { status: 404, body: "" };
  const visit = await it.visit(byReturnValue, { sdk: 'data-js-engine="elsewhere/engine.js"', ...NO_WASM });
  assert.deepEqual(await visit.run((params) => window.vvchat.pay(params), PAY), PAID);
  assert.equal((await visit.diagnose()).engine.name, "js");
  await visit.close();
});

test("a page in another encoding than UTF-8", { timeout }, async () => {
  const visit = await it.visit(byReturnValue, {
    ...NO_WASM,
    headers: { ...NO_WASM.headers, "Content-Type": "text/html; charset=gbk" },
    async prepare(page) {
      // Servers that say nothing of a script's encoding leave it to the page's.
      await page.route(`**${SCRIPT}`, (route) => route.fulfill({ body: engine, contentType: "text/javascript" }));
    },
  });
  assert.equal(await visit.run(() => document.characterSet), "GBK");
  assert.deepEqual(await visit.run((params) => window.vvchat.pay(params), PAY), PAID);
  await visit.close();
});

/** What a server may have there instead, and what calls then end with. */
const WRONG = {
  nothing: [{ status: 404, body: "" }, "could not be loaded"],
  "a page": ["<h1>Tea</h1>", `is not the JavaScript engine of version ${version}`],
  "another version": [
    engine.replaceAll(`vvchat ${version}`, "vvchat 0.0.1"),
    `is not the JavaScript engine of version ${version}`,
  ],
};

for (const [name, [answer, why]] of Object.entries(WRONG)) {
  test(`neither engine can be had, and later one can: there is ${name}`, { timeout }, async () => {
    it.routes[ELSEWHERE] = answer;
    const visit = await it.visit(byReturnValue, { sdk: `data-js-engine="${ELSEWHERE}"`, ...NO_WASM });
    const { err_msg, reason, outcome } = await visit.run(
      (params) => window.vvchat.pay(params).catch((error) => ({ ...error })),
      PAY,
    );
    assert.deepEqual([reason, outcome], ["internal", "none"]);
    const [start, ...rest] = err_msg.split("; ");
    assert.match(start, /^pay: the SDK failed: .*Content Security Policy/i);
    assert.deepEqual(rest, [`${it.shop.origin}${ELSEWHERE} ${why}`]);
    const before = (await visit.diagnose()).engine;
    assert.deepEqual([before.name, before.why.endsWith(why)], [null, true]);

    it.routes[ELSEWHERE] = engine;
    assert.deepEqual(await visit.run((params) => window.vvchat.pay(params), PAY), PAID);
    assert.equal((await visit.diagnose()).engine.name, "js");
    await visit.close();
  });
}

test("neither engine can be had, and later one can: modules", { timeout }, async () => {
  it.routes[MODULE] = { status: 404, body: "" };
  const visit = await it.visit(byReturnValue, { build: "esm", ...NO_WASM });
  const error = await visit.run((params) => window.vvchat.pay(params).catch(({ err_msg }) => err_msg), PAY);
  assert.match(error, /^pay: the SDK failed: .*Content Security Policy.*; .*vvchat_js\.mjs/i);
  delete it.routes[MODULE];
  assert.deepEqual(await visit.run((params) => window.vvchat.pay(params), PAY), PAID);
  await visit.close();
});
