// The quick starts of both READMEs, as they stand there, inside an app and outside of one.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { launch, serve } from "../support/browser.mjs";
import { codeBlocks, readmes, root } from "./pages.mjs";

/** What the shops say, by the page that they are on. */
const said = {
  "README.md": {
    code: "For your server: C7f2k9",
    refused: "You did not log in.",
    paid: "Paid: 201712023384923834",
    cancelled: /^Not paid: 用户取消$/,
    unknown: "Please wait, we are checking.",
    shared: "Shared.",
    notShared: "Not shared.",
  },
  "README.zh-CN.md": {
    code: "请交给商户服务器：C7f2k9",
    refused: "您没有登录。",
    paid: "支付成功：201712023384923834",
    cancelled: /^未支付：用户取消$/,
    unknown: "正在确认支付结果，请稍候。",
    shared: "已分享。",
    notShared: "没有分享。",
  },
};

let browser;
let server;

before(async () => {
  // Where the pages look for the SDK: beside themselves, and where npm installs it.
  const routes = { "/": { dir: `${root}dist` }, "/node_modules/vvchat-jssdk/dist/": { dir: `${root}dist` } };
  for (const readme of readmes) {
    const [scriptTag, npm, ...more] = codeBlocks(readme, "html");
    assert.deepEqual(more, [], `${readme} has two quick starts`);
    routes[`/script-${readme}.html`] = scriptTag;
    routes[`/npm-${readme}.html`] = npm;
    // Bundlers may leave the WebAssembly behind: it is not beside this one.
    routes[`/bundled/${readme}.html`] = await bundled(npm);
  }
  server = await serve(routes);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** The page as a bundler makes it: without its import map, and with the package inside its script. */
async function bundled(page) {
  const module = /<script type="module">([\s\S]*?)<\/script>/;
  const [, contents] = module.exec(page);
  const stdin = { contents, resolveDir: root };
  const { outputFiles } = await build({ stdin, bundle: true, format: "esm", write: false, logLevel: "silent" });
  return page
    .replace(/<script type="importmap">[\s\S]*?<\/script>/, "")
    .replace(
      module,
      () => `<script type="module">${outputFiles[0].text.replaceAll("</script", "<\\/script")}</script>`,
    );
}

/** Opens a quick start in an app that gives this answer to every call, or in none; presses a button; reads what is said. */
async function visit(path, button, answer) {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error));
  if (answer !== undefined) {
    await page.addInitScript((reply) => {
      window.WebViewJavascriptBridge = { callHandler: (_name, _params, callback) => callback(JSON.stringify(reply)) };
    }, answer);
  }
  await page.goto(`${server.origin}${path}`);
  await page.locator(`#${button}`).click();
  const text = await page.locator("#said:not(:empty)").innerText();
  await page.close();
  assert.deepEqual(errors, []);
  return text;
}

for (const readme of readmes) {
  const script = `/script-${readme}.html`;
  const npm = `/npm-${readme}.html`;
  const words = said[readme];

  test(`${readme}: logging in`, async () => {
    assert.equal(await visit(script, "login", { err_code: 0, code: "C7f2k9", state: "x7Kq" }), words.code);
    assert.equal(await visit(script, "login", { err_code: 400, err_msg: "用户取消", state: "x7Kq" }), words.refused);
  });

  test(`${readme}: paying`, async () => {
    assert.equal(await visit(script, "pay", { trade_no: "201712023384923834" }), words.paid);
    assert.match(await visit(script, "pay", { err_code: 400, err_msg: "用户取消" }), words.cancelled);
    assert.equal(await visit(script, "pay", {}), words.unknown);
  });

  test(`${readme}: sharing`, async () => {
    assert.equal(await visit(npm, "share", { code: 200 }), words.shared);
    assert.equal(await visit(npm, "share", { code: 400, error: "用户取消" }), words.notShared);
  });

  test(`${readme}: sharing, from a bundle`, async () => {
    assert.equal(await visit(`/bundled/${readme}.html`, "share", { code: 200 }), words.shared);
  });

  test(`${readme}: outside of VVChat`, async () => {
    assert.match(await visit(npm, "share"), /^no_host: share.*webview_javascript_bridge/);
  });
}
