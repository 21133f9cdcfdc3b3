/**
 * Chromium, by way of its inspector: that also puts a native function into pages, as a web view's host would.
 */
import { execFileSync } from "node:child_process";
import { jsonRpcHost, scriptedHost } from "../../contract/hosts/scripted.mjs";
import { executablePath, launch } from "../../support/browser.mjs";

/** The host answers by evaluating a script that dispatches an event. */
const binding = {
  name: "injected native function",
  bridge: "injected",
  outlives: true,
  can: { jsonRpc: true, answers: "message", later: true, again: true },
};

async function bind(page) {
  const session = await page.context().newCDPSession(page);
  const hear = jsonRpcHost(scriptedHost);
  const asText = (value) => (typeof value === "string" ? value : JSON.stringify(value));
  session.on("Runtime.bindingCalled", ({ payload }) =>
    hear(payload, (value) => {
      const data = JSON.stringify(asText(value));
      const expression = `dispatchEvent(new MessageEvent("message", { data: ${data} }))`;
      // The page may be gone by now.
      session.send("Runtime.evaluate", { expression }).catch(() => {});
    }),
  );
  await session.send("Runtime.enable");
  await session.send("Runtime.addBinding", { name: "nativeHost" });
  await page.addInitScript(() => {
    const { nativeHost } = window;
    delete window.nativeHost;
    window.vvchatHost = { postMessage: (text) => nativeHost(text) };
  });
}

const engine = (own, args) => ({
  natives: [binding],

  version() {
    return execFileSync(executablePath, ["--version"], { encoding: "utf8" }).replace(/[^\d.]*([\d.]+).*/s, "$1");
  },

  async open(url, native) {
    const browser = await launch({ args });
    const page = await browser.newPage({ locale: "en-US" });
    if (native) await bind(page);
    const ended = new Promise((resolve) => {
      page.on("crash", () => resolve("the page crashed"));
      browser.on("disconnected", () => resolve("it is gone"));
    });
    await page.goto(url, { waitUntil: "commit" });
    return { ended, close: () => browser.close() };
  },
  ...own,
});

export const chromium = engine({ id: "chromium", name: "Chromium", runs: "wasm" }, []);

/** Its only switch that takes WebAssembly away takes the compiler of JavaScript away, too. */
export const chromiumJs = engine({ id: "chromium-js", name: "Chromium without WebAssembly", runs: "js" }, [
  "--js-flags=--jitless",
]);
