/** What pages load, engines of 2017 understand. `cargo xtask test old-engines` validates the WebAssembly before. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { test } from "node:test";
import { embed } from "../../xtask/js/embed.mjs";
import { dist } from "../support/dist.mjs";
import { checkSyntax, laterNames, textsOf } from "./program.mjs";

/** What is newer, and where it does no harm. */
const WITH_A_REASON = {
  "BigInt (2020)": "called for a value that a page has passed as one",
  "globalThis (2020)": "read where there is no `self`, so in no page",
};

const typeOf = (file) => ({ ".mjs": "module", ".cjs": "commonjs", ".js": "script" })[extname(file)];
const read = (file) => readFileSync(join(dist, file), "utf8");

// The halves for servers and for hosts run in engines of today.
const programs = readdirSync(dist).filter((file) => /\.[cm]?js$/.test(file) && !/^(server|host)\b/.test(file));

test("these are what pages load, at least", () => {
  for (const file of [
    "index.cjs",
    "index.mjs",
    "vvchat_js.js",
    "vvchat_js.mjs",
    "vvchat_words.mjs",
    "vvchatjssdk.js",
  ]) {
    assert.ok(programs.includes(file), file);
  }
});

for (const file of programs) {
  test(`${file} has no syntax that is newer than ES2017`, () => checkSyntax(read(file), typeOf(file)));

  test(`${file} uses nothing of the standard library that is newer than ES2017`, () => {
    const found = laterNames(read(file), typeOf(file));
    assert.deepEqual(
      found.filter((name) => !Object.hasOwn(WITH_A_REASON, name)),
      [],
    );
  });
}

for (const file of ["index.mjs", "vvchatjssdk.js"]) {
  test(`${file} tells newer engines to compile all of it, where they look for that`, () => {
    assert.equal(read(file).split("\n", 1)[0], "//# allFunctionsCalledOnLoad");
  });
}

const wasm = readFileSync(new URL("../../target/wasm/vvchat_bg.wasm", import.meta.url));

for (const file of ["index.cjs", "index.mjs", "vvchatjssdk.js"]) {
  test(`${file} carries the very bytes of the WebAssembly that is held to the first version, as a text`, () => {
    const longest = (texts) => texts.reduce((one, other) => (one.length < other.length ? other : one));
    const carried = longest(textsOf(read(file), typeOf(file)));
    assert.equal(carried, longest(textsOf(embed(wasm), "module")));
  });
}
