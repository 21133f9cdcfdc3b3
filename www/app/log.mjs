/**
 * Every message between the page and the app, in order.
 */

/** More than a person reads; a page that calls in a loop must not fill the memory. */
const KEPT = 1000;

export class Log {
  #entries = [];
  #listeners = new Set();

  get entries() {
    return this.#entries;
  }

  /** Calls `listener` with each new entry, and with nothing when all are gone. */
  onChange(listener) {
    this.#listeners.add(listener);
  }

  add(entry) {
    this.#entries.push(entry);
    if (this.#entries.length > KEPT) {
      this.#entries.shift();
    }
    this.#changed(entry);
  }

  clear() {
    this.#entries = [];
    this.#changed(undefined);
  }

  /** All of it as JSON, a message an object; a message that is no JSON stays a text. */
  toJSON() {
    return this.#entries.map(({ at, direction, kind, method, id, text }) => ({
      at: at.toISOString(),
      direction,
      kind,
      method,
      id,
      message: readable(text),
    }));
  }

  #changed(entry) {
    for (const listener of this.#listeners) {
      listener(entry);
    }
  }
}

/** What a message says, as JSON where it is. */
export function readable(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
