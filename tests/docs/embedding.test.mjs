// The hosts of docs/embedding, as they stand there, with the built SDK in their pages.
import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { program } from "../matrix/runner.mjs";
import { launch, serve } from "../support/browser.mjs";
import { dist } from "../support/dist.mjs";
import { codeBlocks, read, root } from "./pages.mjs";

/** Ends what hangs, in milliseconds. Whatever ends earlier is not waited for. */
const timeout = 60_000;

const guide = (name) => `docs/embedding/${name}.md`;
/** What every host does, where there is no WebAssembly. */
const core = codeBlocks(guide("react-native"), "js").at(-1);
/** What every host does elsewhere. */
const hostKit = readFileSync(`${dist}/host.mjs`, "utf8");
const sdk = readFileSync(`${dist}/vvchatjssdk.js`, "utf8");

const shop = "https://shop.example";
const shopPage = (script = "") => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
  <link rel="icon" href="data:,"><script src="/vvchatjssdk.js"></script><script>${script}</script></html>`;

/** What strangers may write: all that ends a string somewhere, and what is no ASCII. */
const strange = `"'\`\\\n\r\u2028\u2029</script>\${1}%22 茶 🍵`;

let browser;
let folder;
let files = 0;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "vvchat-embedding-"));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own with these files. */
function written(contents) {
  const own = join(folder, String(files++));
  for (const [name, text] of Object.entries(contents)) {
    mkdirSync(join(own, name, ".."), { recursive: true });
    writeFileSync(join(own, name), text);
  }
  return own;
}

/** A tab to which these addresses lead to these bodies, and all others nowhere. */
async function tabWith(pages) {
  const context = await browser.newContext();
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (!(url in pages)) return route.abort();
    const contentType = /js$/.test(url) ? "text/javascript; charset=utf-8" : "text/html; charset=utf-8";
    return route.fulfill({ body: pages[url], contentType });
  });
  return context.newPage();
}

/** The question that an app outside of the browser shows; one at a time. */
class Desk extends EventEmitter {
  question;

  show(question) {
    this.question = question;
    this.emit("change");
  }

  async until(holds) {
    while (!holds(this.question)) await once(this, "change");
    return this.question;
  }

  async press(label, text) {
    const question = await this.until((shown) => shown !== undefined);
    assert.equal(question.text, text);
    this.show(undefined);
    question.press(label);
  }

  closed() {
    return this.until((shown) => shown === undefined);
  }
}

