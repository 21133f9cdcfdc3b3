// Telling the engine of values, which it never sees themselves. `src/told.rs` reads what is written here.
import { kindOf, LONE_SURROGATES } from "./values.mjs";

const encoder = new TextEncoder();

/** Whether the question has none but plain characters, of a byte each. */
let isPlain;

/** A text, with its length before it: in bytes, as the engine will have it. */
const word = (text) => `${isPlain ? text.length : encoder.encode(text).length}:${text}`;

/** A number, and its bits. */
const number = new Float64Array(1);
const bits = new Uint32Array(number.buffer);

/**
 * All that the engine needs to know of a value: a letter for its kind and a word of how it reads, and what only a JavaScript engine can
 * tell. An object's properties are told of, too, but not what is in those; they are read, so it must be a copy.
 */
function tell(value, isProperty = false) {
  let kind = kindOf(value);
  let text = "";
  if (kind === "s") {
    text = value;
    // Ill-formed: half characters would get lost on the way, so that it is told in ASCII.
    if (!isPlain && text.search(LONE_SURROGATES) >= 0) {
      kind = "w";
      text = escape(text);
      // (Parsing takes longer than all else, most of all where it fails.)
    } else if (text.includes(":") && /^https?:$/.test(urlOf(text).protocol)) kind = "h";
  } else if (kind === "n") {
    // Its bits: no two programs agree on how to read all decimals.
    number[0] = value;
    text = `${bits[0]}:${bits[1]}`;
  } else if (kind === "o" && !isProperty) {
    for (const name of Object.keys(value)) text += word(name) + tell(value[name], true);
  }
  return kind + word(text);
}

/** A URL's parts; none if it is no URL. */
export function urlOf(text) {
  try {
    return new URL(text);
  } catch (_) {
    return {};
  }
}

/** A question: its name, the name of a method, and values. A text, or if there are other than plain characters in it, its bytes. */
export function question(name, method, values) {
  const write = () => values.reduce((told, value) => told + tell(value), word(name) + word(method));
  // Most are plain: so it is taken for that at first, because counting bytes takes longer than all else.
  isPlain = true;
  const text = write();
  isPlain = !/[^ -~]/.test(text);
  return isPlain ? text : encoder.encode(write());
}
