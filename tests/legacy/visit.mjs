/**
 * Visits to pages that were written for the platform's own SDK. Each page is served as it is; what answers for the platform's script
 * is ours.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, serve } from "../support/browser.mjs";
import { dist } from "../support/dist.mjs";
import { App } from "./hosts.mjs";

/** Where the pages load the platform's script from: another origin than their own. */
const SCRIPT = "https://static.vvchat.example/jssdk/vvchatjssdk-1.0.0.js";

/** Long enough for a busy machine; whatever comes earlier is not waited for. */
const PATIENCE = 20_000;

/**
 * A browser for the tests of a file, closed after them.
 *
 * @returns {(name: string, options?: object) => Promise<Visit>} opens a page, by the name of its file, and waits until it has
 *   loaded. Options:
 *   - `host`: the app around the page; without one there is none
 *   - `answers`: what the app answers, JSON by method, other than usual
 *   - `late`: the app's bridge appears only with `visit.appear()`
 *   - `browser`: options of the browser context
 *   - `clock`: the page's clock moves only by `visit.pass(milliseconds)`, until `visit.resume()`
 *   - `prepare(page)`: runs before the page is opened
 */
export function visits() {
  let browser;
  let site;
  let sdk;
  // Those of the same user agent share a context: a new one each time would cost more than the test.
  const contexts = {};
  const contextFor = (settings, clock) => {
    // A context has one clock for all its pages, and keeps it.
    if (clock) return browser.newContext(settings);
    contexts[JSON.stringify(settings)] ??= browser.newContext(settings);
    return contexts[JSON.stringify(settings)];
  };
  before(async () => {
    sdk = await readFile(`${dist}/vvchatjssdk.js`);
    site = await serve({
      "/pages/": { dir: fileURLToPath(new URL("pages", import.meta.url)) },
      "/favicon.ico": { status: 204, body: "" },
    });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  return async (name, { host, answers, late = false, browser: settings, clock = false, prepare } = {}) => {
    const context = await contextFor({ locale: "en-US", userAgent: host?.userAgent, ...settings }, clock);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    const visit = new Visit(page, new App(answers));
    await page.route(SCRIPT, (route) => route.fulfill({ contentType: "text/javascript", body: sdk }));
    await watchForFrames(page);
    if (clock) {
      await page.clock.install({ time: 0 });
      await page.clock.pauseAt(1000);
    }
    const appears = new Promise((resolve) => {
      visit.appear = resolve;
    });
    if (!late) visit.appear();
    await prepare?.(page);
    await host?.install(page, visit.app, appears);
    await page.goto(`${site.origin}/pages/${name}.html`);
    return visit;
  };
}

/** Makes the page write down which frames are added to it, and what they load. */
const watchForFrames = (page) =>
  page.addInitScript(() => {
    window.framesAdded = [];
    new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
        if (node.localName !== "iframe") continue;
        window.framesAdded.push({ src: node.getAttribute("src"), display: node.style.display });
      }
    }).observe(document, { childList: true, subtree: true });
  });

/** A page that is open. */
class Visit {
  /** Uncaught errors, unhandled rejections included, and what reached the console as an error or a warning. */
  problems = [];

  constructor(page, app) {
    this.page = page;
    this.app = app;
    page.on("pageerror", (error) => this.problems.push(String(error)));
    page.on("console", (message) => {
      const isProblem = ["error", "warning"].includes(message.type());
      if (isProblem) this.problems.push(`console.${message.type()}: ${message.text()}`);
    });
  }

  /** Runs a function in the page. */
  run(fn, argument) {
    return this.page.evaluate(fn, argument);
  }

  /** What the page has heard, as soon as it is at least so much. */
  async heard(count) {
    await this.page.waitForFunction((enough) => window.heard.length >= enough, count);
    return this.run(() =>
      window.heard.map((entry) => {
        if (typeof entry === "string") return entry;
        const { name, value } = entry;
        return [name, value instanceof Error ? { ...value } : value];
      }),
    );
  }

  /** Waits until the SDK is loaded, and has looked for a host. */
  async looked() {
    await this.run(() => window.vvchat.diagnose());
  }

  /** Makes happen what is due within that time, and what follows from it. */
  async pass(milliseconds) {
    await this.page.clock.runFor(milliseconds);
    // A round trip, and with it all microtasks.
    await this.run(() => {});
  }

  /** Lets time pass as usual. */
  async resume() {
    await this.page.clock.resume();
  }

  /** Ends the visit. Nothing may have gone wrong in it. */
  async close() {
    await this.page.close();
    assert.deepEqual(this.problems, []);
  }
}
