/**
 * What several screens show: an app's picture, a conversation with its picture and name.
 */
import { avatar, el } from "../dom.mjs";
import { t } from "../i18n.mjs";
import { appName, appOf, hueOf, nameOf } from "../world.mjs";

/** The app's picture. */
export function appIcon(id) {
  const app = appOf(id);
  return app?.icon === undefined
    ? avatar(appName(id), 220, "square")
    : el("img", { class: "avatar square", src: app.icon, alt: "", width: 40, height: 40 });
}

/** A conversation's picture: a group's has corners. */
export function conversationAvatar(conversation) {
  return avatar(nameOf(conversation), hueOf(conversation), conversation.session_type === 2 ? "square" : "round");
}

/** A conversation: picture, name, and what kind it is. */
export function conversationRow(conversation) {
  return [
    conversationAvatar(conversation),
    el(
      "span",
      { class: "row-text" },
      el("strong", {}, nameOf(conversation)),
      el("small", {}, conversationKind(conversation)),
    ),
  ];
}

/** "Single chat", "Group, 8 people", or that it is VVChat's own. */
export function conversationKind({ session_type, members, service }) {
  if (service) {
    return t("chat.service");
  }
  return session_type === 2 ? t("chat.group", { people: members.length }) : t("chat.single");
}

/** A labelled line of a sheet or a receipt. */
export function line(label, ...content) {
  return el(
    "div",
    { class: "line" },
    el("span", { class: "line-label" }, label),
    el("span", { class: "line-content" }, content),
  );
}
