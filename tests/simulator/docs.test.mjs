/**
 * What the simulator's pages say, held against the simulator.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { command, simulate } from "../support/simulator.mjs";

const run = promisify(execFile);
const read = (path) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");

/** The first cells of the rows of a section's tables. */
function firstCells(section) {
  return Array.from(section.matchAll(/^\| `(.*?)` \|/gm), ([, cell]) => cell);
}

/** What stands below each heading of the second order. */
function sections(page) {
  return page.split(/^## .*$/m).slice(1);
}

let simulator;
before(async () => {
  simulator = await simulate(["--shop", "http://shop.example/"]);
});
after(() => simulator?.close());

for (const file of ["docs/simulator.md", "docs/simulator.zh-CN.md"]) {
  describe(file, () => {
    const page = read(file);

    test("its script runs, and prints what is said", async () => {
      const [, script] = /```js\n([\s\S]*?)```/.exec(page);
      const env = { ...process.env, VVCHAT: simulator.app };
      const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script], { env });
      assert.equal(stdout, "paid\ncode已过期\n");
    });

    test("it has every error in the order of the table", () => {
      const source = read("crates/simulator/src/refusal.rs");
      const texts = Array.from(source.matchAll(/^ {4}\w+(?: \{.*\})? = "(.*)";$/gm), ([, text]) => text);
      assert.ok(texts.length > 30, "the table was found");
      assert.deepEqual(firstCells(sections(page).at(-1)), texts);
    });

    test("it has every path of the device API, and no other", () => {
      const source = read("crates/simulator/src/device.rs");
      const paths = Array.from(source.matchAll(/\.route\("(.*?)", (.*)\)$/gm)).flatMap(([, path, methods]) =>
        ["get", "post"]
          .filter((method) => new RegExp(`\\b${method}\\(`).test(methods))
          .map((method) => `${method.toUpperCase()} ${path.replace("{id}", "ID")}`),
      );
      assert.equal(paths.length, source.match(/\b(get|post)\(\w+::/g).length, "every route was read");
      const cells = firstCells(page).filter((cell) => / \/device\//.test(cell));
      assert.deepEqual(cells.map((cell) => cell.split("?")[0]).sort(), paths.sort());
    });

    test("it has every flag, and no other", async () => {
      const { stdout } = await run(command, ["--help"]);
      const flags = Array.from(stdout.matchAll(/^ {2,}(--[\w-]+)/gm), ([, flag]) => flag);
      const cells = firstCells(sections(page)[0]).filter((cell) => cell.startsWith("--"));
      assert.deepEqual(
        cells.map((cell) => cell.split(" ")[0]).sort(),
        flags.filter((flag) => flag !== "--help").sort(),
      );
    });
  });
}
