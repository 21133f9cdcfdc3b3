// What is passed in: nothing is taken for what it is not, and each error says what was expected and what came.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Client, fen, OpenApiError, yuan } from "vvchat-jssdk/server";

const options = { app_id: "test", app_key: "S3CRET-KEY", baseUrl: "http://127.0.0.1:9" };
const client = new Client(options);
const order = { store_no: "1", out_trade_no: "A1", amount: 1n, notify_url: "https://shop.example/n", title: "Tea" };
const payout = {
  out_order_no: "R1",
  in_open_id: "o1",
  out_open_id: "o2",
  amount: 1n,
  notify_url: "https://shop.example/n",
  title: "Refund",
};

/** Asserts that an error of this package came, and what it says. */
function isInvalid(error, field, message) {
  assert.ok(error instanceof OpenApiError);
  assert.deepEqual([error.reason, error.field, error.message], ["invalid_input", field, message]);
  assert.deepEqual([error.may_have_arrived, error.retryable], [false, false]);
}

function throwsInvalid(run, field, message) {
  assert.throws(run, (error) => {
    isInvalid(error, field, message);
    return true;
  });
}

const unsent = "nothing was sent:";
const optionNames = "app_id, app_key, baseUrl, allowHttp, timeout, retries";
const milliseconds = "milliseconds, above 0 and at most 2147483647";
const constructions = [
  [undefined, "options", "must be an object, but it is missing"],
  [[], "options", "must be an object, but it is an array"],
  [{ ...options, baseURL: "x" }, "options", `must be an object of ${optionNames}, but it is one with "baseURL"`],
  [{ ...options, app_id: undefined }, "app_id", "must be a text, but it is missing"],
  [{ ...options, app_id: "a&b" }, "app_id", 'must be visible ASCII characters without & and =, but it is "a&b"'],
  [{ ...options, app_key: undefined }, "app_key", "must be a text, but it is missing"],
  [{ ...options, app_key: 123456 }, "app_key", "must be a text, but it is a number"],
  [{ ...options, app_key: "" }, "app_key", "must be visible ASCII characters, but it is empty"],
  [{ ...options, app_key: "S3CRET KEY" }, "app_key", "must be visible ASCII characters, but it is a text with others"],
  [{ ...options, baseUrl: undefined }, "baseUrl", "must be a text, but it is missing"],
  [
    { ...options, baseUrl: "http://open.example" },
    "baseUrl",
    'must be https, unless it is this machine (app_key travels in the URL), but it is "http://open.example"',
  ],
  [
    { ...options, baseUrl: "http://127.0.0.1:99999" },
    "baseUrl",
    'must be an absolute http or https URL without user name, query and fragment, but it is "http://127.0.0.1:99999"',
  ],
  [{ ...options, allowHttp: "yes" }, "allowHttp", 'must be true or false, but it is "yes"'],
  [{ ...options, timeout: 0 }, "timeout", `must be ${milliseconds}, but it is the number 0`],
  [{ ...options, timeout: "15" }, "timeout", `must be ${milliseconds}, but it is "15"`],
  [{ ...options, timeout: Number.NaN }, "timeout", `must be ${milliseconds}, but it is the number NaN`],
  [{ ...options, timeout: 2 ** 31 }, "timeout", `must be ${milliseconds}, but it is the number 2147483648`],
  [{ ...options, retries: -1 }, "retries", "must be a whole number, 0 or more, but it is the number -1"],
  [{ ...options, retries: 1.5 }, "retries", "must be a whole number, 0 or more, but it is the number 1.5"],
];
for (const [value, field, message] of constructions) {
  test(`a client: ${field} ${message}`, () => {
    throwsInvalid(() => new Client(value), field, `${unsent} ${field} ${message}`);
  });
}

test("a client takes plain http to this machine, and elsewhere if it is told to", () => {
  for (const baseUrl of ["https://open.example", "http://localhost:4173", "http://127.0.0.1", "http://[::1]:4173/"]) {
    assert.ok(new Client({ ...options, baseUrl }));
  }
  assert.ok(new Client({ ...options, baseUrl: "http://platform.internal", allowHttp: true }));
});

