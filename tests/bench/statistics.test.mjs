import assert from "node:assert/strict";
import { test } from "node:test";
import { quantile, ratio, shuffled, summary } from "../../bench/statistics.mjs";

test("a quantile is a value, or lies between the two next to it", () => {
  assert.equal(quantile([9, 1, 5], 0.5), 5);
  assert.equal(quantile([4, 1, 2, 3], 0.5), 2.5);
  assert.equal(quantile([7], 0.25), 7);
  assert.deepEqual(summary([50, 10, 40, 20, 30]), { median: 30, lower: 20, upper: 40 });
});

test("a ratio compares within rounds: one in which everything is slow does not count for more", () => {
  assert.equal(ratio([2, 200, 4], [1, 100, 2]), 2);
  // The medians alone would give 4 / 4.
  assert.equal(ratio([4, 2, 30], [1, 4, 10]), 3);
});

test("shuffling keeps every element, and what it was given", () => {
  const elements = [1, 2, 3, 4, 5];
  assert.deepEqual(
    shuffled(elements).toSorted((a, b) => a - b),
    [1, 2, 3, 4, 5],
  );
  assert.deepEqual(elements, [1, 2, 3, 4, 5]);
});
