/**
 * Whatever a page or a host hands over: a clear error, nothing that throws, and the SDK works on.
 */
import { equal, ok, rejection } from "../expect.mjs";
import { METHODS, params, turn, USUAL } from "../toolkit.mjs";

const UNREADABLE = {
  en: "can't be read (a getter threw, or it contains itself)",
  zh: "无法读取（getter 抛出异常，或存在循环引用）",
};
const TEN_MEGABYTES = 10_000_000;

const throwing = () => {
  throw new Error("from the page");
};

function cyclic() {
  const value = {};
  value.itself = value;
  return value;
}

function revoked(target) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** What is no object, and how that is said. */
const NO_OBJECTS = [
  [null, "is null", "为 null"],
  [true, "is true", "为 true"],
  [0, "is the number 0", "为数字 0"],
  [Number.NaN, "is the number NaN", "为数字 NaN"],
  [10n, "is the BigInt 10", "为 BigInt 10"],
  ["", "is an empty string", "为空字符串"],
  ['{"app_id":"a"}', 'is the string "{"app_id":"a"}"', '为字符串 "{"app_id":"a"}"'],
  [Symbol("x"), "is a Symbol", "为 Symbol"],
  [() => {}, "is a function", "为函数"],
  [class {}, "is a function", "为函数"],
  [[], "is an array", "为数组"],
  [["app_id", "scope"], "is an array", "为数组"],
];

/** Values that a property may have, and JSON cannot carry. */
const NO_JSON = [
  [1n, "is the BigInt 1", "为 BigInt 1"],
  [Symbol.iterator, "is a Symbol", "为 Symbol"],
  [throwing, "is a function", "为函数"],
  [Number.NaN, "is the number NaN", "为数字 NaN"],
  [Number.NEGATIVE_INFINITY, "is the number -Infinity", "为数字 -Infinity"],
];

const must = {
  en: (method, field, expected, came) => `${method}: ${field} must be ${expected}, but it ${came}`,
  zh: (method, field, expected, came) => `${method}：${field} 应为${expected}，实际${came}`,
};
const OBJECT = { en: "an object", zh: "对象" };
const JSONABLE = { en: "a value that JSON can carry", zh: "可用 JSON 表示的值" };
const FUNCTION = { en: "a function", zh: "函数" };
const ORIGIN = { en: "an origin such as https://app.example", zh: "来源（origin），例如 https://app.example" };
const MILLISECONDS = { en: "a positive number of milliseconds", zh: "正的毫秒数" };
const ONE_OF = {
  en: "one of auth, pay, getSession, selectSession, share",
  zh: "以下之一：auth、pay、getSession、selectSession、share",
};
const NON_BLANK = { en: "a string that is not blank", zh: "非空白字符串" };

/** Runs it in both languages; it gets the language and the words for it. */
async function inBoth(t, act) {
  for (const lang of ["en", "zh"]) await t.inLanguage(lang, () => act(lang, lang === "en" ? 1 : 2));
}

