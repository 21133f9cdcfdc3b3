// vvchat-jssdk/host and frames that are hard to speak to: one that was taken out of the app's page, and one whose page has no origin.
// In Chromium, by messages as they are, without the SDK.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { launch } from "../support/browser.mjs";
import { dist } from "../support/dist.mjs";
import { golden } from "./golden.mjs";

const app = "https://app.example";
const shop = "https://shop.example";
const html = (content) => `<!doctype html><title>Page</title>${content}`;
const timeout = 60_000;

const pages = {
  [`${app}/`]: html(`<iframe src="${shop}/"></iframe>
    <script type="module">import { createHost } from "./host.mjs"; window.createHost = createHost;</script>`),
  [`${app}/host.mjs`]: readFileSync(`${dist}/host.mjs`, "utf8"),
  [`${shop}/`]: html(`<script>
    window.heard = [];
    window.next = () => new Promise((resolve) => { window.hear = resolve; });
    addEventListener("message", ({ data }) => { heard.push(data); window.hear?.(data); });
  </script>`),
};

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens the app and attaches a host for these origins to its frame. Whatever the test does, nothing may be thrown in the page. */
function attached(origins, run) {
  return async () => {
    const context = await browser.newContext();
    await context.route("**/*", (route) => {
      const url = route.request().url();
      if (!(url in pages)) return route.abort();
      return route.fulfill({ body: pages[url], contentType: url.endsWith(".mjs") ? "text/javascript" : "text/html" });
    });
    const tab = await context.newPage();
    const errors = [];
    tab.on("pageerror", (error) => errors.push(error));
    await tab.goto(`${app}/`);
    await tab.waitForFunction(() => window.createHost);
    const attach = () =>
      tab.evaluate(async (origins) => {
        window.calls = [];
        window.problems = [];
        window.frame = document.querySelector("iframe");
        window.host = await window.createHost({
          origins,
          info: { name: "VVChat", version: "9.1.0" },
          methods: { pay: (_params, call) => new Promise((resolve) => window.calls.push({ call, resolve })) },
          onProblem: ({ kind }) => window.problems.push(kind),
        });
        window.attached = window.host.attach(window.frame);
      }, origins);
    try {
      await run({ tab, frame: tab.frames()[1], attach });
    } finally {
      await context.close();
    }
    assert.deepEqual(errors, []);
  };
}

test(
  "a frame that was taken out: nobody speaks in its name, and an answer to it is nobody's",
  { timeout },
  attached([shop], async ({ tab, frame, attach }) => {
    await attach();
    await frame.evaluate((text) => parent.postMessage(text, "*"), golden["pay.request"]);
    await tab.waitForFunction(() => window.calls.length === 1);
    const asked = await tab.evaluate(
      async ([pay, hello, shop]) => {
        window.frame.remove();
        // What a closed window says comes from nobody, and this frame's window is nobody now.
        const data = pay.replace(/"id":"[^"]*"/, '"id":"2"');
        window.dispatchEvent(new MessageEvent("message", { data, origin: shop, source: null }));
        window.calls[0].resolve({ trade_no: "201712023384923834" });
        // What came before it is over by the time that this is answered.
        await window.host.page().receive(hello, shop);
        return window.calls.map(({ call }) => call.id);
      },
      [golden["pay.request"], golden["hello.request"], shop],
    );
    assert.deepEqual(asked, [JSON.parse(golden["pay.request"]).id]);
    assert.deepEqual(await tab.evaluate(() => window.problems), []);
  }),
);

test(
  'the origin "null": it can be listed, the other origins are told, and nothing is posted to it',
  { timeout },
  attached(["null", shop], async ({ tab, frame, attach }) => {
    await attach();
    await frame.waitForFunction(() => window.heard.length === 1);
    assert.deepEqual(await frame.evaluate(() => window.heard), [golden["ready.notification"]]);
    // Sandboxed, the page is everybody's: its call is taken, and its answer has no address.
    await tab.evaluate(() => {
      window.attached.detach();
      window.frame.sandbox = "allow-scripts";
      window.attached = window.host.attach(window.frame);
    });
    await frame.goto(`${shop}/`);
    await frame.evaluate((text) => parent.postMessage(text, "*"), golden["hello.request"]);
    await frame.evaluate((text) => parent.postMessage(text, "*"), golden["pay.request"]);
    await tab.waitForFunction(() => window.calls.length === 1);
    assert.equal(await tab.evaluate(() => window.calls[0].call.origin), "null");
    assert.deepEqual(await frame.evaluate(() => window.heard), []);
  }),
);
