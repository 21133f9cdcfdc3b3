/**
 * All that is known about a row of the time line: a call's messages one by one, or an HTTP exchange.
 */
import { el } from "../dom.mjs";
import { duration, preciseTime } from "../format.mjs";
import { leftOpen } from "../host/delivery.mjs";
import { t } from "../i18n.mjs";

/** In these states a person may still answer a call by hand. */
const ANSWERABLE = new Set(["asking", ...Object.values(leftOpen)]);

/**
 * @param {object} row
 * @param {object} actions `answer(row, decision)`, `copy(row)`
 */
export function details(row, { answer, copy }) {
  return el(
    "div",
    { class: "row-details", "data-testid": "row-details" },
    row.exchange === undefined ? messages(row) : exchange(row.exchange),
    el(
      "div",
      { class: "row-actions" },
      row.kind === "call" && ANSWERABLE.has(row.state) && answers(row, answer),
      el(
        "button",
        { type: "button", class: "quiet", "data-testid": "row-copy", onclick: () => copy(row) },
        t("timeline.copy_row"),
      ),
    ),
  );
}

/** A call that waits can be answered from here. */
function answers(row, answer) {
  return el(
    "span",
    { class: "answers", role: "group", "aria-label": t("timeline.answer") },
    el("span", {}, t("timeline.answer")),
    ["agree", "cancel", "fail"].map((decision) =>
      el(
        "button",
        { type: "button", class: "quiet", "data-testid": `answer-${decision}`, onclick: () => answer(row, decision) },
        t(`decision.${decision}`),
      ),
    ),
  );
}

function messages({ at, messages: all }) {
  return el(
    "ol",
    { class: "row-messages" },
    all.map((message) =>
      el(
        "li",
        {
          class: `row-message ${message.direction}`,
          "data-testid": "row-message",
          "data-direction": message.direction,
        },
        el(
          "p",
          { class: "message-head" },
          el("strong", {}, t(`direction.${message.direction}`)),
          el("span", {}, t(`message.kind.${message.kind}`)),
          el("span", { class: "soft" }, message.at === at ? preciseTime(at) : `+${duration(message.at - at)}`),
        ),
        message.note !== undefined && el("p", { class: "note" }, t(...message.note)),
        el("pre", {}, pretty(message.message)),
      ),
    ),
  );
}

function exchange({ method, url, request_headers, request_body, status, response_body }) {
  return [
    part(
      t("exchange.request"),
      [`${method} ${url}`, ...Object.entries(request_headers).map(([name, value]) => `${name}: ${value}`)],
      request_body,
    ),
    part(t("exchange.response"), [status === null ? t("outcome.unreached") : `HTTP ${status}`], response_body),
  ];
}

function part(heading, head, body) {
  return el(
    "section",
    { class: "row-part" },
    el("h4", {}, heading),
    el("pre", {}, head.join("\n")),
    body !== "" && el("pre", {}, pretty(body)),
  );
}

/** JSON with a line for each field; what is no JSON as it is. */
function pretty(value) {
  if (typeof value !== "string") {
    return JSON.stringify(value, null, 2);
  }
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}
