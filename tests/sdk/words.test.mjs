// What the SDK says to people, to the letter, in English and in Chinese: npm/words.mjs.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load, loadGenerated } from "../support/npm.mjs";

const { advice, message } = await load("words.mjs");
const { REASONS } = await loadGenerated("reasons");
const { ABSENT, FUNCTION, NON_BLANK, NOT_FRAMED, REPLY, STRINGS, METHOD_NAME, UNUSABLE } =
  await loadGenerated("numbers");

/** Such a failure reads so, in English and in Chinese. */
function reads(failure, en, zh) {
  assert.equal(message(failure, "en"), en);
  assert.equal(message(failure, "zh"), zh);
}

/** A failure of each reason, and how it reads. */
const failures = [
  [
    { reason: "invalid_params", method: "pay", field: "app_id", expected: NON_BLANK, came: undefined },
    "pay: app_id must be a string that is not blank, but it is missing",
    "pay：app_id 应为非空白字符串，实际未提供",
  ],
  [
    { reason: "unknown_method", expected: METHOD_NAME, came: "payment" },
    'vvchat: method must be one of auth, pay, getSession, selectSession, share, but it is the string "payment"',
    'vvchat：method 应为以下之一：auth、pay、getSession、selectSession、share，实际为字符串 "payment"',
  ],
  [
    { reason: "timeout", method: "getSession", number: 10_000.9 },
    "getSession: the host did not answer within 10000 ms",
    "getSession：宿主未在 10000 毫秒内回复",
  ],
  [
    { reason: "state_mismatch", method: "auth", field: "state" },
    "auth: the state that came back is not the one that was sent; the reply is not to be trusted",
    "auth：返回的 state 与发送的不一致，该回复不可信",
  ],
  [{ reason: "aborted", method: "share" }, "share: the page aborted the call", "share：页面中止了调用"],
  [
    { reason: "internal", method: "pay", cause: "CompileError: blocked by CSP" },
    "pay: the SDK failed: CompileError: blocked by CSP",
    "pay：SDK 内部错误：CompileError: blocked by CSP",
  ],
  [{ reason: "unsupported", method: "share" }, "share: the host does not offer this method", "share：宿主不支持该方法"],
  [
    { reason: "malformed_reply", method: "pay", expected: REPLY, came: {} },
    "pay: the host's reply is malformed, reply must be a JSON-RPC 2.0 response, but it is an object",
    "pay：宿主的回复格式错误，reply 应为 JSON-RPC 2.0 响应，实际为对象",
  ],
  [
    {
      reason: "no_host",
      method: "pay",
      came: [
        ["injected", ABSENT],
        ["post_message", NOT_FRAMED],
      ],
    },
    "pay: no VVChat host was found. Tried: injected (not there); post_message (the page is not in a frame)",
    "pay：未找到 VVChat 宿主。已尝试：injected（不存在）；post_message（页面不在框架中）",
  ],
  [{ reason: "host_error", method: "pay", number: 400, text: "用户取消" }, "用户取消", "用户取消"],
];

test("every reason", () => {
  assert.deepEqual(
    failures.map(([{ reason }]) => reason),
    Object.keys(REASONS),
  );
  for (const [failure, en, zh] of failures) reads(failure, en, zh);
});

test("what became of the money is said where nobody knows", () => {
  for (const [failure, en, zh] of failures) {
    for (const outcome of [undefined, "none", "failed"]) reads({ ...failure, outcome }, en, zh);
    reads(
      { ...failure, outcome: "unknown" },
      `${en}. The payment may have gone through: ask your server by imprest_code`,
      `${zh}。支付可能已成功，请用 imprest_code 向商户服务器查询`,
    );
  }
});

test("the method comes first, or else vvchat", () => {
  for (const method of [undefined, null, ""]) {
    reads({ reason: "internal", method, cause: "x" }, "vvchat: the SDK failed: x", "vvchat：SDK 内部错误：x");
  }
});

test("a host without words is quoted by its code", () => {
  const of = (number) => ({ reason: "host_error", method: "pay", number, text: "" });
  reads(of(400), "pay: the host answered with error 400", "pay：宿主返回错误 400");
  reads(of(-32603.5), "pay: the host answered with error -32603", "pay：宿主返回错误 -32603");
});

test("what was found where a bridge would be", () => {
  const found = [
    ["in use", "使用中"],
    ["not needed, another bridge is in use", "未使用，已有其他桥"],
    ["not looked at, config names another bridge", "未检查，config 指定了其他桥"],
    ["not there", "不存在"],
    ["there, but its function is not (yet)", "对象存在，但缺少所需函数（或尚未就绪）"],
    ["the page is not in a frame", "页面不在框架中"],
    ["the page is in a frame, but config lists no origins", "页面在框架中，但 config 未列出 origins"],
    [
      "the handshake was not answered: is the parent's origin in config's origins?",
      "握手未得到回应：父页面的来源是否在 config 的 origins 中？",
    ],
  ];
  for (const [finding, [en, zh]] of found.entries()) {
    reads(
      { reason: "no_host", method: "pay", came: [["b", finding]] },
      `pay: no VVChat host was found. Tried: b (${en})`,
      `pay：未找到 VVChat 宿主。已尝试：b（${zh}）`,
    );
  }
  assert.deepEqual([ABSENT, UNUSABLE, NOT_FRAMED], [3, 4, 5]);
});

