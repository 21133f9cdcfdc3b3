/**
 * The sheets that ask a person about a page's request: the oldest one that asks, one at a time.
 */
import { onLanguage, t } from "../i18n.mjs";
import { consent } from "./consent.mjs";
import { paid, payment } from "./payment.mjs";
import { picker } from "./picker.mjs";
import { share } from "./share.mjs";
import { sheetButton } from "./sheet.mjs";

/**
 * What a method shows. Each function takes the request and what the servers said about it, and returns
 * `{ icon, title, agree, body, choice }`: a picture and a heading, the word on the button that agrees, the elements in
 * between, and, where there is something to choose, a function that says what is chosen. `getSession` shows nothing.
 */
const screens = { auth: consent, pay: payment, selectSession: picker, share };

/** How long the tick stays after a payment, for those who do not close it. */
const TICK_FOR = 4000;

export class Requests {
  #desk;
  #sheet;
  #report;
  #shown;
  /** While a decision is carried out, and while a payment's tick is up, the next request waits. */
  #isBusy = false;

  /**
   * @param {import("../host/desk.mjs").Desk} desk
   * @param {import("./sheet.mjs").Sheet} sheet
   * @param {(words: string) => void} report tells the person
   */
  constructor(desk, sheet, report) {
    this.#desk = desk;
    this.#sheet = sheet;
    this.#report = report;
    desk.onChange((call, { state, message }) => {
      if (state === "refused") {
        report(t("request.refused", { message }));
      } else if (state === "given_up" && call === this.#shown) {
        report(t("request.given_up"));
      }
      this.#update();
    });
    onLanguage(() => this.#rebuild());
  }

  #update() {
    if (this.#isBusy) {
      return;
    }
    const { calls } = this.#desk;
    const asking = calls.find((call) => this.#desk.state(call) === "asking" && screens[call.method] !== undefined);
    if (asking === this.#shown) {
      return;
    }
    this.#shown = asking;
    if (asking === undefined) {
      this.#sheet.close();
    } else {
      this.#build(asking);
    }
  }

  #rebuild() {
    if (this.#shown !== undefined && !this.#isBusy) {
      this.#build(this.#shown);
    }
  }

  #build(call) {
    const {
      icon,
      title,
      agree,
      body,
      choice = () => undefined,
    } = screens[call.method](call, this.#desk.prepared(call));
    const cancel = () => this.#decide(call, "cancel");
    this.#sheet.show({
      name: `sheet-${call.method}`,
      icon,
      title,
      body,
      onCancel: cancel,
      buttons: [
        sheetButton("sheet-cancel", "secondary", t("sheet.cancel"), cancel),
        sheetButton("sheet-agree", "primary", agree, () => this.#decide(call, "agree", choice())),
      ],
    });
  }

  async #decide(call, decision, choice) {
    if (this.#isBusy) {
      return;
    }
    this.#isBusy = true;
    this.#sheet.showBusy();
    const order = this.#desk.prepared(call);
    const { result } = (await this.#desk.decide(call, decision, choice)) ?? {};
    if (call.method === "pay" && result !== undefined) {
      await this.#showTick(order);
    } else if (call.method === "share" && result?.code === 200) {
      this.#report(t("share.done"));
    }
    this.#isBusy = false;
    this.#update();
  }

  /** Ends when the person closes it, or after a while. */
  #showTick(order) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, TICK_FOR);
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#sheet.show({
        name: "sheet-paid",
        ...paid(order),
        onCancel: done,
        buttons: [sheetButton("sheet-done", "primary", t("payment.done"), done)],
      });
    });
  }
}
