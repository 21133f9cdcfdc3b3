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

/** What a method's rule is at the start. What a person does not see in the app, the app answers by itself. */
export function usualRule(method) {
  return { decision: method === "getSession" ? "agree" : "ask", fault: "none", delay: 0 };
}

export class Rules {
  #rules;

  /** @param {boolean} headless whether nobody is there to be asked: the app then agrees to everything */
  constructor(headless) {
    this.#rules = new Map(
      Object.keys(methods).map((method) => [method, { ...usualRule(method), ...(headless && { decision: "agree" }) }]),
    );
  }

  /** The rule of a method: `{ decision, fault, delay }`, the delay in milliseconds. It changes as the person changes it. */
  of(method) {
    return this.#rules.get(method);
  }

  set(method, changes) {
    Object.assign(this.#rules.get(method), changes);
  }

  /** Sets it for all methods. Nobody can be asked about `getSession`, which has no screen. */
  setAll(changes) {
    for (const [method, rule] of this.#rules) {
      Object.assign(rule, changes, changes.decision === "ask" && { decision: usualRule(method).decision });
    }
  }
}
