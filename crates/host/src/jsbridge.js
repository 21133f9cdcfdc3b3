// WebViewJavascriptBridge for Android, as the library JsBridge has it in version 1. The addresses of its frames ring the app, and
// bring it the queue; answers come as text, once the page has called `init`.
(() => {
  if (window.WebViewJavascriptBridge) return;
  const callbacks = {};
  let outgoing = [];
  let incoming = [];
  let calls = 0;
  // Two frames: the address that brings the queue must not replace one that rings before the app has seen it.
  const hiddenFrame = () => {
    const frame = document.createElement("iframe");
    frame.style.display = "none";
    return document.documentElement.appendChild(frame);
  };
  const bell = hiddenFrame();
  const carrier = hiddenFrame();

  // Later, so that what the page does in a callback is no part of the app's script.
  function deliver(json) {
    setTimeout(() => {
      const { responseId, responseData } = JSON.parse(json);
      const callback = callbacks[responseId];
      delete callbacks[responseId];
      if (callback) callback(responseData);
    });
  }

  const bridge = {
    init() {
      if (incoming === undefined) throw new Error("WebViewJavascriptBridge.init called twice");
      const waiting = incoming;
      incoming = undefined;
      waiting.forEach(deliver);
    },
    // This app takes no messages without a handler, and calls no handler of the page's.
    send() {},
    registerHandler() {},
    callHandler(handlerName, data, callback) {
      // Data may be left out.
      if (typeof data === "function") return bridge.callHandler(handlerName, undefined, data);
      const message = { handlerName, data };
      if (callback) {
        message.callbackId = `cb_${++calls}_${Date.now()}`;
        callbacks[message.callbackId] = callback;
      }
      outgoing.push(message);
      bell.src = "yy://__QUEUE_MESSAGE__/";
    },
    _fetchQueue() {
      // Two bells may ring for one queue. An empty one must not take the place of a full one that the app has yet to see.
      if (outgoing.length === 0) return;
      const messages = JSON.stringify(outgoing);
      outgoing = [];
      carrier.src = `yy://return/_fetchQueue/${encodeURIComponent(messages)}`;
    },
    _handleMessageFromNative(json) {
      if (incoming === undefined) deliver(json);
      else incoming.push(json);
    },
  };
  window.WebViewJavascriptBridge = bridge;
  const ready = document.createEvent("Events");
  ready.initEvent("WebViewJavascriptBridgeReady");
  ready.bridge = bridge;
  document.dispatchEvent(ready);
})();
