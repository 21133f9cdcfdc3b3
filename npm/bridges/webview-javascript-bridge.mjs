// `WebViewJavascriptBridge`, which the VVChat app itself speaks, in both flavours.
//
// - iOS (`WebViewJavascriptBridge` by Marcus Westin): the page leaves a function in `WVJBCallbacks` and asks for the bridge by loading a
//   frame from a magic address; the host then calls that function.
// - Android (`JsBridge` by lzyzsd): the host injects the bridge after the page has loaded, and says so by an event on the document.
//   `init` must be called exactly once, or no reply ever arrives.
//
// Both take a method's own name and params, and answer through a callback, with a JSON text or the value itself.
import { ABSENT, IN_USE, UNUSABLE } from "#numbers";
import { nothing } from "../callers.mjs";
import { copy, get, has, hasProperties, listen } from "../values.mjs";
import { isFromPage } from "./bridge.mjs";

export function webViewJavascriptBridge(sdk) {
  const { global } = sdk;
  const appeared = () => sdk.wake();
  let isWatching = false;
  let isInvited = false;
  const find = () => get(global, "WebViewJavascriptBridge");

  /** Has both flavours of hosts tell when the bridge is there. */
  function watch() {
    isWatching = true;
    // A page without a document can only have the bridge from the start.
    listen(get(global, "document"), "WebViewJavascriptBridgeReady", appeared);
    const callbacks = get(global, "WVJBCallbacks");
    try {
      if (Array.isArray(callbacks)) callbacks.push(appeared);
      else global.WVJBCallbacks = [appeared];
    } catch (_) {
      // A page that takes nothing is told nothing.
    }
  }

  /** An iPhone, an iPod, or an iPad, which may call itself a Mac: one that can be touched. */
  function isIos() {
    const navigator = get(global, "navigator");
    const agent = get(navigator, "userAgent");
    return /iP(hone|ad|od)/.test(agent) || (/Macintosh/.test(agent) && get(navigator, "maxTouchPoints") > 1);
  }

  return {
    name: "webview_javascript_bridge",
    isBare: true,
    look() {
      if (!isWatching) watch();
      if (!hasProperties(find())) return ABSENT;
      // JsBridge 2 puts its object there before it can be used.
      return has(find(), "callHandler") ? IN_USE : UNUSABLE;
    },
    invite() {
      if (isInvited) return;
      isInvited = true;
      // Elsewhere the frame would only be a failed load in the network log.
      if (!isIos()) return;
      try {
        const { document } = global;
        const frame = document.createElement("iframe");
        frame.style.display = "none";
        frame.src = "https://__bridge_loaded__";
        // The page may have no body yet.
        document.documentElement.appendChild(frame);
        setTimeout(() => frame.remove(), 0);
      } catch (_) {
        // A page whose policy forbids the frame is told so by `diagnose`.
      }
    },
    open() {
      try {
        if (has(find(), "init")) find().init(nothing);
      } catch (_) {
        // The page has done it already, which is as good.
      }
    },
    believes: isFromPage,
    send({ id, method, params }) {
      // Some change what they are handed; ours is needed to check the reply.
      find().callHandler(method, copy(params), (value) => sdk.answered(id, value));
    },
  };
}
