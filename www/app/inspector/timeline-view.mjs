/**
 * The time line as a list: a row for each call and exchange, which unfolds to all that is known about it.
 */
import { el, icon } from "../dom.mjs";
import { asText, duration, preciseTime } from "../format.mjs";
import { onLanguage, t } from "../i18n.mjs";
import { EndFollower } from "../scrolling.mjs";
import { details } from "./row-details.mjs";

/** What people can filter by. */
const KINDS = ["call", "bridge", "http", "notify"];

export class TimelineView {
  #timeline;
  #actions;
  #list = el("ol", { class: "rows-list", "data-testid": "timeline" });
  #scroller = el("div", { class: "timeline-scroll", tabindex: "0" }, this.#list);
  #items = new Map();
  #hiddenKinds = new Set();
  #words = "";
  #follower = new EndFollower(this.#scroller, this.#list);
  #empty = el("p", { class: "empty", "data-testid": "timeline-empty" });

  /**
   * @param {import("./timeline.mjs").Timeline} timeline
   * @param {object} places `list` for the rows, `filter` for what is shown of them
   * @param {object} actions `answer(row, decision)` answers an open call, `copy(row)` copies it
   */
  constructor(timeline, { list, filter }, actions) {
    this.#timeline = timeline;
    this.#actions = actions;
    list.append(this.#scroller, this.#empty);
    timeline.onChange((what, row) => this.#follow(what, row));
    const build = () => {
      filter.replaceChildren(...this.#filter());
      this.#scroller.setAttribute("aria-label", t("timeline.heading"));
      this.#follow("cleared");
      for (const row of timeline.rows) {
        this.#insert(row);
      }
    };
    onLanguage(build);
    build();
  }

  /** The rows that the filter lets through, oldest first. */
  get shown() {
    return this.#timeline.rows.filter((row) => this.#lets(row));
  }

  #follow(what, row) {
    switch (what) {
      case "added":
        this.#insert(row);
        break;
      case "changed":
        this.#items.get(row.key).update();
        this.#filterRow(row);
        break;
      case "removed":
        this.#items.get(row.key).element.remove();
        this.#items.delete(row.key);
        break;
      case "cleared":
        this.#items.clear();
        this.#list.replaceChildren();
        this.#showEmpty();
        break;
    }
  }

  #insert(row) {
    // Who reads what a row unfolds to is not to be carried away from it.
    const item = new Item(row, { ...this.#actions, unfolded: () => this.#follower.pause() });
    this.#items.set(row.key, item);
    const { rows } = this.#timeline;
    // Nearly always the last one.
    const next = rows.at(-1) === row ? undefined : rows[rows.indexOf(row) + 1];
    this.#list.insertBefore(item.element, this.#items.get(next?.key)?.element ?? null);
    this.#filterRow(row);
  }

  #filterRow(row) {
    this.#items.get(row.key).element.hidden = !this.#lets(row);
    this.#showEmpty();
  }

  #lets(row) {
    return !this.#hiddenKinds.has(row.kind) && (this.#words === "" || wordsOf(row).includes(this.#words));
  }

  #applyFilter() {
    for (const row of this.#timeline.rows) {
      this.#items.get(row.key).element.hidden = !this.#lets(row);
    }
    this.#showEmpty();
  }

  #showEmpty() {
    const isEmpty = this.#list.querySelector(":scope > :not([hidden])") === null;
    this.#empty.hidden = !isEmpty;
    this.#scroller.hidden = isEmpty;
    this.#empty.textContent = t(this.#timeline.rows.length === 0 ? "timeline.empty" : "timeline.none");
  }

  #filter() {
    const search = el("input", {
      type: "search",
      class: "search-field",
      placeholder: t("timeline.filter"),
      "aria-label": t("timeline.filter"),
      "data-testid": "filter-text",
      oninput: () => {
        this.#words = search.value.trim().toLowerCase();
        this.#applyFilter();
      },
    });
    search.value = this.#words;
    const chips = KINDS.map((kind) => {
      const chip = el(
        "button",
        {
          type: "button",
          class: `chip kind-${kind}`,
          "aria-pressed": String(!this.#hiddenKinds.has(kind)),
          "data-testid": `filter-${kind}`,
          onclick: () => {
            const isShown = this.#hiddenKinds.delete(kind);
            if (!isShown) {
              this.#hiddenKinds.add(kind);
            }
            chip.setAttribute("aria-pressed", String(isShown));
            this.#applyFilter();
          },
        },
        t(`kind.${kind}`),
      );
      return chip;
    });
    return [el("div", { class: "search" }, icon("search", 16), search), el("div", { class: "chips" }, chips)];
  }
}