/** The same for each host that asks its user: `frame` is the shop's page, `press` answers the question, `closed` waits for its end. */
function converses(bridge, open) {
  const visit = (run) => async () => {
    const visited = await open();
    const errors = [];
    visited.tab.on("pageerror", (error) => errors.push(error));
    await run(visited);
    await visited.tab.context().close();
    assert.deepEqual(errors, []);
  };
  const failed = ({ reason, err_code, err_msg, outcome }) => ({ reason, err_code, err_msg, outcome });
  const cancelled = { reason: "host_error", err_code: 400, err_msg: "用户取消" };

  test("it introduces itself, and the page configures no more than the guide says", () =>
    visit(async ({ frame }) => {
      const session = await frame.evaluate(() => vvchat.getSession());
      assert.deepEqual(session, { session_id: "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", session_type: 1 });
      const { bridge: used, host } = await frame.evaluate(() => vvchat.diagnose());
      assert.equal(used, bridge);
      const methods = ["auth", "pay", "getSession", "selectSession", "share"];
      assert.deepEqual(host, { name: "Tea house", version: "1.0", methods });
    })());

  test("it asks the user, and says what they said", () =>
    visit(async ({ frame, press }) => {
      const call = (name, params) =>
        frame.evaluate(
          ([name, params]) =>
            vvchat[name](params).catch(({ reason, err_code, err_msg, outcome }) => ({
              reason,
              err_code,
              err_msg,
              outcome,
            })),
          [name, params],
        );
      const asked = async (name, params, label, text) => {
        const said = call(name, params);
        await press(label, text);
        return said;
      };
      const auth = { app_id: "test", scope: "snsapi_userinfo", state: strange };
      assert.deepEqual(await asked("auth", auth, "OK", "Allow snsapi_userinfo?"), {
        err_code: 0,
        code: "C7f2k9",
        state: strange,
      });
      const refused = await asked("auth", auth, "Cancel", "Allow snsapi_userinfo?");
      assert.deepEqual(refused, { err_code: 400, err_msg: "用户取消", state: strange });
      const order = { app_id: "test", imprest_code: "P1" };
      assert.deepEqual(await asked("pay", order, "OK", "Pay P1?"), { trade_no: "201712023384923834" });
      assert.deepEqual(failed(await asked("pay", order, "Cancel", "Pay P1?")), { ...cancelled, outcome: "failed" });
      const picked = await asked("selectSession", {}, "OK", "Pick a conversation");
      assert.deepEqual(picked, { session_id: "a:b", session_type: 2 });
      const card = { app_id: "test", share_title: strange, sub_title: "-", share_url: shop, thumb_url: shop };
      assert.equal((await asked("share", card, "OK", `Share ${strange}?`)).code, 200);
    })());

  test("it closes the sheet of a call that is given up", () =>
    visit(async ({ frame, shown, closed, press }) => {
      const given = frame.evaluate(() => {
        window.controller = new AbortController();
        return vvchat.selectSession({ signal: window.controller.signal }).catch(({ reason }) => reason);
      });
      await shown();
      await frame.evaluate(() => window.controller.abort());
      assert.equal(await given, "aborted");
      await closed();
      const again = frame.evaluate(() => vvchat.selectSession());
      await press("OK", "Pick a conversation");
      assert.equal((await again).session_type, 2);
    })());

  test("it forgets the calls of a page that is gone", () =>
    visit(async (visited) => {
      visited.frame.evaluate(() => vvchat.selectSession()).catch(() => {});
      await visited.shown();
      const frame = await visited.reload();
      await frame.evaluate(() => vvchat.getSession());
      await visited.closed();
      assert.equal((await frame.evaluate(() => vvchat.diagnose())).ignored.unknown ?? 0, 0);
    })());

  test("a request whose id is open is left unanswered", () =>
    visit(async ({ frame, raw, press }) => {
      const request = { jsonrpc: "2.0", id: "1", method: "vvchat.selectSession", params: {} };
      const first = raw(frame, request);
      raw(frame, request).catch(() => {});
      await press("OK", "Pick a conversation");
      assert.deepEqual(await first, { jsonrpc: "2.0", id: "1", result: { session_id: "a:b", session_type: 2 } });
    })());
}

/** Sends a message by the page's `vvchatHost`, past the SDK, and resolves to the first answer: by promise, or by an event. */
const rawByHost = (frame, message) =>
  frame.evaluate(async (text) => {
    const event = new Promise((resolve) => addEventListener("message", ({ data }) => resolve(data)));
    return JSON.parse((await window.vvchatHost.postMessage(text)) ?? (await event));
  }, JSON.stringify(message));

