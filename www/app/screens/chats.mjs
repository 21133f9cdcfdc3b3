/**
 * The list of chats.
 */
import { device } from "../device.mjs";
import { avatar, el, icon, iconButton, showItems } from "../dom.mjs";
import { shortTime } from "../format.mjs";
import { say, t } from "../i18n.mjs";
import { appName, apps, conversations, currentUser, nameOf } from "../world.mjs";
import { messagePreview } from "./message.mjs";
import { appIcon, conversationAvatar } from "./parts.mjs";
import { go, routes } from "./routes.mjs";

const HINT_SEEN = "vvchat.hint";

export class Chats {
  #element;
  #showAccounts;
  #conversations = [];
  #rows = el("ul", { class: "chat-rows", "data-testid": "chats" });

  /** `showAccounts` lets a person change who holds the phone. */
  constructor(element, { showAccounts }) {
    this.#element = element;
    this.#showAccounts = showAccounts;
  }

  /** Builds the screen in the language and for the person of now. */
  rebuild() {
    const me = say(currentUser().name);
    this.#element.replaceChildren(
      el(
        "header",
        { class: "bar" },
        el("h2", { tabindex: "-1" }, t("chats.title")),
        el(
          "button",
          {
            type: "button",
            class: "me",
            "aria-label": t("chats.me", { name: me }),
            "data-testid": "accounts",
            onclick: () => this.#showAccounts(),
          },
          avatar(me, currentUser().hue),
        ),
      ),
      el("div", { class: "chats-body" }, this.#hint() ?? "", this.#rows),
    );
    this.#showRows();
  }

  /** The person's conversation of that id, VVChat's own notices among them. */
  find(session) {
    return this.#conversations.find(({ session_id }) => session_id === session);
  }

  /** Asks the servers how the chats stand. */
  async refresh() {
    this.#conversations = await device.conversations(currentUser().user_id);
    this.#showRows();
  }

  #showRows() {
    const focused = this.#rows.querySelector(":focus")?.dataset.session;
    showItems(this.#rows, this.#conversations.map(row));
    if (focused !== undefined) {
      this.row(focused)?.focus();
    }
  }

  /** The link to a conversation. */
  row(session) {
    return [...this.#rows.querySelectorAll("a")].find((link) => link.dataset.session === session);
  }

  /** How to get to a paid order, for those who see this for the first time. */
  #hint() {
    const app = apps()[0];
    if (app === undefined || localStorage.getItem(HINT_SEEN) !== null) {
      return undefined;
    }
    const dismiss = () => {
      localStorage.setItem(HINT_SEEN, "yes");
      hint.remove();
    };
    const hint = el(
      "section",
      { class: "hint-card", "aria-label": t("hint.title"), "data-testid": "hint" },
      appIcon(app.app_id),
      el(
        "div",
        { class: "hint-text" },
        el("strong", {}, t("hint.title")),
        el("p", {}, t("hint.words", { app: appName(app.app_id) })),
        el(
          "button",
          {
            type: "button",
            class: "button primary small",
            "data-testid": "hint-open",
            onclick: () => {
              dismiss();
              go(routes.page(conversations()[0].session_id));
            },
          },
          t("hint.open"),
          icon("arrow", 18),
        ),
      ),
      iconButton("close", t("hint.dismiss"), { onclick: dismiss, "data-testid": "hint-dismiss" }),
    );
    return hint;
  }
}

function row(conversation) {
  const { session_id, session_type, last, unread } = conversation;
  return el(
    "li",
    {},
    el(
      "a",
      {
        class: "chat-row",
        href: routes.chat(session_id),
        "data-session": session_id,
        "data-testid": `chat-${session_id}`,
      },
      conversationAvatar(conversation),
      el(
        "span",
        { class: "row-text" },
        el("strong", {}, nameOf(conversation)),
        el("small", { "data-testid": "chat-preview" }, last ? messagePreview(last, session_type === 2) : ""),
      ),
      el(
        "span",
        { class: "chat-row-end" },
        last && el("time", { datetime: new Date(last.at).toISOString() }, shortTime(last.at)),
        unread > 0 &&
          el(
            "span",
            { class: "badge", "data-testid": "chat-unread" },
            String(unread),
            el("span", { class: "hidden" }, ` ${t("chats.unread")}`),
          ),
      ),
    ),
  );
}
