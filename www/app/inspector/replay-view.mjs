/**
 * The recorded session that is being replayed: how far it is, and where the page asks otherwise than it did.
 */
import { el } from "../dom.mjs";
import { asText } from "../format.mjs";
import { onLanguage, t } from "../i18n.mjs";

export class ReplayView {
  #replay;
  #place;

  /**
   * @param {import("./replay.mjs").Replay} replay
   * @param {HTMLElement} place
   */
  constructor(replay, place) {
    this.#replay = replay;
    this.#place = place;
    replay.onChange(() => this.#build());
    onLanguage(() => this.#build());
    this.#build();
  }

  #build() {
    const { calls, isRunning } = this.#replay;
    this.#place.hidden = !isRunning;
    if (!isRunning) {
      this.#place.replaceChildren();
      return;
    }
    const done = calls.filter((call) => call.done).length;
    this.#place.replaceChildren(
      el(
        "div",
        { class: "replay-head" },
        el(
          "p",
          { role: "status", "data-testid": "replay-state" },
          t(done === calls.length ? "replay.done" : "replay.state", { done, all: calls.length }),
        ),
        el("progress", { max: calls.length, value: done, "aria-label": t("replay.heading") }),
        el(
          "button",
          { type: "button", class: "quiet", "data-testid": "replay-stop", onclick: () => this.#replay.stop() },
          t("replay.stop"),
        ),
      ),
      el("ol", { class: "replay-calls", "data-testid": "replay-calls" }, calls.map(item)),
    );
  }
}

function item({ method, decision, fault, delay, done, differences }) {
  return el(
    "li",
    { "data-testid": "replay-call", "data-done": String(done), "data-method": method },
    el("code", {}, method),
    el("span", {}, decision === undefined ? t("replay.undecided") : t(`decision.${decision}`)),
    fault !== "none" && el("span", { class: "outcome", "data-tone": "warn" }, t(`fault.${fault}`)),
    delay > 0 && el("span", {}, `${delay} ms`),
    el(
      "span",
      { class: "outcome", "data-tone": done ? "good" : "wait" },
      t(done ? "replay.answered" : "replay.waiting"),
    ),
    differences.length > 0 &&
      el(
        "ul",
        { class: "differences", "data-testid": "replay-differences" },
        differences.map(({ field, was, is }) =>
          el(
            "li",
            {},
            el("code", {}, field),
            " ",
            el("del", {}, asText(was) || t("replay.missing")),
            " ",
            el("ins", {}, asText(is) || t("replay.missing")),
          ),
        ),
      ),
  );
}