describe("vvchat.js, for hosts without WebAssembly", () => {
  let host;
  let Refusal;
  before(async () => {
    const own = written({ "vvchat.mjs": core });
    const module = await import(pathToFileURL(join(own, "vvchat.mjs")));
    ({ Refusal } = module);
    host = module.createHost({
      name: "Tea house",
      version: "1.0",
      origins: [shop],
      methods: {
        pay: (params) => ({ trade_no: module.required(params, "imprest_code") }),
        share: () => {
          throw new Refusal(400, "用户取消");
        },
        auth: () => {
          throw Object.assign(new Error("secret"), { code: 7 });
        },
        selectSession: (_params, signal) => new Promise((resolve) => signal.addEventListener("abort", resolve)),
      },
    });
  });
  const request = (method, params = {}, id = "1") => JSON.stringify({ jsonrpc: "2.0", id, method, params });
  const said = async (text, origin = shop) => JSON.parse((await host.receive(text, origin)) ?? "null");

  for (const [what, text, code, message, id = null] of [
    ["no JSON", "{", -32700, "Parse error"],
    ["nothing", "null", -32600, "Invalid Request"],
    ["no JSON-RPC", "{}", -32600, "Invalid Request"],
    ["a list of messages", "[]", -32600, "Invalid Request"],
    ["params of no use", request("vvchat.pay", "P1"), -32600, "Invalid Request", "1"],
    ["an unknown method", request("vvchat.scan"), -32601, "Method not found", "1"],
    ["what every object has", request("vvchat.toString"), -32601, "Method not found", "1"],
    ["another prefix", request("pay"), -32601, "Method not found", "1"],
    ["other versions", request("vvchat.hello", { versions: [2] }), -32602, "hello: versions must contain 1", "1"],
    ["no param", request("vvchat.pay"), -32602, "imprest_code must be a string", "1"],
    ["an empty param", request("vvchat.pay", { imprest_code: "" }), -32602, "imprest_code must be a string", "1"],
    ["what the user refuses", request("vvchat.share"), 400, "用户取消", "1"],
  ]) {
    test(`answers ${what} with error ${code}`, async () => {
      assert.deepEqual(await said(text), { jsonrpc: "2.0", id, error: { code, message } });
    });
  }

  test("says nothing of what went wrong inside", async (t) => {
    t.mock.method(console, "error", () => {});
    const error = { code: -32603, message: "Internal error" };
    assert.deepEqual(await said(request("vvchat.auth")), { jsonrpc: "2.0", id: "1", error });
    assert.equal(console.error.mock.callCount(), 1);
  });

  test("refuses what is of another origin, and answers no notification of it", async () => {
    for (const origin of ["https://evil.example", `${shop}.evil.example`, "null", null]) {
      const { error } = await said(request("vvchat.pay", { imprest_code: "P1" }), origin);
      assert.deepEqual(error, { code: -32600, message: `the origin ${origin} is not allowed` });
      assert.equal(await said('{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":"1"}}', origin), null);
      assert.equal(await said("{", origin), null);
    }
  });

  test("answers no notification, and nothing that is cancelled or forgotten", async () => {
    assert.equal(await said('{"jsonrpc":"2.0","method":"vvchat.news"}'), null);
    const open = said(request("vvchat.selectSession"));
    assert.equal(await said(request("vvchat.selectSession")), null, "its id is open");
    assert.equal(await said(request("vvchat.pay", { imprest_code: "P1" })), null, "its id is open");
    assert.equal(await said('{"jsonrpc":"2.0","id":"1"}'), null, "its id is open");
    await said('{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":"1"}}');
    assert.equal(await open, null);
    const forgotten = said(request("vvchat.selectSession"));
    host.forget();
    const next = said(request("vvchat.selectSession"));
    assert.equal(await forgotten, null);
    assert.equal(await said(request("vvchat.selectSession")), null, "the next page's is open still");
    host.forget();
    assert.equal(await next, null);
    assert.deepEqual((await said(request("vvchat.pay", { imprest_code: "P1" }))).result, { trade_no: "P1" });
  });
});

describe("iframe", { timeout }, () => {
  const [script] = codeBlocks(guide("iframe"), "js");
  const [page] = codeBlocks(guide("iframe"), "html");
  const app = "https://app.example";
  const pages = {
    [`${app}/`]: page,
    [`${app}/app.mjs`]: script,
    [`${app}/host.mjs`]: hostKit,
    [`${shop}/`]: shopPage(`vvchat.config({ origins: ["${app}"] })`),
    [`${shop}/vvchatjssdk.js`]: sdk,
    "https://evil.example/": shopPage(`vvchat.config({ origins: ["${app}"] })`),
    "https://evil.example/vvchatjssdk.js": sdk,
  };

  async function open() {
    const tab = await tabWith(pages);
    await tab.goto(`${app}/`);
    const frame = tab.frames()[1];
    const dialog = tab.locator("dialog");
    return {
      tab,
      frame,
      async press(label, text) {
        assert.equal(await dialog.evaluate((node) => node.firstChild.data), text);
        await dialog.getByRole("button", { name: label }).click();
        await dialog.waitFor({ state: "detached" });
      },
      shown: () => dialog.waitFor(),
      closed: () => dialog.waitFor({ state: "detached" }),
      async reload() {
        await frame.goto(`${shop}/`);
        return frame;
      },
      raw: (frame, message) =>
        frame.evaluate(
          ([text, app]) =>
            new Promise((resolve) => {
              addEventListener("message", ({ data }) => {
                if (JSON.parse(data).id === "1") resolve(JSON.parse(data));
              });
              parent.postMessage(text, app);
            }),
          [JSON.stringify(message), app],
        ),
    };
  }
  converses("post_message", open);

  test("a page of another origin in the frame is no page of its", async () => {
    const { tab, frame } = await open();
    await frame.evaluate(() => vvchat.getSession());
    await frame.goto("https://evil.example/");
    const why = await frame.evaluate(() => vvchat.getSession().catch(({ err_msg }) => err_msg));
    assert.equal(why, "the origin https://evil.example is not allowed");
    await tab.context().close();
  });
});

