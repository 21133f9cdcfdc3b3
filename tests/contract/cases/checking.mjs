/**
 * The third promise: nothing invalid leaves, nothing invalid arrives, and an error names the method, the field, what was expected and
 * what came, in English and Chinese.
 */
import { equal } from "../expect.mjs";
import { METHODS, params, USUAL } from "../toolkit.mjs";

const RULES = {
  nonBlank: { en: "a string that is not blank", zh: "非空白字符串" },
  nonEmpty: { en: "a string that is not empty", zh: "非空字符串" },
  text: { en: "a string", zh: "字符串" },
  url: { en: "an absolute http or https URL", zh: "完整的 http 或 https 网址" },
  scope: {
    en: "snsapi_userinfo or sessionapi_sendmsg:SESSION_ID:SESSION_TYPE (SESSION_TYPE 1 or 2)",
    zh: " snsapi_userinfo 或 sessionapi_sendmsg:SESSION_ID:SESSION_TYPE（SESSION_TYPE 为 1 或 2）",
  },
  integer: { en: "a whole number", zh: "整数" },
  sessionType: { en: "1 (single chat) or 2 (group)", zh: " 1（单聊）或 2（群聊）" },
  tradeNo: {
    en: "a string that is not blank (a number only up to 2^53 - 1)",
    zh: "非空白字符串（数字不得超过 2^53 - 1）",
  },
  object: { en: "an object", zh: "对象" },
};

const missing = { en: "is missing", zh: "未提供" };
const isNull = { en: "is null", zh: "为 null" };
const isTrue = { en: "is true", zh: "为 true" };
const isArray = { en: "is an array", zh: "为数组" };
const isObject = { en: "is an object", zh: "为对象" };
const isEmpty = { en: "is an empty string", zh: "为空字符串" };
const isText = (text) => ({ en: `is the string "${text}"`, zh: `为字符串 "${text}"` });
const isNumber = (number) => ({ en: `is the number ${number}`, zh: `为数字 ${number}` });

const sentence = {
  params: {
    en: (method, field, rule, came) => `${method}: ${field} must be ${rule}, but it ${came}`,
    zh: (method, field, rule, came) => `${method}：${field} 应为${rule}，实际${came}`,
  },
  reply: {
    en: (method, field, rule, came) =>
      `${method}: the host's reply is malformed, ${field} must be ${rule}, but it ${came}`,
    zh: (method, field, rule, came) => `${method}：宿主的回复格式错误，${field} 应为${rule}，实际${came}`,
  },
};

