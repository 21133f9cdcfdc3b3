// The conformance page as people use it: by hand, in both languages, in a web view, and as a report.
import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { createHost, Refusal } from "vvchat-jssdk/host";
import { violations } from "../support/axe.mjs";
import { launch, serve } from "../support/browser.mjs";
import { dist } from "../support/dist.mjs";

const timeout = 120_000;
const agreeing = {
  auth: () => ({ code: "C7f2k9" }),
  pay: () => {
    throw Refusal.cancelled();
  },
  getSession: () => ({ session_id: "S1", session_type: 1 }),
  selectSession: () => ({ session_id: "S1", session_type: 2 }),
  share: () => ({ code: 400, error: "用户取消" }),
};

/** What a web view puts into its pages, by what reaches the app as `native`. */
const objects = {
  "injected, by promise": "window.vvchatHost = { postMessage: (text) => native(text) };",
  "injected, by an event on the page": `window.vvchatHost = { postMessage(text) {
    native(text).then((data) => data !== null && dispatchEvent(new MessageEvent("message", { data })));
  } };`,
  "injected, by onmessage": `window.vvchatHost = { postMessage(text) {
    native(text).then((data) => data !== null && window.vvchatHost.onmessage?.({ data }));
  } };`,
  "injected, by a callback": `window.vvchatHost = { postMessage(text, reply) {
    native(text).then((data) => data !== null && reply(JSON.parse(data)));
  } };`,
  message_handler: "window.webkit = { messageHandlers: { vvchatHost: { postMessage: (text) => native(text) } } };",
};

let browser;
let shop;
const reports = [];
before(async () => {
  shop = await serve({
    "/": readFileSync(`${dist}/conformance.html`, "utf8"),
    "/report": async (request, response) => {
      reports.push(Buffer.concat(await request.toArray()).toString());
      response.end();
    },
  });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await shop?.close();
});

/** Opens the page in a web view with that object in its pages, and a host of vvchat-jssdk/host behind it. */
async function open(search, { object = objects["injected, by promise"], methods = agreeing, ...options } = {}) {
  const context = await browser.newContext({
    locale: "en-US",
    permissions: ["clipboard-read", "clipboard-write"],
    ...options,
  });
  const tab = await context.newPage();
  const errors = [];
  const asked = [];
  tab.on("pageerror", (error) => errors.push(error));
  tab.on("request", (request) => asked.push(request.url()));
  const info = { name: "Tea house", version: "1.0" };
  const host = await createHost({ origins: [shop.origin], info, methods, onProblem() {} });
  const page = host.page();
  tab.on("framenavigated", (frame) => frame === tab.mainFrame() && page.forget());
  await tab.exposeBinding("nativeApp", ({ frame }, text) =>
    page.receive(text, frame === tab.mainFrame() ? shop.origin : "null"),
  );
  await tab.addInitScript({ content: `if (window === top) { const native = (text) => nativeApp(text); ${object} }` });
  await tab.goto(`${shop.origin}/${search}`);
  return {
    tab,
    asked,
    row: (id) => tab.locator(`[id="row-${id}"]`),
    async report() {
      await tab.locator("html[data-done]").waitFor({ state: "attached", timeout: 60_000 });
      return tab.evaluate(() => window.vvchatConformance);
    },
    async close() {
      await context.close();
      assert.deepEqual(errors, []);
    },
  };
}

for (const [name, object] of Object.entries(objects)) {
  test(`${name}: a right host passes`, { timeout }, async () => {
    const { report, asked, close } = await open("?auto", { object });
    const { tests, transport } = await report();
    assert.deepEqual(
      tests.filter(({ state }) => state !== "passed"),
      [],
    );
    assert.equal(transport, name.split(",")[0]);
    // Once, and once more when it loads itself again.
    assert.deepEqual(asked, [`${shop.origin}/?auto`, `${shop.origin}/?auto`]);
    await close();
  });
}

test("what a host does not offer is no failure", { timeout }, async () => {
  const { report, row, close } = await open("?auto", { methods: { getSession: agreeing.getSession } });
  const { tests, failed, not_offered } = await report();
  const left = tests.filter(({ state }) => state === "not_offered").map(({ id }) => id);
  const needy = ["params.auth", "params.pay", "params.share", "method.auth", "method.pay", "method.selectSession"];
  assert.deepEqual(left, [...needy, "method.share", "texts", "big"]);
  assert.deepEqual([failed, not_offered], [0, left.length]);
  assert.match(await row("big").innerText(), /not offered/);
  await close();
});

