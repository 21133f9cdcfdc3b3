/**
 * What the libraries for web views put into a page, written from their documentation, and the script that an app adds to make its
 * `vvchatHost` of that.
 */
import { inPage } from "./in-page.mjs";

const webView = (name, can, put) => ({
  name,
  bridge: "injected",
  can: { jsonRpc: true, later: true, ...can },
  ...inPage(put),
});

const byMessage = { answers: "message", again: true };

/** Android's `addWebMessageListener` gives the name that it is told an object of its own kind. It hears of nothing but messages. */
export const androidListener = webView("Android addWebMessageListener", byMessage, (hear, asText) => {
  const listeners = new Set();
  window.vvchatHost = {
    postMessage(message) {
      if (typeof message !== "string") throw new TypeError("only text");
      setTimeout(() =>
        hear(message, (value) => {
          const event = { data: asText(value) };
          setTimeout(() => {
            window.vvchatHost.onmessage?.(event);
            for (const listener of listeners) listener(event);
          });
        }),
      );
    },
    onmessage: null,
    addEventListener(type, listener) {
      if (type !== "message") throw new TypeError("only messages");
      listeners.add(listener);
    },
    removeEventListener: (_type, listener) => listeners.delete(listener),
  };
});

/** React Native's `injectJavaScript` answers with a script that dispatches an event: apps do so on the window, or on the document. */
const reactNative = (system, target) =>
  webView(
    `React Native on ${system}`,
    byMessage,
    `(hear, asText) => {
      window.ReactNativeWebView = {
        postMessage(data) {
          const text = String(data);
          setTimeout(() => hear(text, (value) => {
            const data = asText(value);
            setTimeout(() => ${target}.dispatchEvent(new MessageEvent("message", { data })));
          }));
        },
      };
      // The app's injectedJavaScriptBeforeContentLoaded.
      window.vvchatHost = { postMessage: (text) => window.ReactNativeWebView.postMessage(text) };
    }`,
  );

export const reactNativeIos = reactNative("iOS", "window");
export const reactNativeAndroid = reactNative("Android", "document");

/** Flutter's own `webview_flutter`: a JavaScript channel of the name that it is told. The answer is a script that dispatches an event. */
export const flutter = webView("Flutter webview_flutter", byMessage, (hear, asText) => {
  window.vvchatHost = {
    postMessage(message) {
      const text = String(message);
      setTimeout(() =>
        hear(text, (value) => {
          const data = asText(value);
          setTimeout(() => window.dispatchEvent(new MessageEvent("message", { data })));
        }),
      );
    },
  };
});

/** Flutter's `flutter_inappwebview`: what the app's handler returns comes back by a promise. It can be called after an event only. */
export const flutterInAppWebView = webView(
  "Flutter flutter_inappwebview",
  { answers: "return", values: true },
  (hear) => {
    let isReady = false;
    window.flutter_inappwebview = {
      callHandler(name, ...args) {
        if (!isReady || name !== "vvchatHost") return Promise.resolve(null);
        const [text] = JSON.parse(JSON.stringify(args));
        return new Promise((resolve) => {
          setTimeout(() => hear(text, (value) => resolve(JSON.parse(JSON.stringify(value)))));
        });
      },
    };
    // The app's user script.
    addEventListener("flutterInAppWebViewPlatformReady", () => {
      window.vvchatHost = { postMessage: (text) => window.flutter_inappwebview.callHandler("vvchatHost", text) };
    });
    document.addEventListener("DOMContentLoaded", () => {
      isReady = true;
      dispatchEvent(new Event("flutterInAppWebViewPlatformReady"));
    });
    if (document.readyState !== "loading") {
      isReady = true;
      dispatchEvent(new Event("flutterInAppWebViewPlatformReady"));
    }
  },
);

/** WebView2. Its events name `chrome.webview` as their source, so the app's script hands on the data alone. */
export const webView2 = webView("WebView2", { ...byMessage, values: true }, (hear) => {
  const webview = new EventTarget();
  webview.postMessage = (message) => {
    const text = JSON.parse(JSON.stringify(message));
    setTimeout(() =>
      hear(text, (value) => {
        const event = new MessageEvent("message", { data: JSON.parse(JSON.stringify(value)) });
        Object.defineProperty(event, "source", { value: webview });
        setTimeout(() => webview.dispatchEvent(event));
      }),
    );
  };
  window.chrome = { ...window.chrome, webview };
  // The app's AddScriptToExecuteOnDocumentCreated.
  window.vvchatHost = { onmessage: null, postMessage: (text) => window.chrome.webview.postMessage(text) };
  window.chrome.webview.addEventListener("message", ({ data }) => window.vvchatHost.onmessage({ data }));
});

/** wry, and Tauri with it: `ipc` takes text, the answer is a script that dispatches an event. */
export const ipc = webView("wry ipc", byMessage, (hear, asText) => {
  window.ipc = Object.freeze({
    postMessage(message) {
      const text = String(message);
      setTimeout(() =>
        hear(text, (value) => {
          const data = asText(value);
          setTimeout(() => window.dispatchEvent(new MessageEvent("message", { data })));
        }),
      );
    },
  });
  // The app's initialization script.
  window.vvchatHost = { postMessage: (text) => window.ipc.postMessage(text) };
});

export const all = [androidListener, reactNativeIos, reactNativeAndroid, flutter, flutterInAppWebView, webView2, ipc];
