/**
 * What a person does and sees at the development host: the phone, the shop inside it, the panel, the log.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { simulate } from "./simulator.mjs";

/** Long enough for a busy machine; whatever comes earlier is not waited for. */
const PATIENCE = 15_000;

/**
 * Starts the simulator and a browser for the tests of a file, and stops both after them.
 *
 * @returns {(name: string, run: (desk: Desk) => Promise<void>, options?: object) => void} declares a test, which gets a
 *   desk of its own; the options are those of the browser context
 */
export function desks() {
  let simulator;
  let browser;
  before(async () => {
    simulator = await simulate();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await simulator?.close();
  });
  return (name, run, options) =>
    test(name, async () => {
      const desk = await openDesk(browser, simulator, options);
      await run(desk);
      await desk.close();
    });
}

/**
 * Opens the app in a fresh browser context, and waits until the shop's SDK has met the host.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {{ app: string, shop: string }} origins
 * @param {import("playwright-core").BrowserContextOptions} [options]
 */
async function openDesk(browser, origins, options = {}) {
  const context = await browser.newContext({
    locale: "en-US",
    viewport: { width: 1280, height: 800 },
    // Nothing is to be waited for but what happens.
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const errors = [];
  page.on("pageerror", (error) => errors.push(error));
  await page.goto(`${origins.app}/`);
  const desk = new Desk(page, origins, errors);
  await desk.connected();
  return desk;
}

class Desk {
  constructor(page, origins, errors) {
    this.page = page;
    this.origins = origins;
    this.errors = errors;
  }

  /** An element of the app, by its test id. */
  app(id) {
    return this.page.getByTestId(id);
  }

  /** An element of the shop, by its test id. */
  shop(id) {
    return this.page.frameLocator('[data-testid="shop"]').getByTestId(id);
  }

  /** The shop's own window, to look behind the scenes. */
  get frame() {
    return this.page.frames().find((frame) => frame.url().startsWith(this.origins.shop));
  }

  async connected() {
    await this.page.locator('[data-testid="connection"][data-made="true"]').waitFor();
  }

  /** The sheet of that method, once it is up. */
  async sheet(method) {
    const sheet = this.app(`sheet-${method}`);
    await sheet.waitFor();
    return sheet;
  }

  async noSheet() {
    await this.page.locator('[data-testid="sheets"]:empty').waitFor({ state: "attached" });
  }

  /** Decides about the one request of that method that waits: on the phone what a person can do there, else in the panel. */
  async decide(method, decision) {
    const place = ["agree", "cancel", "fail"].includes(decision)
      ? await this.sheet(method)
      : this.app(`call-${method}`);
    const prefix = ["agree", "cancel", "fail"].includes(decision) ? "sheet" : "decide";
    await place.getByTestId(`${prefix}-${decision}`).click();
  }

  /** Sets what becomes of every request of that method. */
  async always(method, mode) {
    await this.app(`mode-${method}`).selectOption(mode);
  }

  /** Waits until the shop shows that kind of outcome, and returns all that it says. */
  async outcome(place, kind) {
    const element = this.shop(`${place}-outcome`);
    await this.page
      .frameLocator('[data-testid="shop"]')
      .locator(`[data-testid="${place}-outcome"][data-kind="${kind}"]`)
      .waitFor()
      .catch(async (error) => {
        throw new Error(`the shop shows "${await element.innerText()}" and not an outcome "${kind}"`, { cause: error });
      });
    return element.innerText();
  }

  /** The log from `method` on, as data: handshakes are left out unless asked for. */
  async log(...methods) {
    const entries = await this.app("log-row").evaluateAll((rows) =>
      rows.map((row) => ({
        direction: row.dataset.direction,
        kind: row.dataset.kind,
        method: row.dataset.method,
        id: row.dataset.id,
        text: row.querySelector("pre").textContent,
      })),
    );
    return entries
      .filter(({ method }) => methods.length === 0 || methods.includes(method))
      .map(({ text, ...entry }) => ({ ...entry, message: parsed(text) }));
  }

  /** Waits until the log has that many messages of that kind and method. */
  async logged(count, method, kind) {
    const rows = `[data-testid="log-row"][data-method="${method}"][data-kind="${kind}"]`;
    await this.page
      .locator(rows)
      .nth(count - 1)
      .waitFor();
    assert.equal(await this.page.locator(rows).count(), count, `messages "${kind}" of ${method}`);
  }

  /** What `vvchat.diagnose()` says in the shop. */
  diagnose() {
    return this.frame.evaluate(() => window.vvchat.diagnose());
  }

  /** Shortens a method's deadline. */
  async deadline(method, milliseconds) {
    await this.frame.evaluate(
      ([name, ms]) => window.vvchat.config({ timeouts: { [name]: ms } }),
      [method, milliseconds],
    );
  }

  /** Ends the visit. Neither page may have thrown anything. */
  async close() {
    await this.page.context().close();
    assert.deepEqual(this.errors, []);
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
