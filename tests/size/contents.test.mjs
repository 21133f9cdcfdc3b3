/** What is said to be in a file is all of it, and is there. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { minify } from "terser";
import { bytesBySource, NO_SOURCE } from "../../xtask/js/size/contents.mjs";
import { dist } from "../support/dist.mjs";

const map = (file) => readFileSync(fileURLToPath(new URL(`../../target/maps/${file}.map`, import.meta.url)), "utf8");

test("a byte counts for the source that it comes from", async () => {
  // "é" has two bytes. The first source is folded away but for its text.
  const sources = { "../npm/a.mjs": 'const text = "é";', "../npm/b.mjs": "console.log(text, 1 + 1);" };
  const { code, map } = await minify(sources, { sourceMap: true, toplevel: true, format: { preamble: "/*! x */" } });
  assert.equal(code, '/*! x */\nconsole.log("é",2);');
  const bytes = bytesBySource(code, map);
  assert.deepEqual(Object.fromEntries(bytes), {
    [NO_SOURCE]: 9,
    "npm/b.mjs": "console.log(2);".length,
    "npm/a.mjs": '"é",'.length + 1,
  });
});

for (const file of ["index.mjs", "vvchat_words.mjs", "vvchatjssdk.js"]) {
  test(`every byte of ${file} counts once`, () => {
    const code = readFileSync(join(dist, file));
    const bytes = bytesBySource(code.toString(), map(file));
    assert.equal(
      [...bytes.values()].reduce((sum, count) => sum + count),
      code.length,
    );
    for (const source of bytes.keys()) {
      if (source !== NO_SOURCE) assert.match(source, /^(npm|target\/(generated|wasm))\/[\w/.-]+$/);
    }
    // Little comes from nowhere.
    assert.ok(bytes.get(NO_SOURCE) < 400, `${bytes.get(NO_SOURCE)}`);
  });
}
