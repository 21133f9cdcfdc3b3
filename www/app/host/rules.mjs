/**
 * What a person has set for each method: who answers, and how the answer goes astray on its way to the page.
 */
import { methods } from "./methods.mjs";

/** Who answers: the person, or the app by itself in one of three ways. */
export const decisions = ["ask", "agree", "cancel", "fail"];

/** What can happen to an answer, in the order of the list that people choose from. */
export const faults = [
  "none",
  "silent",
  "duplicate",
  "out_of_order",
  "not_json",
  "wrong_shape",
  "wrong_origin",
  "restart",
  "reply_lost",
];

/** Nobody can be asked about it: it has no screen, so the app answers by itself. */
const UNSEEN = "getSession";

export class Rules {
  #headless;
  #rules;

  /** @param {boolean} headless whether nobody is there to be asked: the app then agrees to everything */
  constructor(headless) {
    this.#headless = headless;
    this.#rules = new Map(Object.keys(methods).map((method) => [method, this.usual(method)]));
  }

  /** What a method's rule is at the start; of "all", what most of them have. */
  usual(method) {
    return { decision: this.#headless || method === UNSEEN ? "agree" : "ask", fault: "none", delay: 0 };
  }

  /** The rule of a method: `{ decision, fault, delay }`, the delay in milliseconds. It changes as the person changes it. */
  of(method) {
    return this.#rules.get(method);
  }

  set(method, changes) {
    Object.assign(this.#rules.get(method), changes);
  }

  /** Sets it for all methods. To be asked about all means: about all that can be asked about. */
  setAll(changes) {
    for (const method of this.#rules.keys()) {
      this.set(method, method === UNSEEN && changes.decision === "ask" ? { ...changes, decision: "agree" } : changes);
    }
  }

  /** Sets every method's rule to what it is at the start. */
  clear() {
    for (const method of this.#rules.keys()) {
      this.set(method, this.usual(method));
    }
  }
}
