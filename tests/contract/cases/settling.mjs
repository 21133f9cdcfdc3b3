/**
 * The first promise: every call settles exactly once, promise and callbacks alike, always asynchronously.
 */
import { equal, ok, rejection } from "../expect.mjs";
import { METHODS, params, turn, USUAL } from "../toolkit.mjs";

const REFUSED = { say: [{ error: { code: 400, message: "用户取消" } }] };

export const settling = [
  {
    name: "1 settles once: onSuccess, then onComplete, and the promise get the same result",
    async run(t) {
      for (const method of METHODS) {
        const { promise, heard, over } = t.ask(method, params(method));
        await over;
        const result = await promise;
        equal(result, USUAL[method], method);
        equal(heard, [
          ["success", result],
          ["complete", result],
        ]);
        ok(heard[0][1] === result && heard[1][1] === result, `${method}: they are not the same object`);
      }
    },
  },
  {
    name: "1 settles once: onError, then onComplete, and the promise get the same error",
    async run(t) {
      for (const [method, given] of [
        ["pay", params("pay", REFUSED)],
        ["pay", {}],
        ["payment", {}],
      ]) {
        const { promise, heard, over } = t.ask(method, given);
        await over;
        const error = await rejection(promise);
        equal(heard, [
          ["error", error],
          ["complete", error],
        ]);
      }
    },
  },
  {
    name: "1 settles once: never inside the call itself",
    async run(t) {
      let isInside = true;
      const heard = [];
      const hear = () => heard.push(isInside);
      const all = [
        t.vvchat.call("pay", params("pay"), hear, hear, hear),
        t.vvchat.call("pay", {}, hear, hear, hear),
        t.vvchat.call("nothing", {}, hear, hear, hear),
        t.vvchat.call("getSession", undefined, hear, hear, hear),
        t.vvchat.call("pay", null, hear, hear, hear),
        t.vvchat.ready(hear),
      ];
      isInside = false;
      await Promise.allSettled(all);
      await t.report();
      equal(
        heard,
        heard.map(() => false),
        "whether a callback ran inside the call",
      );
      equal(heard.length, 11, "how many callbacks ran");
    },
  },
  {
    name: "1 settles once: what comes after the first answer is ignored",
    when: ({ again }) => again,
    async run(t) {
      const say = [
        { result: USUAL.pay },
        { result: { trade_no: "2" } },
        { error: { code: 400, message: "x" } },
        { result: USUAL.pay },
      ];
      let asked;
      const ignored = await t.ignoredDuring(async () => {
        asked = t.ask("pay", params("pay", { say }));
        await asked.over;
        await t.report();
      });
      equal(await asked.promise, USUAL.pay);
      equal(
        asked.heard.map(([name]) => name),
        ["success", "complete"],
      );
      equal(ignored, { unknown: 0, duplicate: 3, foreign: 0, malformed: 0 }, "what was ignored");
    },
  },
  {
    name: "1 settles once: a callback that throws skips nothing, and surfaces as the window's error event",
    async run(t) {
      const thrown = ["success", "error", "complete", "complete of error"].map((text) => new Error(text));
      const heard = [];
      const thrower = (number) => (value) => {
        heard.push([number, value]);
        throw thrown[number];
      };
      let promises;
      const events = await t.eventsDuring("error", async (come) => {
        promises = [
          t.vvchat.call("pay", params("pay"), thrower(0), thrower(1), thrower(2)),
          t.vvchat.call("pay", params("pay", REFUSED), thrower(0), thrower(1), thrower(3)),
        ];
        await Promise.allSettled(promises);
        while (come.length < 4) await t.nextEvent("error");
        // The host, and calls that come after, are none the wiser.
        equal(await t.vvchat.pay(params("pay")), USUAL.pay);
      });
      const result = await promises[0];
      const error = await rejection(promises[1]);
      const ofCall = (numbers) => heard.filter(([number]) => numbers.includes(number));
      equal(
        ofCall([0, 2]),
        [
          [0, result],
          [2, result],
        ],
        "callbacks of the first call",
      );
      equal(
        ofCall([1, 3]),
        [
          [1, error],
          [3, error],
        ],
        "callbacks of the second call",
      );
      equal(events.length, 4, "the number of error events");
      for (const one of thrown) {
        ok(
          events.some((event) => event.error === one),
          `"${one.message}" did not surface, but ${events.map(({ message, error }) => `${message} (${error})`)}`,
        );
      }
    },
  },
  {
    name: "1 settles once: with a callback a rejection that nobody handles is no noise, without one it is",
    async run(t) {
      const nothing = () => {};
      let unheard;
      const events = await t.eventsDuring("unhandledrejection", async (come) => {
        t.vvchat.call("pay", {}, nothing);
        t.vvchat.call("pay", {}, undefined, nothing);
        t.vvchat.call("pay", {}, null, null, nothing);
        t.vvchat.call("pay", params("pay", REFUSED), nothing);
        await t.report();
        unheard = t.vvchat.call("share", {});
        while (come.length === 0) await t.nextEvent("unhandledrejection");
        await turn();
      });
      equal(events.length, 1, "the number of unhandled rejections");
      ok(events[0].promise === unheard, "it is not that of the call without callbacks");
      equal(events[0].reason, await rejection(unheard));
    },
  },
  {
    name: "1 settles once: onError's handlers hear of each error, after the call's own onError and before its onComplete",
    async run(t) {
      const heard = [];
      let isHere = true;
      const removed = (name) => (error) => isHere && heard.push([name, error]);
      await t.vvchat.onError(removed("handler 1"));
      await t.vvchat.onError(removed("handler 2"));
      const asked = t.ask("pay", {});
      t.vvchat.call(
        "share",
        {},
        () => heard.push(["success"]),
        (error) => heard.push(["error", error]),
        (error) => heard.push(["complete", error]),
      );
      await asked.over;
      await t.report();
      await t.vvchat.pay(params("pay"));
      isHere = false;
      equal(
        heard.map(([name, error]) => [name, error.method]),
        [
          ["handler 1", "pay"],
          ["handler 2", "pay"],
          ["error", "share"],
          ["handler 1", "share"],
          ["handler 2", "share"],
          ["complete", "share"],
        ],
      );
    },
  },
];
