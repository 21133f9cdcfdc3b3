/**
 * Where a person sets, for each method or for all of them, who answers and what goes wrong.
 */
import { el } from "../dom.mjs";
import { methods } from "../host/methods.mjs";
import { decisions, faults } from "../host/rules.mjs";
import { onLanguage, t } from "../i18n.mjs";

/** The longest delay that can be set, in milliseconds. */
const LONGEST = 600_000;

export class RulesView {
  #rules;
  #place;
  #restart;

  /**
   * @param {import("../host/rules.mjs").Rules} rules
   * @param {HTMLElement} place
   * @param {() => void} restart starts the host anew at once
   */
  constructor(rules, place, restart) {
    this.#rules = rules;
    this.#place = place;
    this.#restart = restart;
    onLanguage(() => this.#build());
    this.#build();
  }

  #build() {
    this.#place.replaceChildren(
      el("p", { class: "hint" }, t("rules.hint")),
      el(
        "table",
        { class: "rules" },
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            ["method", "decision", "fault", "delay"].map((name) => el("th", { scope: "col" }, t(`rules.${name}`))),
          ),
        ),
        el(
          "tbody",
          {},
          this.#row("all"),
          Object.keys(methods).map((method) => this.#row(method)),
        ),
      ),
      el(
        "div",
        { class: "tools" },
        el(
          "button",
          { type: "button", class: "quiet", "data-testid": "restart", onclick: () => this.#restart() },
          t("rules.restart"),
        ),
        el(
          "button",
          {
            type: "button",
            class: "quiet",
            "data-testid": "rules-clear",
            onclick: () => this.#change(() => this.#rules.clear()),
          },
          t("rules.clear"),
        ),
      ),
    );
  }

  #row(method) {
    const isAll = method === "all";
    const label = isAll ? t("rules.all") : method;
    const rule = isAll ? this.#common() : this.#rules.of(method);
    const choices = method === "getSession" ? decisions.filter((decision) => decision !== "ask") : decisions;
    return el(
      "tr",
      { class: isAll && "all" },
      el("th", { scope: "row" }, isAll ? label : el("code", {}, label)),
      el("td", { "data-heading": t("rules.decision") }, this.#select(method, label, "decision", choices, rule)),
      el("td", { "data-heading": t("rules.fault") }, this.#select(method, label, "fault", faults, rule)),
      el("td", { "data-heading": t("rules.delay") }, this.#delay(method, label, rule)),
    );
  }

  /** What all methods have in common; "" where they differ. */
  #common() {
    const rules = Object.keys(methods).map((method) => this.#rules.of(method));
    const same = (field, among) => (among.every((rule) => rule[field] === among[0][field]) ? among[0][field] : "");
    return {
      // Nobody can be asked about getSession, so that it does not count.
      decision: same(
        "decision",
        rules.filter((rule) => rule !== this.#rules.of("getSession")),
      ),
      fault: same("fault", rules),
      delay: same("delay", rules),
    };
  }

  #select(method, label, field, options, rule) {
    const select = el(
      "select",
      {
        "aria-label": t("rules.label", { method: label, field: t(`rules.${field}`) }),
        "data-testid": `${field}-${method}`,
        "data-set": String(rule[field] !== this.#rules.usual(method)[field] && rule[field] !== ""),
        onchange: () => this.#set(method, { [field]: select.value }),
      },
      rule[field] === "" && el("option", { value: "", disabled: true }, t("rules.mixed")),
      options.map((option) => el("option", { value: option }, t(`${field}.${option}`))),
    );
    select.value = rule[field];
    return select;
  }

  #delay(method, label, rule) {
    const input = el("input", {
      type: "number",
      min: 0,
      max: LONGEST,
      step: 100,
      "aria-label": t("rules.label", { method: label, field: t("rules.delay") }),
      "data-testid": `delay-${method}`,
      "data-set": String(rule.delay > 0),
      onchange: () => this.#set(method, { delay: Math.min(Math.max(Math.round(Number(input.value)), 0), LONGEST) }),
    });
    input.value = rule.delay;
    return input;
  }

  #set(method, changes) {
    this.#change(() => (method === "all" ? this.#rules.setAll(changes) : this.#rules.set(method, changes)));
  }

  /** Makes a change and shows it; who was at work keeps their place. */
  #change(make) {
    make();
    const focused = document.activeElement?.dataset.testid;
    this.#build();
    this.#place.querySelector(`[data-testid="${focused}"]`)?.focus();
  }
}
