/**
 * The phone: which screen is shown, and what happens to all of them.
 */
import { now } from "../clock.mjs";
import { device } from "../device.mjs";
import { timeOfDay } from "../format.mjs";
import { onLanguage, t } from "../i18n.mjs";
import { apps, currentUser, setPageConversation } from "../world.mjs";
import { Chats } from "./chats.mjs";
import { Conversation } from "./conversation.mjs";
import { currentRoute, go, routes } from "./routes.mjs";
import { Toast } from "./toast.mjs";
import { WebView } from "./web-view.mjs";

export class Phone {
  #screens;
  #settings;
  #chats;
  #conversation;
  #toast;
  #clock;
  #screen;
  /** The conversation that was shown last. */
  #last;
  /** The page in the web view. */
  webView;

  /**
   * @param {object} elements `chats`, `chat` and `page` for the screens, `toasts`, `clock`
   * @param {{ shop_url: string, shop_origin: string }} settings
   * @param {object} actions `showAccounts()`, `pageLoaded()`, `pageLeft()`
   */
  constructor({ chats, chat, page, toasts, clock }, settings, { showAccounts, pageLoaded, pageLeft }) {
    const report = (words) => this.report(words);
    this.#screens = { chats, chat, page };
    this.#settings = settings;
    this.#toast = new Toast(toasts);
    this.#clock = clock;
    this.#chats = new Chats(chats, { showAccounts });
    this.#conversation = new Conversation(chat, {
      openPage: (url = settings.shop_url) => this.#goToPage(url),
      report,
    });
    this.webView = new WebView(page, {
      close: () => go(routes.chat(currentRoute().session)),
      loaded: pageLoaded,
      left: pageLeft,
      report,
    });
    onLanguage(() => this.rebuild());
    window.addEventListener("hashchange", () => this.show({ moveFocus: true }));
    this.#tellTime();
  }

  /** Builds every screen anew: in another language, or for another person. */
  rebuild() {
    this.#chats.rebuild();
    this.#conversation.rebuild();
    if (this.webView.isOpen) {
      this.webView.rebuild();
    }
    this.tick();
  }

  /** Says something to the person in a few words. */
  report(words) {
    this.#toast.show(words);
  }

  /** Asks the servers again for what is on the screen. */
  async refresh() {
    await Promise.all([this.#chats.refresh(), this.#conversation.refresh()]);
  }

  /** A message has come in. */
  async receive(message) {
    this.#conversation.add(message);
    if (message.session_id === currentRoute().session) {
      await this.#markRead(message.session_id);
    } else {
      await this.#chats.refresh();
    }
  }

  /** Shows what the address bar names. */
  async show({ moveFocus = false } = {}) {
    const { screen, session, url } = currentRoute();
    if (session !== undefined && this.#chats.find(session) === undefined) {
      const { hash } = location;
      await this.#chats.refresh();
      if (location.hash !== hash) {
        // The person has gone elsewhere meanwhile, and is shown that.
        return;
      }
    }
    const conversation = this.#chats.find(session);
    if (conversation === undefined) {
      await this.#showChats(session, moveFocus);
      return;
    }
    if (screen === "page" && !conversation.service) {
      setPageConversation(conversation);
      this.#reveal("page");
      // The address bar may name any page at all.
      this.webView.open(this.#isShops(url) ? url : this.#settings.shop_url);
      this.webView.frame.focus();
      await this.#conversation.open(conversation);
    } else {
      this.webView.close();
      this.#reveal("chat");
      const opened = this.#conversation.open(conversation);
      if (moveFocus) {
        this.#screens.chat.querySelector("h2").focus();
      }
      await opened;
    }
    await this.#markRead(session);
  }

  async #showChats(missing, moveFocus) {
    const cameFrom = this.#screen === "chat" ? this.#last : undefined;
    this.webView.close();
    this.#conversation.close();
    this.#reveal("chats");
    if (missing !== undefined) {
      this.report(t("chats.not_there"));
    }
    await this.#chats.refresh();
    if (moveFocus) {
      (this.#chats.row(cameFrom) ?? this.#screens.chats.querySelector("h2")).focus();
    }
  }

  #reveal(screen) {
    this.#screen = screen;
    this.#last = currentRoute().session ?? this.#last;
    for (const [name, element] of Object.entries(this.#screens)) {
      element.hidden = name !== screen;
    }
  }

  /** Goes to a page. Cards may lead anywhere; the phone opens the shops' pages alone: it talks to no others. */
  #goToPage(url) {
    if (this.#isShops(url)) {
      go(routes.page(currentRoute().session, url));
    } else {
      this.report(t("page.elsewhere", { origins: this.#origins().join(" ") }));
    }
  }

  #isShops(url) {
    return URL.canParse(url) && this.#origins().includes(new URL(url).origin);
  }

  #origins() {
    const own = apps().flatMap(({ url }) => (url === null ? [] : [new URL(url).origin]));
    return [...new Set([this.#settings.shop_origin, ...own])];
  }

  async #markRead(session) {
    await device.markRead(currentUser().user_id, session);
    await this.#chats.refresh();
  }

  #tellTime() {
    this.tick();
    setInterval(() => this.tick(), 5000);
  }

  /** Shows the time of now. */
  tick() {
    this.#clock.textContent = timeOfDay(now());
  }
}
