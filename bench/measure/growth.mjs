/** What grows with use: time with calls in flight, memory with calls made, time with the size of what is sent. */
import { bareInjected } from "../sdks/bare.mjs";
import { withoutRivals } from "../sdks/list.mjs";
import { vkBridgeInjected } from "../sdks/vk-bridge.mjs";
import { scriptInjected } from "../sdks/vvchat.mjs";
import { startStage } from "../stage.mjs";
import { shuffled } from "../statistics.mjs";

/** How many characters are sent at least before the clock is read: it counts tenths of milliseconds. */
const CHARACTERS = 1e6;

const amounts = {
  full: { rounds: 11, inFlight: [1, 100, 10_000], calls: [1_000, 1_000_000], sizes: [1e3, 1e4, 1e5, 1e6, 1e7] },
  quick: { rounds: 3, inFlight: [1, 100, 10_000], calls: [1_000, 50_000], sizes: [1e3, 1e4, 1e5, 1e6, 1e7] },
  smoke: { rounds: 1, inFlight: [1, 100], calls: [10, 100], sizes: [1e3, 1e4] },
};

/** Runs in the page: microseconds for one call of `total`, when so many of them wait for their answers at a time. */
async function callInCrowds({ inFlight, total }) {
  const start = performance.now();
  for (let call = 0; call < total; call += inFlight) {
    const answers = [];
    // Calls may be sent later than they are made.
    const allSent = new Promise((resolve) => {
      window.hold = (answer) => {
        if (answers.push(answer) === inFlight) resolve();
      };
    });
    const calls = Array.from({ length: inFlight }, () => window.deeds.again());
    await allSent;
    for (const answer of answers) answer();
    await Promise.all(calls);
  }
  window.hold = null;
  return ((performance.now() - start) * 1000) / total;
}

/** Runs in the page: so many calls, one after the other. */
async function callOften(count) {
  for (let call = 0; call < count; call += 1) await window.deeds.again();
}

/** Runs in the page: milliseconds for one call that carries a text of that length. Quotes have to be escaped on the way. */
async function sendText({ length, count }) {
  const text = '{"tpl_type":"MultipleLine"} '.repeat(Math.ceil(length / 28)).slice(0, length);
  const start = performance.now();
  for (let call = 0; call < count; call += 1) await window.deeds.send(text);
  return (performance.now() - start) / count;
}

/** Runs in every frame before anything else: remembers the memory of WebAssembly that is instantiated. */
function rememberMemory() {
  window.wasmMemories = [];
  const remember = ({ exports }) => {
    window.wasmMemories.push(...Object.values(exports).filter((value) => value instanceof WebAssembly.Memory));
  };
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const result = await original.apply(WebAssembly, args);
      remember(result.instance ?? result);
      return result;
    };
  }
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, args) {
      const instance = Reflect.construct(target, args);
      remember(instance);
      return instance;
    },
  });
}

/** Runs in the page. */
const wasmBytes = () => window.wasmMemories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);

async function openAndRun(stage, context, sdk) {
  const visit = await stage.open(context, sdk);
  await visit.run();
  return { ...visit, frame: visit.frame() };
}

async function measureCrowds(stage, sdks, { rounds, inFlight }, log) {
  const context = await stage.browser.newContext();
  const total = Math.max(...inFlight);
  const rows = [];
  for (const sdk of sdks) {
    const { frame } = await openAndRun(stage, context, sdk);
    rows.push({ sdk, frame, times: Object.fromEntries(inFlight.map((count) => [count, []])) });
  }
  for (let round = 0; round <= rounds; round += 1) {
    log(`calls in flight: ${round === 0 ? "warming up" : `round ${round} of ${rounds}`}`);
    for (const { frame, times } of shuffled(rows)) {
      for (const count of shuffled(inFlight)) {
        const time = await frame.evaluate(callInCrowds, { inFlight: count, total });
        if (round > 0) times[count].push(time);
      }
    }
  }
  await context.close();
  return rows.map(({ sdk, times }) => ({ sdk, times }));
}

async function measureMemory(stage, { calls }, log) {
  const context = await stage.browser.newContext();
  await context.addInitScript(rememberMemory);
  const { devtools, frame } = await openAndRun(stage, context, scriptInjected);
  const states = [];
  let made = 0;
  for (const count of calls) {
    log(`memory: up to ${count} calls`);
    await frame.evaluate(callOften, count - made);
    made = count;
    await devtools.send("HeapProfiler.collectGarbage");
    const { usedSize } = await devtools.send("Runtime.getHeapUsage");
    states.push({ calls: count, heap: usedSize, wasm: await frame.evaluate(wasmBytes) });
  }
  await context.close();
  return states;
}

async function measureSizes(stage, { rounds, sizes }, log) {
  const context = await stage.browser.newContext();
  const rows = [];
  for (const sdk of [bareInjected, scriptInjected]) {
    const { frame } = await openAndRun(stage, context, sdk);
    rows.push({ sdk, frame, times: Object.fromEntries(sizes.map((size) => [size, []])) });
  }
  for (let round = 0; round <= rounds; round += 1) {
    log(`size: ${round === 0 ? "warming up" : `round ${round} of ${rounds}`}`);
    for (const { frame, times } of shuffled(rows)) {
      for (const length of shuffled(sizes)) {
        const count = Math.max(1, CHARACTERS / length);
        const time = await frame.evaluate(sendText, { length, count });
        if (round > 0) times[length].push(time);
      }
    }
  }
  await context.close();
  return rows.map(({ sdk, times }) => ({ sdk, times }));
}

/**
 * @param {"full" | "quick" | "smoke"} amount
 * @param {(line: string) => void} log
 */
export async function measure(amount, log) {
  const crowded = [scriptInjected, vkBridgeInjected];
  const inCrowds = amount === "smoke" ? withoutRivals(crowded) : crowded;
  const stage = await startStage([...inCrowds, bareInjected]);
  try {
    return {
      ...amounts[amount],
      crowds: await measureCrowds(stage, inCrowds, amounts[amount], log),
      memory: await measureMemory(stage, amounts[amount], log),
      texts: await measureSizes(stage, amounts[amount], log),
      browser: stage.browser.version(),
    };
  } finally {
    await stage.close();
  }
}
