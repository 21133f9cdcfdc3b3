/**
 * What the matrix consists of: the engines, the hosts that run in each of them, and why the rest can't.
 */
import { everyHost, oneOfEachBridge } from "../contract/hosts/every.mjs";
import * as messagePort from "../contract/hosts/message-port.mjs";
import * as webViews from "../contract/hosts/web-views.mjs";
import { Cell } from "./cells.mjs";
import { chromium } from "./engines/chromium.mjs";
import { firefox } from "./engines/firefox.mjs";
import { qt5, qt6 } from "./engines/qt.mjs";
import { webkitgtk } from "./engines/webkitgtk.mjs";
import { wpe } from "./engines/wpe.mjs";

export const engines = [chromium, firefox, webkitgtk, qt6, qt5, wpe];

/** Hosts that are pages, or scripts of the page: they run in every engine. */
export const emulated = [...everyHost, ...webViews.all, ...messagePort.all];

/** The cells of a host: both builds, where the ES module is not known to work with a host of that kind from another row. */
export const cellsOf = (host) => {
  const builds = host.script && !oneOfEachBridge.includes(host) ? ["script"] : ["script", "esm"];
  return builds.map((build) => new Cell(host, build));
};

/** Why a program's transport runs in one engine only; and what does not run at all. */
export const IMPOSSIBLE = [
  [
    "injected native function",
    "needs an inspector that can put one into pages. Chromium has that; Firefox, WebKitGTK, WPE and Qt offer theirs to debuggers of their own only",
  ],
  [
    "wry ipc, message handlers, WebViewJavascriptBridge by navigation",
    "need an app around the engine. The reference app is one for WebKitGTK; Chromium and Firefox are no libraries, and WPE's browser takes no handlers from outside",
  ],
  ["QWebChannel", "is Qt's own"],
  [
    "React Native, Flutter, Android, iOS, HarmonyOS, WebView2, Electron",
    "need devices, emulators or systems that a test machine lacks. What they put into pages is emulated, in every engine",
  ],
];
