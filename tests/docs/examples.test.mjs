// The examples in the types, which editors show: there is one for everything, it compiles, and it works.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import * as sdk from "vvchat-jssdk";
import { results } from "../support/golden.mjs";
import { compile, examples, write } from "./examples.mjs";
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

const imports = 'import vvchat, { VvchatError } from "vvchat-jssdk";\n';
const all = examples(read("dist/index.d.mts"), imports);
const execute = promisify(execFile);
let folder;
let complaints;

before(async () => {
  folder = write(all, surroundings);
  complaints = await compile(folder);
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
