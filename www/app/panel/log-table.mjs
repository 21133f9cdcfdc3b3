/**
 * The log as a table: a row for each message, and in it the message itself to unfold.
 */
import { el, shortId } from "../dom.mjs";
import { onLanguage, t } from "../i18n.mjs";
import { readable } from "../log.mjs";

const COLUMNS = ["time", "direction", "method", "id", "message"];

export class LogTable {
  #log;
  #container;
  #rows;

  constructor(log, container) {
    this.#log = log;
    this.#container = container;
    log.onChange((entry) => (entry === undefined ? this.#rebuild() : this.#append(entry)));
    onLanguage(() => this.#rebuild());
    this.#rebuild();
  }

  #rebuild() {
    const { entries } = this.#log;
    this.#rows = el("tbody", { role: "rowgroup", "data-testid": "log" }, entries.map(row));
    this.#container.replaceChildren(
      el(
        "div",
        { class: "log-scroll", role: "log", "aria-label": t("log.heading"), tabindex: "0" },
        // The roles say again what CSS takes away where it lays the rows out anew for narrow screens.
        el(
          "table",
          { role: "table" },
          el(
            "thead",
            { role: "rowgroup" },
            el(
              "tr",
              { role: "row" },
              COLUMNS.map((name) => el("th", { scope: "col", role: "columnheader", class: name }, t(`log.${name}`))),
            ),
          ),
          this.#rows,
        ),
        entries.length === 0 ? el("p", { class: "empty", "data-testid": "log-empty" }, t("log.empty")) : null,
      ),
    );
    this.#follow();
  }

  #append(entry) {
    this.#container.querySelector(".empty")?.remove();
    const scroller = this.#rows.closest(".log-scroll");
    // Who has scrolled up to read stays there.
    const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40;
    this.#rows.append(row(entry));
    while (this.#rows.childElementCount > this.#log.entries.length) {
      this.#rows.firstElementChild.remove();
    }
    if (atEnd) {
      this.#follow();
    }
  }

  #follow() {
    const scroller = this.#rows.closest(".log-scroll");
    scroller.scrollTop = scroller.scrollHeight;
  }
}

function row({ at, direction, kind, method, id, text, note }) {
  const cell = (name, ...content) => el("td", { class: name, role: "cell" }, content);
  const message = readable(text);
  const pretty = typeof message === "string" ? text : JSON.stringify(message, null, 2);
  const details = el(
    "details",
    { ontoggle: () => details.open && details.scrollIntoView({ block: "nearest" }) },
    el("summary", {}, el("span", { class: "kind" }, t(`log.kind.${kind}`)), " ", el("code", {}, gist(message))),
    note === undefined ? null : el("p", { class: "note" }, t(...note)),
    el("pre", { tabindex: "0" }, pretty),
  );
  return el(
    "tr",
    {
      role: "row",
      class: `${direction} kind-${kind}`,
      "data-testid": "log-row",
      "data-direction": direction,
      "data-kind": kind,
      "data-method": method,
      "data-id": id,
    },
    cell("time", el("time", { datetime: at.toISOString() }, clock(at))),
    cell("direction", el("b", { "aria-hidden": "true" }, direction === "in" ? "→ " : "← "), t(`log.${direction}`)),
    cell("method", el("code", {}, method ?? "–")),
    cell("id", id === undefined ? "–" : el("code", { title: String(id) }, shortId(id))),
    cell("message", details),
  );
}

/** What differs from message to message: the envelope around it does not. */
function gist(message) {
  const body = message?.params ?? message?.result ?? message?.error;
  return typeof message === "string" ? message : (JSON.stringify(body) ?? "");
}

function clock(at) {
  return `${at.toLocaleTimeString("en-GB")}.${String(at.getMilliseconds()).padStart(3, "0")}`;
}
