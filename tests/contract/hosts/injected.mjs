/**
 * Objects that hosts inject as `vvchatHost`, one for each way in which real ones answer.
 */
import { inPage } from "./in-page.mjs";

const injected = (name, can, put) => ({
  name: `injected object, ${name}`,
  bridge: "injected",
  can: { jsonRpc: true, ...can },
  ...inPage(put),
});

/** As Android's `addJavascriptInterface` and ArkWeb have it: found by the number of arguments, and answers at once or never. */
export const byReturnValue = injected("answers by return value", { answers: "return", fail: true }, (hear, asText) => {
  window.vvchatHost = {
    postMessage(...args) {
      if (this !== window.vvchatHost) throw new TypeError("Illegal invocation");
      if (args.length !== 1) throw new Error("Method not found");
      const said = [];
      hear(args[0], (value, fail) => said.push({ value, fail }));
      if (said.length === 0) return undefined;
      if (said[0].fail !== undefined) throw new Error(said[0].fail);
      return asText(said[0].value);
    },
  };
});

/** As Electron's `contextBridge` has it: frozen, and every function returns a promise. */
export const byPromise = injected(
  "frozen, answers by promise",
  { answers: "return", later: true, fail: true, values: true },
  (hear) => {
    const postMessage = (text) =>
      new Promise((resolve, reject) => {
        hear(text, (value, fail) => (fail === undefined ? resolve(value) : reject(new Error(fail))));
      });
    Object.defineProperty(window, "vvchatHost", { value: Object.freeze({ postMessage }) });
  },
);

/** Its `postMessage` declares two parameters: a message and what to call with the reply. */
export const byCallback = injected(
  "answers by callback",
  { answers: "return", later: true, again: true, values: true },
  (hear) => {
    window.vvchatHost = {
      postMessage(text, callback) {
        hear(text, (value) => callback(value));
      },
    };
  },
);

/** As Android's `addWebMessageListener` has it, but with nothing to add listeners to. */
export const byOnmessage = injected(
  "answers by onmessage",
  { answers: "message", later: true, again: true },
  (hear, asText) => {
    window.vvchatHost = {
      onmessage: null,
      postMessage(text) {
        hear(text, (value) => {
          const data = asText(value);
          setTimeout(() => window.vvchatHost.onmessage({ data }));
        });
      },
    };
  },
);

/** As WebView2's `chrome.webview` has it: an event target of its own. */
export const byListener = injected(
  "answers by event",
  { answers: "message", later: true, again: true, values: true },
  (hear) => {
    window.vvchatHost = Object.assign(new EventTarget(), {
      postMessage(text) {
        hear(text, (data) => {
          setTimeout(() => window.vvchatHost.dispatchEvent(new MessageEvent("message", { data })));
        });
      },
    });
  },
);

/** As React Native has it on iOS: the host dispatches a `message` event on the window. */
export const byWindowEvent = injected(
  "answers by an event on the window",
  { answers: "message", later: true, again: true },
  (hear, asText) => {
    window.vvchatHost = {
      postMessage(text) {
        hear(text, (value) => {
          const data = asText(value);
          setTimeout(() => window.dispatchEvent(new MessageEvent("message", { data })));
        });
      },
    };
  },
);

/** As React Native has it on Android: on the document. */
export const byDocumentEvent = injected(
  "answers by an event on the document",
  { answers: "message", later: true, again: true },
  (hear, asText) => {
    window.vvchatHost = {
      postMessage(text) {
        hear(text, (value) => {
          const data = asText(value);
          setTimeout(() => document.dispatchEvent(new MessageEvent("message", { data })));
        });
      },
    };
  },
);

export const all = [byReturnValue, byPromise, byCallback, byOnmessage, byListener, byWindowEvent, byDocumentEvent];
