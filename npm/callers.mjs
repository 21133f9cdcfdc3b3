// Those who wait for an outcome: a promise, the page's callbacks. Each is told exactly once, and never inside the call that asked.
import { get, isFunction } from "./values.mjs";

export const nothing = () => {};

/**
 * The callers of a page. `makeError(failure)`: an error, or a promise of one if its words are not there yet.
 */
export function createCallers(global, makeError) {
  const waiting = new Set();
  const handlers = [];
  const queue = [];

  /** Makes what the page's code threw an ordinary uncaught error of the page. */
  function report(thrown) {
    // Thrown once more, it would come from this script, and where that is another origin's, the page's handlers would be told of a
    // "Script error." and nothing else. Engines that can report it still know where it was thrown first.
    const rethrow = (thrown) => {
      throw thrown;
    };
    const reportError = get(global, "reportError");
    setTimeout(isFunction(reportError) ? reportError : rethrow, 0, thrown);
  }

  /** Calls each function with the value, whatever the others throw. */
  function tellAll(functions, value) {
    for (const call of functions) {
      try {
        if (isFunction(call)) call(value);
      } catch (thrown) {
        report(thrown);
      }
    }
  }

  function deliver() {
    // What the page's code brings about meanwhile comes last.
    for (const [caller, value, handlers] of queue) {
      // Before the page gets a chance to trigger it; and a long-lived signal must not collect listeners.
      caller.stopWatching();
      const { resolve, reject, callbacks } = caller;
      const [onSuccess, onError, onComplete] = callbacks;
      const tellError = (error) => tellAll([reject, onError, ...handlers, onComplete], error);
      const error = handlers && makeError(value);
      if (!handlers) tellAll([resolve, onSuccess, onComplete], value);
      else if (error instanceof Error) tellError(error);
      else error.then(tellError);
    }
    queue.length = 0;
  }

  /** Has a caller told soon: of a result, or with `handlers` of a failure. From now on it does not wait any more. */
  function settle(caller, value, handlers) {
    if (waiting.delete(caller) && queue.push([caller, value, handlers]) === 1) Promise.resolve().then(deliver);
  }

  return {
    tellAll,
    /** Adds a handler of all errors. */
    addHandler: (handler) => handlers.push(handler),
    waiting,

    /** A new caller. `callbacks`: `onSuccess`, `onError` and `onComplete`; `method`: whatever the page gave as one, if it called one. */
    create(callbacks = [], method = undefined) {
      const caller = { callbacks, method, stopWatching: nothing };
      caller.promise = new Promise((resolve, reject) => Object.assign(caller, { resolve, reject }));
      // The callbacks hear of an error: an unhandled rejection would be a second, false alarm.
      if (callbacks.some(isFunction)) caller.promise.catch(nothing);
      waiting.add(caller);
      return caller;
    },

    succeed: (caller, result) => settle(caller, result),
    fail: (caller, failure) => settle(caller, failure, [...handlers]),
  };
}
