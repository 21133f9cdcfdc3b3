/**
 * Assertions for code that runs in pages of any engine.
 */

/** Whether two values are the same all the way down: plain data, and anything else by identity. */
function same(one, other) {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other) || one instanceof Error || other instanceof Error) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length && names.every((name) => name in other && same(one[name], other[name]))
  );
}

function shown(value) {
  if (value instanceof Error) return `${value.name} ${JSON.stringify(value)} ${value.message}`;
  const text = JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? `${inner}n` : inner));
  return text === undefined ? String(value) : text.length > 3000 ? `${text.slice(0, 3000)}…` : text;
}

export function equal(actual, expected, what) {
  if (!same(actual, expected)) {
    throw new Error(`${what ?? "it"} is\n  ${shown(actual)}\ninstead of\n  ${shown(expected)}`);
  }
}

export function ok(condition, what) {
  if (!condition) throw new Error(what);
}

/** The error that the promise rejects with. */
export async function rejection(promise, what = "the promise") {
  let result;
  try {
    result = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`${what} was fulfilled with ${shown(result)}`);
}

/** The same promise, whose rejection will be looked at later. */
export function later(promise) {
  promise.catch(() => {});
  return promise;
}
