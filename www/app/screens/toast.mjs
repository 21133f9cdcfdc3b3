/**
 * A few words that come up in the phone and go away by themselves. They are read out, too.
 */
import { el } from "../dom.mjs";

const SHOWN_FOR = 4000;

export class Toast {
  #place;
  #timer;

  /** `place` is a live region. */
  constructor(place) {
    this.#place = place;
  }

  show(words) {
    clearTimeout(this.#timer);
    this.#place.replaceChildren(el("p", { class: "toast", "data-testid": "toast" }, words));
    this.#timer = setTimeout(() => this.#place.replaceChildren(), SHOWN_FOR);
  }
}
