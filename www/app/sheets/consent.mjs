/**
 * `auth`: may this app do that? The scope is put into words.
 */
import { avatar, el } from "../dom.mjs";
import { say, t } from "../i18n.mjs";
import { appIcon, conversationRow, line } from "../screens/parts.mjs";
import { appName, conversationOf, currentUser } from "../world.mjs";

export function consent({ params }) {
  const { name, hue } = currentUser();
  return {
    icon: appIcon(params.app_id),
    title: t("consent.title", { app: appName(params.app_id) }),
    agree: t("consent.agree"),
    body: [
      el("div", { class: "permission", "data-testid": "consent-scope" }, permission(params.scope)),
      line(t("consent.as"), el("span", { class: "person" }, avatar(say(name), hue), say(name))),
    ],
  };
}

const SEND = "sessionapi_sendmsg:";

/** The scope in words. What this app does not know is shown as it came: a person must not agree to less than it says. */
function permission(scope) {
  if (scope === "snsapi_userinfo") {
    return [
      el("strong", {}, t("consent.profile")),
      el("span", { class: "permission-detail" }, t("consent.profile_detail")),
    ];
  }
  if (!scope.startsWith(SEND)) {
    return [el("strong", {}, t("consent.other")), el("code", {}, scope)];
  }
  // The conversation's id may itself contain colons; its type does not.
  const rest = scope.slice(SEND.length);
  const colon = rest.lastIndexOf(":");
  const conversation = conversationOf(rest.slice(0, colon), rest.slice(colon + 1));
  return [
    el("strong", {}, t("consent.send")),
    conversation === undefined
      ? el("span", { class: "permission-detail" }, t("consent.unknown_chat"), " ", el("code", {}, rest))
      : el("span", { class: "row" }, conversationRow(conversation)),
  ];
}
