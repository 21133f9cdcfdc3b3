/**
 * Sending a message to a conversation. Its other half is crates/shop/src/messages.rs.
 */
import { lang } from "../language.mjs";
import { post } from "../server.mjs";

/** To the conversation that the page was opened from. */
export async function sendHere(product, context) {
  context.tell("send.finding");
  return send(product, await vvchat.getSession({ signal: context.signal }), context);
}

/** To one that the person chooses. */
export async function sendChosen(product, context) {
  context.tell("send.choosing");
  return send(product, await vvchat.selectSession({ signal: context.signal }), context);
}

async function send(product, { session_id, session_type }, { signal, tell }) {
  // The consent is for this one conversation: its scope names it.
  const params = await post("/api/messages/ask", { session_id, session_type }, { signal });

  tell("send.waiting");
  const { err_code, code, state } = await vvchat.auth(params, { signal });
  if (err_code !== 0) {
    return { kind: "cancelled", text: "send.cancelled" };
  }

  // The server sends, and it has the words: the page says only which tea.
  tell("send.sending");
  await post("/api/messages", { product: product.id, lang: lang(), code, state }, { signal });
  return { kind: "success", text: `send.success.${session_type}` };
}
