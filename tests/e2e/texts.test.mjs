// The app's words: each in both languages, each used, and none missing.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { texts } from "../../www/app/texts.mjs";

const folder = fileURLToPath(new URL("../../www/app/", import.meta.url));
const sources = readdirSync(folder, { recursive: true })
  .filter((file) => /\.(mjs|html)$/.test(file) && !file.startsWith("texts"))
  .map((file) => readFileSync(folder + file, "utf8"))
  .join("\n");
const keys = Object.keys(texts);

test("every text is there in both languages, with the same places to fill in", () => {
  const places = (words) => [...words.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
  for (const [key, { zh, en, ...more }] of Object.entries(texts)) {
    assert.deepEqual(more, {}, key);
    assert.ok(zh.trim() !== "" && en.trim() !== "", key);
    assert.deepEqual(places(zh), places(en), key);
  }
});

test("every key that the sources name has its words", () => {
  const named = [...sources.matchAll(/\bt\("([^"]+)"|data-t(?:-label)?="([^"]+)"/g)].map(([, a, b]) => a ?? b);
  assert.ok(named.length > 100);
  assert.deepEqual(
    named.filter((key) => !keys.includes(key)),
    [],
  );
});

test("no text is left over", () => {
  // `t(`outcome.${name}`)` names all keys that begin so; a word in a list may be the end of one.
  const beginnings = [...sources.matchAll(/`([\w.]+[._])\$\{/g)].map(([, beginning]) => beginning);
  const isUsed = (key) => sources.includes(`"${key}"`) || beginnings.some((beginning) => key.startsWith(beginning));
  assert.deepEqual(
    keys.filter((key) => !isUsed(key)),
    [],
  );
});
