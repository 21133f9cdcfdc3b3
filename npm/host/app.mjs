/**
 * What the Rust half asks the app, and tells it. Whatever the app's functions do, nothing is thrown from here.
 */
import { Refusal } from "./refusal.mjs";

export class App {
  #methods;
  #onProblem;
  #listeners;

  /**
   * @param {object} options the host's `methods`, `onProblem` and `onHello`
   * @param {(hello: object) => void} [greeted] hears of handshakes before `onHello` does
   */
  constructor({ methods, onProblem, onHello }, greeted) {
    this.#methods = methods;
    this.#onProblem = onProblem;
    this.#listeners = [greeted, onHello].filter((listener) => listener !== undefined);
  }

  /** Resolves to `{ result }`, as JSON, or `{ code, message }`. */
  async ask(method, params, call) {
    try {
      const result = await this.#methods[method](params, call);
      // What JSON has nothing for is nothing.
      return { result: JSON.stringify(result) ?? "null" };
    } catch (error) {
      if (error instanceof Refusal) return { code: error.code, message: error.message };
      // Who was told to stop may well stop by throwing.
      if (!call.signal.aborted) {
        const message = `this host's function for ${method} failed: ${describe(error)}`;
        this.report({ kind: "handler_failed", message, isHosts: true, method, error });
      }
      return { message: "Internal error" };
    }
  }

  report(problem) {
    guarded(this.#onProblem, problem);
  }

  greeted(hello) {
    for (const listener of this.#listeners) guarded(listener, hello);
  }
}

/** Calls a function of the app's. What it throws is the app's to see, as an uncaught error, and nobody else's. */
function guarded(listener, value) {
  try {
    listener(value);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

function describe(error) {
  try {
    return String(error);
  } catch {
    return "it threw what can't be shown";
  }
}
