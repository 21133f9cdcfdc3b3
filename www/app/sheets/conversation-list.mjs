/**
 * Choosing one of the person's conversations, with a field to search in them.
 */
import { el, icon } from "../dom.mjs";
import { t } from "../i18n.mjs";
import { conversationRow } from "../screens/parts.mjs";
import { conversations, nameOf, pageConversation } from "../world.mjs";

/**
 * The list, the conversation that the page was opened from chosen first.
 *
 * @param {string} label what is chosen here, for those who do not see it
 * @returns {{ elements: Node[], choice: () => { session_id: string, session_type: number } }}
 */
export function conversationList(label) {
  let chosen = pageConversation();
  const rows = conversations().map((conversation) => ({
    name: nameOf(conversation).toLowerCase(),
    element: el(
      "label",
      { class: "row pick", "data-testid": `pick-${conversation.session_id}` },
      conversationRow(conversation),
      el("input", {
        type: "radio",
        name: "conversation",
        checked: conversation.session_id === chosen.session_id,
        onchange: () => {
          chosen = conversation;
        },
      }),
    ),
  }));
  const none = el("p", { class: "sheet-hint", hidden: true, role: "status" }, t("picker.none"));
  const search = el("input", {
    type: "search",
    class: "search-field",
    autocomplete: "off",
    placeholder: t("picker.search"),
    "aria-label": t("picker.search"),
    "data-testid": "pick-search",
    oninput: () => {
      const words = search.value.trim().toLowerCase();
      for (const { name, element } of rows) {
        element.hidden = !name.includes(words);
      }
      none.hidden = rows.some(({ element }) => !element.hidden);
    },
  });
  return {
    elements: [
      el("div", { class: "search" }, icon("search", 18), search),
      el(
        "div",
        { class: "rows", role: "radiogroup", "aria-label": label },
        rows.map(({ element }) => element),
      ),
      none,
    ],
    choice: () => ({ session_id: chosen.session_id, session_type: chosen.session_type }),
  };
}
