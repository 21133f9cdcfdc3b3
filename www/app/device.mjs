/**
 * What the phone asks VVChat's servers. No other file does.
 */

/** The code of JSON-RPC for "it broke on our side": whoever gets it cannot know what became of a request. */
const INTERNAL = -32603;

/** The server refused, in the platform's words; or it could not be reached, and then nobody knows what it did. */
export class DeviceError extends Error {
  constructor(code, message) {
    super(message);
    this.name = "DeviceError";
    this.code = code;
  }
}

async function ask(path, options) {
  let response;
  let answer;
  try {
    response = await fetch(path, options);
    answer = await response.json();
  } catch (error) {
    throw new DeviceError(INTERNAL, `VVChat: ${error.message}`);
  }
  if (!response.ok) {
    throw new DeviceError(answer.err_code ?? INTERNAL, answer.err_msg ?? `HTTP ${response.status}`);
  }
  return answer;
}

const read = (path, query = {}) => ask(`${path}?${new URLSearchParams(query)}`);
const write = (path, body = {}) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const device = {
  settings: () => read("/settings.json"),
  world: () => read("/device/world"),

  conversations: (user_id) => read("/device/conversations", { user_id }),
  messages: (session_id) => read("/device/messages", { session_id }),
  send: (user_id, session_id, text) => write("/device/messages", { user_id, session_id, text }),
  markRead: (user_id, session_id) => write("/device/read", { user_id, session_id }),

  authorize: (user_id, app_id, scope) => write("/device/authorizations", { user_id, app_id, scope }),
  order: (app_id, imprest_code) => read("/device/order", { app_id, imprest_code }),
  pay: (user_id, app_id, imprest_code) => write("/device/payments", { user_id, app_id, imprest_code }),
  share: (user_id, session_id, card) => write("/device/shares", { user_id, session_id, card }),
  cardData: (url) => read("/device/card-data", { url }),

  orders: () => read("/device/orders"),
  notifications: () => read("/device/notifications"),
  notifyAgain: (id) => write(`/device/notifications/${encodeURIComponent(id)}/send`),
  exchanges: () => read("/device/exchanges"),
  advanceClock: (advance_seconds) => write("/device/clock", { advance_seconds }),
  reset: () => write("/device/reset"),

  /**
   * Calls `on[name]` with the data of each event of that name, as they happen on the servers. `opened` is called first, and
   * again when the servers were out of reach for a while: what happened before is to be asked for.
   */
  listen(opened, on) {
    const source = new EventSource("/device/events");
    source.addEventListener("open", opened);
    for (const [name, receive] of Object.entries(on)) {
      source.addEventListener(name, ({ data }) => receive(JSON.parse(data)));
    }
  },
};
