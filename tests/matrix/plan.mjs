/**
 * What the matrix consists of: the engines, the hosts that run in each of them, and what is not run.
 */
import { everyHost, oneOfEachBridge } from "../contract/hosts/every.mjs";
import * as messagePort from "../contract/hosts/message-port.mjs";
import * as webViews from "../contract/hosts/web-views.mjs";
import { Cell } from "./cells.mjs";
import { chromium, chromiumJs } from "./engines/chromium.mjs";
import { firefox, firefoxJs } from "./engines/firefox.mjs";
import { qt5, qt6 } from "./engines/qt.mjs";
import { webkitgtk, webkitgtkJs } from "./engines/webkitgtk.mjs";
import { wpe } from "./engines/wpe.mjs";

/** An engine whose pages have a policy that allows no WebAssembly. */
const strict = (engine) => ({
  ...engine,
  id: `${engine.id}-policy`,
  name: `${engine.name}, a policy without WebAssembly`,
  runs: "js",
  isStrict: true,
});

export const engines = [
  ...[chromium, firefox, webkitgtk, qt6, qt5, wpe],
  ...[chromiumJs, firefoxJs, webkitgtkJs],
  ...[chromium, firefox, webkitgtk].map(strict),
];

/** Hosts that are pages, or scripts of the page: they run in every engine. */
export const emulated = [...everyHost, ...webViews.all, ...messagePort.all];

/** Those of them that run in an engine. Hosts that evaluate scripts in the page do so by its own means, and a strict policy forbids that. */
export const emulatedIn = ({ isStrict }) =>
  isStrict ? emulated.filter(({ bridge }) => bridge !== "webview_javascript_bridge") : emulated;

/** The cells of a host in an engine: both builds, where the ES module is not known to work with a host of that kind from another row. */
export const cellsOf = (host, engine) => {
  const builds = host.script && !oneOfEachBridge.includes(host) ? ["script"] : ["script", "esm"];
  return builds.map((build) => new Cell(host, build, engine));
};

/** What is not run in an engine, or at all, and why. */
export const NOT_RUN = [
  [
    "A native function in engines other than Chromium",
    "Chromium's inspector puts one into pages. Firefox would by WebDriver BiDi, for which Debian has no driver; WebKit's inspectors do not; Qt's apps use a `QWebChannel`",
  ],
  [
    "`window.ipc`, native message handlers and `WebViewJavascriptBridge` by navigation in engines other than WebKitGTK",
    "they need an app around the engine. Chromium and Firefox are no libraries, Qt has no message handlers, and WPE's own browser can't be given any",
  ],
  [
    "`WebViewJavascriptBridge` as a script of the page, with a policy",
    "apps evaluate scripts in a page whatever its policy is, a page can't. WebKitGTK has it from outside, as apps do",
  ],
  [
    "React Native, Flutter, Android, iOS, HarmonyOS, WebView2 and Electron themselves",
    "they need devices, emulators or other systems. What they put into pages is emulated, in every engine",
  ],
];
