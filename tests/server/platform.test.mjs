// Every call, and every error that the platform documents, with the simulator as the platform.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Client, OpenApiError, sign } from "vvchat-jssdk/server";
import { listen } from "../support/notify-url.mjs";
import { advance, agree, conversation, messages, mia, pay } from "../support/person.mjs";
import { simulate, simulateWith } from "../support/simulator.mjs";

const app = { app_id: "test", app_key: "123456" };
const account = "lJsDBB01QzGpBKOC7uaZB6D0QGZWBMCS";
const sendScope = `sessionapi_sendmsg:${conversation.session_id}:${conversation.session_type}`;
const elsewhere = "https://shop.example/notify";

let platform;
let client;
/** The same platform, as another app sees it. */
const clientOf = (options) => new Client({ ...app, baseUrl: platform.app, ...options });

before(async () => {
  platform = await simulateWith(({ apps }) => apps.push({ ...apps[0], app_id: "second" }));
  client = clientOf();
});
after(() => platform?.close());

let orders = 0;
const newOrder = (data) => {
  orders += 1;
  const out_trade_no = `A${orders}`;
  return { store_no: "1", out_trade_no, amount: 6800n, notify_url: elsewhere, title: "绿茶 & 点心 🍵", ...data };
};
const newPayout = (data) => {
  orders += 1;
  const accounts = { in_open_id: mia.open_id, out_open_id: account };
  return { out_order_no: `R${orders}`, ...accounts, amount: 500n, notify_url: elsewhere, title: "退款", ...data };
};

async function refused(call, err_msg) {
  const error = await call.then(assert.fail, (thrown) => thrown);
  assert.ok(error instanceof OpenApiError, error);
  const { reason, status, err_code, may_have_arrived, retryable } = error;
  assert.deepEqual(
    { reason, status, err_code, err_msg: error.err_msg, may_have_arrived, retryable },
    { reason: "refused", status: 400, err_code: 400, err_msg, may_have_arrived: false, retryable: false },
  );
}

describe("logging in", () => {
  test("a code becomes a token, and a token a profile", async () => {
    const authorization = await client.exchangeCode(await agree(platform.app, "snsapi_userinfo"));
    const { open_id, scope, token, expires_at } = authorization;
    assert.deepEqual([open_id, scope], [mia.open_id, "snsapi_userinfo"]);
    assert.ok(expires_at instanceof Date && expires_at > new Date());
    const { avatar, ...profile } = await client.userInfo(token);
    assert.deepEqual(profile, { open_id: mia.open_id, nickname: "林小满", sex: "女" });
    assert.ok(URL.canParse(avatar), avatar);
  });

  test("a code is good for one exchange, by its own app, for five minutes", async () => {
    const code = await agree(platform.app, "snsapi_userinfo");
    await refused(clientOf({ app_id: "nobody" }).exchangeCode(code), "无效的app_id");
    await refused(clientOf({ app_key: "654321" }).exchangeCode(code), "无效的app_key");
    await refused(clientOf({ app_id: "second" }).exchangeCode(code), "无效的code");
    await client.exchangeCode(code);
    await refused(client.exchangeCode(code), "无效的code");
    await refused(client.exchangeCode("made-up"), "无效的code");

    const late = await agree(platform.app, "snsapi_userinfo");
    await advance(platform.app, 5 * 60);
    await refused(client.exchangeCode(late), "code已过期");
  });

  test("a token is good until it expires", async () => {
    const { token, expires_at } = await client.exchangeCode(await agree(platform.app, "snsapi_userinfo"));
    await refused(client.userInfo("made-up"), "无效的token");
    await advance(platform.app, Math.ceil((expires_at - Date.now()) / 1000));
    await refused(client.userInfo(token), "token已过期");
  });
});

describe("messages", () => {
  test("one is sent to the conversation of the token's scope", async () => {
    const { token } = await client.exchangeCode(await agree(platform.app, sendScope));
    const content = '茶好了 🍵 "趁热"\n& = <b>';
    assert.equal(await client.sendMessage(token, content), undefined);
    const last = (await messages(platform.app, conversation.session_id)).at(-1);
    assert.deepEqual([last.text, last.from.app_id], [content, "test"]);
  });

  test("a token is good for its scope alone", async () => {
    const send = async (scope) => {
      const { token } = await client.exchangeCode(await agree(platform.app, scope));
      return { token, sent: client.sendMessage(token, "x") };
    };
    const { sent } = await send("snsapi_userinfo");
    await refused(sent, "token没有该权限，其授权作用域为snsapi_userinfo");
    const { token } = await client.exchangeCode(await agree(platform.app, sendScope));
    await refused(client.userInfo(token), `token没有该权限，其授权作用域为${sendScope}`);
    await refused(client.sendMessage("made-up", "x"), "无效的token");
  });
});

