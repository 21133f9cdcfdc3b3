/**
 * Answering a page as in a recorded session: for each method the recorded calls in their order, whatever the page asks.
 */
import { mask } from "./mask.mjs";

export class Replay {
  #calls = [];
  #listeners = new Set();

  /** The recorded calls, each with `done`, and once that is true with `differences` from what the page asked this time. */
  get calls() {
    return this.#calls;
  }

  get isRunning() {
    return this.#calls.length > 0;
  }

  onChange(listener) {
    this.#listeners.add(listener);
  }

  /** Answers from now on as these calls were answered, as `readSession` returns them. */
  start(calls) {
    this.#calls = calls.map((call) => ({ ...call, done: false, differences: [] }));
    this.#changed();
  }

  stop() {
    this.start([]);
  }

  /** How the page's next call of that method was answered; nothing when the recording has no more of them. */
  next(method, params) {
    const call = this.#calls.find((candidate) => !candidate.done && candidate.method === method);
    if (call !== undefined) {
      call.done = true;
      call.differences = differences(call.params, mask(params));
      this.#changed();
    }
    return call;
  }

  #changed() {
    for (const listener of this.#listeners) {
      listener();
    }
  }
}

/** The fields that are not as they were: `{ field, was, is }`, where a missing field is `undefined`. */
function differences(before, now) {
  const fields = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...fields]
    .map((field) => ({ field, was: before[field], is: now[field] }))
    .filter(({ was, is }) => JSON.stringify(was) !== JSON.stringify(is));
}
