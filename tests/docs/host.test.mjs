// The minimal host of docs/protocol.md, as it stands there, around a page of another origin.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, serve } from "../support/browser.mjs";
import { codeBlocks, root } from "./pages.mjs";

const page = "docs/protocol.md";
const [hostModule] = codeBlocks(page, "js");
const [hostPage] = codeBlocks(page, "html");

let browser;
let app;
let shop;

before(async () => {
  const appRoutes = { "/host.mjs": hostModule };
  app = await serve(appRoutes);
  const shopOf = (origin) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
    <script src="/dist/vvchatjssdk.js"></script>
    <script>vvchat.config({ origins: ["${origin}"], hostTimeout: 500 })</script></html>`;
  shop = await serve({
    "/": shopOf(app.origin),
    "/trusts-others": shopOf("https://elsewhere.example"),
    "/dist/": { dir: `${root}dist` },
  });
  appRoutes["/"] = hostPage.replaceAll("https://shop.example", shop.origin);
  appRoutes["/trusts-others"] = appRoutes["/"].replace(`${shop.origin}/`, `${shop.origin}/trusts-others`);
  // A host that starts when the page has long been there, and whose only method never ends by itself.
  appRoutes["/late"] = `<iframe src="${shop.origin}/"></iframe><script type="module">
    import { host } from "./host.mjs";
    window.start = () => host(document.querySelector("iframe"), "${shop.origin}", {
      selectSession: (_params, signal) => new Promise((_, reject) => {
        document.title = "asking";
        signal.addEventListener("abort", () => { document.title = "stopped"; reject(new Error("stopped")); });
      }),
    });</script>`;
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await app?.close();
  await shop?.close();
});

/** Opens the app, and runs a test with its page and the shop's frame. */
async function visit(path, run) {
  const tab = await browser.newPage();
  const errors = [];
  tab.on("pageerror", (error) => errors.push(error));
  await tab.goto(`${app.origin}${path}`);
  await run(
    tab,
    tab.frames().find((frame) => frame.url().startsWith(shop.origin)),
  );
  await tab.close();
  assert.deepEqual(errors, []);
}

test("it answers", () =>
  visit("/", async (tab, frame) => {
    const session = await frame.evaluate(() => vvchat.getSession());
    assert.deepEqual(session, { session_id: "S1", session_type: 1 });

    const pay = () =>
      frame.evaluate(() =>
        vvchat.pay({ app_id: "test", imprest_code: "P1" }).catch(({ reason, err_code, err_msg, outcome }) => {
          return { reason, err_code, err_msg, outcome };
        }),
      );
    tab.once("dialog", (dialog) => dialog.accept());
    assert.deepEqual(await pay(), { trade_no: "201712023384923834" });
    tab.once("dialog", (dialog) => dialog.dismiss());
    const cancelled = { reason: "host_error", err_code: 400, err_msg: "用户取消", outcome: "failed" };
    assert.deepEqual(await pay(), cancelled);
  }));

test("it introduces itself and says what it offers", () =>
  visit("/", async (_tab, frame) => {
    assert.equal(await frame.evaluate(() => vvchat.canIUse("pay")), true);
    assert.equal(await frame.evaluate(() => vvchat.canIUse("share")), false);
    const { bridge, host } = await frame.evaluate(() => vvchat.diagnose());
    assert.equal(bridge, "post_message");
    assert.deepEqual(host, { name: "My app", version: "1.0", methods: ["getSession", "pay"] });
  }));

test("it is found when it starts late, and stops when it is told to", () =>
  visit("/late", async (tab, frame) => {
    const call = frame.evaluate(async () => {
      await vvchat.config({ hostTimeout: 60_000 });
      window.controller = new AbortController();
      return vvchat.selectSession({ signal: window.controller.signal }).catch(({ reason }) => reason);
    });
    // The handshake was sent, and nobody was there to hear it.
    await frame.waitForFunction(async () => (await vvchat.diagnose()).pending === 1);
    await tab.evaluate(() => window.start());
    await tab.waitForFunction(() => document.title === "asking");
    await frame.evaluate(() => window.controller.abort());
    assert.equal(await call, "aborted");
    await tab.waitForFunction(() => document.title === "stopped");
  }));

test("a page that believes another origin does not believe it", () =>
  visit("/trusts-others", async (_tab, frame) => {
    const error = await frame.evaluate(() => vvchat.getSession().catch(({ reason, err_msg }) => ({ reason, err_msg })));
    assert.equal(error.reason, "no_host");
    assert.match(error.err_msg, /post_message \(the handshake was not answered: is the parent's origin in config's/);
  }));

test("it ignores what is none of its page's messages", () =>
  visit("/", async (tab, frame) => {
    await tab.evaluate(() => {
      for (const data of ["not JSON", "null", null, 7, '{"jsonrpc":"2.0","id":"1","method":"vvchat.pay"}']) {
        window.postMessage(data, "*");
      }
    });
    await frame.evaluate(() => {
      for (const data of ["not JSON", "null", null, 7, {}]) window.parent.postMessage(data, "*");
    });
    assert.deepEqual(await frame.evaluate(() => vvchat.getSession()), { session_id: "S1", session_type: 1 });
  }));
