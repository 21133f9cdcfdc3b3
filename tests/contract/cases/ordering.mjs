/**
 * The second promise, as far as it is about a page that is there: calls may come at any time.
 */
import { equal, ok } from "../expect.mjs";
import { ID, params, USUAL } from "../toolkit.mjs";

export const ordering = [
  {
    name: "2 at any time: calls are sent in the order in which they are made",
    async run(t) {
      const codes = Array.from({ length: 60 }, (_, number) => `P${number}`);
      const all = codes.map((imprest_code) => t.vvchat.pay({ app_id: "test", imprest_code }));
      await Promise.all(all);
      equal(
        (await t.report()).map((heard) => heard.params.imprest_code),
        codes,
      );
    },
  },
  {
    name: "2 at any time: calls from inside callbacks are sent, too",
    async run(t) {
      const settled = [];
      const again = (method, given) =>
        new Promise((resolve) => {
          t.vvchat.call(method, given, resolve, undefined, (value) => settled.push([method, value]));
        });
      const chain = new Promise((resolve) => {
        t.vvchat.call(
          "auth",
          params("auth"),
          () => again("getSession", {}),
          undefined,
          () =>
            t.vvchat.call("share", {}, undefined, () =>
              again("selectSession").then(() => t.vvchat.ready(() => again("pay", params("pay")).then(resolve))),
            ),
        );
      });
      equal(await chain, USUAL.pay);
      await t.report().then((heard) =>
        equal(
          heard.map(({ method }) => method),
          ["auth", "getSession", "selectSession", "pay"],
        ),
      );
      equal(settled, [
        ["getSession", USUAL.getSession],
        ["selectSession", USUAL.selectSession],
        ["pay", USUAL.pay],
      ]);
    },
  },
  {
    name: "2 at any time: answers find their own calls, in whatever order they come",
    when: ({ later }) => later,
    async run(t) {
      const settled = [];
      const pay = (number) => {
        const orders = { hold: `order ${number}`, say: [{ result: { trade_no: `T${number}` } }] };
        const promise = t.vvchat.pay({ app_id: JSON.stringify(orders), imprest_code: `P${number}` });
        promise.then(({ trade_no }) => settled.push(trade_no));
        return promise;
      };
      const all = [pay(1), pay(2), pay(3)];
      equal((await t.vvchat.diagnose()).pending, 3, "the number of calls that wait");
      for (const number of [3, 1, 2]) await t.release(`order ${number}`);
      equal(
        (await Promise.all(all)).map(({ trade_no }) => trade_no),
        ["T1", "T2", "T3"],
      );
      equal(settled, ["T3", "T1", "T2"]);
    },
  },
  {
    name: "2 at any time: the host is known, and so is what it offers",
    async run(t) {
      const { bridge, host, tried, version } = await t.vvchat.diagnose();
      equal(bridge, t.bridge);
      equal(version, t.vvchat.version);
      equal(
        host,
        t.can.jsonRpc
          ? { name: "Scripted", version: "9.1", methods: ["auth", "pay", "getSession", "selectSession", "share"] }
          : null,
      );
      ok(
        tried.some((one) => one.bridge === t.bridge && one.found && one.why === "in use"),
        JSON.stringify(tried),
      );
      equal(await t.vvchat.isInVVChat(), true);
      equal(await t.vvchat.ready(), undefined);
      equal(await t.vvchat.onReady(), undefined);
      equal(await t.vvchat.canIUse("pay"), true);
      equal(await t.vvchat.canIUse("payment"), false);
      await new Promise((resolve) => t.vvchat.ready(resolve));
      await new Promise((resolve) => t.vvchat.onReady(resolve));
    },
  },
  {
    name: "6 believes only: ids are unique, of 128 random bits",
    when: ({ jsonRpc }) => jsonRpc,
    async run(t) {
      const codes = Array.from({ length: 200 }, (_, number) => `P${number}`);
      await Promise.all(codes.map((imprest_code) => t.vvchat.pay({ app_id: "test", imprest_code })));
      const ids = (await t.report()).map(({ id }) => id);
      equal(ids.length, 200);
      for (const id of ids) ok(ID.test(id), id);
      const random = ids.map((id) => BigInt(`0x${id.split("-")[1]}`));
      equal(new Set(random).size, 200, "how many are unique");
      for (let bit = 0n; bit < 128n; bit++) {
        const set = random.filter((number) => (number >> bit) & 1n).length;
        // A coin thrown 200 times shows either side less than 40 times once in 10^17.
        ok(set > 40 && set < 160, `bit ${bit} is set in ${set} ids of 200`);
      }
    },
  },
];
