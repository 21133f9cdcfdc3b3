// The parent frame, by `postMessage`, if its origin is one that the page lists in `config`.
//
// Any page may be framed by anyone, so a parent is a host only once it has answered the handshake, from its window and from a listed
// origin; from then on messages go to that origin alone, and only that origin's are believed.
import { IN_USE, NO_ANSWER, NO_ORIGINS, NOT_FRAMED } from "#numbers";
import { nothing } from "../callers.mjs";
import { get, listen } from "../values.mjs";

export function postMessage(sdk) {
  const { global, settings } = sdk;
  let isListening = false;
  /** The origins that a handshake was sent to, and whether one was after the page had loaded. */
  let invited = "";
  let isInvitedWhenLoaded = false;
  /** The origin of the last message that was believed. */
  let speaker = "";
  /** The origin that answered the handshake; empty until then. */
  let host = "";

  const own = {
    name: "post_message",
    look() {
      if ([undefined, global].includes(get(global, "parent"))) return NOT_FRAMED;
      if (host) return IN_USE;
      return settings.origins.length ? NO_ANSWER : NO_ORIGINS;
    },
    invite() {
      if (own.look() !== NO_ANSWER) return;
      // A page that can't listen has no parent either.
      if (!isListening) listen(global, "message", (event) => sdk.arrived(own, event));
      isListening = true;
      // Some hosts listen only once the frame has loaded.
      const isLoaded = sdk.isLoaded();
      const origins = String(settings.origins);
      if (isLoaded === isInvitedWhenLoaded && origins === invited) return;
      isInvitedWhenLoaded = isLoaded;
      invited = origins;
      sdk.greet(own);
    },
    open: nothing,
    believes({ origin, source }) {
      const isHost = host ? origin === host : settings.origins.includes(origin);
      const isBelieved = Boolean(source) && source === get(global, "parent") && isHost;
      if (isBelieved) speaker = origin;
      return isBelieved;
    },
    greeted() {
      host = host || speaker;
    },
    // Not before the page's own code has come to its end: browsers write down who called `postMessage`, function by function, and with
    // all of the SDK and the page below it, that takes longer than what the SDK does.
    send: ({ text }) =>
      Promise.resolve().then(() => {
        for (const origin of host ? [host] : settings.origins) get(global, "parent").postMessage(text, origin);
      }),
  };
  return own;
}
