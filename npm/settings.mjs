// What a page sets by `config`, and with a call.
import METHODS from "#methods";
import {
  ABORT_SIGNAL,
  BOOLEAN,
  BRIDGE_NAME,
  JSON_VALUE,
  LANGUAGE,
  METHOD_NAME,
  MILLISECONDS,
  OBJECT,
  ORIGIN,
  STRINGS,
} from "#numbers";
import { urlOf } from "./tell.mjs";
import { get, has, isGiven, isObject, kindOf } from "./values.mjs";

const METHOD_NAMES = Object.keys(METHODS);

/** Whether that is the name of a method. */
export const isMethod = (value) => METHOD_NAMES.includes(value);

/** The bridges that can be named in `config`, in the order in which they are looked for. */
export const BRIDGES = ["webview_javascript_bridge", "injected", "message_handler", "post_message"];

export const defaults = () => ({ debug: false, origins: [], hostTimeout: 3000, timeouts: {} });

const isDuration = (value) => Number.isFinite(value) && value > 0;

/** A message's origin is compared letter by letter, so only what the page's own parser would write can ever match. */
const isOrigin = (value) => {
  const { origin, protocol } = urlOf(value);
  return origin === value && /^https?:$/.test(protocol);
};

/** What each option must be, and whether it is. */
const OPTIONS = {
  debug: [BOOLEAN, (value) => typeof value === "boolean"],
  lang: [LANGUAGE, (value) => value === "en" || value === "zh"],
  bridge: [BRIDGE_NAME, (value) => BRIDGES.includes(value)],
  origins: [STRINGS, Array.isArray],
  hostTimeout: [MILLISECONDS, isDuration],
  timeouts: [OBJECT, isObject],
};

/** The names of the options that don't exist. */
export const unknownOf = (options) => Object.keys(options).filter((name) => !Object.keys(OPTIONS).includes(name));

/** What is wrong with options, as part of a failure; `undefined` if nothing is. */
export function problemOf(options) {
  if (!isObject(options)) return { expected: OBJECT, came: options };
  for (const name of Object.keys(OPTIONS)) {
    const [expected, isValid] = OPTIONS[name];
    const came = options[name];
    if (came !== undefined && !isValid(came)) return { field: name, expected, came };
  }
  const { origins = [], timeouts = {} } = options;
  for (const came of origins) if (!isOrigin(came)) return { field: "origins", expected: ORIGIN, came };
  for (const name of Object.keys(timeouts)) {
    if (!isMethod(name)) return { field: "timeouts", expected: METHOD_NAME, came: name };
    const came = timeouts[name];
    if (!isDuration(came)) return { field: `timeouts.${name}`, expected: MILLISECONDS, came };
  }
  return undefined;
}

/** An `AbortSignal` of any frame, or of a library that brings it to old engines. */
const isSignal = (value) =>
  has(value, "addEventListener") && has(value, "removeEventListener") && typeof get(value, "aborted") === "boolean";

/** A call's options: its `timeout` and its `signal`; or the `problem` with them, as part of a failure. */
export function readOptions(options) {
  if (!isGiven(options)) return {};
  if (kindOf(options) !== "o") return { problem: { field: "options", expected: OBJECT, came: options } };
  const given = {};
  for (const [name, expected, isValid] of [
    ["timeout", MILLISECONDS, isDuration],
    ["signal", ABORT_SIGNAL, isSignal],
  ]) {
    try {
      const came = options[name];
      const isLeftOut = came === undefined || (came === null && name === "signal");
      if (isLeftOut) continue;
      if (!isValid(came)) return Object.assign(given, { problem: { field: name, expected, came } });
      given[name] = came;
    } catch (_) {
      return Object.assign(given, { problem: unreadable(name) });
    }
  }
  return given;
}

/** That a property can't be read (`""`: nothing at all), as part of a failure. */
export const unreadable = (field) => ({ field, expected: JSON_VALUE, isUnreadable: true });
