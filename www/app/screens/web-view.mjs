/**
 * The web view: a shop's page over the conversation that it was opened from.
 */
import { el, iconButton } from "../dom.mjs";
import { say, t } from "../i18n.mjs";
import { apps } from "../world.mjs";
import { appIcon } from "./parts.mjs";

export class WebView {
  #element;
  #actions;
  #bar = el("header", { class: "web-bar" });
  #menu;

  /** The frame that shows the page. */
  frame = el("iframe", { class: "page", "data-testid": "shop", allow: "clipboard-write" });

  /**
   * @param {HTMLElement} element
   * @param {object} actions `close()` goes back to the conversation, `loaded()` is called with every page that has loaded,
   *   `left()` when the page is gone, `report(words)` tells the person
   */
  constructor(element, actions) {
    this.#element = element;
    this.#actions = actions;
    this.frame.addEventListener("load", () => {
      if (this.frame.isConnected) {
        this.#element.dataset.loading = "false";
        this.#actions.loaded();
      }
    });
    document.addEventListener("click", ({ target }) => {
      if (!this.#bar.contains(target)) {
        this.#closeMenu();
      }
    });
  }

  get isOpen() {
    return this.frame.isConnected;
  }

  /** The origin of the page that was opened last. */
  get origin() {
    return new URL(this.frame.src).origin;
  }

  /** Shows the page at that address. */
  open(url) {
    this.#leave();
    this.#element.dataset.loading = "true";
    this.frame.src = url;
    this.rebuild();
    this.#element.replaceChildren(this.#bar, this.frame);
  }

  /** Shows the page from its start; whatever the page before it had asked is void. */
  reload() {
    this.open(this.frame.src);
  }

  close() {
    if (this.isOpen) {
      this.#leave();
      this.#element.replaceChildren();
    }
  }

  #leave() {
    if (this.isOpen) {
      this.frame.remove();
      this.#actions.left();
    }
  }

  /** Builds the bar in the language of now. */
  rebuild() {
    // An app without an address of its own is the one that the simulator was started for.
    const app =
      apps().find(({ url }) => url !== null && new URL(url).origin === this.origin) ??
      apps().find(({ url }) => url === null) ??
      apps()[0];
    this.frame.title = t("page.frame");
    this.#menu = this.#buildMenu();
    const more = iconButton("more", t("page.menu"), {
      "aria-expanded": "false",
      "aria-controls": "page-menu",
      "data-testid": "page-menu",
      onclick: () => {
        this.#menu.hidden = !this.#menu.hidden;
        more.setAttribute("aria-expanded", String(!this.#menu.hidden));
        if (!this.#menu.hidden) {
          this.#menu.querySelector("button").focus();
        }
      },
    });
    this.#bar.replaceChildren(
      iconButton("close", t("page.close"), { "data-testid": "page-close", onclick: () => this.#actions.close() }),
      el(
        "span",
        { class: "web-names" },
        app === undefined ? null : appIcon(app.app_id),
        el(
          "span",
          { class: "web-text" },
          el("strong", { class: "web-title" }, app === undefined ? t("page.frame") : say(app.name)),
          el("small", { class: "web-origin", "data-testid": "shop-origin" }, new URL(this.frame.src).host),
        ),
      ),
      more,
      this.#menu,
    );
  }

  #buildMenu() {
    const item = (key, act) =>
      el(
        "button",
        {
          type: "button",
          "data-testid": `page-${key}`,
          onclick: () => {
            this.#closeMenu();
            act();
          },
        },
        t(`page.${key}`),
      );
    return el(
      "div",
      {
        class: "page-menu",
        id: "page-menu",
        hidden: true,
        onkeydown: (event) => {
          if (event.key === "Escape") {
            event.stopPropagation();
            this.#closeMenu();
            this.#bar.querySelector('[data-testid="page-menu"]').focus();
          }
        },
      },
      item("reload", () => this.reload()),
      item("copy", () => this.#copyAddress()),
      item("browser", () => window.open(this.frame.src, "_blank", "noopener")),
    );
  }

  #closeMenu() {
    if (this.#menu !== undefined && !this.#menu.hidden) {
      this.#menu.hidden = true;
      this.#bar.querySelector('[data-testid="page-menu"]').setAttribute("aria-expanded", "false");
    }
  }

  async #copyAddress() {
    try {
      await navigator.clipboard.writeText(this.frame.src);
      this.#actions.report(t("page.copied"));
    } catch {
      this.#actions.report(t("copy.refused"));
    }
  }
}