export const badInput = [
  {
    name: "bad input: params that are no object",
    async run(t) {
      await inBoth(t, async (lang, words) => {
        for (const method of METHODS) {
          const all = /Session$/.test(method) ? NO_OBJECTS : [[undefined, "is missing", "未提供"], ...NO_OBJECTS];
          for (const row of all) {
            await t.fails(t.vvchat.call(method, row[0]), {
              reason: "invalid_params",
              method,
              err_msg: must[lang](method, "params", OBJECT[lang], row[words]),
            });
          }
        }
      });
      equal(await t.report(), [], "what the host heard");
    },
  },
  {
    name: "bad input: params that cannot be read, or are read differently each time",
    async run(t) {
      const trap = { getPrototypeOf: throwing, get: throwing, has: throwing, ownKeys: throwing };
      await inBoth(t, async (lang) => {
        for (const [given, field] of [
          [new Proxy({}, trap), ""],
          [
            {
              ...params("pay"),
              get coupon() {
                return throwing();
              },
            },
            "coupon",
          ],
          [{ ...params("pay"), coupon: cyclic() }, "coupon"],
          [{ ...params("pay"), coupon: { toJSON: throwing } }, "coupon"],
          [{ ...params("pay"), coupon: [new Proxy([], trap)] }, "coupon"],
          [{ ...params("pay"), coupon: { deep: 1n } }, "coupon"],
          [{ ...params("pay"), coupon: revoked([]) }, "coupon"],
        ]) {
          await t.fails(t.vvchat.pay(given), {
            reason: "invalid_params",
            method: "pay",
            field: field || null,
            err_msg: must[lang]("pay", field || "params", JSONABLE[lang], UNREADABLE[lang]),
          });
        }
      });
      await t.fails(t.vvchat.pay(revoked({})), {
        reason: "invalid_params",
        method: "pay",
        err_msg: must.en("pay", "params", OBJECT.en, UNREADABLE.en),
      });
      // It lies only to those who ask twice.
      let reads = 0;
      const liar = new Proxy(params("pay"), {
        get(target, name) {
          if (name !== "imprest_code") return target[name];
          reads += 1;
          return reads === 1 ? "P1" : 42;
        },
      });
      equal(await t.vvchat.pay(liar), USUAL.pay);
      equal(
        (await t.report()).map((heard) => heard.params.imprest_code),
        ["P1"],
      );
      equal(reads, 1, "how often it was read");
    },
  },
  {
    name: "bad input: values that JSON cannot carry",
    async run(t) {
      await inBoth(t, async (lang, words) => {
        for (const row of NO_JSON) {
          await t.fails(t.vvchat.call("getSession", { later: row[0] }), {
            reason: "invalid_params",
            method: "getSession",
            field: "later",
            err_msg: must[lang]("getSession", "later", JSONABLE[lang], row[words]),
          });
        }
      });
      const inherited = Object.create({ app_id: "a" }, { imprest_code: { value: "hidden" } });
      await t.fails(t.vvchat.pay(inherited), {
        reason: "invalid_params",
        method: "pay",
        field: "app_id",
        err_msg: must.en("pay", "imprest_code", NON_BLANK.en, "is missing").replace("imprest_code", "app_id"),
      });
      equal(await t.report(), [], "what the host heard");
      const odd = Object.assign(Object.create(null), params("pay"), {
        [Symbol("x")]: 1,
        when: new Date(0),
        u: undefined,
      });
      Object.defineProperty(odd, "__proto__", { value: { app_id: "x" }, enumerable: true });
      equal(await t.vvchat.pay(odd), USUAL.pay);
      equal((await t.report())[0].params, { ...params("pay"), when: "1970-01-01T00:00:00.000Z" });
    },
  },
  {
    name: "bad input: names of methods",
    async run(t) {
      await inBoth(t, async (lang, words) => {
        for (const row of [
          [undefined, "is missing", "未提供"],
          ...NO_OBJECTS,
          [{}, "is an object", "为对象"],
          [{ toString: () => "pay" }, "is an object", "为对象"],
          [cyclic(), "is an object", "为对象"],
          [revoked({}), UNREADABLE.en, UNREADABLE.zh],
          ...["Pay", "pay ", "vvchat.pay", "hello", "toString", "__proto__", "constructor", "$/cancelRequest"].map(
            (name) => [name, `is the string "${name}"`, `为字符串 "${name}"`],
          ),
        ]) {
          const asked = t.ask(row[0], params("pay"));
          await asked.over;
          await t.fails(asked.promise, {
            reason: "unknown_method",
            err_msg: must[lang]("vvchat", "method", ONE_OF[lang], row[words]),
          });
        }
      });
      equal(await t.report(), [], "what the host heard");
    },
  },
  {
    name: "bad input: callbacks that are no functions are reported to those that are",
    async run(t) {
      const others = NO_OBJECTS.filter(([value]) => value !== null && typeof value !== "function");
      await inBoth(t, async (lang, words) => {
        for (const row of [...others, [{}, "is an object", "为对象"]]) {
          for (const [position, name] of ["onSuccess", "onError", "onComplete"].entries()) {
            const heard = [];
            const callbacks = [0, 1, 2].map((number) => (value) => heard.push([number, value]));
            callbacks[position] = row[0];
            const expected = {
              reason: "invalid_params",
              method: "pay",
              field: name,
              err_msg: must[lang]("pay", name, FUNCTION[lang], row[words]),
            };
            const error = await t.fails(t.vvchat.call("pay", params("pay"), ...callbacks), expected);
            equal(
              heard,
              [1, 2].filter((number) => number !== position).map((number) => [number, error]),
              "the callbacks",
            );
          }
        }
      });
      equal(await t.report(), [], "what the host heard");
      equal(await t.vvchat.call("pay", params("pay"), null, undefined, null), USUAL.pay);
    },
  },
  {
    name: "bad input: options of a call",
    async run(t) {
      const fails = (lang, options, field, expected, came) =>
        t.fails(t.vvchat.pay(params("pay"), options), {
          reason: "invalid_params",
          method: "pay",
          field,
          err_msg: must[lang]("pay", field, expected, came),
        });
      await inBoth(t, async (lang, words) => {
        for (const row of NO_OBJECTS.filter(([value]) => value !== null)) {
          await fails(lang, row[0], "options", OBJECT[lang], row[words]);
          await t.fails(t.vvchat.getSession(row[0]), {
            reason: "invalid_params",
            method: "getSession",
            field: "options",
            err_msg: must[lang]("getSession", "options", OBJECT[lang], row[words]),
          });
        }
        for (const row of [
          ...NO_OBJECTS,
          [-1, "is the number -1", "为数字 -1"],
          [Number.POSITIVE_INFINITY, "is the number Infinity", "为数字 Infinity"],
          ["5000", 'is the string "5000"', '为字符串 "5000"'],
        ]) {
          await fails(lang, { timeout: row[0] }, "timeout", MILLISECONDS[lang], row[words]);
        }
        const signal = lang === "en" ? "an AbortSignal" : " AbortSignal";
        for (const row of [
          ...NO_OBJECTS.filter(([value]) => value !== null),
          [{}, "is an object", "为对象"],
          [{ aborted: false }, "is an object", "为对象"],
          [new EventTarget(), "is an object", "为对象"],
          [new AbortController(), "is an object", "为对象"],
        ]) {
          await fails(lang, { signal: row[0] }, "signal", signal, row[words]);
        }
        const unreadable = (name) => Object.defineProperty({}, name, { get: throwing });
        for (const name of ["timeout", "signal"]) {
          await fails(lang, unreadable(name), name, JSONABLE[lang], UNREADABLE[lang]);
        }
        await fails(lang, revoked({}), "options", OBJECT[lang], UNREADABLE[lang]);
      });
      equal(await t.report(), [], "what the host heard");
      equal(await t.vvchat.pay(params("pay"), { signal: null, timeout: undefined, other: 1 }), USUAL.pay);
      equal(await t.vvchat.pay(params("pay"), null), USUAL.pay);
      equal(await t.vvchat.pay(params("pay"), { timeout: Number.MAX_VALUE }), USUAL.pay);
    },
  },
  {
    name: "bad input: config, of which nothing is set then",
    async run(t) {
      const fails = (options, field, err_msg) =>
        t.fails(t.vvchat.config(options), {
          reason: "invalid_params",
          method: "config",
          field: field || null,
          err_msg,
        });
      await inBoth(t, async (lang, words) => {
        const other = lang === "en" ? "zh" : "en";
        const says = (field, expected, came) => must[lang]("config", field, expected, came);
        for (const row of [[undefined, "is missing", "未提供"], ...NO_OBJECTS]) {
          await fails(row[0], "", says("params", OBJECT[lang], row[words]));
        }
        const boolean = { en: "true or false", zh: " true 或 false" };
        const language = { en: '"en" or "zh"', zh: ' "en" 或 "zh"' };
        const bridge = {
          en: "webview_javascript_bridge, injected, message_handler or post_message",
          zh: " webview_javascript_bridge、injected、message_handler 或 post_message",
        };
        const came = { en: (text) => `is the string "${text}"`, zh: (text) => `为字符串 "${text}"` };
        const text = (value) => came[lang](value);
        const rows = [
          ["debug", "true", boolean, text("true")],
          ["debug", 1, boolean, lang === "en" ? "is the number 1" : "为数字 1"],
          ["lang", "fr", language, text("fr")],
          ["bridge", "scripted", bridge, text("scripted")],
          ["hostTimeout", 0, MILLISECONDS, lang === "en" ? "is the number 0" : "为数字 0"],
          ["hostTimeout", "3000", MILLISECONDS, text("3000")],
          ["origins", "https://a.example", { en: "an array of strings", zh: "字符串数组" }, text("https://a.example")],
          ["timeouts", 5, OBJECT, lang === "en" ? "is the number 5" : "为数字 5"],
        ];
        for (const [field, value, expected, shown] of rows) {
          await fails({ lang: other, [field]: value }, field, says(field, expected[lang], shown));
        }
        for (const origin of [
          "*",
          "https://a.example/",
          "https://a.example:443",
          "HTTPS://a.example",
          "null",
          "a.example",
          "",
        ]) {
          const shown = origin === "" ? (lang === "en" ? "is an empty string" : "为空字符串") : text(origin);
          await fails(
            { lang: other, origins: ["https://b.example", origin] },
            "origins",
            says("origins", ORIGIN[lang], shown),
          );
        }
        await fails(
          { lang: other, timeouts: { payment: 5 } },
          "timeouts",
          says("timeouts", ONE_OF[lang], text("payment")),
        );
        await fails(
          { lang: other, timeouts: { pay: -5 } },
          "timeouts.pay",
          says("timeouts.pay", MILLISECONDS[lang], lang === "en" ? "is the number -5" : "为数字 -5"),
        );
        const unreadable = says("debug", JSONABLE[lang], UNREADABLE[lang]);
        await fails(
          {
            lang: other,
            get debug() {
              return throwing();
            },
          },
          "debug",
          unreadable,
        );
        await fails(revoked({}), "", says("params", OBJECT[lang], UNREADABLE[lang]));
        // The language is still the one before, so none of it was set.
        await t.fails(t.vvchat.pay(null), {
          reason: "invalid_params",
          method: "pay",
          err_msg: must[lang]("pay", "params", OBJECT[lang], lang === "en" ? "is null" : "为 null"),
        });
      });
    },
  },
  {
    name: "bad input: use, ready, onReady, onError, canIUse",
    async run(t) {
      const { vvchat } = t;
      const fails = (promise, method, field, err_msg) =>
        t.fails(promise, { reason: "invalid_params", method, field: field || null, err_msg });
      await inBoth(t, async (lang, words) => {
        const others = NO_OBJECTS.filter(([value]) => typeof value !== "function");
        for (const row of others) {
          await fails(vvchat.use(row[0]), "use", "bridge", must[lang]("use", "bridge", OBJECT[lang], row[words]));
          await fails(vvchat.onError(row[0]), "onError", "fn", must[lang]("onError", "fn", FUNCTION[lang], row[words]));
          if (row[0] === null) continue;
          for (const name of ["ready", "onReady"]) {
            await fails(vvchat[name](row[0]), "ready", "fn", must[lang]("ready", "fn", FUNCTION[lang], row[words]));
          }
          if (typeof row[0] === "string") continue;
          const message = must[lang]("canIUse", "method", ONE_OF[lang], row[words]);
          await fails(vvchat.canIUse(row[0]), "canIUse", "method", message);
        }
        const missing = lang === "en" ? "is missing" : "未提供";
        await fails(vvchat.use(), "use", "bridge", must[lang]("use", "bridge", OBJECT[lang], missing));
        await fails(vvchat.use({}), "use", "name", must[lang]("use", "name", NON_BLANK[lang], missing));
        await fails(vvchat.use({ name: "x" }), "use", "send", must[lang]("use", "send", FUNCTION[lang], missing));
        const mute = { name: "x", send() {}, subscribe: "no" };
        const shown = lang === "en" ? 'is the string "no"' : '为字符串 "no"';
        await fails(vvchat.use(mute), "use", "subscribe", must[lang]("use", "subscribe", FUNCTION[lang], shown));
        await fails(
          vvchat.use(revoked({})),
          "use",
          "bridge",
          must[lang]("use", "bridge", OBJECT[lang], UNREADABLE[lang]),
        );
        await fails(vvchat.onError(), "onError", "fn", must[lang]("onError", "fn", FUNCTION[lang], missing));
        await fails(vvchat.canIUse(), "canIUse", "method", must[lang]("canIUse", "method", ONE_OF[lang], missing));
      });
      equal(await vvchat.canIUse(""), false);
      equal((await vvchat.diagnose()).bridge, t.bridge, "the bridge in use");
    },
  },
  {
    name: "bad input: texts of 10 MB, both ways",
    async run(t) {
      const huge = "x".repeat(TEN_MEGABYTES);
      const shared = await t.vvchat.share({
        ...params("share", { say: [{ result: { code: 200, error: `$x*${TEN_MEGABYTES}` } }] }),
        share_data_url: huge,
      });
      equal(shared.error.length, TEN_MEGABYTES);
      equal((await t.report())[0].params.share_data_url, `xxx… (${TEN_MEGABYTES})`);
      const shown = `is the string "${"x".repeat(40)}…"`;
      await t.fails(t.vvchat.call(huge), {
        reason: "unknown_method",
        err_msg: must.en("vvchat", "method", ONE_OF.en, shown),
      });
      equal(await t.vvchat.canIUse(huge), false);
      await t.fails(t.vvchat.share({ ...params("share"), share_url: huge }), {
        reason: "invalid_params",
        method: "share",
        field: "share_url",
        err_msg: must.en("share", "share_url", "an absolute http or https URL", shown),
      });
      await t.fails(t.vvchat.call("getSession", params("getSession", { say: [{ result: `$x*${TEN_MEGABYTES}` }] })), {
        reason: "malformed_reply",
        method: "getSession",
        err_msg: `getSession: the host's reply is malformed, reply must be an object, but it ${shown}`,
        sent: true,
      });
    },
  },
  {
    name: "bad input: replies of every wrong shape",
    async run(t) {
      const isNumber = (number) => `is the number ${number}`;
      const isText = (text) => (text === "" ? "is an empty string" : `is the string "${text}"`);
      const noId = [
        [true, "is true"],
        [5, isNumber(5)],
        ["rubbish", isText("rubbish")],
        ["{", isText("{")],
        [[], "is an array"],
        [["$id"], "is an array"],
        [{}, "is an object"],
        [{ trade_no: "1" }, "is an object"],
        [{ id: "$id", result: USUAL.pay }, "is an object"],
        [{ jsonrpc: "1.0", id: "$id", result: USUAL.pay }, "is an object"],
        [{ jsonrpc: "2.0", id: 0, result: USUAL.pay }, "is an object"],
        [{ jsonrpc: "2.0", id: null, error: { code: -32700, message: "Parse error" } }, "is an object"],
        [[{ jsonrpc: "2.0", id: "$id", result: USUAL.pay }], "is an array"],
      ];
      const withId = [
        { jsonrpc: "2.0", id: "$id" },
        { jsonrpc: "2.0", id: "$id", error: null },
        { jsonrpc: "2.0", id: "$id", error: {} },
        { jsonrpc: "2.0", id: "$id", error: "x" },
        { jsonrpc: "2.0", id: "$id", error: { code: "400", message: "x" } },
        { jsonrpc: "2.0", id: "$id", result: USUAL.pay, error: { code: 400, message: "x" } },
      ];
      const pay = (value, options) => t.vvchat.pay(params("pay", { say: [{ value }] }), options);
      const isMalformed = (promise, field, expected, came) =>
        t.fails(promise, {
          reason: "malformed_reply",
          method: "pay",
          field,
          err_msg: `pay: the host's reply is malformed, ${field ?? "reply"} must be ${expected}, but it ${came}`,
          outcome: "unknown",
          sent: true,
        });

      if (t.can.answers === "callback") {
        for (const [value, came] of noId) {
          if (came === "is an object" && value.trade_no) continue;
          const isObject = came === "is an object";
          const tradeNo = "a string that is not blank (a number only up to 2^53 - 1)";
          await isMalformed(
            pay(value),
            isObject ? "trade_no" : null,
            isObject ? tradeNo : "an object",
            isObject ? "is missing" : came,
          );
        }
        await isMalformed(pay(""), null, "an object", "is an empty string");
        return;
      }
      for (const value of withId) {
        await isMalformed(pay(value), null, "a JSON-RPC 2.0 response", "is an object");
      }
      for (const [value, came] of noId) {
        if (t.can.answers === "return") {
          await isMalformed(pay(value), null, "a JSON-RPC 2.0 response", came);
          continue;
        }
        // It is a reply to nothing, so the call waits on, and its proper answer still counts.
        const ignored = await t.ignoredDuring(async () => {
          equal(await t.vvchat.pay(params("pay", { say: [{ value }, { result: USUAL.pay }] })), USUAL.pay);
          await t.report();
        });
        equal(
          ignored,
          { unknown: 0, duplicate: 0, foreign: 0, malformed: 1 },
          `after ${JSON.stringify(value)}, ignored`,
        );
      }
    },
  },
  {
    name: "bad input: a reply that says nothing is no reply",
    when: ({ answers }) => answers === "return",
    async run(t) {
      for (const value of t.can.values ? ["", null] : [""]) {
        await t.fails(t.vvchat.pay(params("pay", { say: [{ value }] }), { timeout: 20 }), {
          reason: "timeout",
          method: "pay",
          err_msg: "pay: the host did not answer within 20 ms",
          outcome: "unknown",
          sent: true,
        });
      }
    },
  },
  {
    name: "bad input: a reply for another call than the one it is returned for",
    when: ({ answers }) => answers === "return",
    async run(t) {
      const value = { jsonrpc: "2.0", id: "0-00000000000000000000000000000000", result: USUAL.pay };
      await t.fails(t.vvchat.pay(params("pay", { say: [{ value }] })), {
        reason: "malformed_reply",
        method: "pay",
        err_msg: "pay: the host's reply is malformed, reply must be a JSON-RPC 2.0 response, but it is an object",
        outcome: "unknown",
        sent: true,
      });
    },
  },
  {
    name: "bad input: nothing of all that reaches the page as an error of its own",
    async run(t) {
      const events = await t.eventsDuring("error", async () => {
        for (const given of [null, 5, "x", Symbol("x"), cyclic(), revoked({})]) {
          ok((await rejection(t.vvchat.call(given, given, undefined, undefined, undefined))) instanceof Error);
        }
        await turn();
      });
      equal(events.length, 0, "the number of error events");
    },
  },
];
