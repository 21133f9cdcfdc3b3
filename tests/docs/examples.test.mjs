// The examples in the types, which editors show: there is one for everything, it compiles, and it works.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import * as sdk from "vvchat-jssdk";
import { results } from "../support/golden.mjs";
import { read, root } from "./pages.mjs";

/** Ends what hangs. Whatever ends earlier is not waited for. */
const PATIENCE = 60_000;

/** What examples take for granted of a merchant's page; run-example.mjs has the functions themselves. */
const surroundings = `
  declare global {
    function sendToYourServer(code: string): void;
    function askYourServer(imprestCode: string): void;
    function showShareButton(): void;
    interface Window {
      myApp: { ask(message: string): unknown; addListener(listener: (message: unknown) => void): void };
    }
  }
  export {};
`;

/** What an example does that can be seen: where one is in the code, it must happen. */
const visible = /\b(console\.log|sendToYourServer|askYourServer|showShareButton|myApp\.ask)\(/;

/** Every documentation comment, and the name of what it is about. */
function* comments(declarations) {
  const declared = /(?:export (?:declare )?(?:class|const|interface|type) )?(?:readonly )?(\w+)/.source;
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*/.source;
  for (const [, text, name] of declarations.matchAll(new RegExp(comment + declared, "g"))) {
    yield { name, text: text.replace(/^\s*\* ?/gm, "") };
  }
}

/** The examples, with a file name for each. */
function examples(declarations) {
  const found = [];
  for (const { name, text } of comments(declarations)) {
    const blocks = text.split("@example").slice(1);
    blocks.forEach((block, index) => {
      const [, code] = /^\s*```js\n([\s\S]*?)^```$/m.exec(block) ?? assert.fail(`an example of ${name} is no code`);
      const imports = /^import /m.test(code) ? "" : 'import vvchat, { VvchatError } from "vvchat-jssdk";\n';
      found.push({ name, code: imports + code, file: `${name}-${index}` });
    });
  }
  return found;
}

const all = examples(read("dist/index.d.mts"));
const execute = promisify(execFile);
let folder;
let complaints;

before(async () => {
  // Below the project, so that the package's own name leads to it.
  mkdirSync(`${root}target`, { recursive: true });
  folder = mkdtempSync(`${root}target/examples-`);
  for (const { file, code } of all) {
    writeFileSync(join(folder, `${file}.mts`), code);
    writeFileSync(join(folder, `${file}.mjs`), code);
  }
  writeFileSync(join(folder, "surroundings.d.mts"), surroundings);
  const lib = ["es2022", "dom"];
  const compilerOptions = { module: "nodenext", target: "es2022", lib, types: [], strict: true, noEmit: true };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.mts"] }));
  const tsc = execute(process.execPath, ["node_modules/typescript/bin/tsc", "-p", folder, "--pretty", "false"], {
    cwd: root,
    timeout: PATIENCE,
  });
  complaints = (await tsc.catch((error) => error)).stdout;
});
after(() => rmSync(folder, { recursive: true, force: true }));

test("everything that pages use has an example", () => {
  const members = ["Vvchat", "VvchatError", ...Object.keys(sdk.vvchat)];
  const without = members.filter((member) => !all.some(({ name }) => name === member));
  assert.deepEqual(without, []);
});

test("all of them compile", () => {
  assert.equal(complaints, "");
});

for (const { name, code, file } of all) {
  test(`the example of ${name} works`, async () => {
    const run = execute(process.execPath, ["tests/docs/run-example.mjs", join(folder, `${file}.mjs`), name], {
      cwd: root,
      timeout: PATIENCE,
    });
    const { stdout, stderr } = await run;
    assert.equal(stderr, "");
    const { asked, did, problems, session, location } = JSON.parse(stdout);
    assert.deepEqual(problems, []);
    assert.deepEqual(session, results["vvchat.getSession"]);
    assert.equal(location, "", "it is inside VVChat, and need not go there");
    if (`vvchat.${name}` in results) assert.equal(asked.filter((method) => method === `vvchat.${name}`).length, 1);
    if (visible.test(code)) assert.notDeepEqual(did, [], "it says nothing");
    for (const said of did.flat()) assert.notEqual(said ?? undefined, undefined, "it says undefined");
  });
}
