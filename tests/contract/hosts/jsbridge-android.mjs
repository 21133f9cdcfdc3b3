/**
 * JsBridge, as Android hosts have it: version 1.0.4, and version 2.
 */
import { evaluateSoon, evaluator } from "./evaluate.mjs";
import { scriptedHost } from "./scripted.mjs";

/**
 * The script that a host with 1.0.4 loads into the page once that has finished loading. `native` gets what the real one is told by
 * the address of a hidden frame.
 */
export function bridgeScriptOf1(native) {
  if (window.WebViewJavascriptBridge) return;
  let outgoing = [];
  let incoming = [];
  let calls = 0;
  const callbacks = {};
  // A desktop browser asks about such an address and tells the page nothing, so here it goes no further than the frame.
  const frame = Object.defineProperty(document.createElement("iframe"), "src", { set: native });
  frame.style.display = "none";
  document.documentElement.appendChild(frame);

  function dispatch(json) {
    setTimeout(() => {
      const { responseId, responseData } = JSON.parse(json);
      const callback = callbacks[responseId];
      if (!callback) return;
      callback(responseData);
      delete callbacks[responseId];
    });
  }

  const bridge = {
    init(handler) {
      if (bridge._messageHandler) throw new Error("WebViewJavascriptBridge.init called twice");
      bridge._messageHandler = handler;
      const waiting = incoming;
      incoming = null;
      waiting.forEach(dispatch);
    },
    send() {},
    registerHandler() {},
    callHandler(handlerName, data, callback) {
      const message = { handlerName, data };
      if (callback) {
        message.callbackId = `cb_${++calls}_${Date.now()}`;
        callbacks[message.callbackId] = callback;
      }
      outgoing.push(message);
      frame.src = "yy://__QUEUE_MESSAGE__/";
    },
    _fetchQueue() {
      const messages = JSON.stringify(outgoing);
      outgoing = [];
      frame.src = `yy://return/_fetchQueue/${encodeURIComponent(messages)}`;
    },
    _handleMessageFromNative(json) {
      // Until `init`, they only pile up.
      if (incoming) incoming.push(json);
      else dispatch(json);
    },
  };
  window.WebViewJavascriptBridge = bridge;
  const ready = document.createEvent("Events");
  ready.initEvent("WebViewJavascriptBridgeReady");
  ready.bridge = bridge;
  document.dispatchEvent(ready);
}