describe("what came", () => {
  const came = (value, en, zh, more = {}) =>
    reads(
      { reason: "invalid_params", method: "m", field: "x", expected: STRINGS, came: value, ...more },
      `m: x must be an array of strings, but it ${en}`,
      `m：x 应为字符串数组，实际${zh}`,
    );

  test("values of every kind", () => {
    const { proxy: revoked, revoke } = Proxy.revocable({}, {});
    revoke();
    const unreadable = [
      "can't be read (a getter threw, or it contains itself)",
      "无法读取（getter 抛出异常，或存在循环引用）",
    ];
    came(undefined, "is missing", "未提供");
    came(null, "is null", "为 null");
    came(true, "is true", "为 true");
    came(false, "is false", "为 false");
    came(-0.5, "is the number -0.5", "为数字 -0.5");
    came(Number.NaN, "is the number NaN", "为数字 NaN");
    came(9007199254740993n, "is the BigInt 9007199254740993", "为 BigInt 9007199254740993");
    came("", "is an empty string", "为空字符串");
    came(" ", 'is the string " "', '为字符串 " "');
    came("\ud83c", 'is the string "\ufffd"', '为字符串 "\ufffd"');
    came(Symbol("s"), "is a Symbol", "为 Symbol");
    came(() => {}, "is a function", "为函数");
    came(["x"], "is an array", "为数组");
    came({ x: 1 }, "is an object", "为对象");
    came(revoked, ...unreadable);
    came(undefined, ...unreadable, { isUnreadable: true });
  });

  test("at most 40 characters of a text", () => {
    for (const character of ["a", "茶", "🍵"]) {
      const forty = character.repeat(40);
      came(forty, `is the string "${forty}"`, `为字符串 "${forty}"`);
      came(`${forty}${character}`, `is the string "${forty}…"`, `为字符串 "${forty}…"`);
      came(character.repeat(10_000), `is the string "${forty}…"`, `为字符串 "${forty}…"`);
    }
  });
});

test("the whole is called by what it is", () => {
  const failure = { method: "pay", expected: FUNCTION, came: null };
  const en = (reason) => message({ ...failure, reason }, "en");
  assert.equal(en("invalid_params"), "pay: params must be a function, but it is null");
  assert.equal(en("unknown_method"), "pay: method must be a function, but it is null");
  assert.equal(en("malformed_reply"), "pay: the host's reply is malformed, reply must be a function, but it is null");
});

// What people or hosts wrote stands in a message as they wrote it, even where it looks like a place to fill in.
test("what is filled in is not filled in again", () => {
  const brackets = "{field} {} $& $1 |";
  reads(
    { reason: "invalid_params", method: "{}", field: "{expected}", expected: FUNCTION, came: brackets },
    `{}: {expected} must be a function, but it is the string "${brackets}"`,
    `{}：{expected} 应为函数，实际为字符串 "${brackets}"`,
  );
  reads(
    { reason: "malformed_reply", method: "m", field: "{}", expected: FUNCTION, came: "{}" },
    'm: the host\'s reply is malformed, {} must be a function, but it is the string "{}"',
    'm：宿主的回复格式错误，{} 应为函数，实际为字符串 "{}"',
  );
  reads({ reason: "internal", method: "m", cause: "{}{|$&" }, "m: the SDK failed: {}{|$&", "m：SDK 内部错误：{}{|$&");
  reads({ reason: "host_error", method: "m", number: 1, text: "{}|" }, "{}|", "{}|");
  reads(
    { reason: "no_host", method: "m", came: [["{}|", ABSENT]] },
    "m: no VVChat host was found. Tried: {}| (not there)",
    "m：未找到 VVChat 宿主。已尝试：{}|（不存在）",
  );
});

test("slips", () => {
  const slip = (what, en, zh) => assert.deepEqual([advice(what, "en"), advice(what, "zh")], [en, zh]);
  slip(
    [7, "pay", "appid", "app_id"],
    "pay: there is no param appid; did you mean app_id? It is sent as it is",
    "pay：没有参数 appid，是否应为 app_id？已原样发送",
  );
  slip(
    [7, "pay", "coupon", ""],
    "pay: there is no param coupon. It is sent as it is",
    "pay：没有参数 coupon，已原样发送",
  );
  slip([7, "share", "", ""], "share: there is no param . It is sent as it is", "share：没有参数 ，已原样发送");
  slip(
    [7, "share", "{}", "share_url"],
    "share: there is no param {}; did you mean share_url? It is sent as it is",
    "share：没有参数 {}，是否应为 share_url？已原样发送",
  );
  slip(
    [8, "auth", "snsapi_base", ""],
    "auth: this version does not know the scope snsapi_base. It is sent as it is",
    "auth：当前版本不认识 scope snsapi_base，已原样发送",
  );
  slip(
    [9, "config", "debgu"],
    'config: options must be an option that exists, but it is the string "debgu"',
    'config：options 应为已有的选项，实际为字符串 "debgu"',
  );
});

test("Chinese for zh and all its kinds, English for everything else", () => {
  const of = (tag) => message({ reason: "aborted", method: "pay" }, tag);
  for (const tag of ["zh", "ZH", "Zh", "zh-CN", "zh-Hant-TW", "ZH-hk", "zh_CN"])
    assert.equal(of(tag), "pay：页面中止了调用", tag);
  for (const tag of ["", "z", "en", "en-ZH", "zha", "zho", "zhx-CN", " zh", "zh CN", "az-h", "zu", "th", "茶"]) {
    assert.equal(of(tag), "pay: the page aborted the call", tag);
  }
});
