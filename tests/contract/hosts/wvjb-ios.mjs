/**
 * WebViewJavascriptBridge, as iOS hosts have it. The host is outside the page, as the real one is: it sees the frames that the page
 * loads, and evaluates scripts in it.
 */
import { evaluateSoon, evaluator } from "./evaluate.mjs";
import { scriptedHost } from "./scripted.mjs";

/** The script that the host evaluates once the page has asked for the bridge. `native` is told what frames load. */
export function bridgeScript(native) {
  if (window.WebViewJavascriptBridge) return;
  let queue = [];
  let calls = 0;
  const callbacks = {};
  const frame = Object.defineProperty(document.createElement("iframe"), "src", { set: native });
  frame.style.display = "none";
  const ring = () => {
    frame.src = "https://__wvjb_queue_message__";
  };

  window.WebViewJavascriptBridge = {
    registerHandler() {},
    callHandler(handlerName, data, callback) {
      const message = { handlerName, data };
      if (callback) {
        message.callbackId = `cb_${++calls}_${Date.now()}`;
        callbacks[message.callbackId] = callback;
      }
      queue.push(message);
      ring();
    },
    _fetchQueue() {
      const messages = JSON.stringify(queue);
      queue = [];
      return messages;
    },
    _handleMessageFromObjC(json) {
      setTimeout(() => {
        const { responseId, responseData } = JSON.parse(json);
        const callback = callbacks[responseId];
        if (!callback) return;
        callback(responseData);
        delete callbacks[responseId];
      });
    },
  };
  ring();
  document.documentElement.appendChild(frame);
  setTimeout(() => {
    const waiting = window.WVJBCallbacks;
    delete window.WVJBCallbacks;
    for (const callback of waiting) callback(window.WebViewJavascriptBridge);
  });
}

/**
 * Runs in the page, before anything else. A `WKWebView` tells its host of a frame as soon as that begins to load, also where the frame
 * is removed right after, as this one is: Chromium's network is too late to see it.
 */
function watchFrames(native) {
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const { src } of addedNodes) if (/^https:\/\/__bridge_loaded__\/?$/.test(src)) native(src);
    }
  }).observe(document, { childList: true, subtree: true });
}

/**
 * The app's half: makes the function that is told what frames the page loads. `evaluate` runs a script in the page, `asData` makes of a
 * result what the host's handler hands to the bridge, and nothing happens before `appeared`. Goes into pages, too, where the host is inside
 * of them.
 */
function appHalf(hear, evaluate, asData, appeared) {
  const known = ["auth", "pay", "getSession", "selectSession", "share"];
  const reply = (responseId, responseData) => {
    const json = JSON.stringify({ responseId, responseData });
    return evaluate(`window.WebViewJavascriptBridge._handleMessageFromObjC(${JSON.stringify(json)})`);
  };
  async function answerQueue() {
    const queue = (await evaluate("window.WebViewJavascriptBridge._fetchQueue()")) ?? "[]";
    for (const { handlerName, data, callbackId } of JSON.parse(queue)) {
      // The real one logs a line about a handler that it does not have, and never replies.
      if (!known.includes(handlerName)) continue;
      hear({ method: handlerName, params: data ?? undefined, id: callbackId }, ({ result, error, value }) => {
        if (value !== undefined) reply(callbackId, value);
        else if (error) reply(callbackId, asData({ err_code: error.code, err_msg: error.message }));
        else if (result !== undefined) reply(callbackId, asData(result));
      });
    }
  }
  return async (url) => {
    if (!url.includes("__bridge_loaded__")) return answerQueue();
    await appeared;
    return evaluate("window.evaluateBridgeScript()");
  };
}

/** What is in the page before anything else. */
const start = (native) => `if (window === top) {
  const native = ${native};
  window.evaluateBridgeScript = () => (${bridgeScript})(native);
  (${watchFrames})(native);
}`;

const script =
  (asData) =>
  ({ late = false, mind = {} } = {}) =>
    `{
      Object.defineProperty(navigator, "userAgent", { get: () => ${JSON.stringify(iphone)} });
      const appeared = new Promise((resolve) => {
        if (${late}) window.hostAppears = resolve;
        else resolve();
      });
      ${start(`(${appHalf})((${scriptedHost})(${JSON.stringify(mind)}), ${evaluateSoon}, ${asData}, appeared)`)}
    }`;

const install =
  (asData) =>
  async (page, { late = false, mind = {} } = {}) => {
    let appear;
    const appeared = new Promise((resolve) => {
      appear = resolve;
    });
    if (!late) appear();
    const native = appHalf(scriptedHost(mind), evaluator(page), asData, appeared);

    /** How often the page has asked for the bridge. */
    const asked = [];
    await page.route(/^https:\/\/__bridge_loaded__\/?$/, (route) => route.fulfill({ status: 204 }).catch(() => {}));
    await page.exposeBinding("nativeOfWvjb", (_, url) => {
      if (url.includes("__bridge_loaded__")) asked.push(url);
      return native(url);
    });
    await page.addInitScript({
      content: start(`(() => {
        const native = window.nativeOfWvjb;
        delete window.nativeOfWvjb;
        return native;
      })()`),
    });
    return { appear, asked };
  };

export const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";

const ios = (name, can, asData) => ({
  name: `WebViewJavascriptBridge on iOS, ${name}`,
  bridge: "webview_javascript_bridge",
  can: { jsonRpc: false, answers: "callback", later: true, ...can },
  browser: { userAgent: iphone },
  script: script(asData),
  install: install(asData),
});

/** What the app sends: JSON as text. */
export const withText = ios("replies of text", {}, (value) => JSON.stringify(value));
/** What the bridge could send too: any value. */
export const withValues = ios("replies of any value", { values: true }, (value) => value);

export const all = [withText, withValues];
