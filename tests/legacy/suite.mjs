/**
 * What pages that were written for the platform's own SDK do, whatever the app's bridge.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { jsBridge2 } from "./hosts.mjs";

const timeout = 60_000;

const SESSION = "IqxDpc-s6S_9RaXMmag39YVH7W810Z57";
const TRADE = "201712023384923834";
const CARD = '{"tpl_header":"vctalk","tpl_type":"MultipleLine","data":["一","二",]}';
/** What the page passes as `state`. */
const STATE = "a=1&b=茶 🍵";

const AUTH = { app_id: "test", scope: "snsapi_userinfo", state: STATE };
const PAY = { app_id: "test", imprest_code: "2d4a90e6" };
const SHARE = {
  app_id: "test",
  share_title: "一杯茶",
  sub_title: 'It\'s "tea"\\',
  share_url: "https://shop.example/tea?a=1&b=2#top",
  thumb_url: "http://shop.example/tea.png",
};

/** Each of the demo's buttons: what it asks the app for, what comes of it, and what the page shows then. */
const BUTTONS = [
  ["auth", ["auth", AUTH], { err_code: 0, code: "CODE", state: STATE }, "code CODE"],
  ["pay", ["pay", PAY], { trade_no: TRADE }, `trade_no ${TRADE}`],
  ["getSession", ["getSession", {}], { session_id: SESSION, session_type: 1 }, `single ${SESSION}`],
  ["selectSession", ["selectSession", {}], { session_id: "a:b", session_type: 2 }, "group a:b"],
  ["share", ["share", SHARE], { code: 200, error: "" }, "shared"],
  ["shareCard", ["share", { ...SHARE, share_data_url: CARD }], { code: 200, error: "" }, "shared"],
];

/** What the app answers, as it goes over the bridge, and what the page's success callback gets. */
const SUCCESSES = [
  ["err_code 0", "pay", `{"err_code":0,"err_msg":"","trade_no":"${TRADE}"}`, { trade_no: TRADE }],
  ["err_code 200", "pay", `{"err_code":200,"err_msg":"ok","trade_no":"${TRADE}"}`, { trade_no: TRADE }],
  ["no err_code", "pay", `{"trade_no":"${TRADE}"}`, { trade_no: TRADE }],
  [
    "err_code 200 of auth",
    "auth",
    '{"err_code":200,"code":"CODE","state":"$state"}',
    { err_code: 0, code: "CODE", state: STATE },
  ],
  ["no err_code of auth", "auth", '{"code":"CODE","state":"$state"}', { err_code: 0, code: "CODE", state: STATE }],
  [
    "auth cancelled",
    "auth",
    '{"err_code":400,"err_msg":"用户取消","state":"$state"}',
    { err_code: 400, err_msg: "用户取消", state: STATE },
  ],
  ["err_code 0 of getSession", "getSession", undefined, { session_id: SESSION, session_type: 2 }],
  [
    "session_type as a text",
    "selectSession",
    '{"err_code":200,"session_id":"a:b","session_type":"1"}',
    { session_id: "a:b", session_type: 1 },
  ],
  ["err_code 200 of share", "share", '{"err_code":200,"code":200,"error":""}', { code: 200, error: "" }],
  ["share cancelled", "share", '{"code":400,"error":"取消"}', { code: 400, error: "取消" }],
  ["share failed, in other words", "share", '{"code":400,"err_msg":"网络错误"}', { code: 400, error: "网络错误" }],
];

/** What the app answers, and what the page's error callback gets. An `err_msg` of the SDK's own is left to the tests of wording. */
const ERRORS = [
  ["pay refused", "pay", '{"err_code":400,"err_msg":"失败"}', { err_code: 400, err_msg: "失败" }],
  ["no conversation", "selectSession", '{"err_code":"-7","err_msg":"取消"}', { err_code: -7, err_msg: "取消" }],
  ["share refused", "share", '{"err_code":500,"err_msg":"内部错误"}', { err_code: 500, err_msg: "内部错误" }],
  ["a trade_no that was a number", "pay", `{"trade_no":${TRADE}}`, { err_code: 502 }],
  ["no trade_no", "pay", '{"err_code":200}', { err_code: 502 }],
  ["no object", "share", '"oops"', { err_code: 502 }],
  ["another state", "auth", '{"err_code":0,"code":"CODE","state":"other"}', { err_code: 409 }],
];

