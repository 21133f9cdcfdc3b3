// Sessions: who asks, by a cookie. A real shop keeps them in a store, and forgets old ones.
import { randomBytes } from "node:crypto";

const sessions = new Map();

/** The session of a request; one without a session gets a new one. */
export function sessionOf(request, response) {
  const id = /(?:^|; )session=(\w+)/.exec(request.headers.cookie ?? "")?.[1];
  const known = sessions.get(id);
  if (known !== undefined) return known;

  const session = {};
  const newId = randomBytes(16).toString("hex");
  sessions.set(newId, session);
  // Not for scripts, and not for requests that other sites' pages make. Over https, add Secure.
  response.setHeader("Set-Cookie", `session=${newId}; HttpOnly; SameSite=Lax; Path=/`);
  return session;
}
