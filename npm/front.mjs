// What pages see as `vvchat`. The engine does the work; this takes the page's calls before the engine is there.
import METHODS from "#methods";
import { earlyError } from "./early-error.mjs";
import { VvchatError } from "./error.mjs";

/** How long loading the engine may take, in milliseconds, before the calls that wait for it fail. */
const LOADING_TIMEOUT = 30_000;

/** What a browser's timers can hold, in milliseconds: about 24 days. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Which argument holds data that the page may change before the engine reads it. */
const DATA = { call: 1, request: 1, config: 0 };

/** What still holds when the engine is loaded by a second attempt. The rest is over once its promise is rejected. */
const LASTING = ["config", "ready", "onError", "use"];

/**
 * The object that pages use. `load` resolves to `{exports, engine}`: the engine's functions, and what `diagnose` is to say of it.
 * It is called with the first call, and again if it failed.
 */
export function createVvchat(load) {
  let loaded;
  let loading;
  let lang;
  let queue = [];

  function start() {
    if (!loading) {
      const attempt = load();
      // One that takes too long is not waited for any more; should it succeed later, that is as good.
      attempt.then(flush, () => {});
      loading = inTime(attempt);
      loading.catch((cause) => {
        loading = undefined;
        failAll(cause);
      });
    }
    return loading;
  }

  function flush(result) {
    if (loaded) return;
    loaded = result;
    loading = Promise.resolve();
    for (const item of queue.splice(0)) {
      item.stopWatching();
      // A call's own time-out counts from the call.
      const waited = item.name === "request" ? [Date.now() - item.since] : [];
      item.resolve(loaded.exports[item.name](...item.args, ...waited));
    }
  }

  function failAll(cause) {
    const failed = queue;
    queue = failed.filter(({ name }) => LASTING.includes(name));
    for (const item of failed) fail(item, "internal", { cause: messageOf(cause) });
  }

  function fail(item, reason, words) {
    const { name, args, reject, stopWatching } = item;
    const error = earlyError(reason, lang, { ...words, method: isCall(name) ? methodName(args[0]) : null });
    stopWatching();
    reject(error);
    const handlers = queue.filter(({ name }) => name === "onError").map(({ args }) => args[0]);
    const callbacks = name === "call" ? [args[3], ...handlers, args[4]] : handlers;
    // Each from the event loop, so that what it throws is the page's own uncaught error and stops nothing else.
    for (const callback of callbacks) if (isFunction(callback)) setTimeout(callback, 0, error);
  }

  function run(name, ...args) {
    if (loaded) return loaded.exports[name](...args);
    const data = copy(args[DATA[name]]);
    if (data) args[DATA[name]] = data;
    if (data && name === "config" && ["en", "zh"].includes(data.lang)) lang = data.lang;
    const item = { name, args, since: Date.now(), stopWatching() {} };
    const promise = new Promise((resolve, reject) => Object.assign(item, { resolve, reject }));
    // The callbacks hear of an error: an unhandled rejection would be a second, false alarm.
    const isHeard = name === "call" ? args.slice(2).some(isFunction) : name === "ready" && isFunction(args[0]);
    if (isHeard) promise.catch(() => {});
    queue.push(item);
    if (name === "request") {
      try {
        if (isPlain(args[2])) watch(item, args[2]);
      } catch (_) {
        // Options that can't be read are left to the engine, too.
      }
    }
    start();
    return promise;
  }

  /** A call's own time-out and signal hold while the engine is loading, too. Invalid ones are left to the engine to refuse. */
  function watch(item, { timeout, signal }) {
    const end = (reason, words) => {
      queue = queue.filter((other) => other !== item);
      fail(item, reason, words);
    };
    const abort = () => end("aborted", {});
    const isTimed = Number.isFinite(timeout) && timeout > 0 && timeout <= LONGEST_TIMER;
    const timer = isTimed ? setTimeout(end, timeout, "timeout", { ms: Math.floor(timeout) }) : undefined;
    const listens = isFunction(signal?.addEventListener) && isFunction(signal.removeEventListener);
    if (listens) signal.addEventListener("abort", abort);
    if (listens && signal.aborted) setTimeout(abort, 0);
    item.stopWatching = () => {
      clearTimeout(timer);
      if (listens) signal.removeEventListener("abort", abort);
    };
  }

  const vvchat = {
    version: __VERSION__,
    call: (method, params, onSuccess, onError, onComplete) =>
      run("call", method, params, onSuccess, onError, onComplete),
    config: (options) => run("config", options),
    ready: (fn) => run("ready", fn),
    onReady: (fn) => run("ready", fn),
    onError: (fn) => run("onError", fn),
    canIUse: (method) => run("canIUse", method),
    isInVVChat: () => run("isInVVChat"),
    use: (bridge) => run("use", bridge),
    diagnose: () =>
      start().then(
        () => loaded.exports.diagnose(loaded.engine),
        (cause) => ({
          version: __VERSION__,
          engine: { name: null, why: earlyError("internal", lang, { method: null, cause: messageOf(cause) }).err_msg },
          bridge: null,
          host: null,
          tried: [],
          pending: queue.filter(({ name }) => isCall(name)).length,
          ignored: { unknown: 0, duplicate: 0, foreign: 0, malformed: 0 },
          blocked: [],
        }),
      ),
  };
  for (const name of Object.keys(METHODS)) {
    vvchat[name] = METHODS[name]
      ? (params, options) => run("request", name, params, options)
      : (options) => run("request", name, undefined, options);
  }
  return vvchat;
}

export { VvchatError };

const isFunction = (value) => typeof value === "function";

const isPlain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

const isCall = (name) => name === "call" || name === "request";

const methodName = (method) => (Object.keys(METHODS).includes(method) ? method : null);

const messageOf = (cause) => cause?.message || cause;

/** The object as it is now. What is none, or can't be read, is left to the engine, which says what is wrong with it. */
function copy(object) {
  try {
    return isPlain(object) ? Object.assign({}, object) : undefined;
  } catch (_) {
    return undefined;
  }
}

/** The promise, or a failure if it takes too long. */
function inTime(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    const error = new Error(`nothing loaded within ${LOADING_TIMEOUT} ms`);
    timer = setTimeout(reject, LOADING_TIMEOUT, error);
  });
  const done = () => clearTimeout(timer);
  promise.then(done, done);
  return Promise.race([promise, late]);
}
