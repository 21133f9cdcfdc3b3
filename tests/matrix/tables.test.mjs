/**
 * The tables in the documentation are those of the engines and hosts that there are.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { emulated, emulatedIn, engines } from "./plan.mjs";

/** The rows of the tables between the marks of a page, without headings, as cells. */
function rows(page) {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), "utf8");
  const tables = /<!-- matrix -->\n([\s\S]*)<!-- \/matrix -->/.exec(text)[1];
  const lines = Array.from(tables.matchAll(/^\| (.*) \|$/gm), ([, cells]) => cells.split(" | "));
  return lines.filter((cells, index) => cells[0] !== "---" && lines[index + 1]?.[0] !== "---");
}

for (const readme of ["README.md", "README.zh-CN.md"]) {
  test(`${readme} has a row for each engine`, () => {
    assert.deepEqual(
      rows(readme).map(([name, , real, count]) => [name, real, count]),
      engines.map((engine) => {
        const real = engine.natives.map(({ name }) => name).join("; ");
        return [engine.name, real || "—", String(emulatedIn(engine).length)];
      }),
    );
  });
}

test("docs/matrix.md has a row for each host, and nothing in it has failed", () => {
  const all = rows("docs/matrix.md");
  assert.deepEqual(
    all.map(([name]) => name),
    [
      ...engines.map(({ name }) => name),
      ...engines.flatMap(({ natives }) => natives.map(({ name }) => name)),
      ...emulated.map(({ name }) => name),
    ],
  );
  const real = all.slice(engines.length, -emulated.length).map((cells) => cells.at(-1));
  for (const check of real) assert.match(check, /^✔ \d+$/);
  for (const [number, host] of emulated.entries()) {
    const checks = all.at(number - emulated.length).slice(1);
    assert.equal(checks.length, engines.length);
    for (const [column, engine] of engines.entries()) {
      assert.match(checks[column], emulatedIn(engine).includes(host) ? /^✔ \d+$/ : /^—$/);
    }
  }
});
