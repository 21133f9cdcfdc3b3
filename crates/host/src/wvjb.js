// WebViewJavascriptBridge for iOS. Its frame rings the app, which then fetches the queue; answers come as text.
(() => {
  if (window.WebViewJavascriptBridge) return;
  const callbacks = {};
  let queue = [];
  let calls = 0;
  const frame = document.createElement("iframe");
  frame.style.display = "none";
  const ring = () => {
    frame.src = "https://__wvjb_queue_message__";
  };

  const bridge = {
    // This app calls no handler of the page's.
    registerHandler() {},
    callHandler(handlerName, data, callback) {
      // Data may be left out.
      if (typeof data === "function") return bridge.callHandler(handlerName, undefined, data);
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
      // Later, so that what the page does in a callback is no part of the app's script.
      setTimeout(() => {
        const { responseId, responseData } = JSON.parse(json);
        const callback = callbacks[responseId];
        delete callbacks[responseId];
        if (callback) callback(responseData);
      });
    },
  };
  window.WebViewJavascriptBridge = bridge;

  ring();
  document.documentElement.appendChild(frame);
  setTimeout(() => {
    const waiting = window.WVJBCallbacks || [];
    delete window.WVJBCallbacks;
    for (const callback of waiting) callback(bridge);
  });
})();