/** Has a button of the demo pressed, and waits for what the callbacks hear. */
async function press(demo, button, count) {
  await demo.run((name) => {
    window.heard = [];
    [...document.querySelectorAll("button")].find(({ textContent }) => textContent === name).click();
  }, button);
  const heard = await demo.heard(count);
  assert.equal(await demo.run(() => window.heard.at(-1).value === window.heard[0].value), true);
  return heard;
}

const text = (visit, id) => visit.page.locator(`#${id}`).innerText();

/** Declares the tests of what the app answers. */
export function answers(visit, host) {
  test(`${host.name}: every method`, { timeout }, async () => {
    const demo = await visit("demo", { host });
    for (const [button, , result, shown] of BUTTONS) {
      const method = button.replace("Card", "");
      assert.deepEqual(await press(demo, button, 2), [
        [`${method} success`, result],
        [`${method} complete`, result],
      ]);
      assert.equal(await text(demo, "result"), shown);
    }
    assert.deepEqual(
      demo.app.requests,
      BUTTONS.map(([, request]) => request),
    );
    assert.equal(await text(demo, "state"), "ready");
    await demo.close();
  });

  test(`${host.name}: every answer`, { timeout }, async (t) => {
    const getSession = `{"err_code":0,"session_id":"${SESSION}","session_type":"2"}`;
    const demo = await visit("demo", { host, answers: { getSession } });
    for (const [name, method, answer, result] of SUCCESSES) {
      await t.test(name, async () => {
        if (answer) demo.app.answers[method] = answer;
        assert.deepEqual(await press(demo, method, 2), [
          [`${method} success`, result],
          [`${method} complete`, result],
        ]);
      });
    }
    for (const [name, method, answer, expected] of ERRORS) {
      await t.test(name, async () => {
        demo.app.answers[method] = answer;
        const heard = await press(demo, method, 3);
        assert.deepEqual(
          heard.map(([callback]) => callback),
          [`${method} error`, "onError", `${method} complete`],
        );
        const [, { err_code, err_msg }] = heard[0];
        assert.ok(err_msg.length > 0);
        assert.deepEqual({ err_msg, ...expected }, { err_code, err_msg });
        assert.equal(await text(demo, "result"), `${err_code} ${err_msg}`);
      });
    }
    await demo.close();
  });
}

