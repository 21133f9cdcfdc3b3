/**
 * `share`: send this card, and to whom?
 */
import { el } from "../dom.mjs";
import { t } from "../i18n.mjs";
import { shareCard } from "../screens/card.mjs";
import { conversationList } from "./conversation-list.mjs";

export function share({ params }) {
  const { elements, choice } = conversationList(t("share.title"));
  return {
    title: t("share.title"),
    agree: t("share.agree"),
    body: [
      el(
        "figure",
        { class: "share-preview", "aria-label": t("share.card"), "data-testid": "share-preview" },
        shareCard(params),
      ),
      ...elements,
    ],
    choice,
  };
}