describe("orders", () => {
  for (const form of ["form", "json"]) {
    test(`one is placed, paid, reported (${form}) and found`, async () => {
      const desk = await simulate(["--notify-as", form]);
      const shop = await listen();
      try {
        const merchant = clientOf({ baseUrl: desk.app });
        const order = newOrder({ notify_url: shop.url, remark: "少糖" });
        const { imprest_code } = await merchant.placeOrder(order);
        assert.deepEqual(await merchant.placeOrder(order), { imprest_code }, "the same order again");

        const asPlaced = { ...order, imprest_code, scene_type: "APP" };
        const { out_trade_no } = order;
        const waiting = { ...asPlaced, open_id: null, trade_no: null, status: 0 };
        assert.deepEqual(await merchant.queryOrder({ out_trade_no }), waiting);
        assert.deepEqual(await merchant.queryOrder({ imprest_code }), waiting);

        const trade_no = await pay(desk.app, imprest_code);
        const { body, contentType } = await shop.next();
        const heard = merchant.verifyNotification(body, contentType);
        const { trade_time, pay_time, ...rest } = heard;
        assert.ok(trade_time instanceof Date && pay_time >= trade_time);
        assert.deepEqual(rest, {
          kind: "payment",
          app_id: "test",
          trade_no,
          out_trade_no,
          open_id: mia.open_id,
          amount: 6800n,
          status: 1,
          dedup_key: `payment&app_id=test&trade_no=${trade_no}&out_trade_no=${out_trade_no}&status=1`,
        });

        const paid = { ...asPlaced, open_id: mia.open_id, trade_no, status: 1 };
        assert.deepEqual(await merchant.queryOrder({ out_trade_no }), paid);
      } finally {
        await shop.close();
        await desk.close();
      }
    });
  }

  test("a notification comes again until it is answered, with the same key", async () => {
    const answers = ["busy", "success"];
    const shop = await listen(() => answers.shift());
    const { imprest_code } = await client.placeOrder(newOrder({ notify_url: shop.url }));
    await pay(platform.app, imprest_code);
    const key = ({ body, contentType }) => client.verifyNotification(body, contentType).dedup_key;
    const first = key(await shop.next());
    await advance(platform.app, 60);
    assert.equal(key(await shop.next()), first);
    await shop.close();
  });

  test("what is refused", async () => {
    const order = newOrder({ remark: "少糖" });
    await refused(clientOf({ app_id: "nobody" }).placeOrder(order), "无效的app_id");
    await refused(clientOf({ app_key: "654321" }).placeOrder(order), "签名错误");
    const { imprest_code } = await client.placeOrder(order);
    for (const [name, value] of Object.entries({
      amount: 1n,
      title: "x",
      store_no: "2",
      notify_url: "https://other.example/",
      remark: undefined,
    })) {
      await refused(client.placeOrder({ ...order, [name]: value }), `商户订单号已存在，但${name}不同`);
    }
    await refused(clientOf({ app_id: "nobody" }).queryOrder({ imprest_code }), "无效的app_id");
    await refused(clientOf({ app_id: "second" }).queryOrder({ imprest_code }), "订单不属于该应用");
    await refused(client.queryOrder({ out_trade_no: "none" }), "订单不存在");
  });

  test("a test order", async () => {
    const { imprest_code } = await client.placeTestOrder();
    assert.notEqual((await client.placeTestOrder()).imprest_code, imprest_code);
    const { status, notify_url } = await client.queryOrder({ imprest_code });
    assert.deepEqual([status, notify_url], [0, null]);
  });
});

