/**
 * What the conformance page must say of a host that is broken in one way.
 */
import assert from "node:assert/strict";

/**
 * That row and no other failed, and says what was expected and what to do. What comes after it passed; with `ends`, it was not run.
 *
 * @param {{ id: string, state: string, fault?: string, expected?: string, advice?: string }[]} tests
 * @param {{ row: string, fault: string, ends?: boolean }} broken
 */
export function failsAlone(tests, { row, fault, ends = false }) {
  const failed = tests.filter(({ state }) => state === "failed");
  assert.deepEqual(
    failed.map(({ id, fault }) => [id, fault]),
    [[row, fault]],
  );
  const [{ expected, advice }] = failed;
  for (const words of [expected, advice]) assert.ok(words.length > 4 && !/\{\w+\}/.test(words), words);
  const left = tests.slice(tests.findIndex(({ id }) => id === row) + 1).map(({ state }) => state);
  const states = new Set(left.filter((state) => state !== "not_applicable"));
  assert.deepEqual([...states], left.length === 0 ? [] : [ends ? "not_run" : "passed"]);
}