const amount = "must be a whole number of fen, a bigint or a safe integer";
const proxy = new Proxy(
  {},
  {
    ownKeys() {
      throw new Error("no");
    },
  },
);
const calls = {
  "no code": [() => client.exchangeCode(), "code", "must be a text, but it is missing"],
  "an empty code": [() => client.exchangeCode(""), "code", "must be visible ASCII characters, but it is empty"],
  "a code that is no text": [() => client.exchangeCode(["C"]), "code", "must be a text, but it is an array"],
  "a token with a line end": [
    () => client.userInfo("T0KEN\r\nX: 1"),
    "token",
    "must be visible ASCII characters, but it is a text with others",
  ],
  "the authorization instead of its token": [
    () => client.userInfo({ token: "T0KEN" }),
    "token",
    "must be a text, but it is an object",
  ],
  "no content": [() => client.sendMessage("T0KEN"), "content", "must be a text, but it is missing"],
  "content that is no text": [
    () => client.sendMessage("T0KEN", { type: "text", content: "tea" }),
    "content",
    "must be a text, but it is an object",
  ],
  "half a character": [
    () => client.sendMessage("T0KEN", "\ud83c"),
    "content",
    "must be a text, but it is a text with half a character",
  ],
  "a getter that throws": [
    () =>
      client.placeOrder({
        ...order,
        get title() {
          throw new Error("no");
        },
      }),
    "title",
    "must be readable, but it is a getter that throws",
  ],
  "a proxy that throws": [() => client.placeOrder(proxy), "order", "must be readable, but it is a proxy that throws"],
  "a slip in a name": [
    () => client.placeOrder({ ...order, remarks: "no sugar" }),
    "order",
    'must be an object of store_no, out_trade_no, amount, notify_url, title, remark, but it is one with "remarks"',
  ],
  "an amount in yuan": [
    () => client.placeOrder({ ...order, amount: 12.8 }),
    "amount",
    `${amount}, but it is the number 12.8`,
  ],
  "an amount as a text": [
    () => client.placeOrder({ ...order, amount: "1280" }),
    "amount",
    `${amount}, but it is "1280"`,
  ],
  "a negative amount": [
    () => client.placeOrder({ ...order, amount: -1n }),
    "amount",
    `${amount}, but it is the bigint -1`,
  ],
  "an amount that was rounded": [
    () => client.placeOrder({ ...order, amount: 2 ** 53 }),
    "amount",
    `${amount}, but it is the number 9007199254740992`,
  ],
  "an amount beyond all money": [
    () => client.placeOrder({ ...order, amount: 2n ** 64n }),
    "amount",
    `${amount}, but it is the bigint 18446744073709551616`,
  ],
  "no amount": [() => client.payOut({ ...payout, amount: undefined }), "amount", `${amount}, but it is missing`],
  "nothing to pay": [() => client.payOut({ ...payout, amount: 0 }), "amount", "must be at least 1 fen, but it is 0"],
  "a payout without a number": [
    () => client.payOut({ ...payout, out_order_no: undefined }),
    "out_order_no",
    "must be a text, but it is missing",
  ],
  "an order by nothing": [
    () => client.queryOrder({}),
    "query",
    "must be out_trade_no or imprest_code, but it is neither",
  ],
  "an order by two numbers": [
    () => client.queryOrder({ out_trade_no: "A1", imprest_code: "P1" }),
    "query",
    "must be out_trade_no or imprest_code, but it is both",
  ],
  "an order by a text": [() => client.queryOrder("A1"), "query", 'must be an object, but it is "A1"'],
  "a slip in an option": [
    () => client.placeTestOrder({ timeOut: 5 }),
    "options",
    'must be an object of signal, timeout, but it is one with "timeOut"',
  ],
  "options that are none": [() => client.placeTestOrder(5), "options", "must be an object, but it is the number 5"],
  "a signal that is none": [
    () => client.placeTestOrder({ signal: {} }),
    "signal",
    "must be an AbortSignal, but it is an object",
  ],
  "a time-out that is none": [
    () => client.placeTestOrder({ timeout: -1 }),
    "timeout",
    `must be ${milliseconds}, but it is the number -1`,
  ],
};
for (const [name, [call, field, message]] of Object.entries(calls)) {
  test(`a call: ${name}`, async () => {
    const error = await call().then(assert.fail, (thrown) => thrown);
    isInvalid(error, field, `${unsent} ${field} ${message}`);
  });
}

test("what is asked for is read once", async () => {
  let reads = 0;
  const sly = {
    ...order,
    get out_trade_no() {
      reads += 1;
      return `A${reads}`;
    },
  };
  await client.placeOrder(sly, { timeout: 1000 }).catch(() => {});
  assert.equal(reads, 1);
});

test("amounts, from yuan and to yuan", () => {
  for (const [text, amount] of [
    ["0", 0n],
    ["12.34", 1234n],
    ["12.3", 1230n],
    ["12", 1200n],
    ["184467440737095516.15", 2n ** 64n - 1n],
  ]) {
    assert.equal(fen(text), amount);
  }
  for (const [amount, text] of [
    [1234n, "12.34"],
    [5, "0.05"],
    [0, "0.00"],
    [Number.MAX_SAFE_INTEGER, "90071992547409.91"],
    [2n ** 64n - 1n, "184467440737095516.15"],
  ]) {
    assert.equal(yuan(amount), text);
  }
  const rule = "amount must be yuan in digits, with at most two after a point, but it is";
  throwsInvalid(() => fen("1.234"), "amount", `${rule} "1.234"`);
  throwsInvalid(() => fen("-1"), "amount", `${rule} "-1"`);
  throwsInvalid(() => fen(12.8), "amount", `${rule} the number 12.8`);
  throwsInvalid(() => yuan("1234"), "amount", `amount ${amount}, but it is "1234"`);
  throwsInvalid(() => yuan(0.1), "amount", `amount ${amount}, but it is the number 0.1`);
});

test("a notification's body is what arrived, not what a framework made of it", () => {
  const rule = "body must be the body as it arrived, a string or a Uint8Array, but it is";
  throwsInvalid(() => client.verifyNotification({ app_id: "test" }, "application/json"), "body", `${rule} an object`);
  throwsInvalid(() => client.verifyNotification(), "body", `${rule} missing`);
});
