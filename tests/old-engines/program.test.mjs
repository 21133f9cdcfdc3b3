/** The check of programs lets through what engines of 2017 read, and refuses what came later. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSyntax, laterNames, textsOf } from "./program.mjs";

const old = {
  "async function": "async function f() { await 1; }",
  "comma after the last parameter": "f((a, b,) => 2 ** 3,);",
  "rest, spread and patterns": "const [a, ...b] = [...c]; const { d = 1 } = e;",
  "regular expression with a look-ahead": "/(?=a)[^]/uy;",
  generator: "function* f() { yield 1; }",
  template: "`a`;",
};

const later = {
  "object spread": "f({ ...a });",
  "object rest": "const { a, ...b } = c;",
  "asynchronous generator": "async function* f() {}",
  "asynchronous loop": "async function f() { for await (const a of b); }",
  "catch without a binding": "try { f(); } catch { g(); }",
  "optional chaining": "a?.b;",
  "null coalescing": "a ?? b;",
  "big integer": "10n;",
  "numeric separator": "1_000;",
  "logical assignment": "a ||= b;",
  "class field": "class A { b = 1; }",
  "private method": "class A { #b() {} }",
  "static block": "class A { static { f(); } }",
  "line separator in a text": "'\u2028';",
  "regular expression with a look-behind": "/(?<=a)b/;",
  "regular expression with a named group": "/(?<a>b)/;",
  "regular expression where a dot is any character": "/./s;",
  "regular expression with a class of Unicode's": "/\\p{L}/u;",
  "regular expression with sets": "/[a--b]/v;",
  "await outside of functions": "await f();",
  using: "{ using a = b; }",
};

const modules = {
  "import.meta": "import a from './a.mjs'; export default new URL('a', import.meta.url);",
  "import()": "export const f = () => import('./a.mjs'); import('./b.mjs');",
};

for (const [name, source] of Object.entries(old)) {
  test(`${name}: old engines read it`, () => {
    for (const type of ["script", "commonjs", "module"]) checkSyntax(source, type);
  });
}

for (const [name, source] of Object.entries(later)) {
  test(`${name}: old engines do not read it`, () => {
    for (const type of ["script", "commonjs", "module"]) assert.throws(() => checkSyntax(source, type), SyntaxError);
    // Nor beside what is let through.
    assert.throws(() => checkSyntax(`import('a'); import.meta.url;\n${source}`, "module"), SyntaxError);
  });
}

for (const [name, source] of Object.entries(modules)) {
  test(`${name}: engines that load modules read it`, () => {
    checkSyntax(source, "module");
    assert.throws(() => checkSyntax(source, "script"), SyntaxError);
  });
}

test("in a script, import() is as new as anything else", () => {
  assert.throws(() => checkSyntax("import('./a.mjs');", "script"), SyntaxError);
});

test("in CommonJS, import() is let through, and nothing else", () => {
  checkSyntax("const f = () => import('./a.mjs'); exports.f = f;", "commonjs");
  assert.throws(() => checkSyntax("import.meta.url;", "commonjs"), SyntaxError);
  assert.throws(() => checkSyntax("import('./a.mjs')?.then;", "commonjs"), SyntaxError);
});

test("what is imported with attributes is newer than modules", () => {
  assert.throws(() => checkSyntax("import a from './a.json' with { type: 'json' };", "module"), SyntaxError);
  assert.throws(() => checkSyntax("import('./a.json', { with: {} })?.a;", "module"), SyntaxError);
});

test("what is newer in the standard library is found, with its edition", () => {
  const source =
    "a.replaceAll('b', 'c'); const { hasOwn } = Object; a.includes('flat'); new WeakRef(a); const at = 1; self.BigInt;";
  assert.deepEqual(laterNames(source, "script"), [
    "BigInt (2020)",
    "WeakRef (2021)",
    "hasOwn (2022)",
    "replaceAll (2021)",
  ]);
});

test("texts are found as they read", () => {
  assert.deepEqual(textsOf("f('a\\x62', \"c\", 1, `d`);", "script"), ["ab", "c"]);
});
