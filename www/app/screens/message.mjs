/**
 * One message in a conversation: a text, a card, or the receipt of a payment.
 */
import { avatar, el, icon } from "../dom.mjs";
import { longTime, timeOfDay, yuan } from "../format.mjs";
import { say, t } from "../i18n.mjs";
import { appName, currentUser, userOf } from "../world.mjs";
import { shareCard } from "./card.mjs";
import { line } from "./parts.mjs";

/** Messages that are further apart than this get the time between them. */
const PAUSE = 5 * 60_000;

/**
 * A message as an item of a list.
 *
 * @param {object} message
 * @param {object} context `isGroup`; `previous` message or nothing; `openCard(card)`
 */
export function messageItem(message, { isGroup, previous, openCard }) {
  const { user_id, app_id } = message.from;
  // A receipt is about the person, but VVChat speaks.
  const isNotice = message.kind === "payment";
  const isMine = user_id === currentUser().user_id && !isNotice;
  const author = isNotice ? undefined : userOf(user_id);
  const name = author === undefined ? "VVChat" : say(author.name);
  const isPause = previous === undefined || message.at - previous.at > PAUSE;
  return el(
    "li",
    { class: `message ${isMine ? "mine" : "theirs"}`, "data-testid": "message", "data-kind": message.kind },
    isPause && el("span", { class: "message-time" }, longTime(message.at)),
    el("span", { class: "message-picture" }, author === undefined ? logo() : avatar(name, author.hue)),
    el(
      "div",
      { class: "message-body" },
      el("span", { class: isGroup && !isMine ? "message-author" : "hidden" }, isMine ? t("message.me") : name),
      content[message.kind]?.(message, openCard),
      app_id !== undefined &&
        message.kind === "text" &&
        el("span", { class: "message-via", "data-testid": "message-via" }, t("message.via", { app: appName(app_id) })),
      el("time", { class: "hidden", datetime: new Date(message.at).toISOString() }, timeOfDay(message.at)),
    ),
  );
}

/** VVChat's own picture. */
function logo() {
  return el("img", { class: "avatar", src: "img/vvchat.svg", alt: "" });
}

/** What the list of chats says of a message. */
export function messagePreview({ kind, text, card, payment, from }, isGroup) {
  const words = {
    text: () => text,
    card: () => t("message.card_preview", { title: card.share_title }),
    payment: () => t("message.payment_preview", { amount: yuan(payment.amount) }),
  }[kind]?.();
  const author = userOf(from.user_id);
  return isGroup && author !== undefined && author !== currentUser()
    ? t("message.said", { name: say(author.name), words })
    : words;
}

const content = {
  text: ({ text }) => el("p", { class: "bubble" }, text),

  card: ({ card }, openCard) =>
    el(
      "button",
      { type: "button", class: "card-button", "data-testid": "message-card", onclick: () => openCard(card) },
      shareCard(card),
    ),

  payment: ({ payment: { app_id, title, amount, trade_no } }) =>
    el(
      "div",
      { class: "receipt", "data-testid": "message-receipt" },
      el("span", { class: "receipt-head" }, icon("tick", 16), t("receipt.paid", { app: appName(app_id) })),
      el("strong", { class: "receipt-amount" }, yuan(amount)),
      line(t("receipt.title"), title),
      line(t("receipt.trade_no"), el("code", {}, trade_no)),
    ),
};
