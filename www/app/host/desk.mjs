/**
 * The page's open requests, and what becomes of each: a recording says, or the person's rule for the method, or the person
 * when asked.
 */
import { DeviceError } from "../device.mjs";
import { leftOpen } from "./delivery.mjs";
import { methods } from "./methods.mjs";

export class Desk {
  #rules;
  #replay;
  #delivery;
  #restart;
  /** The open requests, oldest first, with how each stands. */
  #open = new Map();
  #listeners = new Set();

  /**
   * @param {object} parts
   * @param {import("./rules.mjs").Rules} parts.rules
   * @param {{ next(method: string, params: object): object | undefined }} parts.replay goes before the rules
   * @param {import("./delivery.mjs").Delivery} parts.delivery
   * @param {() => void} parts.restart starts the host anew
   */
  constructor({ rules, replay, delivery, restart }) {
    this.#rules = rules;
    this.#replay = replay;
    this.#delivery = delivery;
    this.#restart = restart;
  }

  /**
   * Calls `listener` with each request of which something has changed, and what: its `state`, and with the decision about
   * it `decision`, `choice`, `fault` and `delay`.
   */
  onChange(listener) {
    this.#listeners.add(listener);
  }

  get calls() {
    return [...this.#open.keys()];
  }

  /** How an open request stands: `"preparing"`, `"asking"`, `"answering"`, or what a fault has left of it. */
  state(call) {
    return this.#open.get(call)?.state;
  }

  /** What the servers said about a request before the person was asked: of `pay`, the order. */
  prepared(call) {
    return this.#open.get(call)?.prepared;
  }

  /** Takes a new request. */
  async take(call) {
    const rule = this.#replay.next(call.method, call.params) ?? this.#rules.of(call.method);
    this.#open.set(call, { rule });
    if (rule.fault === "silent") {
      this.#change(call, "silent", { fault: "silent" });
      return;
    }
    if (rule.fault === "restart") {
      this.#change(call, "silent", { fault: "restart" });
      this.#restart();
      return;
    }
    this.#change(call, "preparing");
    try {
      const prepared = await methods[call.method].prepare?.(call.params);
      if (!this.#open.has(call)) {
        return;
      }
      this.#open.get(call).prepared = prepared;
    } catch (error) {
      this.#refuse(call, error);
      return;
    }
    if (rule.decision === "ask") {
      this.#change(call, "asking");
    } else {
      await this.decide(call, rule.decision, rule.choice);
    }
  }

  /**
   * Carries a decision out, and answers the page.
   *
   * @param {"agree" | "cancel" | "fail"} decision
   * @param {object} [choice] the conversation that the person picked, where there is one to pick
   * @returns {Promise<object | undefined>} the answer, which may not be with the page yet; nothing when it was too late
   */
  async decide(call, decision, choice) {
    const entry = this.#open.get(call);
    if (entry === undefined || entry.state === "answering") {
      return undefined;
    }
    const wasLeftOpen = Object.values(leftOpen).includes(entry.state);
    // Who answers a request that a fault has left open wants to get the answer through. What went wrong stays on record.
    const { fault, delay } = wasLeftOpen ? { fault: "none", delay: 0 } : entry.rule;
    entry.choice = choice ?? entry.choice;
    this.#change(call, "answering", {
      decision,
      choice: entry.choice,
      ...(!wasLeftOpen && { fault, delay }),
    });
    let answer = entry.agreed;
    // What was done is not done again: nobody pays twice because an answer was lost.
    if (decision !== "agree" || answer === undefined) {
      try {
        answer = await methods[call.method][decision](call.params, entry.choice);
      } catch (error) {
        this.#refuse(call, error);
        return undefined;
      }
      if (decision === "agree") {
        entry.agreed = answer;
      }
    }
    if (delay > 0) {
      setTimeout(() => this.#deliver(call, answer, fault), delay);
    } else {
      this.#deliver(call, answer, fault);
    }
    return answer;
  }

  /** Takes a request off the desk: nobody waits for its answer any more. */
  drop(call, state) {
    this.#open.delete(call);
    this.#changed(call, { state });
  }

  /** Takes all of them off. */
  clear() {
    this.#delivery.forget();
    for (const call of this.calls) {
      this.drop(call, "forgotten");
    }
  }

  #deliver(call, answer, fault) {
    if (!this.#open.has(call)) {
      return;
    }
    // Before it is sent, since the page may ask the next thing at once.
    this.#open.get(call).state = leftOpen[fault] ?? "answering";
    this.#delivery.deliver(call, answer, fault);
    if (call.isOpen) {
      this.#changed(call, { state: leftOpen[fault] });
    }
    // One answer may let another one go out.
    for (const answered of this.calls.filter(({ isOpen }) => !isOpen)) {
      this.drop(answered, "answered");
    }
  }

  /** The servers have refused, or could not be reached: the page is told, without any fault. */
  #refuse(call, error) {
    if (!(error instanceof DeviceError)) {
      throw error;
    }
    if (this.#open.has(call)) {
      call.reply(methods[call.method].refused(error));
      this.#open.delete(call);
      this.#changed(call, { state: "refused", message: error.message });
    }
  }

  #change(call, state, changes = {}) {
    this.#open.get(call).state = state;
    this.#changed(call, { state, ...changes });
  }

  #changed(call, changes) {
    for (const listener of this.#listeners) {
      listener(call, changes);
    }
  }
}