/** Method, the field, its value (left out: `undefined`), the rule that it breaks, and what came. */
const BAD_PARAMS = [
  ["auth", "app_id", undefined, "nonBlank", missing],
  ["auth", "app_id", null, "nonBlank", isNull],
  ["auth", "app_id", "", "nonBlank", isEmpty],
  ["auth", "app_id", " \u3000\ufeff", "nonBlank", isText(" \u3000\ufeff")],
  ["auth", "app_id", 123456, "nonBlank", isNumber(123456)],
  ["auth", "scope", undefined, "scope", missing],
  ["auth", "scope", "", "scope", isEmpty],
  ["auth", "scope", ["snsapi_userinfo"], "scope", isArray],
  ["auth", "scope", "sessionapi_sendmsg", "scope", isText("sessionapi_sendmsg")],
  ["auth", "scope", "sessionapi_sendmsg:s", "scope", isText("sessionapi_sendmsg:s")],
  ["auth", "scope", "sessionapi_sendmsg::1", "scope", isText("sessionapi_sendmsg::1")],
  ["auth", "scope", "sessionapi_sendmsg:s:3", "scope", isText("sessionapi_sendmsg:s:3")],
  ["auth", "scope", "snsapi_userinfo ", "scope", isText("snsapi_userinfo ")],
  ["auth", "state", 7, "text", isNumber(7)],
  ["auth", "state", { nonce: "x" }, "text", isObject],
  ["pay", "app_id", undefined, "nonBlank", missing],
  ["pay", "app_id", "\t", "nonBlank", isText("\t")],
  ["pay", "imprest_code", undefined, "nonBlank", missing],
  ["pay", "imprest_code", null, "nonBlank", isNull],
  ["pay", "imprest_code", " ", "nonBlank", isText(" ")],
  ["pay", "imprest_code", true, "nonBlank", isTrue],
  ["pay", "imprest_code", 1.5, "nonBlank", isNumber(1.5)],
  ["share", "app_id", [], "nonBlank", isArray],
  ["share", "share_title", undefined, "nonBlank", missing],
  ["share", "share_title", "\n", "nonBlank", isText("\n")],
  ["share", "sub_title", 5, "text", isNumber(5)],
  ["share", "share_url", undefined, "url", missing],
  ["share", "share_url", "", "url", isEmpty],
  ["share", "share_url", "/tea", "url", isText("/tea")],
  ["share", "share_url", "//shop.example/tea", "url", isText("//shop.example/tea")],
  ["share", "share_url", "shop.example", "url", isText("shop.example")],
  ["share", "share_url", "ftp://shop.example/", "url", isText("ftp://shop.example/")],
  ["share", "share_url", "javascript:alert(1)", "url", isText("javascript:alert(1)")],
  ["share", "share_url", "https://", "url", isText("https://")],
  ["share", "thumb_url", "tea.png", "url", isText("tea.png")],
  ["share", "thumb_url", false, "url", { en: "is false", zh: "为 false" }],
  ["share", "share_data_url", "", "nonEmpty", isEmpty],
  ["share", "share_data_url", { tpl_type: "x" }, "nonEmpty", isObject],
  [
    "share",
    "share_url",
    `x${"茶".repeat(50)}`,
    "url",
    { en: `is the string "x${"茶".repeat(39)}…"`, zh: `为字符串 "x${"茶".repeat(39)}…"` },
  ],
];

/** The same for a field of a host's reply; no field: the reply as a whole. */
const BAD_REPLIES = [
  ["auth", "code", {}, "nonBlank", missing],
  ["auth", "code", { err_code: 200 }, "nonBlank", missing],
  ["auth", "code", { err_code: 0, code: " " }, "nonBlank", isText(" ")],
  ["auth", "code", { code: 200 }, "nonBlank", isNumber(200)],
  ["auth", "state", { code: "C", state: true }, "text", isTrue],
  ["auth", "err_code", { code: "C", err_code: "denied" }, "integer", isText("denied")],
  ["auth", "err_code", { code: "C", err_code: 0.5 }, "integer", isNumber(0.5)],
  ["pay", "trade_no", {}, "tradeNo", missing],
  ["pay", "trade_no", { err_code: 200 }, "tradeNo", missing],
  ["pay", "trade_no", { trade_no: null }, "tradeNo", isNull],
  ["pay", "trade_no", { trade_no: "" }, "tradeNo", isEmpty],
  ["pay", "trade_no", { trade_no: 9007199254740992 }, "tradeNo", isNumber("9007199254740992")],
  ["pay", "trade_no", { trade_no: 1.5 }, "tradeNo", isNumber(1.5)],
  ["pay", "trade_no", { trade_no: ["1"] }, "tradeNo", isArray],
  ["getSession", "session_id", { session_type: 1 }, "nonBlank", missing],
  ["getSession", "session_type", { session_id: "s" }, "sessionType", missing],
  ["getSession", "session_type", { session_id: "s", session_type: 3 }, "sessionType", isNumber(3)],
  ["getSession", "session_type", { session_id: "s", session_type: "01" }, "sessionType", isText("01")],
  ["selectSession", "session_id", { session_id: 5, session_type: 1 }, "nonBlank", isNumber(5)],
  ["selectSession", "session_type", { session_id: "s", session_type: "" }, "sessionType", isEmpty],
  ["share", "code", {}, "integer", missing],
  ["share", "code", { code: "shared" }, "integer", isText("shared")],
];

