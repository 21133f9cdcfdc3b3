/**
 * The sheet that comes up in the phone for a request: the frame that all of them share, and which of them is shown.
 */
import { el } from "../dom.mjs";
import { onLanguage, t } from "../i18n.mjs";
import { consent } from "./consent.mjs";
import { payment } from "./payment.mjs";
import { picker } from "./picker.mjs";
import { share } from "./share.mjs";

/**
 * What a method shows. Each function takes the request and returns
 * `{ icon, title, agree, body, choice }`: a picture and a heading, the word on the button that agrees, the elements in
 * between, and, where there is something to choose, a function that says what is chosen. `getSession` shows nothing.
 */
const screens = { auth: consent, pay: payment, selectSession: picker, share };

/** Shows the oldest request that asks, one at a time, and gives the page its focus back when none does. */
export class Sheets {
  #desk;
  #container;
  #page;
  #frame;
  #shown;

  /**
   * @param {import("../decisions.mjs").Desk} desk
   * @param {object} elements `container` for the sheet, `page` which it covers, `frame` with the page inside
   */
  constructor(desk, { container, page, frame }) {
    this.#desk = desk;
    this.#container = container;
    this.#page = page;
    this.#frame = frame;
    desk.onChange(() => this.#update());
    onLanguage(() => this.#rebuild());
  }

  #update() {
    const asking = this.#desk.calls.find((call) => this.#desk.state(call) === "asking" && screens[call.method]);
    if (asking === this.#shown) {
      return;
    }
    const focus = document.activeElement;
    const inSheet = this.#container.contains(focus);
    this.#shown = asking;
    this.#page.inert = asking !== undefined;
    if (asking === undefined) {
      this.#container.replaceChildren();
      if (inSheet) {
        this.#frame.focus();
      }
      return;
    }
    const dialog = this.#build(asking);
    this.#container.replaceChildren(dialog);
    // Someone at work in the panel is not to be pulled away from it; the panel has the same choices.
    if (inSheet || focus === this.#frame || focus === document.body || focus === null) {
      dialog.focus({ preventScroll: true });
    }
  }

  #rebuild() {
    if (this.#shown !== undefined) {
      this.#container.replaceChildren(this.#build(this.#shown));
    }
  }

  #build(call) {
    const { icon, title, agree, body, choice = () => undefined } = screens[call.method](call);
    const decide = (decision) => () => this.#desk.decide(call, decision, choice());
    const button = (decision, label, style) =>
      el(
        "button",
        { type: "button", class: style, "data-testid": `sheet-${decision}`, onclick: decide(decision) },
        label,
      );
    return el(
      "div",
      {
        class: `sheet sheet-${call.method}`,
        role: "dialog",
        tabindex: "-1",
        "aria-labelledby": "sheet-title",
        "data-testid": `sheet-${call.method}`,
        onkeydown: (event) => {
          if (event.key === "Escape") {
            event.stopPropagation();
            this.#desk.decide(call, "cancel");
          }
        },
      },
      el("span", { class: "grip", "aria-hidden": "true" }),
      icon,
      el("h2", { id: "sheet-title" }, title),
      el("div", { class: "sheet-body" }, body, requestData(call.params)),
      el(
        "div",
        { class: "sheet-buttons" },
        button("cancel", t("sheet.cancel"), "button secondary"),
        button("agree", agree, "button primary"),
      ),
      button("fail", t("sheet.fail"), "fail-link"),
    );
  }
}

/** All that the page sent, for those who want to see it. */
function requestData(params) {
  const rows = Object.entries(params).map(([name, value]) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, typeof value === "string" ? value : JSON.stringify(value))),
  );
  return el(
    "details",
    { class: "request-data", "data-testid": "sheet-data" },
    el("summary", {}, t("sheet.data")),
    rows.length === 0 ? el("p", {}, t("sheet.nothing")) : el("dl", {}, rows),
  );
}
