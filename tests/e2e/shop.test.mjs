// The shop without the app around it: what a customer sees in an ordinary browser, and a merchant who forgot to build.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { texts } from "../../www/shop/texts.mjs";
import { launch } from "../support/browser.mjs";
import { simulate } from "../support/simulator.mjs";

let simulator;
let browser;

before(async () => {
  simulator = await simulate();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await simulator?.close();
});

async function openShop(prepare = () => {}) {
  const page = await browser.newPage({ locale: "en-US", viewport: { width: 360, height: 640 } });
  await prepare(page);
  await page.goto(`${simulator.shop}/`);
  return page;
}

test("outside VVChat it says so, why it cannot pay, and orders nothing", async () => {
  const page = await openShop();
  await page.getByTestId("banner").filter({ hasText: "This page is not open inside VVChat" }).waitFor();
  for (const [button, place, words] of [
    ["login", "login", /^The login did not work: ./],
    ["pay", "pay", /^No payment was started: ./],
    ["send-here", "send", /^No message was sent: ./],
    ["share", "share", /^Not shared: ./],
  ]) {
    await page.getByTestId(button).click();
    const outcome = page.locator(`[data-testid="${place}-outcome"][data-kind="error"]`);
    await outcome.waitFor();
    assert.match(await outcome.locator("> p").innerText(), words);
    await outcome.locator("summary").click();
    assert.equal(JSON.parse(await outcome.locator("pre").innerText()).reason, "no_host");
  }
  assert.deepEqual(await page.evaluate(async () => (await fetch("/api/orders")).json()), []);
  await page.getByTestId("diagnosis-open").click();
  await page.getByTestId("diagnosis-words").filter({ hasText: "No way to VVChat was found." }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  await page.close();
});

test("without the SDK it says what to run, and the rest of the page works", async () => {
  const page = await openShop((fresh) => fresh.route("**/sdk/**", (route) => route.abort()));
  await page.getByTestId("banner").filter({ hasText: "npm run build" }).waitFor();
  await page.getByTestId("tea-puer").click();
  assert.equal(await page.getByTestId("order-price").innerText(), "¥268.00");
  await page.getByTestId("lang-zh").click();
  assert.equal(await page.getByTestId("order-name").innerText(), "陈年普洱饼");
  await page.getByTestId("pay").click();
  await page.getByTestId("pay-outcome").filter({ hasText: "页面缺少 VVChat SDK" }).waitFor();
  await page.close();
});

test("without its server it says so", async () => {
  const page = await openShop((fresh) => fresh.route("**/api/**", (route) => route.abort()));
  await page.getByTestId("banner").filter({ hasText: "The shop's server does not answer." }).waitFor();
  await page.getByTestId("login").click();
  const outcome = page.getByTestId("login-outcome");
  await outcome.filter({ hasText: "The login did not work: The shop's server does not answer." }).waitFor();
  await page.close();
});

test("another page cannot frame it", async () => {
  const page = await openShop();
  const refused = page.waitForEvent("console", (message) => message.text().includes("frame-ancestors"));
  await page.evaluate(() => {
    const inner = document.createElement("iframe");
    inner.src = "/";
    document.body.append(inner);
  });
  const violation = await refused;
  assert.match(violation.text(), new RegExp(simulator.app));
  await page.close();
});

test("both languages say everything, and the page's own words are those of its script", async () => {
  const page = await readFile(new URL("../../www/shop/index.html", import.meta.url), "utf8");
  assert.deepEqual(Object.keys(texts.en), Object.keys(texts.zh));
  for (const [, key, words] of page.matchAll(/data-text="([^"]+)"[^>]*>([^<]*)</g)) {
    assert.equal(words, texts.zh[key], key);
  }
});

test("the page has words for every reason that its server gives", async () => {
  const source = await readFile(new URL("../../crates/shop/src/failure.rs", import.meta.url), "utf8");
  const reasons = new Set(Array.from(source.matchAll(/StatusCode::\w+, "(\w+)"/g), ([, reason]) => reason));
  assert.ok(reasons.size > 5);
  for (const reason of reasons) {
    // What only a mistake in the page brings about is shown as the server says it; a visit is begun anew.
    if (!["bad_request", "foreign", "no_visit", "no_such_order"].includes(reason)) {
      assert.ok(`server.${reason}` in texts.en, reason);
    }
  }
});

test("no button can be pressed before the page's script is there: a press would be lost", async () => {
  let arrive;
  const arrived = new Promise((resolve) => {
    arrive = resolve;
  });
  const page = await browser.newPage();
  await page.route("**/shop.mjs", async (route) => {
    await arrived;
    await route.continue();
  });
  await page.goto(`${simulator.shop}/`, { waitUntil: "commit" });
  await page.getByTestId("diagnose").waitFor({ state: "attached" });
  assert.equal(await page.locator("button:enabled").count(), 0);
  arrive();
  await page.getByTestId("login").click();
  await page.locator('[data-testid="login-outcome"][data-kind="error"]').waitFor();
  assert.equal(await page.locator("button:disabled").count(), 0);
  await page.close();
});
