/**
 * Runs the suite in a page, case by case.
 */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { casesFor } from "./suite.mjs";

/** A case that is stuck must not keep the others waiting. Those that work take a moment, or half a minute on a busy machine. */
const timeout = 120_000;

/**
 * Declares the suite's tests for a host.
 *
 * @param {ReturnType<import("./visit.mjs").world>} world
 * @param {object} host
 * @param {object} [options] of the visit, and `engine`: what runs the SDK there, WebAssembly if not given
 */
export function contract(world, host, options = {}) {
  describe(`${host.name}, ${options.build === "esm" ? "ES module" : "script tag"}`, () => {
    // All cases share a page, until one fails: what that left behind is no concern of the others.
    let visit;
    const leave = () => {
      visit?.page.close();
      visit = undefined;
    };
    after(leave);

    async function open() {
      visit = await world.visit(host, options);
      await visit.run(
        async (page) => {
          await window.vvchat.ready();
          const suite = await import("/contract/suite.mjs");
          const { vvchat, VvchatError } = window;
          window.runCase = (name) => suite.run({ vvchat, VvchatError, ...page }, name);
        },
        { can: host.can, bridge: host.bridge },
      );
      const { engine } = await visit.diagnose();
      assert.equal(engine.name, options.engine ?? "wasm", engine.why);
    }

    for (const name of casesFor(host.can)) {
      test(name, { timeout }, async ({ signal }) => {
        signal.addEventListener("abort", leave);
        if (!visit) await open();
        try {
          await visit.run((one) => window.runCase(one), name);
        } catch (error) {
          leave();
          throw error;
        } finally {
          signal.removeEventListener("abort", leave);
        }
      });
    }
    test("nothing reached the page's console", () => visit.close());
  });
}
