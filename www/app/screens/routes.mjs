/**
 * Where in the phone one is. The address bar knows it: a place can be reloaded, gone back to, and linked to.
 *
 *     #/                            the chats
 *     #/chat/SESSION                one conversation
 *     #/chat/SESSION/page           the shop, opened from that conversation
 *     #/chat/SESSION/page/ADDRESS   another page of the shop, its address percent-encoded
 */

/** @returns {{ screen: "chats" | "chat" | "page", session?: string, url?: string }} */
export function currentRoute() {
  const [place, session, page, url] = location.hash.replace(/^#\/?/, "").split("/").map(decode);
  if (place !== "chat" || session === undefined || session === "") {
    return { screen: "chats" };
  }
  return page === "page" ? { screen: "page", session, url } : { screen: "chat", session };
}

export const routes = {
  chats: () => "#/",
  chat: (session) => `#/chat/${encodeURIComponent(session)}`,
  page: (session, url) => `${routes.chat(session)}/page${url === undefined ? "" : `/${encodeURIComponent(url)}`}`,
};

/** Goes to a place. */
export function go(route) {
  location.hash = route;
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
