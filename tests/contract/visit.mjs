/**
 * Visits to a shop's page that has the SDK, inside one of the hosts.
 */
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, serve } from "../support/browser.mjs";
import { dist } from "../support/dist.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Long enough for a busy machine; whatever comes earlier is not waited for. */
const PATIENCE = 20_000;

/** How a page gets the SDK, and what it does on the very next line: `code`, which `script` makes a script of. */
const builds = {
  script: (code, { sdk, nonce, script }) =>
    `<script src="/dist/vvchatjssdk.js" nonce="${nonce}" ${sdk}></script>${script("", code)}`,
  esm: (code, { script }) =>
    script(
      'type="module"',
      `import vvchat, { VvchatError } from "/dist/index.mjs";
      Object.assign(window, { vvchat, VvchatError });
      ${code}`,
    ),
};

/**
 * Three origins and a browser for the tests of a file, closed after them.
 *
 * `world.visit(host, options)` opens a page and returns a {@link Visit}. `host` may be left out: then there is none.
 * Options:
 * - `build`: `"script"` or `"esm"`
 * - `inline`: the page's script on the line after the SDK's, and after what the host asks of pages
 * - `sdk`: more attributes of the SDK's script tag; `nonce`: of the page's scripts; `inFiles`: they are not in the page itself
 * - `head`, `body`: more HTML; `lang`: the page's language
 * - `headers`: of the page, such as its policy
 * - `late`: the host appears only with `visit.appear()`
 * - `browser`: options of the browser context
 * - `mind`: options of the scripted host
 * - `clock`: the page's clock moves only by `visit.pass(milliseconds)`
 * - `prepare(page)`: runs before the page is opened
 * - `waitUntil`: as of Playwright's `goto`
 * - `expectsProblems`: whether errors that reach the page, or its console, are looked at by the test itself
 *
 * @param {import("playwright-core").LaunchOptions} [launchOptions] of the browser
 */
export function world(launchOptions) {
  const it = {};
  let pages = 0;
  // Hosts of the same user agent share a context: a new one each time would cost more than the test.
  const contexts = {};
  const contextFor = (settings = {}, clock = false) => {
    const open = () => it.browser.newContext({ locale: "en-US", ...settings });
    // A context has one clock for all its pages.
    if (clock) return open();
    contexts[JSON.stringify(settings)] ??= open();
    return contexts[JSON.stringify(settings)];
  };
  before(async () => {
    it.routes = {
      "/dist/": { dir: dist },
      "/contract/": { dir: here },
      "/empty.html": "<!doctype html><title>Empty</title>",
      "/favicon.ico": { status: 204, body: "" },
    };
    it.shop = await serve(it.routes);
    // They share their routes: what makes an origin is the port.
    it.app = await serve(it.routes);
    it.stranger = await serve(it.routes);
    it.browser = await launch(launchOptions);
  });
  after(async () => {
    await it.browser?.close();
    await it.shop?.close();
    await it.app?.close();
    await it.stranger?.close();
  });

  it.visit = async (host, options = {}) => {
    const { build = "script", inline = "", head = "", body = "", lang = "en", headers = {}, late } = options;
    const number = ++pages;
    const setup = host?.setup?.({ appOrigin: it.app.origin, late }) ?? "";
    const shopPath = `/shop-${number}.html`;
    const { sdk = "", nonce = "", inFiles = false } = options;
    const script = (attributes, code) => {
      if (!inFiles) return `<script ${attributes} nonce="${nonce}">${code}</script>`;
      it.routes[`/shop-${number}.js`] = code;
      return `<script ${attributes} nonce="${nonce}" src="/shop-${number}.js"></script>`;
    };
    it.routes[shopPath] = {
      headers,
      body: `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Shop</title>
        ${builds[build](`${setup}\n${inline}`, { sdk, nonce, script })}${head}</head><body>${body}</body></html>`,
    };
    let url = it.shop.origin + shopPath;

    const page = await (await contextFor(host?.browser ?? options.browser, options.clock)).newPage();
    page.setDefaultTimeout(PATIENCE);
    const visit = new Visit(page, url, options);
    if (options.clock) {
      await page.clock.install({ time: 0 });
      await page.clock.pauseAt(1000);
    }
    await options.prepare?.(page);
    if (host?.app) {
      const appPath = `/app-${number}.html`;
      it.routes[appPath] = host.app(url, options);
      url = it.app.origin + appPath;
      visit.appear = () => page.evaluate(() => window.hostAppears());
    } else if (host) {
      Object.assign(visit, await host.install(page, options));
    }
    await page.goto(url, { waitUntil: options.waitUntil ?? "load" });
    return visit;
  };
  return it;
}

/** A page that is open. */
class Visit {
  constructor(page, url, { expectsProblems = false }) {
    this.page = page;
    this.url = url;
    this.expectsProblems = expectsProblems;
    /** What reached the page as an uncaught error, or its console. */
    this.problems = [];
    page.on("pageerror", (error) => this.problems.push(String(error)));
    page.on("console", (message) => this.problems.push(`console.${message.type()}: ${message.text()}`));
  }

  /** The frame with the SDK. */
  get frame() {
    return this.page.frames().find((frame) => frame.url() === this.url) ?? this.page.mainFrame();
  }

  /** Runs a function in the frame with the SDK. */
  run(fn, argument) {
    return this.frame.evaluate(fn, argument);
  }

  /** Waits until the function is true there. */
  until(fn, argument) {
    return this.frame.waitForFunction(fn, argument);
  }

  /** Makes the page do what is due within that time, and lets what follows from it happen. */
  async pass(milliseconds) {
    await this.page.clock.runFor(milliseconds);
    // A round trip, and with it all microtasks. (`diagnose` would look for a host by itself.)
    await this.run(() => {});
  }

  diagnose() {
    return this.run(() => window.vvchat.diagnose());
  }

  /** What a scripted host heard since the last report. */
  async report() {
    const { error } = await this.run(() =>
      window.vvchat.share({ app_id: '{"report":true}', share_title: "t", share_url: "https://shop.example/" }),
    );
    return JSON.parse(error);
  }

  /** Ends the visit. Nothing may have gone wrong in it that the test does not know of. */
  async close() {
    await this.page.close();
    if (!this.expectsProblems) assert.deepEqual(this.problems, []);
  }
}
