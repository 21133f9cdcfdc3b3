/**
 * The conversation with a host over `WebViewJavascriptBridge`: calls of its handlers, and what their callbacks were called with. For
 * tests it is what the `Wire` is for hosts that speak JSON-RPC.
 */
import { Silence } from "./wire.mjs";

/** `callHandler` has thrown. */
export class Thrown extends Error {}

/** The codes that JSON-RPC reserves. In an `err_code` they mean the same as in an error. */
const isReserved = (code) => code >= -32768 && code <= -32000;

export class Handlers {
  #bridge;
  #timeout;

  /** For each call of this page, in order, the texts that its callback was called with. */
  calls = [];

  constructor({ bridge, name }, timeout) {
    this.transport = name;
    this.#bridge = bridge;
    this.#timeout = timeout;
    if (typeof bridge.init === "function") {
      try {
        // Without it JsBridge hands over no reply.
        bridge.init(() => {});
      } catch {
        // Somebody has done it already, which is as good.
      }
    }
  }

  /** Calls a handler, and resolves to what its callback is called with first. Rejects with `Silence` or `Thrown`. */
  request(method, params = {}, { timeout = this.#timeout } = {}) {
    const heard = [];
    this.calls.push(heard);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Silence()), timeout);
      const callback = (data) => {
        heard.push(typeof data === "string" ? data : JSON.stringify(data));
        clearTimeout(timer);
        resolve(answer(data));
      };
      try {
        this.#bridge.callHandler(method.replace("vvchat.", ""), params, callback);
      } catch (error) {
        clearTimeout(timer);
        reject(new Thrown(String(error)));
      }
    });
  }

  /** The first thing that came and nobody has waited for. */
  stray() {
    const twice = this.calls.find((heard) => heard.length > 1);
    return twice && { code: "once.twice", text: twice[1] };
  }
}

/** What a callback was called with, a JSON text or the value, as a response that the tests can judge. Shown, it is what came. */
function answer(data) {
  let value = data;
  if (typeof data === "string") {
    try {
      value = JSON.parse(data);
    } catch {
      // A text that is no JSON is a value of the wrong kind.
    }
  }
  const { err_code: code, err_msg: message } = value ?? {};
  const said = isReserved(code) ? { error: { code, message } } : { result: value };
  return { jsonrpc: "2.0", id: "", ...said, toJSON: () => value };
}
