/**
 * The same pages outside VVChat, where the platform's own SDK does nothing at all.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { android } from "../contract/hosts/jsbridge-android.mjs";
import { iphone } from "../contract/hosts/wvjb-ios.mjs";
import { visits } from "./visit.mjs";

const visit = visits();
const timeout = 60_000;

const METHODS = { P1: "pay", P2: "pay", auth: "auth", share: "share", getSession: "getSession" };

/** What `at-once` hears: an error for each call, and for both of its `ready`, which have no error callback of their own. */
const NO_HOST = [
  ["onError", "ready"],
  ["onError", "ready"],
  ...Object.entries(METHODS).flatMap(([name, method]) => [
    [`${name} error`, method],
    ["onError", method],
    [`${name} complete`, method],
  ]),
];

test("every callback is told 3 seconds after the page has loaded, and nothing else happens", { timeout }, async () => {
  const page = await visit("at-once", {
    prepare: (opened) =>
      opened.addInitScript(() => {
        addEventListener("load", () => {
          window.loadedAt = performance.now();
        });
      }),
  });
  const heard = (await page.heard(3 + NO_HOST.length)).slice(3);
  assert.ok((await page.run(() => performance.now() - window.loadedAt)) >= 3_000);
  assert.deepEqual(
    heard.map(([name, { method, err_code }]) => [name, method, err_code]),
    NO_HOST.map(([name, method]) => [name, method, 503]),
  );
  for (const [, { method, err_msg }] of heard) {
    assert.ok(err_msg.startsWith(`${method}: no VVChat host was found. Tried: `), err_msg);
  }
  await page.close();
});

test("a page that does not ask about errors hears nothing at all", { timeout }, async () => {
  for (const name of ["guide", "lazy", "own-bridge"]) {
    const page = await visit(name, { clock: true });
    // For the page to load the script, where it does so by itself.
    await page.pass(1);
    await page.page.waitForFunction(() => window.vvchat);
    await page.looked();
    await page.pass(10_000);
    assert.equal((await page.run(() => window.vvchat.diagnose())).pending, 0);
    assert.deepEqual(await page.heard(0), []);
    await page.close();
  }
});

const MAC =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15";
const IPAD =
  "Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1 Mobile/15E148 Safari/604.1";
const WINDOWS =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";

for (const [name, userAgent, maxTouchPoints, asks] of [
  ["an iPhone", iphone, 5, true],
  ["an iPad", IPAD, 5, true],
  ["an iPad that calls itself a Mac", MAC, 5, true],
  ["a Mac", MAC, 0, false],
  ["an Android phone", android, 5, false],
  ["Windows with a touch screen", WINDOWS, 10, false],
]) {
  test(`${name} ${asks ? "loads a frame to ask for the bridge, once," : "loads no frame"}`, { timeout }, async () => {
    const page = await visit("at-once", {
      clock: true,
      browser: { userAgent },
      async prepare(opened) {
        await opened.route(/__bridge_loaded__/, (route) => route.abort("namenotresolved").catch(() => {}));
        await opened.addInitScript((points) => {
          Object.defineProperty(Navigator.prototype, "maxTouchPoints", { get: () => points });
        }, maxTouchPoints);
      },
    });
    await page.looked();
    await page.pass(3_000);
    await page.heard(3 + NO_HOST.length);
    // Later calls do not try it again.
    await page.run(() => void window.vvchat.call("getSession", {}, null, window.note("later")));
    await page.pass(3_000);
    assert.equal((await page.heard(5 + NO_HOST.length)).at(-2)[0], "later");
    const frames = await page.run(() => ({
      added: window.framesAdded,
      left: document.querySelectorAll("iframe").length,
    }));
    const asking = { src: "https://__bridge_loaded__", display: "none" };
    assert.deepEqual(frames, { added: asks ? [asking] : [], left: 0 });
    await page.close();
  });
}
