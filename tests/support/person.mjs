/**
 * A person with the simulated app in their hand, and the clock on its wall: the device API, without the screens.
 */
import { ask } from "./device.mjs";

/** The first of the simulator's people. */
export const mia = { user_id: "mia", open_id: "xd8wjr9jr02kjf823jse94kio8" };
/** A conversation that Mia is in. */
export const conversation = { session_id: "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", session_type: 1 };

/** Mia agrees on the consent sheet. Returns the code that the page gets. */
export async function agree(app, scope, app_id = "test") {
  return (await ask(app, "/device/authorizations", { user_id: mia.user_id, app_id, scope })).code;
}

/** Mia pays on the payment sheet. Returns the `trade_no` that the page gets. */
export async function pay(app, imprest_code, app_id = "test") {
  return (await ask(app, "/device/payments", { user_id: mia.user_id, app_id, imprest_code })).trade_no;
}

/** What is in a conversation, oldest first. */
export function messages(app, session_id) {
  return ask(app, `/device/messages?session_id=${encodeURIComponent(session_id)}`);
}

/** Lets time pass. */
export function advance(app, seconds) {
  return ask(app, "/device/clock", { advance_seconds: seconds });
}
