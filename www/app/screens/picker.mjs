/**
 * `selectSession`: which conversation?
 */
import { el } from "../dom.mjs";
import { t } from "../i18n.mjs";
import { conversations } from "../world.mjs";
import { conversationRow } from "./parts.mjs";

export function picker() {
  let chosen = conversations[0];
  const rows = conversations.map((conversation) =>
    el(
      "label",
      { class: "row pick", "data-testid": `pick-${conversation.id}` },
      conversationRow(conversation),
      el("input", {
        type: "radio",
        name: "conversation",
        checked: conversation === chosen,
        onchange: () => {
          chosen = conversation;
        },
      }),
    ),
  );
  return {
    title: t("picker.title"),
    agree: t("picker.agree"),
    body: [
      el("p", { class: "sheet-hint" }, t("picker.detail")),
      el("div", { class: "rows", role: "radiogroup", "aria-labelledby": "sheet-title" }, rows),
    ],
    choice: () => chosen,
  };
}
