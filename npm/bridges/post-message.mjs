// The parent frame, by `postMessage`, if its origin is one that the page lists in `config`.
//
// Any page may be framed by anyone, so a parent is a host only once it has answered the handshake, from its window and from a listed
// origin; from then on messages go to that origin alone, and only that origin's are believed. A port comes with each handshake: a host
// that answers by it is spoken to by it, which is quicker.
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
  /** The port by which the last message came, if any did; and the one by which the host answered the handshake. */
  let lastPort;
  let port;

  /** A way to us alone, for that origin. What comes by it is as good as from its window. */
  function handOut(origin) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      lastPort = port1;
      sdk.arrived(own, { data, origin, source: get(global, "parent") });
    };
    return port2;
  }

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
      const receive = (event) => {
        lastPort = undefined;
        sdk.arrived(own, event);
      };
      if (!isListening) listen(global, "message", receive);
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
      port = lastPort;
    },
    send({ method, text }) {
      // Whoever answers by it is the host from then on; until then, everyone is spoken to in the open.
      if (method === "hello") port = undefined;
      // What that returns is nothing in browsers, and `true` in Node; it is no reply.
      if (port) port.postMessage(text);
      else {
        for (const origin of host ? [host] : settings.origins) {
          get(global, "parent").postMessage(text, origin, method === "hello" ? [handOut(origin)] : []);
        }
      }
    },
  };
  return own;
}
