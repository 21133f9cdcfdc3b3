/**
 * Who holds the phone: a list of the people of this VVChat.
 */
import { avatar, el, icon } from "../dom.mjs";
import { say, t } from "../i18n.mjs";
import { currentUser, users } from "../world.mjs";
import { sheetButton } from "./sheet.mjs";

/**
 * Shows the list.
 *
 * @param {import("./sheet.mjs").Sheet} sheet
 * @param {(user: object) => void} onChoice
 */
export function showAccounts(sheet, onChoice) {
  const close = () => sheet.close();
  sheet.show({
    name: "sheet-accounts",
    title: t("accounts.title"),
    body: [
      el("p", { class: "sheet-hint" }, t("accounts.detail")),
      el(
        "div",
        { class: "rows" },
        users().map((user) =>
          row(user, () => {
            close();
            onChoice(user);
          }),
        ),
      ),
    ],
    onCancel: close,
    buttons: [sheetButton("sheet-cancel", "secondary", t("sheet.cancel"), close)],
  });
}

function row(user, onclick) {
  const name = say(user.name);
  const isMe = user === currentUser();
  return el(
    "button",
    {
      type: "button",
      class: "row pick",
      "aria-current": isMe && "true",
      "data-testid": `account-${user.user_id}`,
      onclick,
    },
    avatar(name, user.hue),
    el("span", { class: "row-text" }, el("strong", {}, name), el("small", {}, user.open_id)),
    isMe && icon("tick", 20),
  );
}
