// Reading values of the page's and the host's, which may be anything at all, without ever being thrown at.

/** A property; `undefined` if it can't be read. */
export function get(object, name) {
  try {
    // (To have it thrown at would be right as well, and take longer than all else that a call does.)
    return isGiven(object) ? object[name] : undefined;
  } catch (_) {
    return undefined;
  }
}

export const isFunction = (value) => typeof value === "function";

export const isText = (value) => typeof value === "string";

/** Halves of characters: in the end, texts may be cut anywhere. */
export const LONE_SURROGATES = /[\ud800-\udfff]/gu;

/** Whether the object has a method of that name. */
export const has = (object, name) => isFunction(get(object, name));

/** Whether it is neither `undefined` nor `null`. */
export const isGiven = (value) => value !== undefined && value !== null;

/** What kind of value it is, as a letter. Also where asking would throw. */
export function kindOf(value) {
  if (value === null) return "l";
  const type = typeof value;
  // A bigint is an `i` (a whole number), a symbol a `y`; all others have letters of their own.
  if (type !== "object") return type === "bigint" ? "i" : type === "symbol" ? "y" : type[0];
  try {
    return Array.isArray(value) ? "a" : "o";
  } catch (_) {
    // A revoked proxy.
    return "x";
  }
}

/** Whether it is an object that is neither an array nor a function. */
export const isObject = (value) => kindOf(value) === "o";

/** Whether it is an object (an array included) or a function. */
export const hasProperties = (value) => "ofax".includes(kindOf(value));

/** How a value reads. For an error: its message. */
export function show(value) {
  try {
    const message = typeof value === "object" && value ? value.message : undefined;
    return String(message === undefined ? value : message);
  } catch (_) {
    return "";
  }
}

/**
 * A copy of what a page or a host passed, in which getters, proxies and later changes have no say: an object's own properties are
 * read once, those that are objects themselves become what JSON makes of them. Anything but an object is returned as it is.
 * Throws the name of the property that can't be read (`""`: not even the names can).
 */
export function copy(value) {
  if (kindOf(value) !== "o") return value;
  const copied = {};
  let name = "";
  try {
    for (name of Object.keys(value)) {
      let property = value[name];
      if ("aox".includes(kindOf(property))) {
        const text = JSON.stringify(property);
        property = text && JSON.parse(text);
      }
      // Setting `__proto__` would change the copy's prototype instead.
      if (property !== undefined && name !== "__proto__") copied[name] = property;
    }
  } catch (_) {
    throw name;
  }
  return copied;
}

/** What a host sent: a message as an object, or the text of one. What can't even be read is no message either. */
export function parse(message) {
  try {
    return isText(message) ? JSON.parse(message) : copy(message);
  } catch (_) {
    return isText(message) ? message : undefined;
  }
}

/** Adds an event listener. Returns whether the target takes any. */
export function listen(target, event, listener) {
  try {
    // (To have it thrown at would be right as well, and take longer than all the rest.)
    if (!has(target, "addEventListener")) return false;
    target.addEventListener(event, listener);
    return true;
  } catch (_) {
    return false;
  }
}
