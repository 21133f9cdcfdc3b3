// Nobody is there: with --headless the phone agrees to everything by itself, and opens whatever shop it was started for.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, serve } from "../support/browser.mjs";
import { dist } from "../support/dist.mjs";
import { LIMIT, openPhone, sessions } from "../support/phone.mjs";
import { placeOrder, queryOrder } from "../support/platform.mjs";
import { simulate } from "../support/simulator.mjs";

const routes = { "/sdk/": { dir: dist } };
let shop;
let simulator;
let browser;

before(async () => {
  shop = await serve(routes);
  simulator = await simulate(["--headless", "--shop", `${shop.origin}/app/`]);
  // The page says whom it believes, and reads the query that it was opened with.
  routes["/app/"] = `<!doctype html><title>Shop</title><script src="/sdk/vvchatjssdk.js"></script>
    <script>vvchat.config({ origins: ["${simulator.app}"] }); vvchat.ready();</script>`;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await simulator?.close();
  await shop?.close();
});

test("every call is agreed to, as a person would", { timeout: LIMIT }, async () => {
  const phone = await openPhone(browser, simulator);
  await phone.page.goto(`${simulator.app}/#/chat/${sessions.family}/page`);
  await phone.connected();
  assert.equal(phone.frame.url(), `${shop.origin}/app/`);
  const call = async (...args) => (await (await phone.call(...args)).settled()).result;

  assert.equal((await call("auth", { app_id: "test", scope: "snsapi_userinfo" })).err_code, 0);
  const { imprest_code } = await placeOrder(simulator.app);
  const { trade_no } = await call("pay", { app_id: "test", imprest_code });
  assert.equal((await queryOrder(simulator.app, imprest_code)).trade_no, trade_no);
  const family = { session_id: sessions.family, session_type: 2 };
  assert.deepEqual(await call("getSession"), family);
  assert.deepEqual(await call("selectSession"), family);
  const share = { app_id: "test", share_title: "Tea", share_url: `${shop.origin}/app/` };
  assert.equal((await call("share", share)).code, 200);
  const messages = await phone.device(`/device/messages?session_id=${sessions.family}`);
  assert.equal(messages.at(-1).card.share_title, "Tea");
  await phone.noSheet();
  assert.deepEqual(phone.errors, []);
  await phone.page.context().close();
});

test("the rules go back to agreeing, which is what is usual here", { timeout: LIMIT }, async () => {
  const phone = await openPhone(browser, simulator);
  const set = () => phone.app("rules").locator('[data-set="true"]').count();
  await phone.app("tab-rules").click();
  assert.equal(await set(), 0, "nothing is out of the usual");
  await phone.setAnswer("all", "ask");
  assert.equal(await phone.app("decision-pay").inputValue(), "ask");
  assert.equal(await phone.app("decision-getSession").inputValue(), "agree", "nobody can be asked about it");
  await phone.setFault("pay", "silent");
  await phone.setDelay("share", 50);
  await phone.app("rules-clear").click();
  for (const method of ["all", "auth", "pay", "getSession", "selectSession", "share"]) {
    assert.equal(await phone.app(`decision-${method}`).inputValue(), "agree");
    assert.equal(await phone.app(`fault-${method}`).inputValue(), "none");
    assert.equal(await phone.app(`delay-${method}`).inputValue(), "0");
  }
  assert.equal(await set(), 0);
  await phone.page.context().close();
});
