/**
 * The open requests in the panel: every decision there is, for each of them.
 */
import { decisions } from "../decisions.mjs";
import { el, shortId } from "../dom.mjs";
import { onLanguage, t } from "../i18n.mjs";

/** Those that a person can make in the app; the rest are an app's faults. */
const PROPER = decisions.slice(0, 3);
const FAULTS = decisions.slice(3);

export class Waiting {
  #desk;
  #elements;
  #cards = new Map();

  /** @param {object} elements `list` of requests, `empty` shown when there are none, `count` of them, `heading` */
  constructor(desk, elements) {
    this.#desk = desk;
    this.#elements = elements;
    desk.onChange(() => this.#update());
    onLanguage(() => this.#rebuild());
    this.#update();
  }

  /** Cards stay the elements that they are, so that the focus stays where it is. */
  #update() {
    const { list, empty, count, heading } = this.#elements;
    const { calls } = this.#desk;
    const focused = list.contains(document.activeElement);
    for (const [call, card] of this.#cards) {
      if (!calls.includes(call)) {
        card.element.remove();
        this.#cards.delete(call);
      }
    }
    for (const call of calls) {
      if (!this.#cards.has(call)) {
        const card = this.#build(call);
        this.#cards.set(call, card);
        list.append(card.element);
      }
      const { state } = this.#cards.get(call);
      state.textContent = stateOf(this.#desk.state(call), call);
      state.dataset.state = this.#desk.state(call);
    }
    empty.hidden = calls.length > 0;
    count.hidden = calls.length === 0;
    count.textContent = String(calls.length);
    if (focused && !list.contains(document.activeElement)) {
      heading.focus();
    }
  }

  #rebuild() {
    this.#elements.list.replaceChildren();
    this.#cards.clear();
    this.#update();
  }

  #build(call) {
    const { method, id, at } = call;
    const state = el("span", { class: "call-state", "data-testid": "call-state" });
    const choices = (among, style) =>
      el(
        "div",
        { class: "choices", role: "group", "aria-label": t(`waiting.${style}s`, { method }) },
        among.map((decision) =>
          el(
            "button",
            {
              type: "button",
              class: `choice ${style}`,
              "data-testid": `decide-${decision}`,
              onclick: () => this.#desk.decide(call, decision),
            },
            t(`decision.${decision}`),
          ),
        ),
      );
    const element = el(
      "li",
      { class: "call", "data-testid": `call-${method}` },
      el(
        "p",
        { class: "call-head" },
        el("code", { class: "method" }, method),
        el("span", { class: "call-id", title: String(id) }, `#${shortId(id)}`),
        el("time", { datetime: at.toISOString() }, at.toLocaleTimeString("en-GB")),
        state,
      ),
      choices(PROPER, "answer"),
      choices(FAULTS, "fault"),
    );
    return { element, state };
  }
}

function stateOf(state, { method }) {
  // Nothing comes up in the phone for a method that has no screen.
  return t(`waiting.${state === "asking" && method === "getSession" ? "queued" : state}`);
}