/** One row and, once it is unfolded, its details. */
class Item {
  #row;
  #actions;
  #head;
  #details;

  constructor(row, actions) {
    this.#row = row;
    this.#actions = actions;
    this.#head = el("button", {
      type: "button",
      class: "row-head",
      "aria-expanded": "false",
      "data-testid": "row-head",
      onclick: () => this.#toggle(),
    });
    this.element = el(
      "li",
      { class: `timeline-row kind-${row.kind}`, "data-testid": "row", "data-kind": row.kind },
      this.#head,
    );
    this.update();
  }

  update() {
    const row = this.#row;
    const outcome = outcomeOf(row);
    Object.assign(this.element.dataset, { title: row.method ?? row.title, state: row.state, outcome });
    this.#head.replaceChildren(
      el("time", { class: "row-time", datetime: new Date(row.at).toISOString() }, preciseTime(row.at)),
      el("span", { class: "row-kind" }, t(`kind.${row.kind}`)),
      el("span", { class: "row-what" }, el("code", { class: "row-title" }, row.method ?? row.title), summaryOf(row)),
      el("span", { class: "row-bridge" }, row.bridge ?? row.exchange.by ?? ""),
      el("span", { class: "row-took" }, row.took === undefined ? "" : duration(row.took)),
      el(
        "span",
        { class: "row-end" },
        row.fault !== undefined &&
          row.fault !== "none" &&
          el("span", { class: "outcome", "data-tone": "warn" }, t(`fault.${row.fault}`)),
        el(
          "span",
          { class: "outcome", "data-tone": toneOf(outcome), "data-testid": "row-outcome" },
          row.exchange?.status ?? t(`outcome.${outcome}`),
        ),
      ),
    );
    if (this.#details !== undefined) {
      this.#showDetails();
    }
  }

  #toggle() {
    const isOpen = this.#details === undefined;
    this.#head.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) {
      this.#actions.unfolded();
      this.#showDetails();
    } else {
      this.#details.remove();
      this.#details = undefined;
    }
  }

  #showDetails() {
    const hadFocus = this.#details?.contains(document.activeElement);
    const fresh = details(this.#row, this.#actions);
    this.#details?.remove();
    this.#details = fresh;
    this.element.append(fresh);
    if (hadFocus) {
      this.#head.focus();
    }
  }
}

/** How a row ended, in one word: of a call, what was decided once it is answered. */
function outcomeOf({ state, decision }) {
  return state === "answered" && decision !== undefined ? decision : state;
}

const TONES = {
  good: ["agree", "ok", "answered"],
  bad: ["fail", "refused", "bad", "unreached", "ignored", "rubbish"],
  warn: ["silent", "held", "garbled", "elsewhere", "lost", "forgotten", "given_up"],
  wait: ["open", "preparing", "asking", "answering"],
};

function toneOf(outcome) {
  return Object.keys(TONES).find((tone) => TONES[tone].includes(outcome)) ?? "plain";
}

/** What a row is about, in a few words. */
function summaryOf({ params, exchange, messages }) {
  if (exchange !== undefined) {
    return exchange.url.includes("?") ? exchange.url.slice(exchange.url.indexOf("?")) : asText(exchange.request_body);
  }
  if (params !== undefined) {
    return Object.entries(params)
      .filter(([name]) => name !== "app_id")
      .map(([name, value]) => `${name}: ${asText(value)}`)
      .join("  ");
  }
  return messages[0].note === undefined ? "" : t(...messages[0].note);
}

/** All that is known about a row, as text to be searched. */
function wordsOf({ title, params, bridge, state, decision, choice, fault, exchange, messages }) {
  return JSON.stringify([title, params, bridge, state, decision, choice, fault, exchange, messages]).toLowerCase();
}
