/**
 * The part of the matrix that every test run has: Chromium, with the hosts that the contract's own tests don't have, or have outside of
 * the page.
 */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { version1 } from "../contract/hosts/jsbridge-android.mjs";
import * as messagePort from "../contract/hosts/message-port.mjs";
import { parentFrame } from "../contract/hosts/parent-frame.mjs";
import * as webViews from "../contract/hosts/web-views.mjs";
import { withText } from "../contract/hosts/wvjb-ios.mjs";
import { Cell } from "./cells.mjs";
import { chromium } from "./engines/chromium.mjs";
import { run } from "./runner.mjs";

const timeout = 300_000;

/** Runs the cells of these hosts in one start of the browser; a test for each. Other tests have the ES module. */
function matrix(hosts, native) {
  const cells = hosts.map((host) => new Cell(host, "script"));
  describe(native ? "for real" : "emulated", () => {
    before(() => run((url) => chromium.open(url, native), cells), { timeout });
    for (const cell of cells) {
      test(cell.name, () => {
        assert.ok(cell.isOver);
        assert.deepEqual(cell.failures, []);
      });
    }
  });
}

matrix([...webViews.all, ...messagePort.all, parentFrame, withText, version1]);
for (const native of chromium.natives) matrix([native], native);
