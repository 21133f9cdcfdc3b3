/**
 * The matrix as tables, from the results that are kept: on the terminal, and between marks in the documentation.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { emulated, NOT_RUN } from "./plan.mjs";

/**
 * What came out in an engine: for each host that it ran, by name, how many checks there were and how many of them failed.
 *
 * @typedef {{ name: string, version: string, real: Outcomes, emulated: Outcomes }} Column
 * @typedef {Record<string, { checks: number, failures: number }>} Outcomes
 */

const shown = (outcome) => {
  if (outcome === undefined) return "—";
  return outcome.failures === 0 ? `✔ ${outcome.checks}` : `✖ ${outcome.failures} of ${outcome.checks}`;
};

const sum = (outcomes) => ({
  checks: outcomes.reduce((total, { checks }) => total + checks, 0),
  failures: outcomes.reduce((total, { failures }) => total + failures, 0),
});

const all = ({ real, emulated }) => [...Object.values(real), ...Object.values(emulated)];

/** What all of it comes to. */
export function totals(columns) {
  const outcomes = columns.flatMap(all);
  return { hosts: outcomes.length, ...sum(outcomes) };
}

const row = (values) => `| ${values.join(" | ")} |`;
const table = (heading, rows) => [heading, heading.map(() => "---"), ...rows].map(row).join("\n");

const versionTable = (columns) =>
  table(
    ["engine", "version"],
    columns.map(({ name, version }) => [name, version]),
  );

const realTable = (columns) =>
  table(
    ["transport", "engine", "checks"],
    columns.flatMap(({ name, real }) => Object.entries(real).map(([host, outcome]) => [host, name, shown(outcome)])),
  );

const emulatedTable = (columns) =>
  table(
    ["host", ...columns.map(({ name }) => name)],
    emulated.map((host) => [host.name, ...columns.map((column) => shown(column.emulated[host.name]))]),
  );

/** The whole, in parts. The parts of a page have headings; on the terminal they are lines. */
const whole = (columns, heading) =>
  [
    versionTable(columns),
    `${heading}Real transports`,
    realTable(columns),
    `${heading}Emulated hosts`,
    emulatedTable(columns),
    `${heading}What is not run`,
    NOT_RUN.map(([what, why]) => `- ${what}: ${why}.`).join("\n"),
  ].join("\n\n");

/** @param {Column[]} columns */
export const printed = (columns) => whole(columns, "");

/** One line for each engine: what the READMEs show. */
const summary = (columns, heading) =>
  table(
    heading,
    columns.map((column) => [
      column.name,
      column.version,
      Object.keys(column.real).join("; ") || "—",
      Object.keys(column.emulated).length,
      shown(sum(all(column))),
    ]),
  );

const BEGIN = "<!-- matrix -->\n";
const END = "<!-- /matrix -->";

/** Replaces what stands between the two marks of a page. */
function replace(name, text) {
  const path = fileURLToPath(new URL(`../../${name}`, import.meta.url));
  const page = readFileSync(path, "utf8");
  const [from, to] = [page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END)];
  if (from < BEGIN.length || to < from) throw new Error(`${name} has no ${BEGIN.trim()} with a ${END} after it`);
  writeFileSync(path, `${page.slice(0, from)}\n${text}\n\n${page.slice(to)}`);
}

/**
 * Writes the tables into the documentation.
 *
 * @param {Column[]} columns of all engines
 */
export function write(columns) {
  replace("README.md", summary(columns, ["engine", "version", "real transports", "emulated hosts", "checks"]));
  replace("README.zh-CN.md", summary(columns, ["引擎", "版本", "真实通道", "模拟宿主", "检查"]));
  replace("docs/matrix.md", whole(columns, "## "));
}
