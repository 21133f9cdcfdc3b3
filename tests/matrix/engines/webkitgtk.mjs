/**
 * WebKitGTK, in the reference app `crates/webview`, which offers each of its transports as a real host would.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { program } from "../runner.mjs";

const built = (name) => fileURLToPath(new URL(`../../../target/webview/debug/${name}`, import.meta.url));

/** The built app; `VVCHAT_WEBVIEW` names another one. */
export const command = process.env.VVCHAT_WEBVIEW ?? built("vvchat-webview");
/** The example beside it: one transport, and no more than an app needs. */
export const example = built("examples/minimal");

const native = (transport, name, bridge, can) => ({ name, bridge, can, transport, outlives: true });

const BY_SCRIPT = { jsonRpc: true, answers: "message", later: true, again: true };
const BY_PROMISE = { jsonRpc: true, answers: "return", later: true, fail: true, values: true };
const BY_CALLBACK = { jsonRpc: false, answers: "callback", later: true };

/** The app without a display to show itself on gets one that nobody sees. */
async function display() {
  const server = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "800x600x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const [number] = await Promise.race([
    once(server.stdio[3], "data"),
    once(server, "exit").then(() => Promise.reject(new Error("Xvfb has ended"))),
  ]);
  return {
    name: `:${String(number).trim()}`,
    async close() {
      const ended = once(server, "exit");
      server.kill();
      await ended;
    },
  };
}

/** Starts an app, on a display of its own. */
export const openApp = (command, ...args) => openAppWith({}, command, ...args);

async function openAppWith(env, command, ...args) {
  const screen = await display();
  const app = program(command, args, { DISPLAY: screen.name, GDK_BACKEND: "x11", LANG: "C.UTF-8", ...env });
  return {
    ...app,
    async close() {
      await app.close();
      await screen.close();
    },
  };
}

const engine = (own, env) => ({
  natives: [
    native("ipc", "wry ipc", "injected", BY_SCRIPT),
    native("handler", "message handler, plain", "message_handler", BY_SCRIPT),
    native("handler-with-reply", "message handler, with reply", "message_handler", BY_PROMISE),
    native("wvjb", "WebViewJavascriptBridge on iOS, replies of text", "webview_javascript_bridge", {
      ...BY_CALLBACK,
      values: true,
    }),
    native("jsbridge", "WebViewJavascriptBridge on Android, JsBridge 1.0.4", "webview_javascript_bridge", BY_CALLBACK),
  ],

  version() {
    return execFileSync(command, ["--version"], { encoding: "utf8" }).trim();
  },

  open: (url, host) => openAppWith(env, command, url, "--scripted", "--transport", host?.transport ?? "none"),
  ...own,
});

export const webkitgtk = engine({ id: "webkitgtk", name: "WebKitGTK", runs: "wasm" }, {});

export const webkitgtkJs = engine(
  { id: "webkitgtk-js", name: "WebKitGTK without WebAssembly", runs: "js" },
  { JSC_useWasm: "0" },
);