/** What a host may answer, and what the page gets of it. */
const GOOD_REPLIES = [
  ["auth", { code: "C" }, { err_code: 0, code: "C" }],
  ["auth", { err_code: 200, code: "C", err_msg: "ok" }, { err_code: 0, code: "C" }],
  [
    "auth",
    { err_code: "0", code: "C", more: { deep: [1, null] } },
    { err_code: 0, code: "C", more: { deep: [1, null] } },
  ],
  ["auth", { err_code: 400, err_msg: "用户取消" }, { err_code: 400, err_msg: "用户取消" }],
  ["auth", { err_code: -1, code: "" }, { err_code: -1 }],
  ["pay", { err_code: 0, trade_no: "201712023384923834" }, { trade_no: "201712023384923834" }],
  ["pay", { err_code: 200, trade_no: "0" }, { trade_no: "0" }],
  ["pay", { trade_no: 9007199254740991 }, { trade_no: "9007199254740991" }],
  ["getSession", { session_id: "s", session_type: "1" }, { session_id: "s", session_type: 1 }],
  ["getSession", { session_id: "s", session_type: "2", err_code: 200 }, { session_id: "s", session_type: 2 }],
  [
    "selectSession",
    { session_id: "a:b:c", session_type: 2, name: "Tea" },
    { session_id: "a:b:c", session_type: 2, name: "Tea" },
  ],
  ["share", { code: 200 }, { code: 200 }],
  ["share", { code: "200", error: "" }, { code: 200, error: "" }],
  ["share", { code: 400, error: "用户取消" }, { code: 400, error: "用户取消" }],
  ["share", { code: 400, err_msg: "用户取消" }, { code: 400, error: "用户取消" }],
];

/** What leaves the page unchanged. */
const GOOD_PARAMS = [
  ["auth", { app_id: " a ", scope: "sessionapi_sendmsg:IqxDpc-s6S_9RaXMmag39YVH7W810Z57:1", state: "" }],
  ["auth", { app_id: "a", scope: "sessionapi_sendmsg:a:b:c:2" }],
  ["auth", { app_id: "a", scope: "scope_of_the_future:x" }],
  ["pay", { app_id: "a", imprest_code: " P ", imprestCode: "P", coupon: null, more: { deep: [1, "茶🍵", null, {}] } }],
  [
    "share",
    { app_id: "a", share_title: "茶", share_url: "HTTPS://商店.example/茶?a=1#b", share_data_url: '{"a":"b",}' },
  ],
  [
    "share",
    { app_id: "a", share_title: "t", share_url: "http://127.0.0.1:4174", sub_title: "", thumb_url: "https://x/" },
  ],
  ["getSession", { later: 1 }],
  ["selectSession", {}],
];

const calling = (t, method, given) => t.vvchat.call(method, given);

