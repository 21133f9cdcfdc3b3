import assert from "node:assert/strict";
import { test } from "node:test";
import { iosText, iosValues } from "./hosts.mjs";
import { answers, suite } from "./suite.mjs";
import { visits } from "./visit.mjs";

const visit = visits();

suite(visit, iosText);
answers(visit, iosValues);

test("iOS: the page asks for the bridge once, and removes the frame that did", { timeout: 60_000 }, async () => {
  const page = await visit("at-once", { host: iosText });
  await page.heard(15);
  const { asking, left } = await page.run(() => ({
    asking: window.framesAdded.filter(({ src }) => /__bridge_loaded__/.test(src)),
    left: document.querySelectorAll("iframe[src*=__bridge_loaded__]").length,
  }));
  assert.deepEqual(asking, [{ src: "https://__bridge_loaded__", display: "none" }]);
  assert.equal(left, 0);
  await page.close();
});
