// What pages see as `vvchat`. The engine does the work; this takes the page's calls before the engine is there.
import METHODS from "#methods";
import { VvchatError } from "./error.mjs";
import { loadFailure } from "./load-failure.mjs";

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
  let queue = [];

  function start() {
    if (!loading) {
      loading = load().then(flush);
      loading.catch((cause) => {
        loading = undefined;
        fail(loadFailure(cause));
      });
    }
    return loading;
  }

  function flush(result) {
    loaded = result;
    for (const { name, args, resolve } of queue.splice(0)) resolve(loaded.exports[name](...args));
  }

  function fail(error) {
    const failed = queue;
    queue = failed.filter(({ name }) => LASTING.includes(name));
    const handlers = queue.filter(({ name }) => name === "onError").map(({ args }) => args[0]);
    for (const { name, args, reject } of failed) {
      reject(error);
      const callbacks = name === "call" ? [args[3], ...handlers, args[4]] : handlers;
      // Each from the event loop, so that what it throws is the page's own uncaught error and stops nothing else.
      for (const callback of callbacks) if (typeof callback === "function") setTimeout(callback, 0, error);
    }
  }

  function run(name, ...args) {
    if (loaded) return loaded.exports[name](...args);
    const data = args[DATA[name]];
    if (isPlain(data)) args[DATA[name]] = copy(data);
    const promise = new Promise((resolve, reject) => queue.push({ name, args, resolve, reject }));
    // The callbacks hear of an error: an unhandled rejection would be a second, false alarm.
    const isHeard = name === "call" ? args.slice(2).some(isFunction) : name === "ready" && isFunction(args[0]);
    if (isHeard) promise.catch(() => {});
    start();
    return promise;
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
          engine: { name: null, why: loadFailure(cause).err_msg },
          bridge: null,
          host: null,
          tried: [],
          pending: queue.length,
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

/** The object as it is now. One that can't be read is left to the engine, which says what is wrong with it. */
function copy(object) {
  try {
    return Object.assign({}, object);
  } catch (_) {
    return object;
  }
}
