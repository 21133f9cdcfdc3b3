/**
 * What becomes of each request: a person decides, or a rule that they have set for its method.
 */
import { methods } from "./methods.mjs";

/** What an app can do with a request: the three things that a person may choose, then four ways to misbehave. */
export const decisions = ["agree", "cancel", "fail", "silent", "twice", "not_json", "wrong_shape"];

/** A rule for a method: one of the decisions, or to ask. */
export const modes = ["ask", ...decisions];

const carryOut = {
  agree: (call, choice) => call.reply(methods[call.method].agree(call.params, choice)),
  cancel: (call) => call.reply(methods[call.method].cancel(call.params)),
  fail: (call) => call.reply(methods[call.method].fail(call.params)),
  silent: () => {},
  twice: (call, choice) => {
    const answer = methods[call.method].agree(call.params, choice);
    call.reply(answer);
    call.reply(answer);
  },
  not_json: (call) => call.say(`<html>502 Bad Gateway: no answer to ${call.method}</html>`),
  wrong_shape: (call) => call.reply(methods[call.method].wrongShape()),
};

/** After these a request is still open, and may yet get a proper answer. */
const leavesOpen = { silent: "silent", not_json: "garbled" };

/** The requests on the desk, and the rules. */
export class Desk {
  // What a person does not see in the app, the app answers by itself.
  #modes = new Map(Object.keys(methods).map((method) => [method, method === "getSession" ? "agree" : "ask"]));
  #states = new Map();
  #listeners = new Set();

  /** Calls `listener` after every change. */
  onChange(listener) {
    this.#listeners.add(listener);
  }

  mode(method) {
    return this.#modes.get(method);
  }

  setMode(method, mode) {
    this.#modes.set(method, mode);
  }

  /** The open requests, oldest first. */
  get calls() {
    return [...this.#states.keys()];
  }

  /** How a request stands: `"asking"`, `"silent"`, `"garbled"`, or nothing when it is not open. */
  state(call) {
    return this.#states.get(call);
  }

  /** Takes a new request: it waits for a person, unless there is a rule. */
  take(call) {
    const mode = this.mode(call.method);
    this.#states.set(call, "asking");
    if (mode === "ask") {
      this.#changed();
    } else {
      this.decide(call, mode);
    }
  }

  /** Carries a decision out. `choice` is what the person picked, where there is something to pick. */
  decide(call, decision, choice) {
    if (!this.#states.has(call)) {
      return;
    }
    const state = leavesOpen[decision];
    if (state === undefined) {
      this.#states.delete(call);
    } else {
      this.#states.set(call, state);
    }
    carryOut[decision](call, choice);
    this.#changed();
  }

  /** Takes a request off the desk: nobody waits for its answer any more. */
  drop(call) {
    this.#states.delete(call);
    this.#changed();
  }

  /** Takes all of them off. */
  clear() {
    this.#states.clear();
    this.#changed();
  }

  #changed() {
    for (const listener of this.#listeners) {
      listener();
    }
  }
}
