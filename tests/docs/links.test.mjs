// What the documentation points at is there, and what is there is in the documentation.
import assert from "node:assert/strict";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";
import { pages, prose, read, readmes, root } from "./pages.mjs";

/** The anchors of a page, as GitHub makes them of its headings. */
function anchors(file) {
  const headings = prose(file).matchAll(/^#+ (.*)$/gm);
  return Array.from(headings, ([, text]) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** The files below a directory, as paths from the root. */
function files(directory) {
  return readdirSync(`${root}${directory}`, { recursive: true })
    .map((name) => `${directory}/${name}`)
    .filter((path) => statSync(`${root}${path}`).isFile());
}

/** The first cells of a page's table rows that are a name in code, `(…)` left out. */
function rowNames(text) {
  return Array.from(text.matchAll(/^\| `([\w.]+)/gm), ([, name]) => name);
}

/** The part of a text between two lines. */
function between(text, start, end) {
  const from = text.indexOf(start);
  assert.notEqual(from, -1, start);
  return text.slice(from, text.indexOf(end, from + start.length));
}

for (const page of pages) {
  test(`${page}: every link leads somewhere`, () => {
    for (const [, target] of prose(page).matchAll(/\]\(([^)]+)\)/g)) {
      if (target.startsWith("https://")) continue;
      const [path, anchor] = target.split("#");
      const file = path === "" ? page : normalize(join(dirname(page), path));
      assert.ok(existsSync(`${root}${file}`), `${target}: there is no ${file}`);
      if (anchor !== undefined) assert.ok(anchors(file).includes(anchor), `${target}: there is no such heading`);
    }
  });

  test(`${page}: every file that it names exists`, () => {
    // What is built or imported, and what the two guides invent, is not in the repository.
    const isElsewhere = /^(dist|target|vvchat-jssdk)\/|scanQRCode|scan_qr_code|react_native|node_modules/;
    const names = Array.from(prose(page).matchAll(/`((?:[\w.-]+\/)+[\w.-]*)`/g), ([, name]) => name);
    for (const name of names.filter((name) => !isElsewhere.test(name))) {
      assert.ok(existsSync(`${root}${name}`), name);
    }
  });
}

/** The files that a page's table rows begin with. A name alone is in the same folder as the one before it. */
function rowFiles(page) {
  const cells = Array.from(prose(page).matchAll(/^\| (`[^|]*`) \|/gm), ([, cell]) => cell.match(/[^`, ]+/g));
  return cells.flatMap(([first, ...others]) => [
    first,
    ...others.map((name) => (name.includes("/") ? name : `${dirname(first)}/${name}`)),
  ]);
}

test("the architecture names every file", () => {
  const rows = rowFiles("docs/architecture.md");
  const crates = ["host", "host-web", "openapi", "openapi-node", "protocol", "shop", "simulator", "webview"];
  const folders = [...crates.map((name) => `crates/${name}/src`), "crates/webview/examples", "src", "npm"];
  const missing = folders.flatMap(files).filter((file) => !rows.includes(file));
  assert.deepEqual(missing, [], "have no row");
});

const types = read("npm/index.d.ts");

for (const readme of readmes) {
  test(`${readme}: every option has a row, in the order of the types`, () => {
    const options = Array.from(between(types, "interface Options {", "\n}").matchAll(/^ {2}(\w+)\?:/gm), (m) => m[1]);
    const rows = rowNames(prose(readme));
    const start = rows.indexOf(options[0]);
    assert.deepEqual(rows.slice(start, start + options.length), options);
  });

  test(`${readme}: every function of vvchat has a row`, () => {
    const members = between(types, "interface Vvchat ", "\n}").matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gm);
    const names = Array.from(members, ([, name]) => `vvchat.${name}`);
    assert.ok(names.length > 5);
    const page = prose(readme);
    for (const name of names) assert.ok(page.includes(`\`${name}`), name);
  });
}

test("the guide to methods explains every field of a declaration", () => {
  const fields = between(read("crates/protocol/src/schema.rs"), "pub struct Method {", "\n}").matchAll(/pub (\w+):/g);
  const explained = Array.from(prose("docs/adding-a-method.md").matchAll(/^\| (`.*?`) \|/gm), ([, cell]) => cell);
  const names = explained.join(" ");
  for (const [, field] of fields) assert.ok(names.includes(`\`${field}\``), field);
});

test("the guide to bridges explains every property that a bridge may have", () => {
  const properties = between(read("npm/bridges/webview-javascript-bridge.mjs"), "  return {", "\n  };").matchAll(
    /^ {4}(\w+)[:(]/gm,
  );
  const explained = rowNames(prose("docs/adding-a-bridge.md"));
  const names = Array.from(properties, ([, name]) => name);
  assert.ok(names.includes("send"));
  assert.deepEqual(explained.slice(0, names.length).sort(), names.sort());
});

test("the changelog begins with this version", () => {
  const { version } = JSON.parse(read("package.json"));
  assert.equal(/^## \[(.*?)\]/m.exec(read("CHANGELOG.md"))[1], version);
});