export const checking = [
  {
    name: "3 nothing invalid leaves: every field of every method, in English and Chinese",
    async run(t) {
      for (const lang of ["en", "zh"]) {
        await t.inLanguage(lang, async () => {
          for (const [method, field, value, rule, came] of BAD_PARAMS) {
            const given = { ...params(method), [field]: value };
            if (value === undefined) delete given[field];
            const err_msg = sentence.params[lang](method, field, RULES[rule][lang], came[lang]);
            const expected = { reason: "invalid_params", method, field, err_msg };
            const error = await t.fails(calling(t, method, given), expected);
            t.isError(await t.vvchat[method](given).catch((again) => again), expected);
            equal(error.err_code, 400);
          }
        });
      }
      equal(await t.report(), [], "what the host heard");
    },
  },
  {
    name: "3 nothing invalid leaves: what is valid arrives as it was given",
    async run(t) {
      for (const [method, given] of GOOD_PARAMS) await calling(t, method, given);
      const heard = await t.report();
      equal(
        heard.map((message) => [message.method, message.params]),
        GOOD_PARAMS,
      );
    },
  },
  {
    name: "3 nothing invalid leaves: optional fields may be null or undefined, and methods without params have none",
    async run(t) {
      await t.vvchat.auth({ ...params("auth"), state: null });
      await t.vvchat.share({ ...params("share"), sub_title: undefined, thumb_url: null });
      await t.vvchat.call("getSession");
      await t.vvchat.call("selectSession", undefined);
      await t.vvchat.getSession();
      await t.vvchat.selectSession(null);
      equal(
        (await t.report()).map((message) => message.params),
        [params("auth"), params("share"), {}, {}, {}, {}],
      );
    },
  },
  {
    name: "3 nothing invalid leaves: what was given is read at once, and not changed",
    async run(t) {
      const given = { ...params("pay"), later: "no" };
      const kept = JSON.stringify(given);
      const promise = t.vvchat.pay(given);
      equal(JSON.stringify(given), kept);
      given.imprest_code = "P2";
      await promise;
      equal((await t.report())[0].params, JSON.parse(kept));
    },
  },
  {
    name: "3 nothing invalid arrives: every field of every result, in English and Chinese",
    async run(t) {
      for (const lang of ["en", "zh"]) {
        await t.inLanguage(lang, async () => {
          for (const [method, field, result, rule, came] of BAD_REPLIES) {
            await t.fails(calling(t, method, params(method, { say: [{ result }] })), {
              reason: "malformed_reply",
              method,
              field,
              err_msg: sentence.reply[lang](method, field, RULES[rule][lang], came[lang]),
              outcome: method === "pay" ? "unknown" : null,
              sent: true,
              lang,
            });
          }
        });
      }
    },
  },
  {
    name: "3 nothing invalid arrives: a result that is no object, in English and Chinese",
    async run(t) {
      for (const lang of ["en", "zh"]) {
        await t.inLanguage(lang, async () => {
          for (const method of METHODS) {
            for (const [result, came] of [
              [true, isTrue],
              [5, isNumber(5)],
              ["rubbish", isText("rubbish")],
              [[], isArray],
              [[USUAL[method]], isArray],
            ]) {
              await t.fails(calling(t, method, params(method, { say: [{ result }] })), {
                reason: "malformed_reply",
                method,
                err_msg: sentence.reply[lang](method, "reply", RULES.object[lang], came[lang]),
                outcome: method === "pay" ? "unknown" : null,
                sent: true,
                lang,
              });
            }
          }
        });
      }
    },
  },
  {
    name: "3 nothing invalid arrives: results in every form that hosts have come in one",
    async run(t) {
      for (const [method, result, expected] of GOOD_REPLIES) {
        const { promise, heard, over } = t.ask(method, params(method, { say: [{ result }] }));
        await over;
        equal(await promise, expected, `${method}, from ${JSON.stringify(result)},`);
        equal(
          heard.map(([name]) => name),
          ["success", "complete"],
        );
      }
    },
  },
  {
    name: "3 nothing invalid arrives: an error code of the host's own goes to onError, for all but auth",
    async run(t) {
      for (const method of ["pay", "getSession", "selectSession", "share"]) {
        const result = { ...USUAL[method], err_code: 403, err_msg: "不允许" };
        const { heard, over, promise } = t.ask(method, params(method, { say: [{ result }] }));
        await over;
        equal(
          heard.map(([name]) => name),
          ["error", "complete"],
        );
        await t.fails(promise, {
          reason: "host_error",
          method,
          err_code: 403,
          err_msg: "不允许",
          outcome: method === "pay" ? "failed" : null,
          sent: true,
        });
      }
    },
  },
  {
    name: "3 nothing invalid arrives: a reply does not choose what its result inherits",
    async run(t) {
      const result = JSON.parse('{"code":200,"error":"","__proto__":{"polluted":true},"constructor":"x"}');
      const shared = await t.vvchat.share(params("share", { say: [{ result }] }));
      equal(shared.polluted, undefined);
      equal(Object.getPrototypeOf(shared), Object.prototype);
      equal(shared.constructor, "x");
      equal({}.polluted, undefined);
    },
  },
];
