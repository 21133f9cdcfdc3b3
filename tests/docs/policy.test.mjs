// What the READMEs say of content security policies, and of what `diagnose` then shows.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, serve } from "../support/browser.mjs";
import { codeBlocks, readmes, root } from "./pages.mjs";

const iPhone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148";
/** Where the frames of WebViewJavascriptBridge go. */
const frames = ["https://__bridge_loaded__", "https://__wvjb_queue_message__", "yy://__QUEUE_MESSAGE__/"];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens an empty page of that policy on an iPhone, with the SDK, and runs a function in it. */
async function under(policy, run, argument) {
  const page = (script) => ({
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>${script}</html>`,
    headers: { "Content-Security-Policy": policy },
  });
  const server = await serve({
    "/script.html": page('<script src="/dist/vvchatjssdk.js"></script>'),
    "/module.html": page('<script type="module" src="/module.mjs"></script>'),
    "/module.mjs": 'import vvchat from "/dist/index.mjs"; window.vvchat = vvchat;',
    "/dist/": { dir: `${root}dist` },
  });
  const context = await browser.newContext({ userAgent: iPhone });
  const tab = await context.newPage();
  try {
    await tab.goto(`${server.origin}/${run === moduleEngine ? "module" : "script"}.html`);
    return await tab.evaluate(run, argument);
  } finally {
    await context.close();
    await server.close();
  }
}

/** Has the SDK look for a host, loads frames, and waits until one that no policy here allows is blocked. */
async function blocked(urls) {
  const forbidden = "http://forbidden.example/";
  await window.vvchat.config({});
  const over = new Promise((resolve) => {
    document.addEventListener("securitypolicyviolation", ({ blockedURI }) => {
      if (blockedURI.startsWith("http://forbidden.example")) resolve();
    });
  });
  for (const url of [...urls, forbidden]) {
    const frame = document.createElement("iframe");
    frame.src = url;
    document.body.append(frame);
  }
  await over;
  const { blocked } = await window.vvchat.diagnose();
  return blocked.filter((entry) => !entry.includes("forbidden.example"));
}

async function engine() {
  return (await window.vvchat.diagnose()).engine;
}

/** The same, of the page with the ES module: `under` goes by the function. */
async function moduleEngine() {
  return (await window.vvchat.diagnose()).engine;
}

const [policy, ...more] = readmes.flatMap((readme) => codeBlocks(readme, "")).map((text) => text.trim());

test("both READMEs have the same policy", () => {
  assert.deepEqual(more, [policy]);
});

test("it lets the SDK run and the bridge be heard", async () => {
  assert.deepEqual(await under(`default-src 'self'; ${policy}`, blocked, frames), []);
});

test("without 'wasm-unsafe-eval', the SDK runs as JavaScript", async () => {
  const without = policy.replace("'wasm-unsafe-eval'", "");
  for (const run of [engine, moduleEngine]) {
    const { name, why } = await under(without, run);
    assert.equal(name, "js");
    assert.match(why, /Content Security Policy/i);
  }
});

test("frame-src is needed", async () => {
  const without = await under(`default-src 'self'; ${policy.replace(/frame-src.*/, "")}`, blocked, frames);
  // The SDK's own frame is the first. Chromium does not tell the address of a scheme that it does not know.
  assert.deepEqual(
    without,
    [frames[0], frames[0], frames[1], ""].map((url) => `frame-src ${url}`),
  );
});

test("names with underscores are not accepted", async () => {
  const named = policy.replace("https:", `${frames[0]} ${frames[1]}`);
  const without = await under(named, blocked, frames);
  assert.deepEqual(
    without,
    [frames[0], frames[0], frames[1]].map((url) => `frame-src ${url}`),
  );
});
