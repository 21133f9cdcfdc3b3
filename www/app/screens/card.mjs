/**
 * A card that a page shares: the fixed layout, or the page's own above it.
 */
import { device } from "../device.mjs";
import { el } from "../dom.mjs";
import { t } from "../i18n.mjs";
import { appName } from "../world.mjs";
import { cardDataAddress, readCardData } from "./card-data.mjs";
import { appIcon } from "./parts.mjs";

/** The card of these share params. */
export function shareCard({ app_id, share_title, sub_title, share_url, thumb_url, share_data_url }) {
  return el(
    "span",
    { class: "share-card", "data-testid": "share-card" },
    typeof share_data_url === "string" && share_data_url !== "" && custom(share_data_url),
    el(
      "span",
      { class: "card-basic" },
      el(
        "span",
        { class: "card-text" },
        el("strong", {}, share_title),
        typeof sub_title === "string" && el("span", { class: "card-sub" }, sub_title),
        el("small", {}, hostOf(share_url)),
      ),
      isHttp(thumb_url) && el("img", { class: "card-thumb", src: thumb_url, alt: "", referrerpolicy: "no-referrer" }),
    ),
    el("span", { class: "card-from" }, appIcon(app_id), appName(app_id)),
  );
}

function custom(text) {
  const place = el("span", { class: "card-custom", "data-testid": "share-custom" });
  const url = cardDataAddress(text);
  if (url === undefined) {
    place.replaceChildren(...customContent(text));
    return place;
  }
  place.append(el("small", {}, t("card.loading")));
  device.cardData(url).then(
    ({ text: loaded }) => place.replaceChildren(...customContent(loaded)),
    ({ message }) => place.replaceChildren(el("small", {}, t("card.not_loaded", { message })), el("code", {}, url)),
  );
  return place;
}

function customContent(text) {
  const data = readCardData(text);
  return data === undefined
    ? [el("small", {}, t("card.unread")), el("code", {}, text)]
    : data.lines.map((words) => el("span", { class: "card-line" }, words));
}

function hostOf(url) {
  return URL.canParse(url) ? new URL(url).host : url;
}

function isHttp(url) {
  return typeof url === "string" && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}
