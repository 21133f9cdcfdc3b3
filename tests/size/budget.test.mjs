/** Files above their budget are refused, files within it are not. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { excesses, LOADS } from "../../xtask/js/size/budget.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

const loads = [
  { name: "two files", files: ["a", "b"], most: 1200, goal: 1000 },
  { name: "one file", files: ["c"], most: 500 },
];
const measured = (sizes) => new Map(Object.entries(sizes).map(([file, brotli]) => [file, { raw: 1, gzip: 1, brotli }]));

test("a load may be as large as its budget, and not a byte more", () => {
  assert.deepEqual(excesses(loads, measured({ a: 700, b: 500, c: 500 })), []);
  assert.deepEqual(excesses(loads, measured({ a: 701, b: 500, c: 501 })), [
    "two files: 1,201 bytes after brotli -11, 1,200 are allowed",
    "one file: 501 bytes after brotli -11, 500 are allowed",
  ]);
});

test("a missing file is no small file", () => {
  assert.deepEqual(excesses(loads, measured({ a: 1, c: 1 })), ["two files: there is no b"]);
});

test("the budget is the one that was set", () => {
  assert.deepEqual(
    LOADS.map(({ files, most, goal }) => [files.join(" + "), most, goal]),
    [
      ["index.mjs", 12_000, 10_000],
      ["vvchatjssdk.js", 15_000, 13_000],
      ["vvchat_js.mjs", 16_000, undefined],
      ["vvchat_js.js", 16_000, undefined],
    ],
  );
});

/** Runs the program on files of that many bytes, which do not become smaller. */
function check(sizes) {
  const folder = mkdtempSync(join(tmpdir(), "vvchat-size-"));
  try {
    for (const [file, size] of Object.entries(sizes)) writeFileSync(join(folder, file), randomBytes(size));
    const env = { ...process.env, VVCHAT_DIST: folder };
    return spawnSync(process.execPath, ["xtask/js/size/size.mjs", "--check"], { cwd: root, env, encoding: "utf8" });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("the program prints the files, and succeeds within the budget", () => {
  const first = { "index.mjs": 11_900, "vvchatjssdk.js": 14_900 };
  const files = { ...first, "vvchat_js.mjs": 15_900, "vvchat_js.js": 15_900, "vvchat_words.mjs": 7900 };
  const { status, stdout, stderr } = check(files);
  assert.equal(stderr, "");
  assert.equal(status, 0);
  assert.match(
    stdout,
    /^\| ES module, first load: index\.mjs +\| 11,900 \| +11,9\d\d \| +11,9\d\d \| +12,000 \| 10,000 \|$/m,
  );
  assert.match(stdout, /^\| vvchat_words\.mjs +\| +7,900 \| +7,9\d\d \| +7,9\d\d \|$/m);
});

test("the program says what is above the budget, and fails", () => {
  const { status, stderr } = check({ "index.mjs": 12_001, "vvchatjssdk.js": 15_001 });
  assert.equal(status, 1);
  const lines = stderr.trimEnd().split("\n");
  assert.equal(lines.length, 4, stderr);
  assert.match(lines[0], /^ES module, first load: 12,0\d\d bytes after brotli -11, 12,000 are allowed$/);
  assert.match(lines[1], /^script tag, first load: 15,0\d\d bytes after brotli -11, 15,000 are allowed$/);
  assert.equal(lines[2], "ES module, no WebAssembly: there is no vvchat_js.mjs");
  assert.equal(lines[3], "script tag, no WebAssembly: there is no vvchat_js.js");
});
