/**
 * A sheet that comes up in the phone: it takes the focus, keeps it, and gives it back when it goes.
 */
import { el } from "../dom.mjs";

export class Sheet {
  #container;
  #covered;
  #announcer;
  #returnTo;

  /** `container` for the sheet, `covered` which nobody reaches while it is up, `announcer` which is read out. */
  constructor(container, covered, announcer) {
    this.#container = container;
    this.#covered = covered;
    this.#announcer = announcer;
  }

  get isOpen() {
    return this.#container.childElementCount > 0;
  }

  /**
   * Shows a sheet in place of the one that may be up.
   *
   * @param {object} content
   * @param {string} content.name its test id
   * @param {string} content.title
   * @param {Node[]} content.body
   * @param {Node} [content.icon]
   * @param {Node[]} content.buttons
   * @param {() => void} content.onCancel called on Escape
   */
  show({ name, title, body, icon, buttons, onCancel }) {
    const focus = document.activeElement;
    const wasOpen = this.isOpen;
    const isInside = this.#container.contains(focus);
    // Someone at work beside the phone is not to be pulled away.
    const takesFocus = isInside || focus === document.body || this.#covered.contains(focus);
    if (!wasOpen) {
      this.#returnTo = this.#covered.contains(focus) ? focus : undefined;
    }
    this.#covered.inert = true;
    const dialog = el(
      "div",
      {
        class: `sheet ${name}`,
        role: "dialog",
        tabindex: "-1",
        "aria-modal": "true",
        "aria-labelledby": "sheet-title",
        "data-testid": name,
        onkeydown: (event) => {
          if (event.key === "Escape") {
            event.stopPropagation();
            onCancel();
          } else if (event.key === "Tab") {
            keepInside(dialog, event);
          }
        },
      },
      el("span", { class: "grip", "aria-hidden": "true" }),
      icon,
      el("h2", { id: "sheet-title" }, title),
      el("div", { class: "sheet-body" }, body),
      el("div", { class: "sheet-buttons" }, buttons),
    );
    this.#container.replaceChildren(dialog);
    if (takesFocus) {
      dialog.focus({ preventScroll: true });
    } else {
      this.#announcer.textContent = title;
    }
  }

  /** What was chosen is being done. */
  showBusy() {
    this.#container.firstElementChild?.setAttribute("aria-busy", "true");
  }

  close() {
    if (!this.isOpen) {
      return;
    }
    const hadFocus = this.#container.contains(document.activeElement);
    this.#container.replaceChildren();
    this.#announcer.textContent = "";
    this.#covered.inert = false;
    if (hadFocus) {
      this.#returnTo?.focus();
    }
  }
}

/** A button of a sheet: `"primary"` or `"secondary"`. */
export function sheetButton(testId, style, label, onclick) {
  return el("button", { type: "button", class: `button ${style}`, "data-testid": testId, onclick }, label);
}

/** From the last thing that can be reached in the sheet, Tab leads to the first, and the other way round. */
function keepInside(dialog, event) {
  const stops = [...dialog.querySelectorAll("button, input, summary, a[href]")].filter(
    (stop) => !stop.disabled && stop.checkVisibility() && (stop.type !== "radio" || stop.checked),
  );
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (document.activeElement === from || (event.shiftKey && document.activeElement === dialog)) {
    event.preventDefault();
    to.focus();
  }
}
