// WebViewJavascriptBridge for Android, as the library JsBridge has it in version 1. The addresses of its frames ring the app, and
// bring it the queue; answers come as text, once the page has called `init`.
(() => {
  if (window.WebViewJavascriptBridge) return;
  // The calls that wait for an answer, by id: what is to be called with it, and the frame that brought the call to the app.
  const waiting = new Map();
  let outgoing = [];
  let incoming = [];
  let calls = 0;
  // One rings, and one more brings each queue: an address must not replace another one before the app has seen that.
  const hiddenFrame = () => {
    const frame = document.createElement("iframe");
    frame.style.display = "none";
    return document.documentElement.appendChild(frame);
  };
  const bell = hiddenFrame();

  // Later, so that what the page does in a callback is no part of the app's script.
  function deliver(json) {
    setTimeout(() => {
      const { responseId, responseData } = JSON.parse(json);
      const call = waiting.get(responseId);
      if (!call) return;
      waiting.delete(responseId);
      // An app that answers a call has seen the frame.
      if (call.carrier) call.carrier.remove();
      call.callback(responseData);
    });
  }

  const bridge = {
    init() {
      if (incoming === undefined) throw new Error("WebViewJavascriptBridge.init called twice");
      const answers = incoming;
      incoming = undefined;
      answers.forEach(deliver);
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
        waiting.set(message.callbackId, { callback });
      }
      outgoing.push(message);
      bell.src = "yy://__QUEUE_MESSAGE__/";
    },
    _fetchQueue() {
      // Two bells may ring for one queue.
      if (outgoing.length === 0) return;
      const messages = JSON.stringify(outgoing);
      const carrier = hiddenFrame();
      outgoing.forEach(({ callbackId }) => {
        const call = waiting.get(callbackId);
        if (call) call.carrier = carrier;
      });
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