test("by hand: it says what to do about each sheet, and waits for the person", { timeout }, async () => {
  const asked = [];
  const sheets = new EventEmitter();
  const wait =
    (result) =>
    (_params, { signal }) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", resolve);
        asked.push({ agree: () => resolve(result), signal });
        sheets.emit("shown");
      });
  const shown = async (count) => {
    while (asked.length < count) await once(sheets, "shown");
    return asked[count - 1];
  };
  const methods = { getSession: agreeing.getSession, selectSession: wait({ session_id: "S1", session_type: 2 }) };
  const { tab, report, row, close } = await open("?timeout=5000", { methods });
  const status = tab.getByRole("status");
  assert.equal(await tab.locator("li[data-state=waiting]").count(), 22, "nothing begins by itself");
  await tab.getByRole("button", { name: "Start" }).click();
  await status.filter({ hasText: "Running: selectSession A sheet comes: agree." }).waitFor();
  (await shown(1)).agree();
  await status.filter({ hasText: "Running: A repeated id that is open is ignored A sheet comes: agree." }).waitFor();
  assert.equal(await row("method.selectSession").getAttribute("data-state"), "passed");
  (await shown(2)).agree();
  await status.filter({ hasText: "Cancelling ends the one call A sheet comes: leave it" }).waitFor();
  (await shown(4)).agree();
  const { failed, tests } = await report();
  assert.deepEqual([failed, tests.filter(({ state }) => state === "failed")], [0, []]);
  assert.equal(await status.innerText(), "14 passed, 0 failed, 8 not offered, 0 not run");
  assert.equal(asked.at(-1).signal.aborted, true, "what the page before the reload had asked is void");
  await close();
});

test("the report: on the page, copied, downloaded, and sent where the address says", { timeout }, async () => {
  const methods = { getSession: () => ({ session_id: "", session_type: 1 }) };
  // What breaks a rule is an internal error already with this host: that is no result either.
  const { tab, report, row, close } = await open("?auto&report=/report", { methods });
  const told = await report();
  const failed = told.tests.find(({ id }) => id === "method.getSession");
  const expected = "a result of getSession, or an error with a code of the app's own";
  assert.deepEqual([failed.state, failed.fault, failed.expected], ["failed", "method.error", expected]);
  assert.match(failed.came, /"code":-32603/);
  assert.match(await row("method.getSession").innerText(), /Expected[\s\S]*Came[\s\S]*What to change/);
  assert.deepEqual(JSON.parse(reports.pop()), told);
  await tab.getByRole("button", { name: "Copy JSON" }).click();
  await tab.getByRole("status").filter({ hasText: "Copied" }).waitFor();
  assert.deepEqual(JSON.parse(await tab.evaluate(() => navigator.clipboard.readText())), told);
  const [download] = await Promise.all([
    tab.waitForEvent("download"),
    tab.getByRole("button", { name: "Download JSON" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "vvchat-conformance.json");
  assert.deepEqual(JSON.parse(readFileSync(await download.path(), "utf8")), told);
  await close();
});

for (const [locale, colorScheme] of [
  ["en-US", "light"],
  ["zh-CN", "dark"],
]) {
  test(`on 360 pixels, ${locale}, ${colorScheme}: nothing is wider than the screen, and axe-core finds nothing wrong`, {
    timeout,
  }, async () => {
    const methods = { ...agreeing, pay: () => ({ trade_no: "" }) };
    const viewport = { width: 360, height: 740 };
    const { tab, report, close } = await open("?auto", { methods, locale, colorScheme, viewport });
    await report();
    const isZh = locale === "zh-CN";
    for (const lang of [isZh ? "zh" : "en", isZh ? "en" : "zh"]) {
      assert.equal(await tab.locator("h1").innerText(), lang === "zh" ? "宿主一致性测试" : "Host conformance");
      assert.equal(await tab.evaluate(() => document.documentElement.scrollWidth), 360);
      assert.deepEqual(await violations(tab), []);
      await tab.locator("#language").click();
    }
    await close();
  });
}

test("a report that can't be sent is shown all the same", { timeout }, async () => {
  const { tab, report, close } = await open("?auto&report=http://127.0.0.1:1/", {
    methods: { getSession: agreeing.getSession },
  });
  assert.equal((await report()).failed, 0);
  await tab.getByRole("status").filter({ hasText: "The report could not be sent: " }).waitFor();
  await close();
});

/** A web view whose object is in each frame, and that does not tell which of them speaks. */
const everywhere = `
  window.vvchatHost = { postMessage: (text) => native(text) };
  addEventListener("message", async ({ data, ports }) => {
    if (data?.native !== undefined) ports[0].postMessage(await native(data.native));
  });
  const inFrames = \`<script>
    window.vvchatHost = {
      postMessage(text) {
        const { port1, port2 } = new MessageChannel();
        parent.postMessage({ native: text }, "*", [port2]);
        return new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data); });
      },
    };
  </script>\`;
  const { set } = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, "srcdoc");
  Object.defineProperty(HTMLIFrameElement.prototype, "srcdoc", {
    set(html) {
      set.call(this, html.replace("<script>", inFrames + "<script>"));
    },
  });`;

test("a web view that does not tell which frame speaks: that is noted, and no failure", { timeout }, async () => {
  const { tab, row, report, close } = await open("?auto", { object: everywhere });
  const { tests, failed } = await report();
  const { note } = tests.find(({ id }) => id === "foreign");
  assert.equal(failed, 0);
  assert.match(note, /^A frame of another origin inside this page was answered, too\./);
  assert.ok((await row("foreign").innerText()).includes(note));
  await tab.locator("#language").click();
  assert.match(await row("foreign").innerText(), /本页中另一个源的框架也得到了应答/);
  await close();
});
