// The flows in docs/flows, as they stand there: their pages in an app, their servers with the simulated platform.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { transform } from "esbuild";
import vvchat from "vvchat-jssdk";
import { sign } from "vvchat-jssdk/server";
import { listen } from "../support/notify-url.mjs";
import { agree, conversation, messages, mia, pay } from "../support/person.mjs";
import { simulate } from "../support/simulator.mjs";
import { codeBlocks, root } from "./pages.mjs";

const flows = ["log-in", "pay", "send-message", "pay-out", "share"];
const languages = { English: "md", Chinese: "zh-CN.md" };

let folder;
let platform;
/** What the app does with a method that the page calls. */
let app;

before(async () => {
  // Below the project, so that the package's own name leads to it.
  mkdirSync(`${root}target`, { recursive: true });
  folder = mkdtempSync(`${root}target/flows-`);
  platform = await simulate();
  Object.assign(process.env, {
    VVCHAT_APP_KEY: "123456",
    VVCHAT_URL: platform.app,
    OUT_OPEN_ID: "lJsDBB01QzGpBKOC7uaZB6D0QGZWBMCS",
  });
  globalThis.vvchat = vvchat;
  await vvchat.use({
    name: "phone",
    async send(text) {
      const { id, method, params } = JSON.parse(text);
      return { jsonrpc: "2.0", id, result: await app[method.replace("vvchat.", "")](params) };
    },
    subscribe() {},
  });
});
after(async () => {
  await platform?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The modules that a page of the documentation has of that language. */
async function modules(page, language) {
  const blocks = codeBlocks(`docs/flows/${page}`, language);
  assert.ok(blocks.length > 0, `docs/flows/${page} has no ${language}`);
  const imported = blocks.map((code, index) => {
    const file = join(folder, `${page}-${language.replace(" ", "-")}-${index}.mjs`);
    writeFileSync(file, code);
    return import(file);
  });
  return Object.assign({}, ...(await Promise.all(imported)));
}

/** The page's `ask`: JSON to the server's function of that path, and back. */
function serve(paths) {
  const throughJson = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
  globalThis.ask = async (path, body) => throughJson(await paths[path](throughJson(body)));
}

/** The shop's `notify_url`, for one test; `notified` is what its server does with what comes. */
async function listening(t, notified) {
  const shop = await listen(notified);
  t.after(() => shop.close());
  process.env.NOTIFY_URL = shop.url;
  return shop;
}

/** The notifications that the platform has of a pay-out. */
async function payOutsTold(app, out_order_no) {
  const all = await (await fetch(`${app}/device/notifications`)).json();
  return all.filter(({ fields }) => fields.out_order_no === out_order_no);
}

/** An app in which Mia says yes to everything. */
const agreeable = {
  auth: async ({ scope, state }) => ({ err_code: 0, code: await agree(platform.app, scope), state }),
  pay: async ({ imprest_code }) => ({ trade_no: await pay(platform.app, imprest_code) }),
  getSession: () => conversation,
  share: () => ({ code: 200 }),
};
const unwilling = {
  auth: ({ state }) => ({ err_code: 400, err_msg: "用户取消", state }),
  share: () => ({ code: 400, error: "用户取消" }),
};

test("both languages have the same code, apart from comments", async () => {
  const bare = async (page, language) => {
    const transformed = codeBlocks(`docs/flows/${page}`, language).map((code) => transform(code, { format: "esm" }));
    return (await Promise.all(transformed)).map(({ code }) => code);
  };
  for (const flow of flows) {
    for (const language of ["js page", "js server"]) {
      assert.deepEqual(await bare(`${flow}.zh-CN.md`, language), await bare(`${flow}.md`, language), flow);
    }
  }
});

for (const [language, suffix] of Object.entries(languages)) {
  describe(`in ${language}`, () => {
    test("log in", async () => {
      const page = await modules(`log-in.${suffix}`, "js page");
      const server = await modules(`log-in.${suffix}`, "js server");
      const session = {};
      let said;
      serve({
        "/state": () => server.newState(session),
        "/login": (answer) => {
          said = answer;
          return server.logIn(session, answer);
        },
      });
      app = unwilling;
      assert.equal(await page.logIn(), null);
      app = agreeable;
      const { nickname, avatar } = await page.logIn();
      assert.equal(nickname, "林小满");
      assert.ok(URL.canParse(avatar));
      assert.equal(session.open_id, mia.open_id);

      const foreign = { message: "this answer is not for this session" };
      await assert.rejects(server.logIn(session, said), foreign, "the same answer again");
      await assert.rejects(server.logIn({}, { code: said.code }), foreign, "a session that asked for nothing");
      const other = {};
      server.newState(other);
      await assert.rejects(server.logIn(other, said), foreign, "another session's answer");
    });

    test("take a payment", async (t) => {
      const page = await modules(`pay.${suffix}`, "js page");
      const server = await modules(`pay.${suffix}`, "js server");
      const session = { open_id: mia.open_id };
      let placed;
      serve({
        "/orders": async (cart) => {
          placed = await server.placeOrder(session, cart);
          return placed;
        },
        "/order": (order) => server.whatBecameOf(session, order),
      });
      const shop = await listening(t, server.notified);
      const cart = { tea: "green-tea", count: 2 };

      app = agreeable;
      assert.deepEqual(await page.pay(cart), { paid: true });
      const { body, contentType } = await shop.next();
      assert.equal(server.notified(body, contentType), "success", "it came again");
      const cheaper = body.replace("amount=13600", "amount=1");
      assert.notEqual(cheaper, body);
      const forged = { reason: "rejected", kind: "wrong_signature" };
      assert.throws(() => server.notified(cheaper, contentType), forged);

      // The money has moved, the app's answer is none, and the notification does not get through.
      await listening(t, () => "busy");
      app = { pay: async (params) => ({ lost: await agreeable.pay(params) }) };
      assert.deepEqual(await page.pay(cart), { paid: true });
      app = { pay: () => ({}) };
      assert.deepEqual(await page.pay(cart), { paid: false });
      app = { pay: () => ({ err_code: 400, err_msg: "用户取消" }) };
      assert.equal((await page.pay(cart)).paid, false);

      const noOrder = { message: "there is no such order" };
      for (const wrong of [
        { tea: "gold", count: 1 },
        { tea: "green-tea", count: 0 },
        { tea: "green-tea", count: 0.1 },
        { tea: "constructor", count: 1 },
      ]) {
        await assert.rejects(server.placeOrder(session, wrong), noOrder);
      }
      await assert.rejects(server.whatBecameOf(session, { out_trade_no: "A1" }), noOrder);
      await assert.rejects(server.whatBecameOf({ open_id: "another" }, placed), noOrder, "another user's order");
    });

    test("send a message", async () => {
      const page = await modules(`send-message.${suffix}`, "js page");
      const server = await modules(`send-message.${suffix}`, "js server");
      const session = {};
      serve({ "/state": () => server.newState(session), "/recommend": (answer) => server.recommend(session, answer) });
      const picked = { session_id: "Gm2XvTqL9yB0nRkWc7ZsEaJfUoDp4Hi1", session_type: 2 };
      for (const [pick, { session_id }] of [
        [false, conversation],
        [true, picked],
      ]) {
        app = { ...unwilling, getSession: () => conversation, selectSession: () => picked };
        const before = await messages(platform.app, session_id);
        assert.equal(await page.recommend(pick), false);
        assert.deepEqual(await messages(platform.app, session_id), before);
        app = { ...agreeable, selectSession: () => picked };
        assert.equal(await page.recommend(pick), true);
        const [last, ...more] = (await messages(platform.app, session_id)).slice(before.length);
        assert.deepEqual([last.text, last.from.app_id, more], ["The spring tea is here.", "test", []]);
      }
      await assert.rejects(server.recommend({}, {}), { message: "this answer is not for this session" });
    });

    test("pay out", async (t) => {
      const server = await modules(`pay-out.${suffix}`, "js server");
      const shop = await listening(t, server.notified);
      const refund = { out_order_no: `refund-${suffix}`, open_id: mia.open_id, amount: 500n };
      await server.payOut(refund);
      const { body, contentType } = await shop.next();
      assert.equal(server.whatBecameOf(refund.out_order_no), "paid");
      await server.payOut(refund);
      assert.equal(server.whatBecameOf(refund.out_order_no), "paid", "the same number again");
      assert.equal((await payOutsTold(platform.app, refund.out_order_no)).length, 1, "it was paid once");

      const forged = body.replace("status=1", "status=2");
      assert.throws(() => server.notified(forged, contentType), { kind: "wrong_signature" });
      const told = (number, status) => {
        const fields = { app_id: "test", out_order_no: number, agentpay_no: "1", status, time: "1517928240" };
        return new URLSearchParams({ ...fields, sign: sign.data(fields, "123456") }).toString();
      };
      assert.equal(server.notified(told(refund.out_order_no, "2"), contentType), "success");
      assert.equal(server.whatBecameOf(refund.out_order_no), "paid", "what is paid stays paid");
      assert.throws(() => server.notified(told("unknown", "1"), contentType), { message: "this is no payout of ours" });

      const lost = { ...refund, out_order_no: `lost-${suffix}`, open_id: "nobody" };
      await assert.rejects(server.payOut(lost), { reason: "refused", err_msg: "收款用户不存在" });
      assert.equal(server.whatBecameOf(lost.out_order_no), "waiting");
      assert.equal(server.notified(told(lost.out_order_no, "2"), contentType), "success");
      assert.equal(server.whatBecameOf(lost.out_order_no), "failed");
    });

    test("share", async () => {
      const page = await modules(`share.${suffix}`, "js page");
      const tea = { id: "green", name: "绿茶", about: "明前" };
      const shown = [];
      for (const [answer, outcome] of [
        [agreeable, true],
        [unwilling, false],
      ]) {
        app = {
          share(params) {
            shown.push(params);
            return answer.share();
          },
        };
        assert.equal(await page.share(tea), outcome);
        assert.equal(await page.shareCard(tea), outcome);
      }
      const [basic, advanced] = shown;
      assert.equal(basic.share_url, "https://shop.example/tea/green");
      assert.deepEqual(JSON.parse(advanced.share_data_url).data, ["绿茶", "明前"]);
    });
  });
}
