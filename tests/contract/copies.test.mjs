/**
 * The seventh promise: two copies on one page do not disturb each other.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { everyHost } from "./hosts/every.mjs";
import { world } from "./visit.mjs";

const it = world();
const timeout = 30_000;

// A bridge that an embedder plugs in belongs to the copy that it is plugged into.
for (const host of everyHost.filter(({ bridge }) => bridge !== "scripted")) {
  test(`7 two copies on one page, ${host.name}`, { timeout }, async () => {
    const visit = await it.visit(host, {
      inline: `window.first = vvchat;`,
      head: `<script type="module">
        import vvchat, { VvchatError } from "/dist/index.mjs";
        window.second = vvchat;
        window.SecondError = VvchatError;
        window.second.config({ origins: [${JSON.stringify(it.app.origin)}] });
      </script>`,
    });
    const outcome = await visit.run(async () => {
      const { first, second, VvchatError: FirstError, SecondError } = window;
      const pay = (sdk, trade_no) => {
        const orders = { say: [{ result: { trade_no } }] };
        return sdk.pay({ app_id: JSON.stringify(orders), imprest_code: trade_no });
      };
      const rounds = [];
      for (const round of ["1", "2"]) {
        const all = [pay(first, `first ${round}`), pay(second, `second ${round}`), pay(first, `again ${round}`)];
        rounds.push((await Promise.all(all)).map(({ trade_no }) => trade_no));
      }
      const errors = [await first.pay({}).catch((error) => error), await second.pay({}).catch((error) => error)];
      const early = new FirstError({ err_msg: "x" });
      return {
        rounds,
        isAny: errors.map((error) => error instanceof FirstError && error instanceof SecondError),
        isEarly: early instanceof SecondError,
        isForeign: new Error("x") instanceof FirstError || { name: "VvchatError" } instanceof FirstError,
        pending: [(await first.diagnose()).pending, (await second.diagnose()).pending],
        bridges: [(await first.diagnose()).bridge, (await second.diagnose()).bridge],
      };
    });
    assert.deepEqual(outcome, {
      rounds: [
        ["first 1", "second 1", "again 1"],
        ["first 2", "second 2", "again 2"],
      ],
      isAny: [true, true],
      isEarly: true,
      isForeign: false,
      pending: [0, 0],
      bridges: [host.bridge, host.bridge],
    });
    await visit.close();
  });
}
