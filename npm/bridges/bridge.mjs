// What bridges have in common. A bridge knows how messages get across and nothing of what they mean. To add one, see
// `docs/adding-a-bridge.md`.
//
// A bridge is made for an SDK (`npm/sdk.mjs`), and is an object of:
//
// - `name`: in `config`, `diagnose` and errors.
// - `look()`: whether its host is there now, as one of the findings. Asked again and again until some bridge's is, so it must be cheap,
//   and change nothing but what it takes to notice the host later. `IN_USE`: it is there, and may be used.
// - `invite()`: no bridge's host is there; do what may bring this one's about. Also asked again and again. May be left out.
// - `open()`: it was chosen; listen for what comes, by `sdk.arrived(bridge, value)`.
// - `believes(arrival)`: whether what came, `{data, origin, source}`, is from this bridge's host.
// - `greeted()`: a handshake was answered by what came. May be left out.
// - `send(message)`: takes a message across. What the host returns at once is taken as its reply, and so is what a promise that it
//   returns is fulfilled with. It may throw.
// - `isBare`: whether it answers call by call, without this SDK's protocol: no handshake and no cancellation.
import { get, listen } from "../values.mjs";

/** The name under which a host puts its object, or registers its message handler. */
export const HOST_NAME = "vvchatHost";

/** For `believes`: what the host itself brings about in the page. What a window sends always has an origin. */
export const isFromPage = ({ origin, source }) => !origin && !source;

/**
 * Listens to what a host dispatches in the page itself, by evaluating a script, or as React Native does (on the window or on the
 * document, by platform).
 */
export function listenToHostEvents(global, receive) {
  // What takes no listeners is told nothing.
  for (const target of [global, get(global, "document")]) listen(target, "message", receive);
}
