// A WebKit script message handler named `vvchatHost` (in a `WKWebView`, or in GTK's `WebView`).
//
// A handler with reply answers through the promise that `postMessage` returns. A plain one answers by dispatching a `message` event on
// the window, from a script that the host evaluates.
import { ABSENT, IN_USE, UNUSABLE } from "#numbers";
import { get, has } from "../values.mjs";
import { HOST_NAME, isFromPage, listenToHostEvents } from "./bridge.mjs";

export function messageHandler(sdk) {
  const { global } = sdk;
  // Handlers can't be listed, only asked for by name.
  const find = () => get(get(get(global, "webkit"), "messageHandlers"), HOST_NAME);
  const own = {
    name: "message_handler",
    look() {
      const handler = find();
      if (handler === undefined) return ABSENT;
      return has(handler, "postMessage") ? IN_USE : UNUSABLE;
    },
    open: () => listenToHostEvents(global, (event) => sdk.arrived(own, event)),
    believes: isFromPage,
    send: ({ text }) => find().postMessage(text),
  };
  return own;
}
