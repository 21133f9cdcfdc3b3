// Pages that load the package from node_modules, as it is, without a bundler.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { results } from "../support/golden.mjs";
import { install } from "./project.mjs";
import { openShop } from "./shop.mjs";

const dist = "/node_modules/vvchat-jssdk/dist";
const html = (content) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Tea shop</title>${content}</html>`;
const importMap = `<script type="importmap">{ "imports": { "vvchat-jssdk": "${dist}/index.mjs" } }</script>`;

/** What a page asks for: a promise of all answers. */
const ask = `(vvchat) => Promise.all([
  vvchat.getSession(),
  vvchat.call("pay", { app_id: "test", imprest_code: "P1" }),
  vvchat.auth({ app_id: "test", scope: "snsapi_userinfo", state: "x7Kq" }),
])`;
const answers = [results["vvchat.getSession"], results["vvchat.pay"], results["vvchat.auth"]];

let project;
let shop;
before(async () => {
  project = await install();
  shop = await openShop(project.folder, {
    "/script.html": html(`
      <script src="${dist}/vvchatjssdk.js"></script>
      <script>
        window.then = { body: document.body, isGlobal: this.vvchat === vvchat, keys: Object.keys(window).filter((key) => /vvchat/i.test(key)) };
        window.answers = (${ask})(this.vvchat);
        window.heard = [];
        vvchat.call("getSession", {}, (session) => heard.push(session), null, () => heard.push("over"));
      </script>
      <body>Tea</body>`),
    "/module.html": html(`
      ${importMap}
      <script type="module">
        const before = Reflect.ownKeys(window);
        const sdk = await import("vvchat-jssdk");
        const added = Reflect.ownKeys(window).filter((key) => !before.includes(key));
        await fetch("/imported");
        window.answers = (${ask})(sdk.default);
        Object.assign(window, { sdk, added: added.map(String) });
      </script>`),
    "/copies.html": html(`
      ${importMap}
      <script src="${dist}/vvchatjssdk.js"></script>
      <script>window.first = { vvchat, VvchatError };</script>
      <script src="${dist}/vvchatjssdk.js"></script>
      <script>window.second = { vvchat, VvchatError };</script>
      <script type="module">
        import vvchat, { VvchatError } from "vvchat-jssdk";
        window.third = { vvchat, VvchatError };
      </script>`),
    "/imported": "",
  });
});
after(async () => {
  await shop?.close();
  await project?.close();
});

const engine = (page) => page.evaluate(async () => (await window.sdk.default.diagnose()).engine);

/** What was answered; a module may not have asked yet when its page has loaded. */
const heard = async (page) => (await page.waitForFunction(() => window.answers)).jsonValue();

test("script tag: usable on the very next line, before there is a body or a host, and one file is all", () =>
  shop.visit("/script.html", async (page, requests) => {
    assert.deepEqual(await page.evaluate(() => window.then), {
      body: null,
      isGlobal: true,
      keys: ["vvchat", "VvchatError"],
    });
    assert.deepEqual(await heard(page), answers);
    await page.waitForFunction(() => window.heard.length === 2);
    assert.deepEqual(await page.evaluate(() => window.heard), [results["vvchat.getSession"], "over"]);
    assert.deepEqual(requests, ["/script.html", `${dist}/vvchatjssdk.js`]);
    const { engine, bridge, pending } = await page.evaluate(() => window.vvchat.diagnose());
    assert.deepEqual([engine, bridge, pending], [{ name: "wasm", why: "WebAssembly runs here" }, "injected", 0]);
  }));

test("module: nothing happens at import, and the words are all that is loaded later", () =>
  shop.visit("/module.html", async (page, requests) => {
    assert.deepEqual(await heard(page), answers);
    // The host is not of the SDK's making, and may have come meanwhile.
    assert.deepEqual(
      (await page.evaluate(() => window.added)).filter((key) => key !== "vvchatHost"),
      [],
    );
    // The words of errors come when the first call has gone out.
    const later = `${dist}/vvchat_words.mjs`;
    assert.deepEqual(requests, ["/module.html", `${dist}/index.mjs`, "/imported", later]);
    assert.deepEqual(await engine(page), { name: "wasm", why: "WebAssembly runs here" });
  }));

test("three copies on one page: each gets its own answers, and knows the others' errors", () =>
  shop.visit("/copies.html", async (page) => {
    const found = await page.evaluate(async () => {
      const copies = [window.first, window.second, window.third];
      // The host answers with the order's code, so that a mixed-up answer would show.
      const { postMessage } = window.vvchatHost;
      window.vvchatHost.postMessage = (text) => {
        const { id, method, params } = JSON.parse(text);
        if (method !== "vvchat.pay") return postMessage(text);
        return JSON.stringify({ jsonrpc: "2.0", id, result: { trade_no: params.imprest_code } });
      };
      const pay = ({ vvchat }, index) => vvchat.pay({ app_id: "test", imprest_code: `P${index}` });
      const rounds = [await Promise.all(copies.map(pay)), await Promise.all(copies.map(pay))];
      const invalid = await Promise.all(copies.map(({ vvchat }) => vvchat.pay({}).catch((error) => error)));
      // Each copy has settings of its own.
      await window.second.vvchat.config({ lang: "zh" });
      const worded = await Promise.all(copies.map(({ vvchat }) => vvchat.call("x").catch((error) => error.err_msg[6])));
      const diagnoses = await Promise.all(copies.map(({ vvchat }) => vvchat.diagnose()));
      return {
        distinct: new Set(copies.flatMap(({ vvchat, VvchatError }) => [vvchat, VvchatError])).size,
        rounds: rounds.map((round) => round.map(({ trade_no }) => trade_no)),
        known: invalid.map((error) => copies.map(({ VvchatError }) => error instanceof VvchatError)),
        stranger: copies.map(({ VvchatError }) => new TypeError("x") instanceof VvchatError),
        worded,
        states: diagnoses.map(({ bridge, pending, ignored }) => ({ bridge, pending, ...ignored })),
      };
    });
    const state = { bridge: "injected", pending: 0, unknown: 0, duplicate: 0, foreign: 0, malformed: 0 };
    assert.deepEqual(found, {
      distinct: 6,
      rounds: [
        ["P0", "P1", "P2"],
        ["P0", "P1", "P2"],
      ],
      known: Array(3).fill([true, true, true]),
      stranger: [false, false, false],
      worded: [":", "：", ":"],
      states: [state, state, state],
    });
  }));
