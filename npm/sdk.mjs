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
  /** What the page asked for since the first call that waits for the engine: what is to be done, and of calls, the caller. */
  const early = [];
  let isBegun = false;
  const callers = createCallers(global, (failure) => {
    const lang = language();
    return words.get()
      ? createError(failure, lang, words.get())
      : words.load().then((words) => createError(failure, lang, words));
  });
  const sdk = { global, settings, callers, words, engine: undefined, startedAt: 0 };

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

  /** Does what the page asked for, in the order in which it did: calls (they have a `caller`) and all after them once the engine is there. */
  function inTurn(act, caller) {
    if (sdk.engine || !(caller || early.length)) return act();
    early.push({ act, caller });
    // A host can be found, and greeted, meanwhile.
    sdk.lookAgain();
  }

  /** Answers a caller of one of the SDK's own functions: that it is done, or what the problem was. */
  function answer(caller, method, problem) {
    if (problem) callers.fail(caller, Object.assign({ reason: "invalid_params", method }, problem));
    else callers.succeed(caller);
  }

  const notAFunction = (fn) => (isFunction(fn) ? undefined : { field: "fn", expected: FUNCTION, came: fn });

  /** A call's own time-out and signal hold while the engine is loading, too. */
  function watch(caller, { timeout, signal }) {
    if (!timeout && !signal) return;
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
      const make = () => {
        const sent = sdk.check(caller, given, chosen);
        if (sent) sdk.begin(caller, sent, chosen.timeout, since);
      };
      inTurn(make, caller);
      return caller.promise;
    },

    config(options) {
      const caller = callers.create();
      const given = read(options);
      const problem = "unreadable" in given ? unreadable(given.unreadable) : problemOf(given.value);
      // Errors that come before the engine speak that language, too.
      if (!problem && given.value.lang) settings.lang = given.value.lang;
      inTurn(() => {
        answer(caller, "config", problem);
        if (problem) return;
        const timeouts = Object.assign({}, settings.timeouts, given.value.timeouts);
        Object.assign(settings, given.value, { timeouts });
        for (const name of unknownOf(given.value)) sdk.advise([UNKNOWN_OPTION, "config", name]);
        sdk.lookAgain();
      });
      return caller.promise;
    },

    ready(fn) {
      const caller = callers.create();
      const problem = isGiven(fn) ? notAFunction(fn) : undefined;
      if (isFunction(fn)) {
        // The page waits by the function: nobody may be looking at the promise.
        caller.promise.catch(nothing);
        inTurn(() => sdk.wait(callers.create([fn]), "open"));
      }
      inTurn(() => (problem ? answer(caller, "ready", problem) : sdk.wait(caller, "ready")));
      return caller.promise;
    },

    onError(fn) {
      const caller = callers.create();
      const problem = notAFunction(fn);
      if (!problem) callers.addHandler(fn);
      inTurn(() => answer(caller, "onError", problem));
      return caller.promise;
    },

    canIUse(method) {
      const caller = callers.create();
      inTurn(() => {
        if (isMethod(method)) sdk.wait(caller, "offers", method);
        else if (isText(method)) callers.succeed(caller, false);
        else answer(caller, "canIUse", { field: "method", expected: METHOD_NAME, came: method });
      });
      return caller.promise;
    },

    isInVVChat() {
      const caller = callers.create();
      inTurn(() => sdk.wait(caller, "isThere"));
      return caller.promise;
    },

    use(bridge) {
      const caller = callers.create();
      const name = get(bridge, "name");
      const problem = problemOfBridge(bridge, name);
      inTurn(() => {
        if (!problem) sdk.plugIn(custom(bridge, name, sdk));
        answer(caller, "use", problem);
      });
      return caller.promise;
    },

    /** What `npm/words.mjs` puts a diagnosis together from. */
    facts() {
      sdk.lookAgain();
      return { sdk, ignored, blocked, lang: language() };
    },

    /** The page uses the SDK: from now on it matters what happens there. Before, nothing is done to a page. */
    begin() {
      if (isBegun) return;
      isBegun = true;
      const document = get(global, "document");
      // Where there is no document, there is nothing to load.
      if (["complete", undefined].includes(get(document, "readyState"))) sdk.loaded();
      else listen(global, "load", sdk.loaded);
      listen(document, "securitypolicyviolation", (violation) => {
        const text = (name) => String(get(violation, name) || "");
        // Bridges that work by loading frames fail without any other sign.
        if (blocked.length < REMEMBERED) blocked.push(`${text("effectiveDirective")} ${text("blockedURI")}`);
      });
    },

    /** The engine is there: what `ask` is of `npm/engine.mjs`. */
    start(engine) {
      sdk.engine = engine;
      sdk.startedAt = now();
      for (const { act, caller } of early.splice(0)) {
        if (caller) clearTimeout(caller.timer);
        if (!caller || callers.waiting.has(caller)) act();
      }
    },

    /** The engine can't be had: the calls fail, and nothing else has to wait for it. */
    failAll(thrown) {
      for (const { act, caller } of early.splice(0)) {
        if (caller) sdk.failCall(caller, { reason: "internal", cause: show(thrown) });
        else act();
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
