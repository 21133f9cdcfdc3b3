/**
 * The contract where WebAssembly is off, as in the Lockdown Mode of iOS. Chromium has a single switch that takes WebAssembly away, and
 * with it goes the compiler of JavaScript, as there: that is slow, so there are two hosts, which take part in most cases and reply in
 * different ways. The matrix has all.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { contract } from "./contract.mjs";
import { byReturnValue } from "./hosts/injected.mjs";
import { parentFrame } from "./hosts/parent-frame.mjs";
import { world } from "./visit.mjs";

const it = world({ args: ["--js-flags=--jitless"] });
const timeout = 30_000;

for (const build of ["script", "esm"]) {
  test(`there is no WebAssembly, so the engine is JavaScript, and no WebAssembly is fetched, ${build}`, {
    timeout,
  }, async () => {
    const requests = [];
    const prepare = async (page) => {
      page.on("request", (request) => requests.push(new URL(request.url()).pathname));
    };
    const visit = await it.visit(byReturnValue, { build, prepare });
    const { engine } = await visit.diagnose();
    assert.equal(await visit.run(() => typeof WebAssembly), "undefined");
    assert.deepEqual(engine, { name: "js", why: "WebAssembly is not defined" });
    assert.deepEqual(
      requests.filter((path) => /vvchat_(bg|js)/.test(path)),
      [build === "esm" ? "/dist/vvchat_js.mjs" : "/dist/vvchat_js.js"],
    );
    await visit.close();
  });
}

contract(it, parentFrame, { engine: "js" });
contract(it, byReturnValue, { engine: "js", build: "esm" });