describe("Electron", { timeout }, () => {
  const [preload, main] = codeBlocks(guide("electron"), "js");
  const stub = `
    import { EventEmitter } from "node:events";
    const { load, ask } = globalThis.electron;
    export const app = { whenReady: async () => {} };
    export const dialog = { showMessageBox: (_window, options) => ask(options) };
    export class BrowserWindow extends EventEmitter {
      handlers = {};
      webContents = Object.assign(new EventEmitter(), {
        ipc: { handle: (channel, listener) => { this.handlers[channel] = listener; } },
      });
      constructor(options) { super(); this.preload = options.webPreferences.preload; }
      loadURL(url) { return load(url, this); }
    }`;

  async function open(origin) {
    const desk = new Desk();
    const tab = await tabWith({ [`${shop}/`]: shopPage(), [`${shop}/vvchatjssdk.js`]: sdk });
    globalThis.electron = {
      async load(url, window) {
        await tab.exposeBinding("invokeMain", ({ frame }, channel, text) => {
          const senderFrame = { origin: origin ?? new URL(frame.url()).origin };
          return window.handlers[channel]({ senderFrame }, text);
        });
        await tab.addInitScript({
          content: `((require) => {
            ${readFileSync(window.preload, "utf8")}
          })((name) => name === "electron" && {
            contextBridge: {
              exposeInMainWorld: (name, api) => Object.defineProperty(window, name, { value: Object.freeze(api) }),
            },
            ipcRenderer: { invoke: (channel, text) => invokeMain(channel, text) },
          })`,
        });
        tab.on("framenavigated", () => window.webContents.emit("did-navigate"));
        await tab.goto(url);
      },
      ask: ({ message, buttons, cancelId, signal }) =>
        new Promise((resolve) => {
          const press = (label) => resolve({ response: buttons.indexOf(label) });
          signal.addEventListener("abort", () => {
            desk.show(undefined);
            resolve({ response: cancelId });
          });
          desk.show({ text: message, press });
        }),
    };
    const own = written({
      "preload.cjs": preload,
      "main.mjs": main,
      "node_modules/vvchat-jssdk/package.json": '{ "exports": { "./host": "./host.mjs" } }',
      "node_modules/vvchat-jssdk/host.mjs": hostKit,
      "node_modules/electron/package.json": '{ "type": "module", "exports": "./index.js" }',
      "node_modules/electron/index.js": stub,
    });
    await import(pathToFileURL(join(own, "main.mjs")));
    return visitOf(tab, desk);
  }
  converses("injected", open);

  test("a frame of another origin is refused", async () => {
    const { tab, frame } = await open("https://evil.example");
    const why = await frame.evaluate(() => vvchat.getSession().catch(({ err_msg }) => err_msg));
    assert.equal(why, "the origin https://evil.example is not allowed");
    await tab.context().close();
  });
});

