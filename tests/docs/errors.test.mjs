// docs/errors.md: every sentence that it quotes is the SDK's, and what it and the READMEs say of pay's outcome is there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load, loadGenerated } from "../support/npm.mjs";
import { read, readmes } from "./pages.mjs";

const { advice, message } = await load("words.mjs");
const { BRIDGES } = await load("settings.mjs");
const { outcomeOfError } = await load("wire.mjs");
const { FOUND } = await loadGenerated("wording");
const { REASONS } = await loadGenerated("reasons");
const { ABSENT, METHOD_NAME, NON_BLANK, NOT_FRAMED, TRANSACTION_NUMBER } = await loadGenerated("numbers");

const page = read("docs/errors.md");

const tried = BRIDGES.map((bridge) => [bridge, bridge === "post_message" ? NOT_FRAMED : ABSENT]);

/** An example of every error that the page quotes. */
const failures = [
  { reason: "invalid_params", method: "pay", field: "app_id", expected: NON_BLANK },
  { reason: "unknown_method", expected: METHOD_NAME, came: "payment" },
  { reason: "timeout", method: "getSession", number: 10_000 },
  { reason: "timeout", method: "pay", number: 600_000, outcome: "unknown" },
  { reason: "state_mismatch", method: "auth", field: "state" },
  { reason: "aborted", method: "share" },
  { reason: "internal", method: "pay", cause: "CompileError: blocked by CSP" },
  { reason: "internal", cause: "WebAssembly is not defined" },
  { reason: "unsupported", method: "share" },
  { reason: "malformed_reply", method: "pay", field: "trade_no", expected: TRANSACTION_NUMBER },
  { reason: "no_host", method: "pay", came: tried },
  { reason: "host_error", method: "pay", number: 400, text: "用户取消" },
  { reason: "host_error", method: "selectSession", number: 7 },
];

/** An example of every warning: a param that resembles another, one that does not, a scope, an option. */
const slips = [
  [7, "pay", "imprestcode", "imprest_code"],
  [7, "pay", "coupon", ""],
  [8, "auth", "snsapi_base", ""],
  [9, "config", "debgu"],
];

test("every sentence that it quotes", () => {
  for (const lang of ["en", "zh"]) {
    const quoted = Array.from(page.matchAll(new RegExp(`^- ${lang}: \`(.*)\`$`, "gm")), ([, sentence]) => sentence);
    const said = [...failures.map((failure) => message(failure, lang)), ...slips.map((slip) => advice(slip, lang))];
    assert.deepEqual(quoted.toSorted(), said.toSorted());
  }
});

test("a sentence of every reason", () => {
  const reasons = new Set(failures.map(({ reason }) => reason));
  assert.deepEqual([...reasons].sort(), Object.keys(REASONS).sort());
});

test("what is found where a bridge would be", () => {
  const rows = FOUND.map((words) => `\n| ${words.split("|").join(" | ")} | `);
  for (const row of rows) assert.ok(page.includes(row), row);
  const table = page.slice(page.indexOf("\n| English | Chinese |"), page.indexOf("\n## Warnings"));
  // Below its head.
  assert.equal(table.trim().split("\n").length - 2, rows.length);
});

test("what becomes of the money", () => {
  const outcomes = [-32602, 400, -32603].map(outcomeOfError);
  for (const file of [...readmes, "docs/errors.md"]) {
    for (const outcome of outcomes) {
      assert.equal(read(file).split(`\n| \`${outcome}\` | `).length, 2, `${file}: a row of ${outcome}`);
    }
  }
});
