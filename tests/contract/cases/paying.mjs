/**
 * The fifth promise: pay never lies.
 */
import { equal, later } from "../expect.mjs";
import { params, USUAL } from "../toolkit.mjs";

const pay = (t, say, more) => t.vvchat.pay({ ...params("pay", { say }), ...more });
const failing = (code, message) => [{ error: { code, message } }];

export const paying = [
  {
    name: "5 pay never lies: nothing was sent, so nothing became of the money",
    async run(t) {
      const aborter = new AbortController();
      aborter.abort();
      await t.fails(t.vvchat.pay({ app_id: "test" }), {
        reason: "invalid_params",
        method: "pay",
        field: "imprest_code",
        err_msg: "pay: imprest_code must be a string that is not blank, but it is missing",
        outcome: "none",
      });
      await t.fails(t.vvchat.pay(params("pay"), { signal: aborter.signal }), {
        reason: "aborted",
        method: "pay",
        err_msg: "pay: the page aborted the call",
        outcome: "none",
      });
      equal(await t.report(), [], "what the host heard");
    },
  },
  {
    name: "5 pay never lies: the host's own word that it was not paid",
    async run(t) {
      await t.fails(pay(t, failing(400, "用户取消")), {
        reason: "host_error",
        method: "pay",
        err_code: 400,
        err_msg: "用户取消",
        outcome: "failed",
        sent: true,
      });
      await t.fails(pay(t, failing(-1, "余额不足")), {
        reason: "host_error",
        method: "pay",
        err_code: -1,
        err_msg: "余额不足",
        outcome: "failed",
        sent: true,
      });
      await t.fails(pay(t, [{ result: { err_code: "500", err_msg: "失败", trade_no: "1" } }]), {
        reason: "host_error",
        method: "pay",
        err_code: 500,
        err_msg: "失败",
        outcome: "failed",
        sent: true,
      });
      await t.fails(pay(t, [{ result: { err_code: 7 } }]), {
        reason: "host_error",
        method: "pay",
        err_code: 7,
        err_msg: "pay: the host answered with error 7",
        outcome: "failed",
        sent: true,
      });
    },
  },
  {
    name: "5 pay never lies: a host that did not take the request did not pay",
    when: ({ jsonRpc }) => jsonRpc,
    async run(t) {
      await t.fails(pay(t, failing(-32601, "Method not found")), {
        reason: "unsupported",
        method: "pay",
        err_msg: "pay: the host does not offer this method",
        outcome: "none",
        sent: true,
      });
      for (const code of [-32700, -32600, -32602]) {
        await t.fails(pay(t, failing(code, "not like that")), {
          reason: "host_error",
          method: "pay",
          err_code: code,
          err_msg: "not like that",
          outcome: "none",
          sent: true,
        });
      }
    },
  },
  {
    name: "5 pay never lies: a host that broke down may have paid",
    when: ({ jsonRpc }) => jsonRpc,
    async run(t) {
      for (const code of [-32603, -32000, -32768]) {
        await t.fails(pay(t, failing(code, "broken")), {
          reason: "host_error",
          method: "pay",
          err_code: code,
          err_msg: "broken",
          outcome: "unknown",
          sent: true,
        });
      }
    },
  },
  {
    name: "5 pay never lies: a host that threw may have paid",
    when: ({ fail }) => fail,
    async run(t) {
      await t.fails(pay(t, [{ fail: "Java object is gone" }]), {
        reason: "host_error",
        method: "pay",
        err_code: -32603,
        err_msg: "Java object is gone",
        outcome: "unknown",
        sent: true,
      });
      await t.fails(t.vvchat.share(params("share", { say: [{ fail: "Java object is gone" }] })), {
        reason: "host_error",
        method: "share",
        err_code: -32603,
        err_msg: "Java object is gone",
        sent: true,
      });
    },
  },
  {
    name: "5 pay never lies: nobody knows after a malformed reply, a time-out, an abort",
    async run(t) {
      await t.fails(pay(t, [{ result: {} }]), {
        reason: "malformed_reply",
        method: "pay",
        field: "trade_no",
        err_msg:
          "pay: the host's reply is malformed, trade_no must be a string that is not blank (a number only up to 2^53 - 1), but it is missing",
        outcome: "unknown",
        sent: true,
      });
      await t.inLanguage("zh", () =>
        t.fails(pay(t, [{ result: { trade_no: 201712023384923840 } }]), {
          reason: "malformed_reply",
          method: "pay",
          field: "trade_no",
          err_msg:
            "pay：宿主的回复格式错误，trade_no 应为非空白字符串（数字不得超过 2^53 - 1），实际为数字 201712023384923840",
          outcome: "unknown",
          sent: true,
          lang: "zh",
        }),
      );
      await t.fails(t.vvchat.pay(params("pay", { say: [] }), { timeout: 20 }), {
        reason: "timeout",
        method: "pay",
        err_msg: "pay: the host did not answer within 20 ms",
        outcome: "unknown",
        sent: true,
      });
      const aborter = new AbortController();
      const aborted = t.vvchat.pay(params("pay", { say: [] }), { signal: aborter.signal });
      aborter.abort();
      await t.fails(aborted, {
        reason: "aborted",
        method: "pay",
        err_msg: "pay: the page aborted the call",
        outcome: "unknown",
        sent: true,
      });
    },
  },
  {
    name: "5 pay never lies: only pay has an outcome",
    async run(t) {
      for (const method of ["auth", "share"]) {
        await t.fails(t.vvchat[method](params(method, { say: [] }), { timeout: 20 }), {
          reason: "timeout",
          method,
          err_msg: `${method}: the host did not answer within 20 ms`,
          outcome: null,
          sent: true,
        });
      }
    },
  },
  {
    name: "5 pay never lies: a double tap is one request, and both settle together",
    when: ({ later }) => later,
    async run(t) {
      const given = params("pay", { hold: "tap" });
      const turned = Object.fromEntries(Object.entries(given).reverse());
      const first = t.ask("pay", given);
      const second = t.ask("pay", turned);
      const third = t.vvchat.pay({ ...given });
      await t.release("tap");
      const results = await Promise.all([first.promise, second.promise, third]);
      equal(results, [USUAL.pay, USUAL.pay, USUAL.pay]);
      await Promise.all([first.over, second.over]);
      for (const { heard } of [first, second]) {
        equal(heard, [
          ["success", USUAL.pay],
          ["complete", USUAL.pay],
        ]);
      }
      equal(await t.heardMethods(), ["pay", "share"]);
    },
  },
  {
    name: "5 pay never lies: a double tap fails as one, too",
    when: ({ later }) => later,
    async run(t) {
      const given = params("pay", { hold: "tap", say: failing(400, "用户取消") });
      const taps = [later(t.vvchat.pay(given)), later(t.vvchat.pay(given))];
      await t.release("tap");
      const errors = [];
      for (const tap of taps) {
        errors.push(
          await t.fails(tap, {
            reason: "host_error",
            method: "pay",
            err_code: 400,
            err_msg: "用户取消",
            outcome: "failed",
            sent: true,
          }),
        );
      }
      equal(errors[0].request_id, errors[1].request_id);
      equal(await t.heardMethods(), ["pay", "share"]);
    },
  },
  {
    name: "5 pay never lies: who gives up on one tap does not give up on the other",
    when: ({ later }) => later,
    async run(t) {
      const given = params("pay", { hold: "tap" });
      const aborter = new AbortController();
      const taps = [
        later(t.vvchat.pay(given, { signal: aborter.signal })),
        later(t.vvchat.pay(given)),
        later(t.vvchat.pay(given, { timeout: 25 })),
      ];
      aborter.abort();
      await t.fails(taps[0], {
        reason: "aborted",
        method: "pay",
        err_msg: "pay: the page aborted the call",
        outcome: "unknown",
        sent: true,
      });
      await t.fails(taps[2], {
        reason: "timeout",
        method: "pay",
        err_msg: "pay: the host did not answer within 25 ms",
        outcome: "unknown",
        sent: true,
      });
      equal(await t.heardMethods(), ["pay"], "what the host heard");
      await t.release("tap");
      equal(await taps[1], USUAL.pay);
    },
  },
  {
    name: "5 pay never lies: each tap has its own deadline",
    async run(t) {
      const given = params("pay", { say: [] });
      const taps = [40, 20, 60].map((ms) => [ms, later(t.vvchat.pay(given, { timeout: ms }))]);
      for (const [ms, tap] of taps) {
        await t.fails(tap, {
          reason: "timeout",
          method: "pay",
          err_msg: `pay: the host did not answer within ${ms} ms`,
          outcome: "unknown",
          sent: true,
        });
      }
      equal(await t.heardMethods(), t.can.jsonRpc ? ["pay", "$/cancelRequest"] : ["pay"]);
    },
  },
  {
    name: "5 pay never lies: the host is told to stop when the last tap is given up",
    when: ({ jsonRpc }) => jsonRpc,
    async run(t) {
      const given = params("pay", { say: [] });
      const aborters = [new AbortController(), new AbortController()];
      const taps = aborters.map(({ signal }) => later(t.vvchat.pay(given, { signal })));
      const aborted = {
        reason: "aborted",
        method: "pay",
        err_msg: "pay: the page aborted the call",
        outcome: "unknown",
        sent: true,
      };
      aborters[1].abort();
      const { request_id } = await t.fails(taps[1], aborted);
      equal(await t.heardMethods(), ["pay"]);
      aborters[0].abort();
      await t.fails(taps[0], aborted);
      equal(await t.report(), [{ method: "$/cancelRequest", params: { id: request_id } }]);
    },
  },
  {
    name: "5 pay never lies: another payment, or the same one later, is a request of its own",
    async run(t) {
      const given = params("pay");
      const both = [t.vvchat.pay(given), t.vvchat.pay({ ...given, imprest_code: "P2" })];
      equal(await Promise.all(both), [USUAL.pay, USUAL.pay]);
      equal(await t.vvchat.pay(given), USUAL.pay);
      equal(await t.vvchat.pay({ ...given, coupon: "C" }), USUAL.pay);
      equal(
        (await t.report()).map((heard) => [heard.params.imprest_code, heard.params.coupon ?? null]),
        [
          ["P1", null],
          ["P2", null],
          ["P1", null],
          ["P1", "C"],
        ],
      );
    },
  },
];
