// The SDK of one page: its functions, and what its parts share. None of the functions ever throws.
import { FUNCTION, METHOD_NAME } from "#numbers";
import { createAlarm, LONGEST_TIMER, now } from "./alarm.mjs";
import { custom, problemOf as problemOfBridge } from "./bridges/custom.mjs";
import { createCallers, nothing } from "./callers.mjs";
import { addCalls, isAborted } from "./calls.mjs";
import { addConnection } from "./connection.mjs";
import { createError } from "./error.mjs";
import { defaults, isMethod, problemOf, readOptions, unknownOf, unreadable } from "./settings.mjs";
import { copy, get, isFunction, isGiven, isText, listen, show } from "./values.mjs";
import { addWaiting } from "./waiting.mjs";

/** How many loads that a policy blocked are remembered. */
const REMEMBERED = 20;

/** What the advice on an option that does not exist is, beside the engine's own numbers (`src/questions.rs`). */
const UNKNOWN_OPTION = 9;

/**
 * The SDK for the page of that global object. `words`: `get()` gives the module `npm/words.mjs` if it is there, `load()` a promise of
 * it, or of nothing if it can't be loaded.
 */
export function createSdk(global, words) {
  const settings = defaults();
  const ignored = { unknown: 0, duplicate: 0, foreign: 0, malformed: 0 };
  const blocked = [];
  /** What the page asked for before the engine was there. */
  let early = [];
  const callers = createCallers(global, (failure) => {
    const lang = language();
    return words.get()
      ? createError(failure, lang, words.get())
      : words.load().then((words) => createError(failure, lang, words));
  });
  const sdk = { global, settings, callers, words, engine: undefined };

  /** The language to speak: the one that was set, else the page's, else the browser's. */
  function language() {
    const tag = settings.lang || get(get(get(global, "document"), "documentElement"), "lang");
    return String(tag || get(get(global, "navigator"), "language") || "");
  }

  /** Counts a message that is not believed. */
  sdk.ignore = (why) => {
    ignored[why]++;
  };

  /** In debug mode: shows a message on the console, and which way it goes. */
  sdk.log = (direction, message) => {
    // A console may be the page's own, and throw.
    if (settings.debug) callers.tellAll([(line) => console.debug(line, message)], `vvchat ${direction}`);
  };

  /** Tells the developer of what looks like a slip. */
  sdk.advise = (slip) => {
    const warn = (words) => words && console.warn(words.advice(slip, language()));
    if (words.get()) callers.tellAll([warn], words.get());
    else words.load().then((words) => callers.tellAll([warn], words));
  };

  addCalls(sdk);
  addConnection(sdk);
  addWaiting(sdk);
  sdk.alarm = createAlarm(sdk.wake);

  /** Does it, now or when the engine is there. `isLasting`: even if the caller has given up by then. */
  function whenStarted(caller, act, isLasting = false) {
    if (sdk.engine) act();
    else early.push({ caller, act, isLasting });
    return caller.promise;
  }

  /** Answers a caller of one of the SDK's own functions: that it is done, or what the problem was. */
  function answer(caller, method, problem) {
    if (problem) callers.fail(caller, Object.assign({ reason: "invalid_params", method }, problem));
    else callers.succeed(caller);
  }

  const notAFunction = (fn) => (isFunction(fn) ? undefined : { field: "fn", expected: FUNCTION, came: fn });

  /** A call's own time-out and signal hold while the engine is loading, too. */
  function watch(caller, { timeout, signal }) {
    const abort = () => {
      if (!isAborted(signal)) return;
      if (sdk.engine) sdk.abort(caller);
      else sdk.failCall(caller, { reason: "aborted" });
    };
    if (!sdk.engine && timeout <= LONGEST_TIMER) {
      caller.timer = setTimeout(() => sdk.failCall(caller, { reason: "timeout", number: timeout }), timeout);
    }
    caller.stopWatching = () => {
      clearTimeout(caller.timer);
      try {
        if (signal) signal.removeEventListener("abort", abort);
      } catch (_) {
        // One that is gone (a closed frame's) has nothing left to remove.
      }
    };
    // It is the page's, and may be triggered by that.
    if (signal) listen(signal, "abort", abort);
    if (!sdk.engine) abort();
  }

  return {
    /** A method's call, with options or with callbacks. */
    call(method, params, options, callbacks = []) {
      const caller = callers.create(callbacks, method);
      const [given, chosen, since] = [read(params), readOptions(options), now()];
      watch(caller, chosen);
      return whenStarted(caller, () => sdk.call(caller, given, chosen, since));
    },

    config(options) {
      const caller = callers.create();
      const given = read(options);
      const problem = "unreadable" in given ? unreadable(given.unreadable) : problemOf(given.value);
      // Errors that come before the engine speak that language, too.
      if (!problem && given.value.lang) settings.lang = given.value.lang;
      const set = () => {
        answer(caller, "config", problem);
        if (problem) return;
        const timeouts = Object.assign({}, settings.timeouts, given.value.timeouts);
        Object.assign(settings, given.value, { timeouts });
        for (const name of unknownOf(given.value)) sdk.advise([UNKNOWN_OPTION, "config", name]);
        sdk.lookAgain();
      };
      return whenStarted(caller, set, true);
    },

    ready(fn) {
      const caller = callers.create();
      const problem = isGiven(fn) ? notAFunction(fn) : undefined;
      if (isFunction(fn)) {
        // The page waits by the function: nobody may be looking at the promise.
        caller.promise.catch(nothing);
        const late = callers.create([fn]);
        late.isPatient = true;
        whenStarted(late, () => sdk.wait(late, "open"));
      }
      return whenStarted(caller, () => (problem ? answer(caller, "ready", problem) : sdk.wait(caller, "ready")));
    },

    onError(fn) {
      const problem = notAFunction(fn);
      if (!problem) callers.addHandler(fn);
      const caller = callers.create();
      return whenStarted(caller, () => answer(caller, "onError", problem));
    },

    canIUse(method) {
      const caller = callers.create();
      return whenStarted(caller, () => {
        if (isMethod(method)) sdk.wait(caller, "offers", method);
        else if (isText(method)) callers.succeed(caller, false);
        else answer(caller, "canIUse", { field: "method", expected: METHOD_NAME, came: method });
      });
    },

    isInVVChat() {
      const caller = callers.create();
      return whenStarted(caller, () => sdk.wait(caller, "isThere"));
    },

    use(bridge) {
      const caller = callers.create();
      const name = get(bridge, "name");
      const problem = problemOfBridge(bridge, name);
      const plugIn = () => {
        if (!problem) sdk.plugIn(custom(bridge, name, sdk));
        answer(caller, "use", problem);
      };
      return whenStarted(caller, plugIn, true);
    },

    /** What `npm/words.mjs` puts a diagnosis together from. */
    facts() {
      if (sdk.engine) sdk.lookAgain();
      return { sdk, ignored, blocked, lang: language() };
    },

    /** The engine is there: what `ask` is of `npm/engine.mjs`. */
    start(engine) {
      sdk.engine = engine;
      const document = get(global, "document");
      // Where there is no document, there is nothing to load.
      if (["complete", undefined].includes(get(document, "readyState"))) sdk.loaded();
      else listen(global, "load", sdk.loaded);
      listen(document, "securitypolicyviolation", (violation) => {
        const text = (name) => String(get(violation, name) || "");
        // Bridges that work by loading frames fail without any other sign.
        if (blocked.length < REMEMBERED) blocked.push(`${text("effectiveDirective")} ${text("blockedURI")}`);
      });
      for (const { caller, act, isLasting } of early.splice(0)) {
        clearTimeout(caller.timer);
        if (isLasting || callers.waiting.has(caller)) act();
      }
    },

    /** The engine can't be had: all who wait are told, but for those functions that may still run when it comes at last. */
    failAll(thrown) {
      early = early.filter(({ caller, isLasting }) => isLasting || caller.isPatient);
      for (const caller of callers.waiting) {
        if (!caller.isPatient) sdk.failCall(caller, { reason: "internal", cause: show(thrown) });
      }
    },
  };
}

/** A copy of what the page passed, as its `value`; or the name of the property that is `unreadable`. */
function read(value) {
  try {
    return { value: copy(value) };
  } catch (unreadable) {
    return { unreadable };
  }
}
