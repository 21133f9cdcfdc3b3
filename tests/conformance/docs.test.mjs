// The conformance page and its documentation: every test and option has a row, every fault its words.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { faultWords, noteWords, sheetWords, title } from "../../www/conformance/texts.mjs";
import { prose } from "../docs/pages.mjs";
import { brokenBridges, inapplicable } from "./bridges.mjs";
import { broken } from "./hosts.mjs";

const source = (name) => readFileSync(new URL(`../../www/conformance/${name}`, import.meta.url), "utf8");
const tests = source("tests.mjs");
const list = tests.slice(tests.indexOf("export const tests = ["));
const matches = (text, pattern) => Array.from(text.matchAll(pattern), ([, found]) => found);

/** The ids of the tests, in order. */
const ids = Array.from(list.matchAll(/id: "(\w+)"|(params|method)\("(\w+)"\)/g), ([, id, group, name]) =>
  id === undefined ? `${group}.${name}` : id,
);

for (const page of ["docs/conformance.md", "docs/conformance.zh-CN.md"]) {
  test(`${page}: every test and every option has a row`, () => {
    const rows = matches(prose(page), /^\| (`[^|]*`) \|/gm).map((cell) => matches(cell, /`([\w.]+)`/g));
    const options = matches(source("page.mjs"), /(?:query\.(?:get|has)|milliseconds)\("(\w+)"/g);
    const tabled = rows.flat();
    assert.deepEqual([...new Set(tabled)].sort(), [...new Set([...options, ...ids])].sort());
    assert.ok(prose(page).includes(`${broken.length} `), "the number of hosts that are broken on purpose");
    assert.ok(prose(page).includes(`${brokenBridges.length} `), "the number of bridges that are broken on purpose");
  });
}

test("docs/conformance: every test that runs over WebViewJavascriptBridge has a row there, and no other", () => {
  for (const page of ["docs/conformance.md", "docs/conformance.zh-CN.md"]) {
    const [, chapter] = prose(page).split(/^### WebViewJavascriptBridge$/m);
    const [table] = chapter.split(/^## /m);
    const tabled = matches(table, /^\| (`[^|]*`) \|/gm).flatMap((cell) => matches(cell, /`([\w.]+)`/g));
    const applicable = ids.filter((id) => !inapplicable.includes(id));
    assert.deepEqual(tabled.sort(), applicable.sort(), page);
  }
});

test("every test, sheet, note and fault has its words, in both languages", () => {
  const sheets = matches(list + tests, /sheets: \[([^\]]+)\]/g).flatMap((some) => matches(some, /"([^"]+)"/g));
  const codes = new Set([
    ...matches(
      tests + source("handler-tests.mjs"),
      /"((?:hello|versions|unknown|ids|params|many|notified|foreign|method|echo|texts|big|repeated|cancel|malformed|reload)\.[a-z]+)"/g,
    ),
    ...matches(source("wire.mjs"), /"(once\.\w+)"/g),
    ...matches(source("runner.mjs"), /"((?:transport|reload)\.\w+)"/g),
  ]);
  const notes = ["foreign.untold", "hello.none"];
  for (const other of [...notes, ...ids, "hello.response"]) codes.delete(other);
  assert.ok(codes.size > 30 && sheets.length > 5);
  for (const lang of ["zh", "en"]) {
    for (const id of ids) assert.ok(title(id, lang), id);
    for (const sheet of sheets) assert.ok(sheetWords(sheet, lang), sheet);
    for (const note of notes) assert.ok(noteWords(note, lang), note);
    for (const code of codes) {
      const { expected, advice } = faultWords(code, lang, {});
      assert.ok(expected.length > 0 && advice.length > 0, code);
    }
  }
});

test("every fault that a frame can show has a host that is broken so", () => {
  const shown = new Set(broken.map(({ row }) => row.split(".")[0]));
  const groups = new Set(ids.map((id) => id.split(".")[0]));
  assert.deepEqual(
    [...groups].filter((group) => !shown.has(group)),
    [],
  );
});
