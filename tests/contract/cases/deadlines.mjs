/**
 * The fourth promise: deadlines, `AbortSignal`, and the host is told to stop. Deadlines of minutes are tested where a test can move
 * the clock.
 */
import { equal, later } from "../expect.mjs";
import { METHODS, params, turn, USUAL } from "../toolkit.mjs";

const SILENT = { say: [] };
const withOptions = (t, method, options, orders = SILENT) => {
  if (!/Session$/.test(method)) return t.vvchat[method](params(method, orders), options);
  throw new Error(`${method} takes no orders`);
};

/** What the host heard: the calls themselves, and then which of them are no longer wanted. */
async function heardOf(t, method, error) {
  const heard = await t.report();
  const cancel = { method: "$/cancelRequest", params: { id: error.request_id } };
  equal(
    heard.map((message) => (message.method === method ? method : message)),
    t.can.jsonRpc ? [method, cancel] : [method],
    "what the host heard",
  );
  if (t.can.jsonRpc) equal(heard[0].id, error.request_id);
}

export const deadlines = [
  {
    name: "4 deadlines: a call's own timeout, and the host is told to stop",
    async run(t) {
      for (const [method, outcome] of [
        ["auth", null],
        ["pay", "unknown"],
        ["share", null],
      ]) {
        const error = await t.fails(withOptions(t, method, { timeout: 25 }), {
          reason: "timeout",
          method,
          err_msg: `${method}: the host did not answer within 25 ms`,
          outcome,
          sent: true,
        });
        await heardOf(t, method, error);
      }
    },
  },
  {
    name: "4 deadlines: a method's timeout in config holds for every call without its own",
    async run(t) {
      await t.vvchat.config({ timeouts: { getSession: 21, pay: 22 } });
      try {
        await t.inLanguage("zh", async () => {
          const asked = t.ask("getSession", params("getSession", SILENT));
          await asked.over;
          const error = await t.fails(asked.promise, {
            reason: "timeout",
            method: "getSession",
            err_msg: "getSession：宿主未在 21 毫秒内回复",
            sent: true,
          });
          await heardOf(t, "getSession", error);
          await t.fails(t.vvchat.pay(params("pay", SILENT)), {
            reason: "timeout",
            method: "pay",
            err_msg: "pay：宿主未在 22 毫秒内回复",
            outcome: "unknown",
            sent: true,
            lang: "zh",
          });
          await t.fails(t.vvchat.pay(params("pay", SILENT), { timeout: 23 }), {
            reason: "timeout",
            method: "pay",
            err_msg: "pay：宿主未在 23 毫秒内回复",
            outcome: "unknown",
            sent: true,
            lang: "zh",
          });
        });
      } finally {
        await t.vvchat.config({ timeouts: { getSession: 10_000, pay: 600_000 } });
      }
    },
  },
  {
    name: "4 deadlines: calls whose time is over fail, and no others",
    async run(t) {
      const over = [];
      const pay = (timeout, orders = SILENT) => {
        const given = { app_id: JSON.stringify(orders), imprest_code: `P${timeout}` };
        return t.vvchat.pay(given, { timeout }).catch(({ err_msg }) => over.push(Number(/\d+/.exec(err_msg)[0])));
      };
      const aborter = new AbortController();
      const patient = later(t.vvchat.auth(params("auth", SILENT), { signal: aborter.signal, timeout: 60_000 }));
      await Promise.all([pay(90), pay(30), pay(60)]);
      equal(
        over.sort((one, other) => one - other),
        [30, 60, 90],
      );
      equal((await t.vvchat.diagnose()).pending, 1, "the number of calls that wait");
      aborter.abort();
      await t.fails(patient, {
        reason: "aborted",
        method: "auth",
        err_msg: "auth: the page aborted the call",
        sent: true,
      });
    },
  },
  {
    name: "4 deadlines: an AbortSignal, and the host is told to stop",
    async run(t) {
      for (const [method, outcome] of [
        ["auth", null],
        ["pay", "unknown"],
        ["share", null],
      ]) {
        const aborter = new AbortController();
        const promise = later(withOptions(t, method, { signal: aborter.signal }));
        await t.vvchat.getSession();
        aborter.abort();
        const error = await t.fails(promise, {
          reason: "aborted",
          method,
          err_msg: `${method}: the page aborted the call`,
          outcome,
          sent: true,
        });
        const heard = (await t.report()).filter(({ method: name }) => name !== "getSession");
        const cancel = { method: "$/cancelRequest", params: { id: error.request_id } };
        equal(
          heard.map((message) => (message.method === method ? method : message)),
          t.can.jsonRpc ? [method, cancel] : [method],
          "what the host heard",
        );
      }
    },
  },
  {
    name: "4 deadlines: a signal that was triggered before sends nothing",
    async run(t) {
      const aborter = new AbortController();
      aborter.abort();
      for (const method of METHODS) {
        const options = { signal: aborter.signal };
        const promise = /Session$/.test(method) ? t.vvchat[method](options) : t.vvchat[method](params(method), options);
        await t.fails(promise, { reason: "aborted", method, err_msg: `${method}: the page aborted the call` });
      }
      equal(await t.report(), [], "what the host heard");
    },
  },
  {
    name: "4 deadlines: a signal that is triggered after the answer changes nothing",
    async run(t) {
      const aborter = new AbortController();
      const options = { signal: aborter.signal, timeout: 60_000 };
      equal(await t.vvchat.pay(params("pay"), options), USUAL.pay);
      aborter.abort();
      await turn();
      equal(await t.heardMethods(), ["pay"]);
    },
  },
  {
    name: "4 deadlines: an answer that comes after the call was given up is ignored",
    when: ({ later }) => later,
    async run(t) {
      const aborter = new AbortController();
      const asked = [];
      const ignored = await t.ignoredDuring(async () => {
        const orders = { hold: "late" };
        const aborted = later(t.vvchat.pay(params("pay", orders), { signal: aborter.signal }));
        const timedOut = later(t.vvchat.auth(params("auth", orders), { timeout: 25 }));
        asked.push(t.ask("share", params("share", orders)));
        await t.fails(timedOut, {
          reason: "timeout",
          method: "auth",
          err_msg: "auth: the host did not answer within 25 ms",
          sent: true,
        });
        aborter.abort();
        await t.fails(aborted, {
          reason: "aborted",
          method: "pay",
          err_msg: "pay: the page aborted the call",
          outcome: "unknown",
          sent: true,
        });
        await t.release("late");
        await asked[0].over;
        await t.report();
      });
      equal(await asked[0].promise, USUAL.share);
      equal(ignored, { unknown: 0, duplicate: 2, foreign: 0, malformed: 0 }, "what was ignored");
    },
  },
];
