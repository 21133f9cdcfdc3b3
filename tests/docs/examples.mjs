/**
 * The examples in TypeScript declarations, as modules of their own.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "./pages.mjs";

/** Ends what hangs. Whatever ends earlier is not waited for. */
const PATIENCE = 60_000;

/** Every documentation comment, and the name of what it is about. */
function* comments(declarations) {
  const declared = /(?:export (?:declare )?(?:class|const|function|interface|type) )?(?:readonly )?(\w+)/.source;
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*/.source;
  for (const [, text, name] of declarations.matchAll(new RegExp(comment + declared, "g"))) {
    yield { name, text: text.replace(/^\s*\* ?/gm, "") };
  }
}

/** The examples, with a file name for each. One that imports nothing gets the imports given. */
export function examples(declarations, imports) {
  const found = [];
  for (const { name, text } of comments(declarations)) {
    const blocks = text.split("@example").slice(1);
    blocks.forEach((block, index) => {
      const [, code] = /^\s*```js\n([\s\S]*?)^```$/m.exec(block) ?? assert.fail(`an example of ${name} is no code`);
      const withImports = /^import /m.test(code) ? code : imports + code;
      found.push({ name, code: withImports, file: `${name}-${index}` });
    });
  }
  return found;
}

/** Writes examples into a new folder, with the declarations of what they take for granted. Returns the folder. */
export function write(all, surroundings) {
  // Below the project, so that the package's own name leads to it.
  mkdirSync(`${root}target`, { recursive: true });
  const folder = mkdtempSync(`${root}target/examples-`);
  for (const { file, code } of all) {
    writeFileSync(join(folder, `${file}.mts`), code);
    writeFileSync(join(folder, `${file}.mjs`), code);
  }
  writeFileSync(join(folder, "surroundings.d.mts"), surroundings);
  const lib = ["es2022", "dom"];
  const compilerOptions = { module: "nodenext", target: "es2022", lib, types: [], strict: true, noEmit: true };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.mts"] }));
  return folder;
}

/** What the compiler has to say about them. */
export async function compile(folder) {
  const tsc = promisify(execFile)(
    process.execPath,
    ["node_modules/typescript/bin/tsc", "-p", folder, "--pretty", "false"],
    { cwd: root, timeout: PATIENCE },
  );
  return (await tsc.catch((error) => error)).stdout;
}
