/**
 * How an answer gets to the page: as it should, or with one of the faults that apps have.
 */
import { postFromElsewhere } from "./elsewhere.mjs";
import { methods } from "./methods.mjs";

/** What is left of a request after a fault: it is still open, and a proper answer may yet come. */
export const leftOpen = {
  silent: "silent",
  out_of_order: "held",
  not_json: "garbled",
  wrong_origin: "elsewhere",
  reply_lost: "lost",
};

export class Delivery {
  /** An answer that waits until another one has overtaken it. */
  #held;
  #frame;
  #origin;

  /**
   * @param {HTMLIFrameElement} frame shows the page
   * @param {() => string} origin the page's
   */
  constructor(frame, origin) {
    this.#frame = frame;
    this.#origin = origin;
  }

  /** Delivers the answer to `call` with that fault. */
  deliver(call, answer, fault) {
    switch (fault) {
      case "duplicate":
        call.onItsWay = (text) => [text, text];
        this.#reply(call, answer);
        break;
      case "out_of_order":
        if (this.#held === undefined) {
          this.#held = { call, answer };
        } else {
          this.#reply(call, answer);
        }
        break;
      case "not_json":
        call.say(`<html>502 Bad Gateway: no answer to ${call.method}</html>`);
        break;
      case "wrong_shape":
        call.onItsWay = () => [call.text(methods[call.method].misshape(call.params, answer))];
        this.#reply(call, answer);
        break;
      case "wrong_origin":
        call.noteElsewhere(call.text(answer));
        postFromElsewhere(this.#frame, this.#origin(), call.text(answer));
        break;
      case "reply_lost":
        break;
      default:
        this.#reply(call, answer);
    }
  }

  /** Lets go of what is held. */
  forget() {
    this.#held = undefined;
  }

  #reply(call, answer) {
    call.reply(answer);
    if (this.#held !== undefined) {
      const { call: overtaken, answer: late } = this.#held;
      this.#held = undefined;
      if (overtaken.isOpen) {
        overtaken.reply(late);
      }
    }
  }
}