/** Declares all tests for an app. */
export function suite(visit, host) {
  answers(visit, host);

  test(`${host.name}: calls before there is a body, and long before there is a bridge`, { timeout }, async () => {
    const page = await visit("at-once", { host, late: true });
    // What is wrong with a call needs no host.
    const names = ["untitled error", "onError", "untitled complete"];
    const early = await page.heard(3);
    assert.deepEqual(
      early.map(([name]) => name),
      names,
    );
    assert.equal(early[0][1].err_code, 400);
    assert.deepEqual(await page.run(() => [window.bodyThen, window.heardThen]), [null, 0]);
    assert.deepEqual(page.app.requests, []);

    page.appear();
    const share_url = page.page.url();
    const results = [
      ["P1", { trade_no: TRADE }],
      ["P2", { trade_no: TRADE }],
      ["auth", { err_code: 0, code: "CODE" }],
      ["share", { code: 200, error: "" }],
      ["getSession", { session_id: SESSION, session_type: 1 }],
    ];
    // Java answers that one at once.
    if (host === jsBridge2) results.unshift(results.pop());
    assert.deepEqual((await page.heard(15)).slice(3), [
      ["onReady", undefined],
      ["ready", undefined],
      ...results.flatMap(([name, result]) => [
        [`${name} success`, result],
        [`${name} complete`, result],
      ]),
    ]);
    // As they were when the page called, and in that order.
    assert.deepEqual(page.app.requests, [
      ["pay", { app_id: "test", imprest_code: "P1" }],
      ["pay", { app_id: "test", imprest_code: "P2" }],
      ["auth", { app_id: "test", scope: "snsapi_userinfo" }],
      ["share", { app_id: "test", share_title: "Tea", share_url }],
      ["getSession", {}],
    ]);
    // And the page's own object is still its own.
    assert.deepEqual(await page.run(() => window.params), { app_id: "test", share_title: "", share_url });
    await page.close();
  });

  test(`${host.name}: a bridge that comes after all hope`, { timeout }, async () => {
    const page = await visit("at-once", { host, late: true, clock: true });
    await page.looked();
    await page.pass(2_999);
    assert.equal((await page.heard(3)).length, 3);
    await page.pass(1);
    const failed = (await page.heard(4)).slice(3).filter(([name]) => name.endsWith(" error"));
    assert.deepEqual(
      failed.map(([name, { err_code }]) => [name, err_code]),
      ["P1", "P2", "auth", "share", "getSession"].map((name) => [`${name} error`, 503]),
    );
    await page.run(() => {
      window.heard = [];
    });

    page.appear();
    await page.resume();
    assert.deepEqual(await page.heard(2), [
      ["onReady", undefined],
      ["ready", undefined],
    ]);
    await page.run(() => void window.vvchat.call("getSession", {}, window.note("success")));
    assert.deepEqual((await page.heard(3)).at(-1), ["success", { session_id: SESSION, session_type: 1 }]);
    // What has failed is not sent after all.
    assert.deepEqual(page.app.requests, [["getSession", {}]]);
    await page.close();
  });

  test(`${host.name}: the guide's snippets, one after the other`, { timeout }, async () => {
    const page = await visit("guide", { host, answers: { pay: '{"err_code":400,"err_msg":"失败"}' } });
    assert.deepEqual(await page.heard(5), ["getSession", "授权码:CODE", "a:b 2", "not paid: 失败", "share 200 "]);
    assert.deepEqual(page.app.requests, [
      ["getSession", {}],
      ["auth", { app_id: "test", scope: `sessionapi_sendmsg:${SESSION}:1`, state: "x7Kq" }],
      ["selectSession", {}],
      ["pay", { imprest_code: "P1", app_id: "test" }],
      ["share", { app_id: "test", share_title: "t", share_url: page.page.url() }],
    ]);
    await page.close();
  });

  test(`${host.name}: what callbacks throw reaches window.onerror, and stops nothing`, { timeout }, async () => {
    const page = await visit("throws", { host, answers: { pay: '{"err_code":400,"err_msg":"失败"}' } });
    const thrown = ["onReady", "getSession success", "getSession complete", "pay error", "onError", "pay complete"];
    assert.deepEqual(await page.heard(7), [...thrown, "share"]);
    await page.page.waitForFunction((count) => window.errors.length >= count, thrown.length);
    // The script is another origin's, and still the page is told everything of its own bugs.
    assert.deepEqual(
      await page.run(() => window.errors.map(({ message, url, error }) => [message, url, error.message])),
      thrown.map((name) => [`Uncaught Error: a bug in ${name}`, page.page.url(), `a bug in ${name}`]),
    );
    await page.close();
  });

  test(`${host.name}: a page that talks to the bridge by itself, too`, { timeout }, async () => {
    const page = await visit("own-bridge", { host });
    // Whoever comes first.
    assert.deepEqual((await page.heard(2)).sort(), ["own pay", `pay ${TRADE}`]);
    assert.deepEqual(page.app.requests.map(([method, { imprest_code }]) => [method, imprest_code]).sort(), [
      ["pay", "ours"],
      ["pay", "own"],
    ]);
    await page.close();
  });

  test(`${host.name}: the script comes when all is over`, { timeout }, async () => {
    const page = await visit("lazy", { host });
    assert.deepEqual(await page.heard(2), ["ready", `pay ${TRADE}`]);
    await page.close();
  });
}
