/** What was measured, as Markdown. */
import { fullName } from "./files.mjs";
import { grouped, table } from "./markdown.mjs";
import { vkBridgeInFrame, vkBridgeInjected } from "./sdks/vk-bridge.mjs";
import { ratio, summary } from "./statistics.mjs";

/** Three significant digits, or all of a larger number. */
const rounded = (number) => (Math.abs(number) >= 100 ? grouped(number) : String(Number(number.toPrecision(3))));

const spread = ({ lower, upper }) => `${rounded(lower)}–${rounded(upper)}`;
const times = (number) => `${rounded(number)} ×`;
const bold = (cells, isBold) => (isBold ? cells.map((cell) => `**${cell}**`) : cells);

const hostOf = (sdk) => (sdk.inject ? "object" : "frame");

/** The row of VK Bridge at the same kind of host; none where it was not measured. */
const vkBridgeRow = (rows, sdk) =>
  rows.find((other) => other.sdk === (sdk.inject ? vkBridgeInjected : vkBridgeInFrame));

/** Median, quartiles, and how many times VK Bridge's median that is. */
function cellsOf(values, others) {
  const of = summary(values);
  return [rounded(of.median), spread(of), others === undefined ? "—" : times(ratio(values, others))];
}

/** By the time in one state of the cache, at one speed: what loads fastest comes first. */
const byMedian = (rows, valuesOf) => rows.toSorted((a, b) => summary(valuesOf(a)).median - summary(valuesOf(b)).median);

function firstResultTable(rows, cpu) {
  const heading = ["SDK", "host", "cold, ms", "quartiles", "to VK Bridge", "warm, ms", "quartiles", "to VK Bridge"];
  const lines = byMedian(rows, ({ times }) => times[cpu].cold).map(({ sdk, times }) => {
    const vkBridge = vkBridgeRow(rows, sdk)?.times[cpu];
    const cells = [
      fullName(sdk),
      hostOf(sdk),
      ...cellsOf(times[cpu].cold, vkBridge?.cold),
      ...cellsOf(times[cpu].warm, vkBridge?.warm),
    ];
    return bold(cells, sdk.isOurs);
  });
  return table(heading, lines);
}

export function firstResult({ rounds, cpus, rows, blockRounds, blocksCpu }) {
  const speeds = cpus.map(
    (cpu) =>
      `**Processor ${cpu === 1 ? "as it is" : `${cpu} times slower`}**, ${rounds[cpu]} rounds\n\n${firstResultTable(rows, cpu)}`,
  );
  const blocks = byMedian(rows, ({ blocks }) => blocks).map(({ sdk, blocks, wasmBlocks }) => {
    const of = summary(blocks);
    const wasm = summary(wasmBlocks).median;
    return bold([fullName(sdk), hostOf(sdk), rounded(of.median), spread(of), wasm ? rounded(wasm) : "—"], sdk.isOurs);
  });
  return [
    ...speeds,
    `**The longest task of the main thread** until the first result, cold, processor ${blocksCpu} times slower, ${blockRounds} rounds`,
    table(["SDK", "host", "longest task, ms", "quartiles", "longest of WebAssembly, ms"], blocks),
    "**What each of them does**",
    rows.map(({ sdk }) => `- ${fullName(sdk)}, ${hostOf(sdk)}: ${sdk.deed}.`).join("\n"),
  ].join("\n\n");
}

/** What the READMEs quote of it: from a cold cache, at the one of the speeds that is in the middle. */
export function firstResultQuote({ cpus, rows }) {
  const cpu = cpus[Math.floor(cpus.length / 2)];
  const lines = byMedian(rows, ({ times }) => times[cpu].cold).map(({ sdk, times }) => {
    const cells = cellsOf(times[cpu].cold, vkBridgeRow(rows, sdk)?.times[cpu].cold);
    return bold([fullName(sdk), hostOf(sdk), ...cells], sdk.isOurs);
  });
  return table(["SDK", "host", `cold, processor ${cpu} × slower, ms`, "quartiles", "to VK Bridge"], lines);
}

function callTable(rows) {
  const bare = rows.find(({ sdk }) => sdk.file === undefined);
  const heading = ["SDK", "µs for a call", "quartiles", "to no SDK", "to VK Bridge"];
  const lines = byMedian(rows, ({ times }) => times).map(({ sdk, times: values }) => {
    const vkBridge = vkBridgeRow(rows, sdk);
    const [median, quartiles, toVkBridge] = cellsOf(values, vkBridge?.times);
    return bold([fullName(sdk), median, quartiles, times(ratio(values, bare.times)), toVkBridge], sdk.isOurs);
  });
  return table(heading, lines);
}

export function call({ rounds, calls, throughFrame, throughFrameApart, throughObject }) {
  const inFrame = `${rounds} rounds of ${grouped(calls.frame)} calls, one after the other`;
  return [
    `**Through a frame's parent and back, both in one process**, ${inFrame}`,
    callTable(throughFrame),
    `**Through a frame's parent and back, each in a process of its own**, ${inFrame}`,
    callTable(throughFrameApart),
    `**Through an injected object that answers at once**, ${rounds} rounds of ${grouped(calls.injected)} calls`,
    callTable(throughObject),
  ].join("\n\n");
}

function crowdTable(rows, inFlight) {
  const [few, many] = [inFlight.at(0), inFlight.at(-1)];
  const heading = [
    "SDK",
    ...inFlight.map((count) => `${grouped(count)} in flight, µs`),
    `${grouped(many)} to ${grouped(few)}`,
  ];
  const lines = rows.map(({ sdk, times: values }) => {
    const medians = inFlight.map((count) => rounded(summary(values[count]).median));
    return bold([fullName(sdk), ...medians, times(ratio(values[many], values[few]))], sdk.isOurs);
  });
  return table(heading, lines);
}

const memoryTable = (states) =>
  table(
    ["calls made", "WebAssembly memory, bytes", "JavaScript heap after collection, bytes"],
    states.map(({ calls, wasm, heap }) => [grouped(calls), grouped(wasm), grouped(heap)]),
  );

function textTable(rows, sizes) {
  const [bare, ours] = ["bare-injected", "vvchat-script-injected"].map((id) => rows.find(({ sdk }) => sdk.id === id));
  return table(
    ["characters", "ms for a call", "ns for a character", "no SDK, ms", "to no SDK"],
    sizes.map((size) => {
      const { median } = summary(ours.times[size]);
      return [
        grouped(size),
        rounded(median),
        rounded((median * 1e6) / size),
        rounded(summary(bare.times[size]).median),
        times(ratio(ours.times[size], bare.times[size])),
      ];
    }),
  );
}

export function growth({ rounds, inFlight, calls, sizes, crowds, memory, texts }) {
  return [
    `**Calls in flight**: the time for one of ${grouped(Math.max(...inFlight))} calls, when so many wait at a time; ${rounds} rounds`,
    crowdTable(crowds, inFlight),
    `**Calls made**: what the page holds after ${grouped(calls.at(0))} calls and after ${grouped(calls.at(-1))}`,
    memoryTable(memory),
    `**Length**: a call whose params have a text of that length; ${rounds} rounds`,
    textTable(texts, sizes),
  ].join("\n\n");
}

export function sizes({ rows }) {
  return table(
    ["SDK", "what a page loads", "bytes", "gzip -9", "brotli -11"],
    rows.map(({ name, what, isOurs, raw, gzip, brotli }) =>
      bold([name, what, grouped(raw), grouped(gzip), grouped(brotli)], isOurs),
    ),
  );
}
