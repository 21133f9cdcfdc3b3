/**
 * `selectSession`: which conversation?
 */
import { el } from "../dom.mjs";
import { t } from "../i18n.mjs";
import { conversationList } from "./conversation-list.mjs";

export function picker() {
  const { elements, choice } = conversationList(t("picker.title"));
  return {
    title: t("picker.title"),
    agree: t("picker.agree"),
    body: [el("p", { class: "sheet-hint" }, t("picker.detail")), ...elements],
    choice,
  };
}
