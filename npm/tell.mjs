// Telling the engine of values, which it never sees themselves. `src/told.rs` reads what is written here.
import { kindOf, LONE_SURROGATES } from "./values.mjs";

const encoder = new TextEncoder();

/** A text, with its length before it: in bytes, as the engine will have it. */
export const word = (text) => `${encoder.encode(text).length}:${text}`;

/**
 * All that the engine needs to know of a value: its kind and how it reads, and what only a JavaScript engine can tell. An object's
 * properties are told of, too, but not what is in those; they are read, so it must be a copy.
 */
export function tell(value, isProperty = false) {
  const kind = kindOf(value);
  const told = (name) => word(name) + tell(value[name], true);
  if (kind === "s") return tellText(value);
  // Its bits: no two programs agree on how to read all decimals.
  if (kind === "n") return `n${new Uint32Array(new Float64Array([value]).buffer).join(":")}:`;
  if (kind === "o") return `o${(isProperty ? [] : Object.keys(value)).map(told).join("")};`;
  return kind;
}

/** `s`; or `w`, ill-formed: with lone surrogates, which get lost on the way, so that it is told a second time; or `h`: an HTTP URL. */
function tellText(text) {
  const exactly = text.replace(LONE_SURROGATES, (unit) => `\\${unit.charCodeAt(0)}`);
  if (exactly !== text) return `w${word(text)}${word(exactly)}`;
  // (Parsing takes longer than all else, most of all where it fails.)
  return (text.includes(":") && /^https?:$/.test(urlOf(text).protocol) ? "h" : "s") + word(text);
}

/** A URL's parts; none if it is no URL. */
export function urlOf(text) {
  try {
    return new URL(text);
  } catch (_) {
    return {};
  }
}
