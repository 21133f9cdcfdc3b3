/**
 * The tables in the documentation are those of the engines and hosts that there are.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { emulated, engines } from "./plan.mjs";

/** The rows of the tables between the marks of a page, without headings, as cells. */
function rows(page) {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), "utf8");
  const tables = /<!-- matrix -->\n([\s\S]*)<!-- \/matrix -->/.exec(text)[1];
  const lines = Array.from(tables.matchAll(/^\| (.*) \|$/gm), ([, cells]) => cells.split(" | "));
  return lines.filter((cells, index) => cells[0] !== "---" && lines[index + 1]?.[0] !== "---");
}

const hosts = emulated.length;

for (const readme of ["README.md", "README.zh-CN.md"]) {
  test(`${readme} has a row for each engine`, () => {
    assert.deepEqual(
      rows(readme).map(([name, , real, count]) => [name, real, count]),
      engines.map(({ name, natives }) => [name, natives.map((host) => host.name).join("; ") || "—", String(hosts)]),
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
  const checks = all.slice(engines.length).flatMap((cells) => cells.filter((cell) => /^[✔✖—]/.test(cell)));
  assert.equal(checks.length, engines.flatMap(({ natives }) => natives).length + hosts * engines.length);
  for (const check of checks) assert.match(check, /^✔ \d+$/);
});
