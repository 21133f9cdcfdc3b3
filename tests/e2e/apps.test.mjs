// A seed with several apps: each opens from the conversation, under its own name, at its own address.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, serve } from "../support/browser.mjs";
import { LIMIT, openPhone, sessions } from "../support/phone.mjs";
import { simulateWith } from "../support/simulator.mjs";

let books;
let simulator;
let browser;

before(async () => {
  books = await serve({ "/": "<!doctype html><title>Books</title>" });
  simulator = await simulateWith(({ apps }) => {
    // The first one has no address of its own: it is the shop that the simulator was started for.
    apps.push({ ...apps[0], app_id: "second", name: { zh: "旧书铺", en: "Old Books" }, url: `${books.origin}/` });
  });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await simulator?.close();
  await books?.close();
});

test("the bar names the app whose page is shown", { timeout: LIMIT }, async () => {
  const phone = await openPhone(browser, simulator);
  const opened = async (app) => {
    await phone.app("attach").click();
    await phone.app(`app-${app}`).click();
    await phone.page.locator('[data-testid="screen-page"][data-loading="false"]').waitFor();
    const shown = {
      title: await phone.page.locator(".web-title").innerText(),
      origin: await phone.app("shop-origin").innerText(),
      page: await phone.app("shop").getAttribute("src"),
    };
    await phone.closeShop();
    return shown;
  };
  await phone.openChat(sessions.evan);
  assert.deepEqual(await opened("second"), {
    title: "Old Books",
    origin: new URL(books.origin).host,
    page: `${books.origin}/`,
  });
  assert.deepEqual(await opened("test"), {
    title: "Cloud & Mist Tea",
    origin: new URL(simulator.shop).host,
    page: `${simulator.shop}/`,
  });
  assert.deepEqual(phone.errors, []);
});
