/**
 * WebKit's script message handlers, which hosts register under the name `vvchatHost`.
 */
import { inPage } from "./in-page.mjs";

const handler = (name, can, put) => ({
  name: `message handler, ${name}`,
  bridge: "message_handler",
  can: { jsonRpc: true, ...can },
  ...inPage(put),
});

/** Its `postMessage` promises nothing; the host answers by evaluating a script that dispatches an event. */
export const plain = handler("plain", { answers: "message", later: true, again: true }, (hear, asText) => {
  const vvchatHost = {
    postMessage(message) {
      // Only text survives the way into every one of these hosts.
      if (this !== vvchatHost) throw new TypeError("Can only call UserMessageHandler.postMessage on its instances");
      if (typeof message !== "string") throw new TypeError("DataCloneError");
      setTimeout(() => {
        hear(message, (value) => window.dispatchEvent(new MessageEvent("message", { data: asText(value) })));
      });
      return Promise.resolve(undefined);
    },
  };
  window.webkit = { messageHandlers: Object.defineProperty({}, "vvchatHost", { value: vvchatHost }) };
});

/** Its `postMessage` promises the reply; a request that is dropped is answered with `undefined`, as WebKitGTK does. */
export const withReply = handler("with reply", { answers: "return", later: true, fail: true, values: true }, (hear) => {
  const vvchatHost = {
    postMessage(message) {
      if (this !== vvchatHost) throw new TypeError("Can only call UserMessageHandler.postMessage on its instances");
      if (typeof message !== "string") return new Promise(() => {});
      return new Promise((resolve, reject) => {
        setTimeout(() => {
          const { app_id, orders } = JSON.parse(message).params;
          hear(message, (value, fail) => (fail === undefined ? resolve(value) : reject(fail)));
          // What is answered already, or held back, is not dropped.
          if (!/"hold"/.test(orders === undefined ? app_id : orders)) resolve(undefined);
        });
      });
    },
  };
  window.webkit = { messageHandlers: Object.defineProperty({}, "vvchatHost", { value: vvchatHost }) };
});

export const all = [plain, withReply];
