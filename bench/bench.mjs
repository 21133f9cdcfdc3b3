/**
 * `node bench/bench.mjs [--quick] [--only MEASUREMENT…] [--write]`: measures this SDK, in `dist/`, beside others, and prints tables.
 *
 * - `--quick`: fewer rounds
 * - `--only`: this measurement alone; may be given more than once
 * - `--write`: puts the tables, and the chart, into `docs/benchmarks`, and what the READMEs quote into these
 * - `--smoke`: each thing once, without the others' SDKs: whether the bench works
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { chart } from "./chart.mjs";
import { conditions } from "./machine.mjs";
import { writeBetweenMarks } from "./markdown.mjs";
import * as call from "./measure/call.mjs";
import * as firstResult from "./measure/first-result.mjs";
import * as growth from "./measure/growth.mjs";
import * as sizes from "./measure/sizes.mjs";
import * as report from "./report.mjs";

const docs = new URL("../docs/benchmarks/", import.meta.url);
/** They quote what concerns every reader. */
const READMES = ["../README.md", "../README.zh-CN.md"].map((path) => new URL(path, import.meta.url));

const measurements = {
  sizes: { measure: sizes.measure, report: report.sizes, isTimed: false },
  "first-result": {
    measure: firstResult.measure,
    report: report.firstResult,
    isTimed: true,
    draw: chart,
    quote: report.firstResultQuote,
  },
  call: { measure: call.measure, report: report.call, isTimed: true },
  growth: { measure: growth.measure, report: report.growth, isTimed: true },
};

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: Object.keys(measurements) },
    write: { type: "boolean", default: false },
    smoke: { type: "boolean", default: false },
  },
});
const unknown = values.only.filter((name) => !Object.hasOwn(measurements, name));
if (unknown.length > 0) {
  throw new Error(`there is no measurement ${unknown}; there are ${Object.keys(measurements).join(", ")}`);
}
if (values.smoke && values.write) throw new Error("a smoke run measures nothing that could be written down");

const amount = values.smoke ? "smoke" : values.quick ? "quick" : "full";
const command = ["npm run bench", ...(process.argv.length > 2 ? ["--"] : []), ...process.argv.slice(2)].join(" ");

for (const name of values.only) {
  const { measure, report: reportOf, isTimed, draw, quote } = measurements[name];
  const result = await measure(amount, (line) => console.error(line));
  const taken = conditions(command, result.browser, isTimed);
  const text = `${taken}\n\n${reportOf(result)}`;
  console.log(`\n## ${name}\n\n${text}\n`);
  if (!values.write) continue;
  writeBetweenMarks(new URL("README.md", docs), name, text);
  for (const readme of quote ? READMES : []) writeBetweenMarks(readme, name, `${quote(result)}\n\n${taken}`);
  if (draw) writeFileSync(new URL(`${name}.svg`, docs), await draw(result));
}