describe("paying out", () => {
  test("it is accepted, paid once however often it is asked for, and reported", async () => {
    const shop = await listen();
    const payout = newPayout({ notify_url: shop.url, remark: "九月佣金 & 奖金" });
    assert.equal(await client.payOut(payout), undefined);
    assert.equal(await client.payOut(payout), undefined);
    const { body, contentType } = await shop.next();
    const { agentpay_no, time, ...rest } = client.verifyNotification(body, contentType);
    assert.ok(time instanceof Date);
    const { out_order_no } = payout;
    assert.deepEqual(rest, {
      kind: "agent_pay",
      app_id: "test",
      out_order_no,
      status: 1,
      dedup_key: `agentpay&app_id=test&agentpay_no=${agentpay_no}&out_order_no=${out_order_no}&status=1`,
    });
    await shop.close();
  });

  test("what is refused", async (t) => {
    const payout = newPayout();
    await refused(clientOf({ app_id: "nobody" }).payOut(payout), "无效的app_id");
    await refused(clientOf({ app_key: "654321" }).payOut(payout), "签名错误");
    await refused(client.payOut({ ...payout, out_open_id: mia.open_id }), "付款账户不属于该应用");
    await refused(client.payOut({ ...payout, in_open_id: "nobody" }), "收款用户不存在");
    await client.payOut(payout);
    await refused(client.payOut({ ...payout, amount: 1n }), "商户付款单号已存在，但amount不同");

    // A server whose clock is wrong.
    const wrong = Date.now() + 24 * 60 * 60 * 1000;
    t.mock.method(Date, "now", () => wrong);
    await refused(client.payOut(newPayout()), "请求头timestamp与当前时间相差超过5分钟");
  });
});

test("another address than the platform's", async () => {
  const lost = clientOf({ baseUrl: `${platform.app}/device` });
  await refused(lost.placeTestOrder(), "接口不存在：/device/paybusapi/v1/test/imprest");
});

test("a notification of the platform's, changed on its way, is refused", async () => {
  const shop = await listen();
  const { imprest_code } = await client.placeOrder(newOrder({ notify_url: shop.url }));
  await pay(platform.app, imprest_code);
  const { body, contentType } = await shop.next();
  await shop.close();

  const forge = (change) => {
    const fields = new URLSearchParams(body);
    change(fields);
    return () => client.verifyNotification(fields.toString(), contentType);
  };
  const wrong = (kind, field = null) => ({ name: "OpenApiError", reason: "rejected", kind, field });
  for (const name of ["trade_no", "out_trade_no", "open_id", "trade_time", "pay_time", "amount", "status"]) {
    const larger = (fields) => fields.set(name, `${fields.get(name)}0`);
    assert.throws(forge(larger), wrong("wrong_signature"), name);
    assert.throws(
      forge((fields) => fields.delete(name)),
      wrong("missing", name),
    );
    assert.throws(
      forge((fields) => fields.append(name, "1")),
      wrong("repeated", name),
    );
  }
  assert.throws(
    forge((fields) => fields.delete("sign")),
    wrong("missing", "sign"),
  );
  assert.throws(
    forge((fields) => fields.set("sign", "0".repeat(32))),
    wrong("wrong_signature"),
  );
  assert.throws(
    forge((fields) => fields.set("extra", "1")),
    wrong("wrong_signature"),
  );
  const resigned = (app_key) => (fields) => fields.set("sign", sign.data(Object.fromEntries(fields), app_key));
  assert.throws(forge(resigned("654321")), wrong("wrong_signature"));
  const ofOther = (fields) => {
    fields.set("app_id", "second");
    resigned(app.app_key)(fields);
  };
  assert.throws(forge(ofOther), wrong("wrong_app", "app_id"));
  assert.throws(() => client.verifyNotification("[]", "application/json"), wrong("not_json"));
});

test("where its Content-Type says nothing, a notification's body tells what it is", () => {
  const fields = { app_id: "test", out_order_no: "R1", agentpay_no: "AP1", status: "2", time: "1517928240" };
  fields.sign = sign.data(fields, app.app_key);
  const form = new URLSearchParams(fields).toString();
  const json = ` ${JSON.stringify(fields)}`;
  for (const [body, contentType] of [
    [form, "application/x-www-form-urlencoded"],
    [form, "Application/X-WWW-Form-Urlencoded ; charset=UTF-8"],
    [form, "text/plain"],
    [form, undefined],
    [json, "application/json; charset=utf-8"],
    [json, "text/plain"],
    [json, undefined],
  ]) {
    const { kind, status, time } = client.verifyNotification(body, contentType);
    assert.deepEqual([kind, status, time], ["agent_pay", 2, new Date("2018-02-06T14:44:00Z")]);
  }
  for (const [body, contentType] of [
    [json, "application/x-www-form-urlencoded"],
    [form, "application/json"],
  ]) {
    assert.throws(() => client.verifyNotification(body, contentType), { reason: "rejected" });
  }
});
