// The conformance page in the simulated phone, which answers by itself: the phone passes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { launch, serve } from "../support/browser.mjs";
import { dist } from "../support/dist.mjs";
import { LIMIT, openPhone, sessions } from "../support/phone.mjs";
import { simulate } from "../support/simulator.mjs";

let shop;
let simulator;
let browser;
before(async () => {
  shop = await serve({ "/": readFileSync(`${dist}/conformance.html`, "utf8") });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await simulator?.close();
  await shop?.close();
});

test("the phone passes", { timeout: LIMIT }, async () => {
  simulator = await simulate(["--headless", "--shop", `${shop.origin}/?auto`]);
  const phone = await openPhone(browser, simulator);
  await phone.page.goto(`${simulator.app}/#/chat/${sessions.family}/page`);
  await phone.page
    .frameLocator('[data-testid="shop"]')
    .locator("html[data-done]")
    .waitFor({ state: "attached", timeout: LIMIT });
  const { tests, transport, host } = await phone.frame.evaluate(() => window.vvchatConformance);
  assert.deepEqual(
    tests.filter(({ state }) => state !== "passed"),
    [],
  );
  assert.deepEqual([transport, host.host.name], ["post_message", "VVChat simulator"]);
  assert.deepEqual(phone.errors, []);
  await phone.page.context().close();
});

test("the simulator serves the page, for hosts of other people", { timeout: LIMIT }, async () => {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const errors = [];
  tab.on("pageerror", (error) => errors.push(error));
  tab.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await tab.goto(`${simulator.app}/conformance/?auto&timeout=300`);
  await tab.locator("html[data-done]").waitFor({ state: "attached" });
  const { tests, transport } = await tab.evaluate(() => window.vvchatConformance);
  assert.equal(transport, null);
  assert.deepEqual([tests[0].state, tests[0].fault], ["failed", "transport.none"]);
  assert.deepEqual([...new Set(tests.slice(1).map(({ state }) => state))], ["not_run"]);
  assert.deepEqual(errors, []);
  await context.close();
});
