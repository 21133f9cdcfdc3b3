// What pages see as `vvchat`: the SDK's functions, and loading the engine that decides for them.
import METHODS from "#methods";
import { startEngine } from "./engine.mjs";
import { createError, VvchatError } from "./error.mjs";
import { inTime } from "./in-time.mjs";
import { createSdk } from "./sdk.mjs";
import { show } from "./values.mjs";

/** How long loading the engine may take, in milliseconds, before the calls that wait for it fail. */
const LOADING_TIMEOUT = 30_000;

/**
 * The object that pages use. The engine is started with the first call, and again if that failed. `loadJs`: as of `startEngine`, `words`: as
 * of `createSdk`.
 */
export function createVvchat(loadJs, words) {
  const sdk = createSdk(typeof self === "undefined" ? globalThis : self, words);
  /** What runs the SDK, and why that. */
  let engine = { name: null, why: "" };
  let loading;

  function start(result) {
    if (engine.name) return;
    engine = result.engine;
    loading = Promise.resolve();
    sdk.start(result.ask);
  }

  function attempt() {
    sdk.begin();
    if (loading) return loading;
    const loaded = startEngine(loadJs);
    // One that takes too long is not waited for any more; should it succeed later, that is as good.
    loaded.then(start, () => {});
    loading = inTime(loaded, LOADING_TIMEOUT);
    loading.catch((cause) => {
      loading = undefined;
      sdk.failAll(cause);
    });
    return loading;
  }

  /** The function, which also has the engine loaded. */
  const run =
    (act) =>
    (...given) => {
      attempt();
      return act(...given);
    };

  const ready = run(sdk.ready);
  const vvchat = {
    version: __VERSION__,
    call: run((method, params, ...callbacks) => sdk.call(method, params, undefined, callbacks.slice(0, 3))),
    config: run(sdk.config),
    ready,
    onReady: ready,
    onError: run(sdk.onError),
    canIUse: run(sdk.canIUse),
    isInVVChat: run(sdk.isInVVChat),
    use: run(sdk.use),
    diagnose() {
      const say = (cause) => (words) =>
        words
          ? words.diagnosis(sdk.facts(), engine, show(cause))
          : Promise.reject(createError({ reason: "internal", method: "diagnose" }));
      const diagnosis = (cause) => words.load().then(say(cause));
      return attempt().then(diagnosis, diagnosis);
    },
  };
  for (const name of Object.keys(METHODS)) {
    vvchat[name] = run(
      METHODS[name].takesParams
        ? (params, options) => sdk.call(name, params, options)
        : (options) => sdk.call(name, undefined, options),
    );
  }
  return vvchat;
}

export { VvchatError };
