/**
 * Everything that went between page, app, platform and shop, in order: a row for each call of the page with its messages,
 * a row for each HTTP exchange. Secrets are masked here, before anything is kept. In exchanges the platform has masked them
 * by their names; this finds those that a text spells out as well, such as a token in a `notify_url`.
 *
 * A row is `{ key, kind, at, took, title, state, messages }`, times in Unix milliseconds and milliseconds. Its kind is
 * - `"call"`: a page's call. `callId`, `method`, `params`, `bridge`; `decision`, `choice`, `fault`, `delay` once that is decided;
 * - `"bridge"`: what else went over the bridge: handshakes, announcements, and what the app ignored;
 * - `"http"`: a request to the platform; `"notify"`: the platform's notification to the shop. Both have their `exchange`.
 */
import { mask, maskMessage } from "./mask.mjs";

/** More than a person reads; a page that calls in a loop must not fill the memory. */
const KEPT = 1000;

/** The bridge that leads to a page in a frame, as the SDK names it. */
const BRIDGE = "post_message";

export class Timeline {
  #rows = [];
  #byId = new Map();
  #listeners = new Set();
  #keys = 0;

  /** Oldest first. */
  get rows() {
    return this.#rows;
  }

  /** Calls `listener` with `"added"`, `"changed"` or `"removed"` and the row, or with `"cleared"`. */
  onChange(listener) {
    this.#listeners.add(listener);
  }

  /** A message over the bridge, as the host tells of it. */
  message({ at, direction, kind, method, id, text, note }) {
    const message = { at, direction, kind, message: maskMessage(text), note };
    const isNew = kind === "request" || kind === "ignored" || id === undefined;
    const row = isNew ? undefined : this.#byId.get(`call ${id}`);
    if (row !== undefined) {
      row.messages.push(message);
      const isAnswer = (kind === "result" || kind === "error") && note === undefined;
      if (isAnswer && row.took === undefined) {
        row.took = at - row.at;
      }
      // An answer that is not the desk's: to a handshake, or a refusal of what the page sent.
      if (row.state === "open") {
        row.state = kind === "error" ? "refused" : "answered";
      }
      this.#tell("changed", row);
      return;
    }
    const isCall = kind === "request" && method !== "vvchat.hello";
    this.#add(kind === "request" ? `call ${id}` : undefined, {
      callId: id,
      kind: isCall ? "call" : "bridge",
      at,
      title: method ?? "",
      method: isCall ? method.replace(/^vvchat\./, "") : undefined,
      params: isCall ? message.message.params : undefined,
      bridge: BRIDGE,
      state: kind === "request" ? "open" : kind,
      messages: [message],
    });
  }

  /** Something has become known about the call of that id. */
  call(id, changes) {
    const row = this.#byId.get(`call ${id}`);
    if (row !== undefined) {
      Object.assign(row, changes);
      this.#tell("changed", row);
    }
  }

  /** An HTTP exchange, as the platform tells of it; one that is known already is brought up to date. */
  exchange(exchange) {
    const masked = mask(exchange);
    const { id, at, took_ms: took, direction, method, url, status } = masked;
    const path = URL.canParse(url) ? new URL(url).pathname : url.split("?")[0];
    const changes = {
      kind: direction === "out" ? "notify" : "http",
      at,
      took: took ?? undefined,
      title: `${method} ${path}`,
      state: typeof status === "number" ? (status < 400 ? "ok" : "bad") : "unreached",
      exchange: masked,
      messages: [],
    };
    // A platform that was started anew counts anew.
    const key = `exchange ${at} ${id}`;
    const known = this.#byId.get(key);
    if (known === undefined) {
      this.#add(key, changes);
    } else {
      Object.assign(known, changes);
      this.#tell("changed", known);
    }
  }

  clear() {
    this.#rows = [];
    this.#byId.clear();
    this.#tell("cleared");
  }

  #add(id, row) {
    row.key = ++this.#keys;
    row.id = id;
    if (id !== undefined) {
      this.#byId.set(id, row);
    }
    // What the platform tells of comes a little later than it happened.
    const place = this.#rows.findLastIndex(({ at }) => at <= row.at) + 1;
    this.#rows.splice(place, 0, row);
    this.#tell("added", row);
    if (this.#rows.length > KEPT) {
      const oldest = this.#rows.shift();
      if (this.#byId.get(oldest.id) === oldest) {
        this.#byId.delete(oldest.id);
      }
      this.#tell("removed", oldest);
    }
  }

  #tell(what, row) {
    for (const listener of this.#listeners) {
      listener(what, row);
    }
  }
}
