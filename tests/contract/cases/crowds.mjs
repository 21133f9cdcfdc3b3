/**
 * The first promise, for more calls at a time than any page makes.
 */
import { equal } from "../expect.mjs";

const CROWD = 1000;

export const crowds = [
  {
    name: "1 settles once: a thousand calls in flight, each with its own answer",
    async run(t) {
      const numbers = Array.from({ length: CROWD }, (_, number) => number);
      const asked = numbers.map((number) => {
        const orders = { say: [{ result: { trade_no: `T${number}` } }], ...(t.can.later ? { hold: "crowd" } : {}) };
        return t.ask("pay", { app_id: JSON.stringify(orders), imprest_code: `P${number}` });
      });
      if (t.can.later) {
        equal((await t.vvchat.diagnose()).pending, CROWD, "the number of calls that wait");
        await t.release("crowd");
      }
      await Promise.all(asked.map(({ over }) => over));
      for (const number of numbers) {
        const result = { trade_no: `T${number}` };
        equal(asked[number].heard, [
          ["success", result],
          ["complete", result],
        ]);
        equal(await asked[number].promise, result);
      }
      const heard = (await t.report()).filter(({ method }) => method === "pay");
      equal(
        heard.map(({ params }) => params.imprest_code),
        numbers.map((number) => `P${number}`),
      );
    },
  },
];
