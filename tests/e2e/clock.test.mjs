// The app's clock, without the app: set by servers that take their time to answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { now, setClock } from "../../www/app/clock.mjs";

const HOUR = 3_600_000;

test("the clock", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 50_000 });

  setClock(49_200, 48_000);
  assert.equal(now(), 50_000, "servers on this machine, and an answer that took two seconds: nothing to set");

  setClock(HOUR + 50_000, 50_000);
  assert.equal(now(), HOUR + 50_000, "an hour was let pass");
  setClock(HOUR + 49_200, 48_000);
  assert.equal(now(), HOUR + 50_000, "it may still be right");

  setClock(HOUR + 47_000, 48_000);
  assert.equal(now(), HOUR + 49_000, "it can't be ahead of what would have been so at once");
  setClock(HOUR + 51_000, 48_000);
  assert.equal(now(), HOUR + 51_000, "it can't be behind what was said");

  setClock(50_000);
  assert.equal(now(), 50_000, "back at the start, as the servers say by themselves");
});
