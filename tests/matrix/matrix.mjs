/**
 * Runs the matrix: `node tests/matrix/matrix.mjs [--write] [ENGINE…]`, all engines if none is named. Prints the tables, and fails if
 * anything does. `--write` puts them into the documentation; engines that are not named are in there with what came out last time.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { cellsOf, emulatedIn, engines } from "./plan.mjs";
import { run } from "./runner.mjs";
import { printed, totals, write } from "./tables.mjs";

const kept = fileURLToPath(new URL("../../target/matrix", import.meta.url));

const { values, positionals } = parseArgs({ options: { write: { type: "boolean" } }, allowPositionals: true });
const unknown = positionals.filter((id) => !engines.some((engine) => engine.id === id));
if (unknown.length > 0) {
  throw new Error(`there is no engine ${unknown}; there are ${engines.map(({ id }) => id).join(", ")}`);
}

function log(cell) {
  const { length } = cell.results;
  const isGood = cell.failures.length === 0;
  console.log(`  ${isGood ? "✔" : "✖"} ${cell.name}: ${length - cell.failures.length} of ${length}`);
  for (const { step, error } of cell.failures) {
    console.log(`      ✖ ${step}\n        ${error.replaceAll("\n", "\n        ")}`);
  }
}

/** What came out with a host, in all the builds that it was run with. */
const outcome = (cells) => ({
  checks: cells.reduce((sum, { results }) => sum + results.length, 0),
  failures: cells.reduce((sum, { failures }) => sum + failures.length, 0),
});

/** Runs hosts in one start of the engine; what came out, by the host's name. */
async function outcomes(engine, hosts, native) {
  const rows = hosts.map((host) => [host.name, cellsOf(host, engine)]);
  await run(
    (url) => engine.open(url, native),
    rows.flatMap(([, cells]) => cells),
    { log },
  );
  return Object.fromEntries(rows.map(([name, cells]) => [name, outcome(cells)]));
}

async function runEngine(engine) {
  const version = engine.version();
  console.log(`\n${engine.name} ${version}\n`);
  const column = { name: engine.name, version, real: {}, emulated: {} };
  for (const host of engine.natives) {
    Object.assign(column.real, await outcomes(engine, [host], host));
  }
  Object.assign(column.emulated, await outcomes(engine, emulatedIn(engine)));
  mkdirSync(kept, { recursive: true });
  writeFileSync(`${kept}/${engine.id}.json`, `${JSON.stringify(column, null, 2)}\n`);
  return column;
}

const ran = [];
for (const engine of engines) {
  if (positionals.length === 0 || positionals.includes(engine.id)) ran.push(await runEngine(engine));
}
console.log(`\n${printed(ran)}\n`);
const { hosts, checks, failures } = totals(ran);
if (failures > 0) process.exitCode = 1;
else if (values.write) write(engines.map(({ id }) => JSON.parse(readFileSync(`${kept}/${id}.json`, "utf8"))));
console.log(`${hosts} hosts: ${checks - failures} checks passed, ${failures} failed`);
