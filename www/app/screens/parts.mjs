/**
 * What several sheets show: who asks, who is asked, which chat.
 */
import { avatar, el } from "../dom.mjs";
import { say, t } from "../i18n.mjs";
import { appOf } from "../world.mjs";

/** The name under which the platform knows an app, else its id. */
export function appName(id) {
  const app = appOf(id);
  return app === undefined ? t("sheet.unknown_app", { app_id: id }) : say(app.name);
}

/** The app's picture. */
export function appIcon(id) {
  const app = appOf(id);
  return app === undefined
    ? avatar(appName(id), 220, "square")
    : el("img", { class: "avatar square", src: app.icon, alt: "", width: 40, height: 40 });
}

/** A conversation: picture, name, and what kind it is. */
export function conversationRow(conversation) {
  const name = say(conversation.name);
  return [
    avatar(name, conversation.hue, conversation.type === 2 ? "square" : "round"),
    el("span", { class: "row-text" }, el("strong", {}, name), el("small", {}, conversationKind(conversation))),
  ];
}

/** "Single chat", or "Group, 8 people". */
export function conversationKind({ type, people }) {
  return type === 2 ? t("chat.group", { people }) : t("chat.single");
}

/** A labelled line of a sheet. */
export function line(label, ...content) {
  return el(
    "div",
    { class: "line" },
    el("span", { class: "line-label" }, label),
    el("span", { class: "line-content" }, content),
  );
}
