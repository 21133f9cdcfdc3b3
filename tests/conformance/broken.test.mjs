// The conformance page in a frame: a right host passes, and of hosts that are broken in one way each it says which way.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { launch } from "../support/browser.mjs";
import { dist } from "../support/dist.mjs";
import { failsAlone } from "./expect.mjs";
import { allowed, broken, right } from "./hosts.mjs";

const app = "https://app.example";
const shop = "https://shop.example";
const timeout = 120_000;

const files = {
  [`${app}/host.mjs`]: readFileSync(`${dist}/host.mjs`, "utf8"),
  [`${shop}/`]: readFileSync(`${dist}/conformance.html`, "utf8"),
};

/** The app: a host of vvchat-jssdk/host, with `hear` between it and the page. */
const appPage = (
  hear,
  everyone,
) => `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">
  <title>App</title><iframe title="Shop" style="width: 100%; height: 90vh"></iframe>
  <script type="module">
    import { createHost } from "./host.mjs";
    const frame = document.querySelector("iframe");
    const host = await createHost({
      origins: ["${shop}"${everyone ? ', "null"' : ""}],
      info: { name: "Tea house", version: "1.0" },
      methods: {
        auth: () => ({ code: "C7f2k9" }),
        pay: () => ({ trade_no: "201712023384923834" }),
        getSession: () => ({ session_id: "S1", session_type: 1 }),
        selectSession: () => ({ session_id: "S1", session_type: 2 }),
        share: () => ({ code: 200 }),
      },
      onProblem() {},
    });
    const page = host.page();
    const state = { count: 0, open: [], seen: new Set() };
    const parsed = (text) => {
      try {
        return JSON.parse(text) ?? {};
      } catch {
        return undefined;
      }
    };
    addEventListener("message", ({ source, origin, data }) => {
      if (!${everyone} && source !== frame.contentWindow) return;
      const post = (text) => source.postMessage(text, ${everyone} ? "*" : "${shop}");
      (${hear})({ text: data, message: parsed(data), right: (text) => page.receive(text, origin), post, state });
    });
    frame.src = "${shop}/?auto&timeout=4000";
  </script></html>`;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** The page's report of such a host. */
async function report(hear, everyone = false) {
  const context = await browser.newContext({ locale: "en-US" });
  const pages = { ...files, [`${app}/`]: appPage(hear, everyone) };
  await context.route("**/*", (route) => {
    const [address] = route.request().url().split("?");
    const contentType = address.endsWith(".mjs") ? "text/javascript; charset=utf-8" : "text/html; charset=utf-8";
    return address in pages ? route.fulfill({ body: pages[address], contentType }) : route.abort();
  });
  try {
    const tab = await context.newPage();
    const errors = [];
    tab.on("pageerror", (error) => errors.push(error));
    await tab.goto(`${app}/`);
    await tab.frameLocator("iframe").locator("html[data-done]").waitFor({ state: "attached", timeout: 60_000 });
    const [, frame] = tab.frames();
    const said = await frame.evaluate(() => window.vvchatConformance);
    assert.deepEqual(errors, []);
    return said;
  } finally {
    await context.close();
  }
}

test("a right host passes everything", { timeout }, async () => {
  const { tests, transport, host, passed, failed } = await report(right);
  assert.deepEqual(
    tests.filter(({ state }) => state !== "passed"),
    [],
  );
  assert.deepEqual([transport, host.host.name, passed, failed], ["post_message", "Tea house", tests.length, 0]);
});

for (const { name, notes, notOffered, hear } of allowed) {
  test(`a host that is right in its way: ${name}`, { timeout }, async () => {
    const { tests } = await report(hear);
    const having = (wanted) => tests.filter(({ state }) => state === wanted);
    assert.deepEqual(having("failed"), []);
    assert.deepEqual(
      having("not_offered").map(({ id }) => id),
      notOffered,
    );
    assert.deepEqual(
      tests.filter(({ note }) => note !== undefined).map(({ id }) => id),
      notes,
    );
    assert.equal(having("passed").length, tests.length - notOffered.length);
  });
}

// Most of the time goes by in waiting for answers that do not come.
describe("hosts that are broken", { concurrency: 3 }, () => {
  for (const { name, hear, everyone, ...fault } of broken) {
    test(`${name}`, { timeout }, async () => {
      const { tests } = await report(hear, everyone);
      failsAlone(tests, fault);
    });
  }
});