describe("React Native", { timeout }, () => {
  const [component] = codeBlocks(guide("react-native"), "tsx");
  const react = `
    const hooks = [];
    const mounted = globalThis.reactNative;
    let index;
    mounted.render = (component) => { index = 0; return component(); };
    export function useState(initial) {
      const at = index++;
      if (!(at in hooks)) hooks[at] = typeof initial === "function" ? initial() : initial;
      return [hooks[at], (value) => { hooks[at] = value; mounted.changed(); }];
    }
    export function useRef(current) { return useState({ current })[0]; }`;
  const runtime = `
    export const Fragment = "Fragment";
    export const jsx = (type, props) => ({ type, props });
    export const jsxs = jsx;`;

  async function open(address) {
    const desk = new Desk();
    const tab = await tabWith({ [`${shop}/`]: shopPage(), [`${shop}/vvchatjssdk.js`]: sdk });
    const own = written({
      "Shop.tsx": component,
      "vvchat.js": core,
      "react.js": react,
      "runtime.js": runtime,
      "native.js": 'export const Button = "Button", Modal = "Modal", Text = "Text";',
      "webview.js": 'export const WebView = "WebView";',
    });
    const at = (name) => join(own, name);
    const alias = {
      react: at("react.js"),
      "react/jsx-runtime": at("runtime.js"),
      "react-native": at("native.js"),
      "react-native-webview": at("webview.js"),
    };
    const outfile = at("bundle.mjs");
    const options = { bundle: true, format: "esm", jsx: "automatic", alias, outfile, logLevel: "silent" };
    await build({ entryPoints: [at("Shop.tsx")], ...options });
    const mounted = {};
    globalThis.reactNative = mounted;
    const { Shop } = await import(pathToFileURL(outfile));

    const show = () => {
      const [web, modal] = mounted.render(Shop).props.children;
      if (modal.props.visible) {
        const [text, ok, cancel] = modal.props.children;
        const buttons = { [ok.props.title]: ok.props.onPress, [cancel.props.title]: cancel.props.onPress };
        desk.show({ text: text.props.children, press: (label) => buttons[label]() });
      } else {
        desk.show(undefined);
      }
      return web.props;
    };
    mounted.changed = show;
    const props = show();
    props.ref.current = { injectJavaScript: (script) => void tab.evaluate(script).catch(() => {}) };
    await tab.exposeBinding("postToApp", ({ frame }, data) => {
      void props.onMessage({ nativeEvent: { data, url: address ?? frame.url() } });
    });
    await tab.addInitScript({
      content: `window.ReactNativeWebView = { postMessage(data) { postToApp(String(data)); } };
        ${props.injectedJavaScriptBeforeContentLoaded}`,
    });
    tab.on("framenavigated", () => props.onLoadStart());
    await tab.goto(props.source.uri);
    return visitOf(tab, desk);
  }
  converses("injected", open);

  for (const address of [`${shop}.evil.example/`, `${shop}@evil.example/`, `https://evil.example/#${shop}`, "null"]) {
    test(`a page at ${address} is refused`, async () => {
      const { tab, frame } = await open(address);
      const why = await frame.evaluate(() => vvchat.getSession().catch(({ err_msg }) => err_msg));
      assert.match(why, /^the origin \S+ is not allowed$/);
      await tab.context().close();
    });
  }
});

/** A tab whose app asks by a desk. */
function visitOf(tab, desk) {
  return {
    tab,
    frame: tab,
    press: (label, text) => desk.press(label, text),
    shown: () => desk.until((question) => question !== undefined),
    closed: () => desk.closed(),
    async reload() {
      await tab.reload();
      return tab;
    },
    raw: rawByHost,
  };
}

describe("scripts that apps put into pages", { timeout }, () => {
  /** A page with the web view's globals, made by a script of the test's, and the guide's script after it. */
  async function sessionWith(globals, script) {
    const tab = await tabWith({ [`${shop}/`]: shopPage(), [`${shop}/vvchatjssdk.js`]: sdk });
    await tab.addInitScript({
      content: `const session = { session_id: "S1", session_type: 1 };\n${globals}\n${script}`,
    });
    await tab.goto(`${shop}/`);
    const session = await tab.evaluate(() => vvchat.getSession());
    const { bridge } = await tab.evaluate(() => vvchat.diagnose());
    await tab.context().close();
    assert.deepEqual({ session, bridge }, { session: { session_id: "S1", session_type: 1 }, bridge: "injected" });
  }

  test("WebView2", () =>
    sessionWith(
      `const webview = new EventTarget();
      webview.postMessage = (text) => {
        const { id } = JSON.parse(text);
        const event = new MessageEvent("message", { data: JSON.stringify({ jsonrpc: "2.0", id, result: session }) });
        Object.defineProperty(event, "source", { value: webview });
        setTimeout(() => webview.dispatchEvent(event));
      };
      window.chrome = { webview };`,
      codeBlocks(guide("webview2"), "js")[0],
    ));

  test("Tauri", () =>
    sessionWith(
      `window.__TAURI_INTERNALS__ = {
        invoke: async (name, { text }) =>
          name === "vvchat" && JSON.stringify({ jsonrpc: "2.0", id: JSON.parse(text).id, result: session }),
      };`,
      codeBlocks(guide("tauri-wry"), "js")[0],
    ));

  test("Flutter's flutter_inappwebview", () => {
    const [, script] = /const pageHalf = '''([\s\S]*?)'''/.exec(read(guide("flutter")));
    return sessionWith(
      `window.flutter_inappwebview = {
        callHandler: async (name, text) =>
          name === "vvchatHost" ? JSON.stringify({ jsonrpc: "2.0", id: JSON.parse(text).id, result: session }) : null,
      };
      addEventListener("DOMContentLoaded", () => dispatchEvent(new Event("flutterInAppWebViewPlatformReady")));`,
      script,
    );
  });
});

