/**
 * Logging in. Its other half is crates/shop/src/login.rs.
 */
import { post } from "../server.mjs";

export async function login({ signal, tell }) {
  // The server makes the state, so that it knows the answer for one to its own question.
  const params = await post("/api/login/ask", {}, { signal });

  tell("login.waiting");
  const { err_code, code, state } = await vvchat.auth(params, { signal });
  // Who says no has answered, too: that is a result, not an error.
  if (err_code !== 0) {
    return { kind: "cancelled", text: "login.cancelled" };
  }

  // The code is for the server: with its app_key, it gets a token for it, and reads the profile.
  tell("login.finishing");
  const customer = await post("/api/login", { code, state }, { signal });
  return { kind: "success", text: "login.success", values: customer, customer };
}
