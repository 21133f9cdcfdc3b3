// The shop without the app around it: what a customer sees in an ordinary browser, and a merchant who forgot to build.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import vm from "node:vm";
import { texts as appTexts } from "../../www/app/texts.mjs";
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
  const page = await browser.newPage({ locale: "en-US" });
  await prepare(page);
  await page.goto(`${simulator.shop}/`);
  return page;
}

test("outside VVChat it says so, and why it cannot pay", async () => {
  const page = await openShop();
  await page.getByTestId("banner").filter({ hasText: "This page is not open inside VVChat" }).waitFor();
  await page.getByTestId("pay").click();
  const outcome = page.locator('[data-testid="pay-outcome"][data-kind="error"]');
  await outcome.waitFor();
  assert.match(await outcome.innerText(), /^No payment was started: [\s\S]*Reason no_host, code 503$/);
  await page.getByTestId("diagnosis-open").click();
  await page.getByTestId("diagnosis-words").filter({ hasText: "No way to VVChat was found." }).waitFor();
  await page.close();
});

test("without the SDK it says what to run, and the rest of the page works", async () => {
  const page = await openShop((fresh) => fresh.route("**/sdk/**", (route) => route.abort()));
  await page.getByTestId("banner").filter({ hasText: "npm run build" }).waitFor();
  await page.getByTestId("tea-puer").click();
  assert.equal(await page.getByTestId("order-price").innerText(), "¥268.00");
  await page.getByTestId("lang-zh").click();
  assert.equal(await page.getByTestId("order-name").innerText(), "陈年普洱饼");
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
  const read = (path) => readFile(new URL(`../../www/shop/${path}`, import.meta.url), "utf8");
  const window = {};
  vm.runInNewContext(await read("texts.js"), { window });
  const { zh, en } = window.shopTexts;
  assert.deepEqual(Object.keys(en), Object.keys(zh));
  for (const [, key, words] of (await read("index.html")).matchAll(/data-text="([^"]+)"[^>]*>([^<]*)</g)) {
    assert.equal(words, zh[key], key);
  }
  for (const [key, words] of Object.entries(appTexts)) {
    assert.deepEqual(Object.keys(words), ["zh", "en"], key);
  }
});
