/**
 * How long a page takes from its navigation to the first result, with an empty cache and with a full one, on a processor that is
 * slowed down; and for how long at a stretch its main thread is busy meanwhile.
 */
import { inFrame, injected, withoutRivals } from "../sdks/list.mjs";
import { startStage } from "../stage.mjs";
import { shuffled } from "../statistics.mjs";

/** How many times slower the main thread is made while it is watched. */
const BLOCKS_CPU = 4;

/** How often the page is loaded before its cache counts as full: engines keep compiled code only of what comes again. */
const LOADS_UNTIL_WARM = 3;

/** `rounds`: how many there are, by how many times slower the main thread is made. What is quoted has the most. */
const amounts = {
  full: { rounds: { 1: 7, 4: 21, 6: 7 }, blockRounds: 5 },
  quick: { rounds: { 1: 3, 4: 3, 6: 3 }, blockRounds: 3 },
  smoke: { rounds: { 1: 1 }, blockRounds: 1 },
};

/** Runs something with a browser profile of its own: with empty caches, that is. */
async function inNewProfile(stage, work) {
  const context = await stage.browser.newContext();
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}

/** Loads the page once in a new tab, which is a new process. */
async function loadOnce(stage, context, sdk, cpu) {
  const { page, run } = await stage.open(context, sdk, { cpu });
  const took = await run();
  await page.close();
  return took;
}

const timesOf = (stage, sdk, cpu) =>
  inNewProfile(stage, async (context) => {
    const cold = await loadOnce(stage, context, sdk, cpu);
    for (let loads = 1; loads < LOADS_UNTIL_WARM; loads += 1) await loadOnce(stage, context, sdk, 1);
    return { cold, warm: await loadOnce(stage, context, sdk, cpu) };
  });

/**
 * For how long the page's main thread did one thing between the two marks, in milliseconds: the longest task, and the longest stretch of
 * compiling and starting WebAssembly.
 */
function longestOf(events) {
  const mark = (name) => events.find((event) => event.name === name && event.cat.includes("blink.user_timing"));
  const [start, end] = [mark("bench:start"), mark("bench:end")];
  const within = ({ ts, dur }) => Math.min(ts + dur, end.ts) - Math.max(ts, start.ts);
  const longest = (isMeant) => {
    const meant = events.filter(({ name, pid, tid, dur }) => {
      return isMeant(name) && pid === end.pid && tid === end.tid && dur !== undefined;
    });
    return Math.max(0, ...meant.map(within)) / 1000;
  };
  const task = longest((name) => name === "RunTask");
  if (task === 0) throw new Error("the trace has no tasks");
  return { task, wasm: longest((name) => name.startsWith("wasm.")) };
}

const blockOf = (stage, sdk) =>
  inNewProfile(stage, async (context) => {
    const { page, run } = await stage.open(context, sdk, { cpu: BLOCKS_CPU });
    const wasm = ["v8.wasm", "disabled-by-default-v8.wasm.detailed"];
    const categories = ["blink.user_timing", "disabled-by-default-devtools.timeline", ...wasm];
    await stage.browser.startTracing(page, { categories });
    await run();
    const trace = await stage.browser.stopTracing();
    return longestOf(JSON.parse(trace.toString()).traceEvents);
  });

/**
 * @param {"full" | "quick" | "smoke"} amount
 * @param {(line: string) => void} log
 */
export async function measure(amount, log) {
  const { rounds, blockRounds } = amounts[amount];
  const cpus = Object.keys(rounds).map(Number);
  const most = Math.max(...Object.values(rounds));
  const all = [...inFrame, ...injected];
  const sdks = amount === "smoke" ? withoutRivals(all) : all;
  const stage = await startStage(sdks);
  const rows = sdks.map((sdk) => ({
    sdk,
    times: Object.fromEntries(cpus.map((cpu) => [cpu, { cold: [], warm: [] }])),
    blocks: [],
    wasmBlocks: [],
  }));
  try {
    log("first result: warming up");
    // Once before anything counts: the server compresses what it has not been asked for yet.
    for (const { sdk } of rows) await inNewProfile(stage, (context) => loadOnce(stage, context, sdk, 1));
    for (let round = 1; round <= most; round += 1) {
      for (const cpu of cpus.filter((cpu) => round <= rounds[cpu])) {
        log(`first result: round ${round} of ${rounds[cpu]}, processor ${cpu} times slower`);
        for (const { sdk, times } of shuffled(rows)) {
          const { cold, warm } = await timesOf(stage, sdk, cpu);
          times[cpu].cold.push(cold);
          times[cpu].warm.push(warm);
        }
      }
    }
    for (let round = 1; round <= blockRounds; round += 1) {
      log(`longest task: round ${round} of ${blockRounds}`);
      for (const { sdk, blocks, wasmBlocks } of shuffled(rows)) {
        const { task, wasm } = await blockOf(stage, sdk);
        blocks.push(task);
        wasmBlocks.push(wasm);
      }
    }
    return { rounds, cpus, rows, blockRounds, blocksCpu: BLOCKS_CPU, browser: stage.browser.version() };
  } finally {
    await stage.close();
  }
}
