/**
 * The platform's side: its orders and their notifications, its clock, and a way back to the start.
 */
import { now } from "../clock.mjs";
import { device } from "../device.mjs";
import { el, showItems } from "../dom.mjs";
import { fullTime, yuan } from "../format.mjs";
import { onLanguage, t } from "../i18n.mjs";

/** How much time can be let pass at once, in seconds. */
const STEPS = { minutes: 5 * 60, hour: 3600, day: 86_400 };

export class PlatformView {
  #place;
  #report;
  #orders = [];
  #notifications = [];
  #time = el("strong", { "data-testid": "platform-time" });
  #lists = { orders: new List("orders"), notifications: new List("notifications") };

  /**
   * @param {HTMLElement} place
   * @param {(words: string) => void} report tells the person
   */
  constructor(place, report) {
    this.#place = place;
    this.#report = report;
    onLanguage(() => this.#build());
    this.#build();
    setInterval(() => this.tick(), 1000);
  }

  /** Asks the servers how orders and notifications stand. */
  async refresh() {
    [this.#orders, this.#notifications] = await Promise.all([device.orders(), device.notifications()]);
    this.#showLists();
  }

  /** Shows the time of now. */
  tick() {
    this.#time.textContent = fullTime(now());
  }

  #build() {
    this.#place.replaceChildren(
      el(
        "section",
        { class: "platform-clock", "aria-label": t("platform.clock") },
        el("p", {}, t("platform.clock"), " ", this.#time),
        el(
          "div",
          { class: "tools" },
          Object.entries(STEPS).map(([step, seconds]) =>
            el(
              "button",
              {
                type: "button",
                class: "quiet",
                "data-testid": `pass-${step}`,
                onclick: () => device.advanceClock(seconds),
              },
              t(`platform.pass_${step}`),
            ),
          ),
        ),
        el("p", { class: "hint" }, t("platform.clock_hint")),
      ),
      el(
        "div",
        { class: "platform-lists" },
        Object.values(this.#lists).map((list) => list.build()),
      ),
      el("section", { class: "platform-reset", "aria-label": t("platform.reset") }, this.#resetDialog()),
    );
    this.tick();
    this.#showLists();
  }

  #resetDialog() {
    const dialog = el(
      "dialog",
      { class: "dialog", "aria-labelledby": "reset-title", "data-testid": "reset-dialog" },
      el("h3", { id: "reset-title" }, t("platform.reset_title")),
      el("p", {}, t("platform.reset_words")),
      el(
        "div",
        { class: "dialog-buttons" },
        el("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, t("sheet.cancel")),
        el(
          "button",
          { type: "button", class: "quiet danger", "data-testid": "reset-confirm", onclick: () => device.reset() },
          t("platform.reset"),
        ),
      ),
    );
    const open = el(
      "button",
      { type: "button", class: "quiet danger", "data-testid": "reset", onclick: () => dialog.showModal() },
      t("platform.reset"),
    );
    return [open, dialog];
  }

  #showLists() {
    const focused = document.activeElement?.dataset.again;
    this.#lists.orders.show(this.#orders.map(orderItem));
    this.#lists.notifications.show(this.#notifications.map((notification) => this.#notificationItem(notification)));
    if (focused !== undefined) {
      [...this.#place.querySelectorAll("[data-again]")].find(({ dataset }) => dataset.again === focused)?.focus();
    }
  }

  #notificationItem({ id, kind, notify_url, fields, attempts, next_at, delivered }) {
    const last = attempts.at(-1);
    const state = delivered ? "delivered" : attempts.length === 0 ? "waiting" : "trying";
    return el(
      "li",
      { class: "platform-item", "data-testid": "notification", "data-state": state },
      el(
        "p",
        { class: "platform-main" },
        el("strong", {}, t(`notification.${kind}`)),
        el("code", {}, fields.out_trade_no ?? fields.out_order_no ?? ""),
        el(
          "span",
          { class: "outcome", "data-tone": delivered ? "good" : "wait", "data-testid": "notification-state" },
          t(`notification.${state}`, { attempts: attempts.length }),
        ),
      ),
      el("p", { class: "soft" }, notify_url),
      last !== undefined &&
        el("p", { class: "soft" }, t("notification.last", { time: fullTime(last.at), answer: answerOf(last) })),
      next_at !== null &&
        next_at !== undefined &&
        el("p", { class: "soft" }, t("notification.next", { time: fullTime(next_at) })),
      el(
        "button",
        {
          type: "button",
          class: "quiet",
          "data-again": id,
          "data-testid": "send-again",
          onclick: async () => {
            await device.notifyAgain(id);
            this.#report(t("notification.sent"));
            await this.refresh();
          },
        },
        t("notification.again"),
      ),
    );
  }
}

/** A list with its heading, or with words that it is empty. */
class List {
  #name;
  #items;
  #empty;

  constructor(name) {
    this.#name = name;
  }

  /** The list in the language of now, to be filled. */
  build() {
    this.#items = el("ul", { class: "platform-list", "data-testid": this.#name });
    this.#empty = el("p", { class: "empty" }, t(`platform.no_${this.#name}`));
    return el(
      "section",
      { "aria-labelledby": `${this.#name}-heading` },
      el("h3", { id: `${this.#name}-heading` }, t(`platform.${this.#name}`)),
      this.#items,
      this.#empty,
    );
  }

  show(items) {
    showItems(this.#items, items);
    this.#items.hidden = items.length === 0;
    this.#empty.hidden = items.length > 0;
  }
}

function orderItem({ title, amount, status, out_trade_no, trade_no }) {
  return el(
    "li",
    { class: "platform-item", "data-testid": "order", "data-status": status },
    el(
      "p",
      { class: "platform-main" },
      el("strong", {}, title),
      el("span", {}, yuan(amount)),
      el(
        "span",
        { class: "outcome", "data-tone": Number(status) === 1 ? "good" : "wait" },
        t(Number(status) === 1 ? "order.paid" : "order.waiting"),
      ),
    ),
    el("p", { class: "soft" }, el("code", {}, out_trade_no), trade_no ? [" · ", el("code", {}, trade_no)] : null),
  );
}

function answerOf({ status, answer, error }) {
  return error ?? `${status ?? ""} ${answer ?? ""}`.trim();
}
