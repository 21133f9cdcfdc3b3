// The command that docs/embedding.md shows, and what it says that this prints.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { codeBlocks, root } from "../docs/pages.mjs";

test("the example on standard input and output", { timeout: 60_000 }, async () => {
  const [command] = codeBlocks("docs/embedding.md", "sh");
  const [printed] = codeBlocks("docs/embedding.md", "json");
  // What it would build first is built.
  const built = command.replace("cargo run -q -p vvchat-host --example stdio --", "target/debug/examples/stdio");
  assert.notEqual(built, command);
  const { stdout, stderr } = await promisify(execFile)("sh", ["-c", built], { cwd: root });
  assert.equal(stdout, printed);
  assert.equal(stderr, "");
});
