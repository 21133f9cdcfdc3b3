/**
 * One conversation: its messages, and what a person writes into it.
 */
import { device } from "../device.mjs";
import { el, icon, iconButton, showItems } from "../dom.mjs";
import { say, t } from "../i18n.mjs";
import { EndFollower } from "../scrolling.mjs";
import { apps, currentUser, nameOf } from "../world.mjs";
import { messageItem } from "./message.mjs";
import { appIcon, conversationKind } from "./parts.mjs";
import { routes } from "./routes.mjs";

export class Conversation {
  #element;
  #openPage;
  #report;
  #conversation;
  #messages = [];
  #list;
  #follower;
  #draft = "";

  /**
   * @param {HTMLElement} element
   * @param {object} actions `openPage(url)` opens a page from this conversation, the shop's first one without `url`;
   *   `report(words)` tells the person
   */
  constructor(element, { openPage, report }) {
    this.#element = element;
    this.#openPage = openPage;
    this.#report = report;
  }

  /** Shows that conversation as the servers have it. */
  async open(conversation) {
    if (this.#conversation?.session_id !== conversation.session_id) {
      this.#conversation = conversation;
      this.#messages = [];
      this.#draft = "";
      this.rebuild();
    }
    await this.refresh();
  }

  /** Asks the servers for the messages of the conversation that is shown, if any is. */
  async refresh() {
    const session = this.#conversation?.session_id;
    if (session === undefined) {
      return;
    }
    const messages = await device.messages(session);
    if (this.#conversation?.session_id === session) {
      // What has come in since the servers answered is newer.
      const last = messages.at(-1)?.id ?? 0;
      this.#messages = [...messages, ...this.#messages.filter(({ id }) => id > last)];
      this.#showMessages();
    }
  }

  close() {
    this.#conversation = undefined;
  }

  /** A message has come in, for this conversation or another one. */
  add(message) {
    const isNew = this.#messages.every(({ id }) => id !== message.id);
    if (message.session_id === this.#conversation?.session_id && isNew) {
      this.#list.append(this.#item(message, this.#messages.at(-1)));
      this.#messages.push(message);
      this.#follower.resume();
    }
  }

  /** Builds the screen in the language of now. */
  rebuild() {
    if (this.#conversation === undefined) {
      return;
    }
    const name = nameOf(this.#conversation);
    this.#list = el("ol", { class: "messages", "data-testid": "messages" });
    const scroller = el(
      "div",
      { class: "messages-scroll", role: "log", tabindex: "0", "aria-label": t("chat.messages", { name }) },
      this.#list,
    );
    this.#follower = new EndFollower(scroller, this.#list);
    this.#element.replaceChildren(
      el(
        "header",
        { class: "bar" },
        el(
          "a",
          { class: "icon-button", href: routes.chats(), "aria-label": t("chat.back"), "data-testid": "chat-back" },
          icon("back", 24),
        ),
        el(
          "div",
          { class: "bar-names", "data-testid": "chat-title" },
          el("h2", { tabindex: "-1" }, name),
          el("small", {}, conversationKind(this.#conversation)),
        ),
      ),
      scroller,
      // Nobody answers VVChat's own notices.
      this.#conversation.service ? "" : this.#composer(),
    );
    this.#showMessages();
  }

  #showMessages() {
    showItems(
      this.#list,
      this.#messages.map((message, index) => this.#item(message, this.#messages[index - 1])),
    );
    this.#follower.resume();
  }

  #item(message, previous) {
    return messageItem(message, {
      previous,
      isGroup: this.#conversation.session_type === 2,
      openCard: ({ share_url }) => this.#openPage(share_url),
    });
  }

  #composer() {
    const field = el("input", {
      class: "composer-field",
      type: "text",
      autocomplete: "off",
      "aria-label": t("composer.field"),
      placeholder: t("composer.placeholder"),
      "data-testid": "composer",
      oninput: () => {
        this.#draft = field.value;
        send.disabled = field.value.trim() === "";
      },
    });
    field.value = this.#draft;
    const send = el(
      "button",
      { type: "submit", class: "send-button", "aria-label": t("composer.send"), "data-testid": "composer-send" },
      icon("send", 20),
    );
    send.disabled = field.value.trim() === "";
    const tray = el("div", { class: "tray", id: "tray", hidden: true, "data-testid": "tray" }, this.#appButtons());
    const attach = iconButton("plus", t("composer.attach"), {
      "aria-expanded": "false",
      "aria-controls": "tray",
      "data-testid": "attach",
      onclick: () => {
        tray.hidden = !tray.hidden;
        attach.setAttribute("aria-expanded", String(!tray.hidden));
        this.#follower.resume();
      },
    });
    // Who comes back from the app finds the conversation as it is without the tray.
    tray.addEventListener("click", () => attach.click());
    const onsubmit = async (event) => {
      event.preventDefault();
      const text = field.value.trim();
      if (text === "") {
        return;
      }
      send.disabled = true;
      try {
        const message = await device.send(currentUser().user_id, this.#conversation.session_id, text);
        field.value = "";
        this.#draft = "";
        this.add(message);
      } catch (error) {
        send.disabled = false;
        this.#report(t("composer.not_sent", { message: error.message }));
      }
    };
    return el("footer", { class: "composer" }, el("form", { onsubmit }, attach, field, send), tray);
  }

  /** The apps that can be opened from here. */
  #appButtons() {
    return apps().map(({ app_id, name, url }) =>
      el(
        "button",
        {
          type: "button",
          class: "tray-app",
          "data-testid": `app-${app_id}`,
          onclick: () => this.#openPage(url ?? undefined),
        },
        appIcon(app_id),
        el("span", {}, say(name)),
      ),
    );
  }
}
