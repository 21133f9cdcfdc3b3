// An object that the host puts into the page as `vvchatHost`, with `postMessage(text)`.
//
// Its reply may be what `postMessage` returns, or what a promise that it returns is fulfilled with; or come later: to a `message`
// listener on the object (or its `onmessage`), to the callback that a `postMessage` of two parameters is given, or as a `message` event
// that the host dispatches on the window or the document itself.
import { ABSENT, IN_USE, UNUSABLE } from "#numbers";
import { get, has, hasProperties, listen } from "../values.mjs";
import { HOST_NAME, isFromPage, listenToHostEvents } from "./bridge.mjs";

export function injected(sdk) {
  const { global } = sdk;
  const find = () => get(global, HOST_NAME);
  const own = {
    name: "injected",
    look() {
      const object = find();
      if (!hasProperties(object)) return ABSENT;
      return has(object, "postMessage") ? IN_USE : UNUSABLE;
    },
    open() {
      const receive = (event) => sdk.arrived(own, event);
      listenToHostEvents(global, receive);
      const object = find();
      if (listen(object, "message", receive)) return;
      // There is one place only, and another copy of this SDK may have taken it: both are to hear of everything.
      const other = get(object, "onmessage");
      try {
        object.onmessage = (event) => sdk.callers.tellAll([other, receive], event);
      } catch (_) {
        // A frozen object has no place for it; then the host answers in one of the other ways.
      }
    },
    believes: isFromPage,
    send({ id, text }) {
      const object = find();
      // Java's bridges look methods up by the number of arguments: pass a callback only where one is asked for.
      if (object.postMessage.length < 2) return object.postMessage(text);
      return object.postMessage(text, (value) => sdk.returned(id, value));
    },
  };
  return own;
}
