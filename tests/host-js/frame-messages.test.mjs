// vvchat-jssdk/host and a frame, by messages as they are, without the SDK: the order of handshakes by which another page is told from
// a second copy of the SDK, a frame that was taken out, and a page that has no origin. In Chromium.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { launch } from "../support/browser.mjs";
import { dist } from "../support/dist.mjs";
import { golden } from "../support/golden-texts.mjs";

const app = "https://app.example";
const shop = "https://shop.example";
const html = (content) => `<!doctype html><title>Page</title>${content}`;
const timeout = 60_000;

const withId = (name, id) => golden[name].replace(/"id":"[^"]*"/, `"id":"${id}"`);
const hello = (id) => withId("hello.request", id);
const pay = (id) => withId("pay.request", id);

const pages = {
  [`${app}/`]: html(`<iframe src="${shop}/"></iframe>
    <script type="module">import { createHost } from "./host.mjs"; window.createHost = createHost;</script>`),
  [`${app}/host.mjs`]: readFileSync(`${dist}/host.mjs`, "utf8"),
  [`${shop}/`]: html(`<script>
    window.heard = [];
    addEventListener("message", ({ data }) => heard.push(data));
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
        window.frame = document.querySelector("iframe");
        window.host = await window.createHost({
          origins,
          info: { name: "VVChat", version: "9.1.0" },
          methods: { pay: (_params, call) => new Promise((resolve) => window.calls.push({ call, resolve })) },
          onProblem: () => {},
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

/** Has the page say these, and waits until the app has heard them all. */
async function say(frame, ...messages) {
  await frame.evaluate(
    async ([messages, last]) => {
      for (const message of [...messages, last]) parent.postMessage(message, "*");
      await new Promise((resolve) => {
        addEventListener("message", ({ data }) => JSON.parse(data).id === "last" && resolve());
      });
    },
    [messages, JSON.stringify({ jsonrpc: "2.0", id: "last", method: "vvchat.later" })],
  );
}
/** How often the page was told that there is a host. */
const announcements = (frame) =>
  frame.evaluate((ready) => window.heard.filter((text) => text === ready).length, golden["ready.notification"]);
/** Of each call that the app was asked, its id and whether it was given up. */
const calls = (tab) => tab.evaluate(() => window.calls.map(({ call }) => [call.id, call.signal.aborted]));

test(
  "another page's handshakes: what was asked before them is void, what it asked between them is not",
  { timeout },
  attached([shop], async ({ tab, frame, attach }) => {
    await attach();
    await say(frame, hello("a"), pay("1"));
    await frame.goto(`${shop}/`);
    await say(frame, hello("b"), pay("2"), hello("b"), hello("b"));
    assert.deepEqual(await calls(tab), [
      ["1", true],
      ["2", false],
    ]);
  }),
);

test(
  "a second copy's handshakes: the first copy's calls stay, and it is asked for twice, once",
  { timeout },
  attached([shop], async ({ tab, frame, attach }) => {
    await attach();
    // The second copy greets once more by itself before the first one does.
    await say(frame, hello("a"), pay("1"), hello("b"), hello("b"), hello("a"), hello("b"), hello("b"));
    assert.deepEqual(await calls(tab), [["1", false]]);
    assert.equal(await announcements(frame), 1 + 2);
  }),
);

test(
  "after forget, the page that greets next is the one that is there",
  { timeout },
  attached([shop], async ({ tab, frame, attach }) => {
    await attach();
    await say(frame, hello("a"), pay("1"));
    await tab.evaluate(() => window.attached.forget());
    await say(frame, hello("b"), pay("2"));
    assert.deepEqual(await calls(tab), [
      ["1", true],
      ["2", false],
    ]);
    assert.equal(await announcements(frame), 1);
  }),
);

test(
  "a frame that was taken out: nobody speaks in its name, and an answer to it is nobody's",
  { timeout },
  attached([shop], async ({ tab, frame, attach }) => {
    await attach();
    await say(frame, pay("1"));
    const asked = await tab.evaluate(
      async ([data, hello, shop]) => {
        window.frame.remove();
        // What a closed window says comes from nobody, and this frame's window is nobody now.
        window.dispatchEvent(new MessageEvent("message", { data, origin: shop, source: null }));
        window.calls[0].resolve({ trade_no: "201712023384923834" });
        // What came before it is over by the time that this is answered.
        await window.host.page().receive(hello, shop);
        return window.calls.map(({ call }) => call.id);
      },
      [pay("2"), hello("a"), shop],
    );
    assert.deepEqual(asked, ["1"]);
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
    await frame.evaluate(
      (messages) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => window.heard.push(data);
        parent.postMessage(messages[0], "*", [port2]);
        parent.postMessage(messages[1], "*");
      },
      [hello("a"), pay("1")],
    );
    await tab.waitForFunction(() => window.calls.length === 1);
    assert.equal(await tab.evaluate(() => window.calls[0].call.origin), "null");
    assert.deepEqual(await frame.evaluate(() => window.heard), []);
  }),
);