/** How the Java side puts JSON between quotes: a line break in it comes out raw, and then the page cannot read the reply. */
export const quoted = (json) =>
  json
    .replace(/(\\)([^utrn])/g, "\\\\$1$2")
    // Java looks behind; not every engine that this runs in can.
    .replace(/"/g, (quote, at, all) => (at > 0 && all[at - 1] !== "\\" ? '\\"' : quote));

/** A `String` of Java's as its JSON library writes it: what is null is left out. */
const javaText = (value) => {
  if (value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
};

/**
 * The Java half: makes the function that is told what the page's frame loads. `evaluate` runs a script in the page. Goes into pages, too,
 * where the host is inside of them.
 */
function javaHalfOf1(hear, evaluate, quoted, javaText) {
  const reply = (responseId, responseData) => {
    const json = quoted(JSON.stringify({ responseId, responseData: javaText(responseData) }));
    return evaluate(`window.WebViewJavascriptBridge._handleMessageFromNative('${json}')`);
  };
  return (url) => {
    const queue = /^yy:\/\/return\/_fetchQueue\/(.*)$/s.exec(url);
    if (!queue) return evaluate("window.WebViewJavascriptBridge._fetchQueue()");
    for (const { handlerName, data, callbackId } of JSON.parse(decodeURIComponent(queue[1]))) {
      hear({ method: handlerName, params: data ?? undefined, id: callbackId }, ({ result, error, value }) => {
        if (value !== undefined) reply(callbackId, value);
        else if (error) reply(callbackId, { err_code: error.code, err_msg: error.message });
        else if (result !== undefined) reply(callbackId, result);
      });
    }
  };
}

/** Loads the bridge's script into the page: when that has loaded, or later. */
const load1 = (native, late) => `{
  const native = ${native};
  const appear = () => (${bridgeScriptOf1})(native);
  if (${late}) window.hostAppears = appear;
  else if (window === top) addEventListener("load", appear);
}`;

const script1 = ({ late = false, mind = {} } = {}) =>
  load1(`(${javaHalfOf1})((${scriptedHost})(${JSON.stringify(mind)}), ${evaluateSoon}, ${quoted}, ${javaText})`, late);

async function install1(page, { late = false, mind = {} } = {}) {
  const native = javaHalfOf1(scriptedHost(mind), evaluator(page), quoted, javaText);
  await page.exposeBinding("nativeOfJsBridge", (_, url) => native(url));
  const binding = `(() => {
    const native = window.nativeOfJsBridge;
    delete window.nativeOfJsBridge;
    return native;
  })()`;
  await page.addInitScript({ content: load1(binding, late) });
  return { appear: () => page.evaluate(() => window.hostAppears()) };
}

/**
 * Version 2: `java` is the object that the host injects before the page is there, with a function for each method. The script makes it
 * a bridge once the page has finished loading.
 */
export function bridgeScriptOf2(java) {
  let calls = 0;
  const callbacks = {};
  Object.assign(java, {
    init(handler) {
      if (java._messageHandler) throw new Error("WebViewJavascriptBridge.init called twice");
      java._messageHandler = handler;
    },
    send() {},
    registerHandler() {},
    callHandler(handlerName, data, callback) {
      const callbackId = `cb_${++calls}_${Date.now()}`;
      callbacks[callbackId] = callback;
      // biome-ignore lint/security/noGlobalEval: that is what the real one does.
      const handler = eval(`WebViewJavascriptBridge.${handlerName}`);
      if (typeof handler !== "function") return;
      const json = JSON.stringify(data);
      data.callbackId = callbackId;
      const returned = handler.call(java, json, callbackId);
      if (!returned) return;
      callback(returned);
      delete callbacks[callbackId];
    },
    _handleMessageFromNative(json) {
      setTimeout(() => {
        const { responseId, responseData } = JSON.parse(json);
        const callback = callbacks[responseId];
        if (!callback) return;
        callback(responseData);
        delete callbacks[responseId];
      });
    },
  });
  const ready = document.createEvent("Events");
  ready.initEvent("WebViewJavascriptBridgeReady");
  ready.bridge = java;
  document.dispatchEvent(ready);
}

/** The object as it is before the page has loaded. Java returns text, at once; or nothing, and answers later. */
function javaObject(hear, javaText) {
  const java = {};
  for (const method of ["auth", "pay", "getSession", "selectSession", "share"]) {
    java[method] = (json, id) => {
      let answersAtOnce = true;
      let returned = "";
      hear({ method, params: JSON.parse(json), id }, ({ result, error, value }) => {
        const said = value !== undefined ? value : error ? { err_code: error.code, err_msg: error.message } : result;
        if (said === undefined) return;
        const responseData = javaText(said);
        if (answersAtOnce && responseData) {
          answersAtOnce = false;
          returned = responseData;
        } else {
          java._handleMessageFromNative(JSON.stringify({ responseId: id, responseData }));
        }
      });
      answersAtOnce = false;
      return returned;
    };
  }
  return java;
}

const script2 = ({ late = false, mind = {} } = {}) => `{
  const java = (${javaObject})((${scriptedHost})(${JSON.stringify(mind)}), ${javaText});
  window.WebViewJavascriptBridge = java;
  const appear = () => (${bridgeScriptOf2})(java);
  if (${late}) window.hostAppears = appear;
  else addEventListener("load", appear);
}`;

async function install2(page, options) {
  await page.addInitScript({ content: script2(options) });
  return { appear: () => page.evaluate(() => window.hostAppears()) };
}

export const android =
  "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0 Mobile Safari/537.36";

const jsBridge = (name, script, install) => ({
  name: `WebViewJavascriptBridge on Android, ${name}`,
  bridge: "webview_javascript_bridge",
  can: { jsonRpc: false, answers: "callback", later: true },
  browser: { userAgent: android },
  script,
  install,
});

export const version1 = jsBridge("JsBridge 1.0.4", script1, install1);
export const version2 = jsBridge("JsBridge 2", script2, install2);

export const all = [version1, version2];
