/**
 * The benchmarks run, with this SDK alone and each thing once: what comes out means nothing, but that it comes out. And the
 * documentation has a row for everything that is measured.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { fullName } from "../../bench/files.mjs";
import { inFrame, injected } from "../../bench/sdks/list.mjs";
import { LATENCY } from "../../bench/server.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

const bench = (...args) =>
  spawnSync(process.execPath, ["bench/bench.mjs", ...args], { cwd: root, encoding: "utf8", timeout: 300_000 });

/** The rows of a text's tables, without headings, as cells without their stars. */
function rows(text) {
  const cellsOf = (line) =>
    line
      .replaceAll("**", "")
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
  const lines = Array.from(text.matchAll(/^\|.*\|$/gm), ([line]) => cellsOf(line));
  const isRule = (cells) => /^-+:?$/.test(cells?.[0]);
  return lines.filter((cells, index) => !isRule(cells) && !isRule(lines[index + 1]));
}

/** The part of a report under a heading. */
const section = (text, name) => text.split(/^## /m).find((part) => part.startsWith(`${name}\n`));

test("a smoke run measures everything there is to measure of this SDK", () => {
  const { status, stdout, stderr } = bench("--smoke");
  assert.equal(status, 0, stderr);
  assert.deepEqual(
    rows(section(stdout, "sizes")).map(([name]) => name.replace(/ [\d.]+/, "")),
    ["vvchat-jssdk, ES module", "vvchat-jssdk, script tag"],
  );
  const sdks = [...inFrame, ...injected].filter((sdk) => sdk.package === undefined);
  // Once for the times, once for the longest task.
  const expected = [...sdks, ...sdks].map((sdk) => `${fullName(sdk)} ${sdk.inject ? "object" : "frame"}`);
  assert.deepEqual(
    rows(section(stdout, "first-result"))
      .map(([name, host]) => `${name} ${host}`)
      .sort(),
    expected.sort(),
  );
  // Those in a frame a second time, with a process of its own.
  const apart = inFrame.filter((sdk) => sdk.package === undefined);
  assert.deepEqual(
    rows(section(stdout, "call"))
      .map(([name]) => name)
      .sort(),
    [...sdks, ...apart].map(fullName).sort(),
  );
  // The trace knows of the engine's being compiled.
  assert.match(
    section(stdout, "first-result"),
    /^\| \*\*vvchat-jssdk [^|]*\| +\*\*object\*\* \|[^|]*\|[^|]*\| +\*\*\d[\d.]*\*\* \|$/m,
  );
  assert.deepEqual(
    rows(section(stdout, "growth")).map(([first]) => first),
    [fullName(sdks.find((sdk) => sdk.id === "vvchat-script-injected")), "10", "100", "1,000", "10,000"],
  );
  // The page had WebAssembly, and its memory was found.
  assert.match(section(stdout, "growth"), /^\| +100 +\| +[1-9][\d,]+ \|/m);
  assert.doesNotMatch(stdout, /NaN|undefined|Infinity/);
});

test("what is not there to be measured is refused", () => {
  const { status, stderr } = bench("--only", "nonsense");
  assert.equal(status, 1);
  assert.match(stderr, /there is no measurement nonsense; there are sizes, first-result, call, growth/);
});

test("the documentation has a row for each SDK, and its picture", () => {
  const page = readFileSync(`${root}docs/benchmarks/README.md`, "utf8");
  const part = (name) => page.slice(page.indexOf(`<!-- ${name} -->`), page.indexOf(`<!-- /${name} -->`));
  const named = (name) => new Set(rows(part(name)).map(([sdk]) => sdk.replace(/ \d[\d.]*/, "")));
  const plain = (sdk) => fullName(sdk).replace(/ \d[\d.]*/, "");
  for (const sdk of [...inFrame, ...injected]) {
    assert.ok(named("first-result").has(plain(sdk)), `first-result: ${sdk.id}`);
    assert.ok(named("call").has(plain(sdk)), `call: ${sdk.id}`);
    if (sdk.file) assert.ok(named("sizes").has(plain(sdk)), `sizes: ${sdk.id}`);
  }
  assert.ok(existsSync(`${root}docs/benchmarks/first-result.svg`));
  assert.ok(page.includes(`waits ${LATENCY} ms before each answer`));
});
