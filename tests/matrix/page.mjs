/**
 * What runs in the page of a cell, in any engine that can open a URL: it asks the runner for one step after the other, does it, and says
 * how it went. See `cells.mjs` for the page around it.
 */
import { equal, later } from "/contract/expect.mjs";
import * as suite from "/contract/suite.mjs";
import { params, Toolkit, turn, USUAL } from "/contract/toolkit.mjs";
import { EARLY, LATE, LEAVES, RETURNS } from "/matrix/steps.mjs";

const { vvchat, VvchatError, cell } = window;
const t = new Toolkit({ vvchat, VvchatError, ...cell.host });
const { can, bridge, outlives = false } = cell.host;

/** Whether WebAssembly runs here. (What WebKit refuses for a page's policy is to start it, not to compile it.) */
async function runsWebAssembly() {
  try {
    return Boolean(await WebAssembly.instantiate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));
  } catch {
    return false;
  }
}

/** What the calls heard that the page made on the line after the SDK's, sorted; and the host heard those that are right, in order. */
async function earlyCallsAreSettled() {
  await cell.early.settled;
  equal(cell.early.bodyThen, null, "document.body at the time of the calls");
  equal([...cell.early.heard].sort(), [
    "auth CODE",
    "getSession IqxDpc-s6S_9RaXMmag39YVH7W810Z57",
    "pay 201712023384923834",
    "ready",
    "selectSession a:b",
    "share failed invalid_params",
  ]);
  const calls = (await t.report()).filter(({ method }) => method !== "hello");
  equal(
    calls.map(({ method, params: { imprest_code } }) => [method, imprest_code ?? null]),
    [
      ["auth", null],
      ["pay", "P1"],
      ["getSession", null],
      ["selectSession", null],
    ],
  );
  const diagnosis = await vvchat.diagnose();
  equal([diagnosis.bridge, diagnosis.pending], [bridge, 0], "the bridge in use, and the number of calls that wait");
  const { name, why } = diagnosis.engine;
  equal(name, cell.runs, `what runs the SDK (${why})`);
  equal(await runsWebAssembly(), cell.runs === "wasm", "whether WebAssembly runs");
}

const HELD = 4;

const steps = {
  [EARLY]: earlyCallsAreSettled,

  async [LATE]() {
    const before = await vvchat.diagnose();
    equal([before.bridge, before.pending], [null, 3], "the bridge in use, and the number of calls that wait");
    cell.appear();
    await earlyCallsAreSettled();
  },

  async [LEAVES]() {
    const given = params("pay", can.later ? { hold: "reload" } : { say: [] });
    for (let number = 0; number < HELD; number++) later(vvchat.pay({ ...given, imprest_code: `P${number}` }));
    equal(await t.heardMethods(), Array(HELD).fill("pay"));
    equal((await vvchat.diagnose()).pending, HELD, "the number of calls that wait");
  },

  async [RETURNS]() {
    await cell.early.settled;
    const ignored = await t.ignoredDuring(async () => {
      await t.release("reload");
      await t.report();
    });
    const heard = outlives && can.answers === "message" ? HELD : 0;
    equal(ignored, { unknown: heard, duplicate: 0, foreign: 0, malformed: 0 }, "what was ignored");
    equal(await vvchat.pay(params("pay")), USUAL.pay);
    equal((await vvchat.diagnose()).pending, 0, "the number of calls that wait");
    // A host outside of the page is there for the next page, too, and what it heard until now is not for that.
    await t.report();
  },
};

async function perform(name) {
  if (name in steps) await steps[name]();
  else await suite.run({ vvchat, VvchatError, can, bridge }, name);
  // What reaches the page unhandled is known then.
  await turn();
}

const say = async (body) => (await fetch(cell.steps, { method: "POST", body: JSON.stringify(body) })).json();

// No await at the top: old engines know it only inside of functions.
async function obey() {
  let next = await say({ page: "loaded" });
  while (next.step !== undefined) {
    let error = null;
    try {
      await perform(next.step);
    } catch (thrown) {
      error = `${thrown}${thrown?.stack ? `\n${thrown.stack}` : ""}`;
    }
    next = await say({ step: next.step, error, problems: cell.problems.splice(0) });
  }
  if (next.reload) location.reload();
  else if (next.open) cell.open(next.open);
}

obey();
