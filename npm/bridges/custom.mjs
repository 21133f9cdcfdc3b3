// A bridge that the embedder plugs in with `use`: an object `{name, send(message), subscribe(receive)}`.
import { FUNCTION, IN_USE, NON_BLANK, OBJECT } from "#numbers";
import { get, has, isText, kindOf } from "../values.mjs";

/** What is wrong with the embedder's object of that name, as part of a failure; `undefined` if nothing is. */
export function problemOf(object, name) {
  if (!"of".includes(kindOf(object))) return { field: "bridge", expected: OBJECT, came: object };
  if (!isText(name) || !name.trim()) return { field: "name", expected: NON_BLANK, came: name };
  const missing = ["send", "subscribe"].find((method) => !has(object, method));
  return missing && { field: missing, expected: FUNCTION, came: get(object, missing) };
}

export function custom(object, name, sdk) {
  const own = {
    name,
    look: () => IN_USE,
    // The bridge is the embedder's code: what it throws is for them to see.
    open: () => sdk.callers.tellAll([() => object.subscribe((value) => sdk.arrived(own, value))]),
    // The embedder has seen to that.
    believes: () => true,
    send: ({ text }) => object.send(text),
  };
  return own;
}
