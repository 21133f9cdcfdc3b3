// The guide to the sample shop, in both languages, has every file and every address of it.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { prose, read, root } from "./pages.mjs";

/** What no reader is pointed at: they follow from the others. */
const SMALL = ["error.rs", "random.rs", "time.rs", "dom.mjs", "shop.css"];

const files = [
  ...readdirSync(`${root}crates/shop/src`),
  ...readdirSync(`${root}www/shop`).filter((name) => name.includes(".")),
  ...readdirSync(`${root}www/shop/flows`).map((name) => `www/shop/flows/${name}`),
].filter((name) => !SMALL.includes(name));

const [, ...added] = read("crates/shop/src/lib.rs").split('.route("');
const routes = added.flatMap((text) => {
  const [, path, handlers] = /^([^"]+)", (.*?\))\)/s.exec(text);
  return Array.from(handlers.matchAll(/\b(get|post)\(/g), ([, verb]) => `${verb.toUpperCase()} ${path}`);
});

for (const page of ["docs/sample-shop.md", "docs/sample-shop.zh-CN.md"]) {
  test(`${page}: every file`, () => {
    assert.ok(files.length > 20);
    for (const name of files) assert.ok(prose(page).includes(`\`${name}\``), name);
  });

  test(`${page}: every address`, () => {
    const named = Array.from(prose(page).matchAll(/^\| `((?:GET|POST) [^`?]+)/gm), ([, name]) => name);
    assert.deepEqual(named.sort(), routes.sort());
  });
}
