/**
 * The rules: what is answered without asking, and which conversation the shop was opened from.
 */
import { modes } from "../decisions.mjs";
import { el } from "../dom.mjs";
import { say, t } from "../i18n.mjs";
import { methods } from "../methods.mjs";
import { conversations, currentConversation } from "../world.mjs";

/** Fills `container` with one choice for each method and one for the conversation. */
export function showAutomatic(container, desk, openFrom) {
  const rules = Object.keys(methods).map((method) =>
    field(
      `mode-${method}`,
      el("code", { class: "method" }, method),
      modes.map((mode) => ({ value: mode, label: t(`mode.${mode}`), selected: mode === desk.mode(method) })),
      (mode) => desk.setMode(method, mode),
    ),
  );
  const opened = field(
    "opened-from",
    t("automatic.opened_from"),
    conversations.map((conversation) => ({
      value: conversation.id,
      label: say(conversation.name),
      selected: conversation === currentConversation(),
    })),
    (id) => openFrom(conversations.find((conversation) => conversation.id === id)),
  );
  container.replaceChildren(...rules, opened);
}

function field(testid, label, options, choose) {
  const choice = el(
    "select",
    { "data-testid": testid, onchange: (event) => choose(event.target.value) },
    options.map(({ value, label: words, selected }) => el("option", { value, selected }, words)),
  );
  return el("label", { class: "field" }, el("span", {}, label), choice);
}
