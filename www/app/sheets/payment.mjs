/**
 * `pay`: pay this order? What it is and what it costs stands in the platform's books, not in what the page says.
 */
import { el, icon } from "../dom.mjs";
import { yuan } from "../format.mjs";
import { t } from "../i18n.mjs";
import { appIcon, line } from "../screens/parts.mjs";
import { appName } from "../world.mjs";

export function payment({ params }, { title, amount, remark, out_trade_no }) {
  return {
    icon: appIcon(params.app_id),
    title: t("payment.title", { app: appName(params.app_id) }),
    agree: t("payment.agree", { amount: yuan(amount) }),
    body: [
      el("strong", { class: "amount", "data-testid": "payment-amount" }, yuan(amount)),
      el(
        "div",
        { class: "lines" },
        line(t("payment.for"), el("span", { "data-testid": "payment-for" }, title)),
        remark && line(t("payment.remark"), remark),
        line(t("payment.order"), el("code", {}, out_trade_no)),
        line(t("payment.method"), t("payment.balance")),
      ),
    ],
  };
}

/** What is shown once it is paid. */
export function paid({ title, amount }) {
  return {
    icon: el("span", { class: "tick" }, icon("tick", 40)),
    title: t("payment.paid"),
    body: [el("strong", { class: "amount" }, yuan(amount)), el("p", { class: "sheet-hint" }, title)],
  };
}
