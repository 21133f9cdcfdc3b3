/**
 * Getting hold of `WebViewJavascriptBridge`, in both flavours, as the SDK does.
 */

/** Has `appeared` called when a host says that the bridge is there. Hosts may do so while the page loads. */
export function watchForBridge(appeared) {
  // Android.
  document.addEventListener("WebViewJavascriptBridgeReady", appeared);
  // iOS.
  if (Array.isArray(window.WVJBCallbacks)) {
    window.WVJBCallbacks.push(appeared);
  } else {
    window.WVJBCallbacks = [appeared];
  }
}

/** Asks an iOS app for the bridge, by the frame that such apps wait for. Elsewhere it would only be a failed load. */
export function askForBridge() {
  const { userAgent, maxTouchPoints } = navigator;
  if (!/iP(hone|ad|od)/.test(userAgent) && !(/Macintosh/.test(userAgent) && maxTouchPoints > 1)) {
    return;
  }
  const frame = document.createElement("iframe");
  frame.style.display = "none";
  frame.src = "https://__bridge_loaded__";
  document.documentElement.appendChild(frame);
  setTimeout(() => frame.remove());
}

/** The bridge, if it can be used: JsBridge 2 puts its object there before that. */
export function usableBridge() {
  const bridge = window.WebViewJavascriptBridge;
  return typeof bridge?.callHandler === "function" ? bridge : undefined;
}
