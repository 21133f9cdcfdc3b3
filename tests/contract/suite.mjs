/**
 * The contract: what the SDK promises to a page, as cases that hold over every bridge. They run in the page, with nothing but the SDK:
 * the host does what the calls' own params order (see `hosts/scripted.mjs`), so hosts that no test can reach pass the same suite.
 *
 * `can` says what a host is able to do:
 * - `answers`: `"message"` (messages that stand for themselves), `"return"` (what sending returns) or `"callback"`
 *   (WebViewJavascriptBridge, which hands over bare results)
 * - `jsonRpc`: it is told of cancellations
 * - `later`: it can answer when sending has returned
 * - `again`: it can answer a request twice, or one that was never made
 * - `fail`: it can throw, or reject its promise
 * - `values`: its replies can be something other than text
 */

import { badInput } from "./cases/bad-input.mjs";
import { believing } from "./cases/believing.mjs";
import { checking } from "./cases/checking.mjs";
import { crowds } from "./cases/crowds.mjs";
import { deadlines } from "./cases/deadlines.mjs";
import { ordering } from "./cases/ordering.mjs";
import { paying } from "./cases/paying.mjs";
import { settling } from "./cases/settling.mjs";
import { equal } from "./expect.mjs";
import { Toolkit } from "./toolkit.mjs";

const cases = [...settling, ...crowds, ...ordering, ...checking, ...deadlines, ...paying, ...believing, ...badInput];

/** The names of the cases that a host takes part in. */
export const casesFor = (can) => cases.filter(({ when }) => when === undefined || when(can)).map(({ name }) => name);

/**
 * Runs a case. Whatever it did, no call may be left waiting, and the SDK must still work.
 *
 * @param {{ vvchat: object, VvchatError: Function, can: object, bridge: string }} page the SDK, and what its host is able to do
 * @param {string} name
 */
export async function run(page, name) {
  const toolkit = new Toolkit(page);
  await toolkit.report();
  await cases.find((one) => one.name === name).run(toolkit);
  await toolkit.report();
  equal((await page.vvchat.diagnose()).pending, 0, "the number of calls that wait");
}
