/**
 * What one call costs in a page that has made calls before: through a frame's parent, in the same process and in another one, and through
 * an injected object.
 */
import { inFrame, injected, withoutRivals } from "../sdks/list.mjs";
import { startStage } from "../stage.mjs";
import { shuffled } from "../statistics.mjs";

/** Calls one after the other, in each round. The first two rounds of all are not counted: engines optimise what is called often. */
const WARM_UP_ROUNDS = 2;

const amounts = {
  full: { rounds: 25, calls: { frame: 500, injected: 5_000 } },
  quick: { rounds: 5, calls: { frame: 200, injected: 2_000 } },
  // The clock counts tenths of milliseconds, and the quickest call takes less than a thousandth of one.
  smoke: { rounds: 1, calls: { frame: 20, injected: 2_000 } },
};

/** Runs in the page: microseconds for one of so many calls. */
async function callAgain(count) {
  const { again } = window.deeds;
  const start = performance.now();
  for (let call = 0; call < count; call += 1) await again();
  return ((performance.now() - start) * 1000) / count;
}

async function measureThrough(sdks, options, { rounds, calls }, log) {
  const stage = await startStage(sdks, options);
  try {
    return await measureOn(stage, sdks, { rounds, calls }, log);
  } finally {
    await stage.close();
  }
}

async function measureOn(stage, sdks, { rounds, calls }, log) {
  const context = await stage.browser.newContext();
  const rows = [];
  for (const sdk of sdks) {
    const { run, frame } = await stage.open(context, sdk);
    await run();
    rows.push({ sdk, frame: frame(), times: [] });
  }
  for (let round = 1 - WARM_UP_ROUNDS; round <= rounds; round += 1) {
    log(`call: ${round < 1 ? "warming up" : `round ${round} of ${rounds}`}`);
    for (const { frame, times } of shuffled(rows)) {
      const time = await frame.evaluate(callAgain, calls);
      if (round >= 1) times.push(time);
    }
  }
  return { rows: rows.map(({ sdk, times }) => ({ sdk, times })), browser: stage.browser.version() };
}

/**
 * @param {"full" | "quick" | "smoke"} amount
 * @param {(line: string) => void} log
 */
export async function measure(amount, log) {
  const { rounds, calls } = amounts[amount];
  const chosen = (sdks) => (amount === "smoke" ? withoutRivals(sdks) : sdks);
  const through = (sdks, options, calls) => measureThrough(chosen(sdks), options, { rounds, calls }, log);
  const { rows: throughFrame, browser } = await through(inFrame, {}, calls.frame);
  const inFrameApart = inFrame.filter((sdk) => !sdk.needsStorage);
  const { rows: throughFrameApart } = await through(inFrameApart, { isApart: true }, calls.frame);
  const { rows: throughObject } = await through(injected, {}, calls.injected);
  return { rounds, calls, throughFrame, throughFrameApart, throughObject, browser };
}
