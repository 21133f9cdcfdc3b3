/**
 * `share`: send this card? The fixed layout, or the page's own.
 */
import { el } from "../dom.mjs";
import { t } from "../i18n.mjs";
import { currentConversation } from "../world.mjs";
import { cardData } from "./card-data.mjs";
import { appName, conversationRow } from "./parts.mjs";

export function share({ params }) {
  return {
    title: t("share.title"),
    agree: t("share.agree"),
    body: [
      el("div", { class: "row" }, conversationRow(currentConversation())),
      el(
        "figure",
        { class: "share", "aria-label": t("share.card"), "data-testid": "share-card" },
        params.share_data_url === undefined ? null : custom(params.share_data_url),
        card(params),
        el("figcaption", {}, t("share.from", { app: appName(params.app_id) })),
      ),
    ],
  };
}

function card({ share_title: title, sub_title: subtitle, share_url: url, thumb_url: thumb }) {
  return el(
    "div",
    { class: "card-basic" },
    el(
      "span",
      { class: "card-text" },
      el("strong", {}, title),
      typeof subtitle === "string" && el("span", { class: "card-sub" }, subtitle),
      el("small", {}, hostOf(url)),
    ),
    isHttp(thumb) && el("img", { class: "card-thumb", src: thumb, alt: "", referrerpolicy: "no-referrer" }),
  );
}

function custom(text) {
  const data = cardData(text);
  const content = {
    card: () => data.lines.map((words) => el("span", { class: "card-line" }, words)),
    address: () => [el("small", {}, t("share.data_elsewhere")), el("code", {}, data.url)],
    unread: () => [el("small", {}, t("share.data_unread")), el("code", {}, text)],
  };
  return el(
    "div",
    { class: "card-custom", "data-testid": "share-custom" },
    el("span", { class: "card-kind" }, data.kind === "card" && data.type !== "" ? data.type : t("share.custom")),
    content[data.kind](),
  );
}

function hostOf(url) {
  return URL.canParse(url) ? new URL(url).host : url;
}

function isHttp(url) {
  return typeof url === "string" && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}