/** A page that makes calls, and posts what came of them to the server that it is from. */
const reporting = (calls) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
  <link rel="icon" href="data:,"><script src="/dist/vvchatjssdk.js"></script><script>
    (async () => (${calls})())().then(
      (said) => fetch("/said", { method: "POST", body: JSON.stringify(said) }),
      (error) => fetch("/said", { method: "POST", body: JSON.stringify(String(error)) }),
    );
  </script></html>`;

/** What such a page says in an app, which is started by this command with the page's address. */
async function saidIn([command, ...args], calls) {
  const reports = new EventEmitter();
  const server = await serve({
    "/": reporting(calls),
    "/dist/": { dir: dist },
    "/said": async (request, response) => {
      let body = "";
      for await (const chunk of request.setEncoding("utf8")) body += chunk;
      response.end();
      reports.emit("said", JSON.parse(body));
    },
  });
  const said = once(reports, "said");
  const env = {
    QTWEBENGINE_CHROMIUM_FLAGS: "--disable-gpu",
    QTWEBENGINE_DISABLE_SANDBOX: "1",
    QT_QPA_PLATFORM: "offscreen",
  };
  const app = program(command, [...args, `${server.origin}/`], env);
  const ended = app.ended.then((why) => Promise.reject(new Error(`the app has ended: ${why}`)));
  try {
    return (await Promise.race([said, ended]))[0];
  } finally {
    ended.catch(() => {});
    await app.close();
    await server.close();
  }
}

// tests/matrix/reference-app.test.mjs runs it, where it was built.
test("the guide to wry has the example", () => {
  assert.equal(codeBlocks(guide("tauri-wry"), "rust,ignore")[0], read("crates/webview/examples/minimal.rs"));
});

describe("Qt", { timeout }, () => {
  const python = process.env.MATRIX_PYTHON ?? `${root}target/tools/qt/bin/python`;

  test("the script answers", { skip: !existsSync(python) && "Qt is not installed" }, async () => {
    const own = written({ "host.py": codeBlocks(guide("qt"), "python")[0] });
    const said = await saidIn([python, join(own, "host.py")], async () => {
      const session = await vvchat.getSession();
      const { host } = await vvchat.diagnose();
      const answers = [];
      const ended = new Promise((resolve) => {
        window.vvchatHost.onmessage = ({ data }) => {
          const { id, result, error } = JSON.parse(data);
          answers.push([id, result?.session_id ?? error?.code]);
          if (id === "end") resolve();
        };
      });
      const request = (id, method, params = {}) => JSON.stringify({ jsonrpc: "2.0", id, method, params });
      for (const text of [
        "{",
        "[]",
        request("unknown", "vvchat.scan"),
        request("versions", "vvchat.hello", { versions: [2] }),
        request("params", "vvchat.pay"),
        "[".repeat(100_000),
        // Its question stays open until it is given up; only then its id is free.
        request("open", "vvchat.selectSession"),
        request("open", "vvchat.getSession"),
        request(undefined, "$/cancelRequest", { id: "open" }),
        request("open", "vvchat.getSession"),
        request("end", "vvchat.getSession"),
      ]) {
        window.vvchatHost.postMessage(text);
      }
      await ended;
      return { session, host, answers };
    });
    const session = { session_id: "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", session_type: 1 };
    assert.deepEqual(said, {
      session,
      host: { name: "Tea house", version: "1.0", methods: ["auth", "pay", "getSession", "selectSession", "share"] },
      answers: [
        [null, -32700],
        [null, -32600],
        ["unknown", -32601],
        ["versions", -32602],
        ["params", -32602],
        [null, -32700],
        ["open", session.session_id],
        ["end", session.session_id],
      ],
    });
  });
});
