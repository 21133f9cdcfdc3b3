/**
 * `pay`: pay this order? What it costs stands in the platform's books under the order code.
 */
import { el } from "../dom.mjs";
import { t } from "../i18n.mjs";
import { appIcon, appName, line } from "./parts.mjs";

export function payment({ params }) {
  return {
    icon: appIcon(params.app_id),
    title: t("payment.title", { app: appName(params.app_id) }),
    agree: t("payment.agree"),
    body: [
      el(
        "div",
        { class: "order" },
        el("span", { class: "order-label" }, t("payment.order")),
        el("code", { "data-testid": "payment-code" }, params.imprest_code),
      ),
      el("p", { class: "sheet-hint" }, t("payment.amount")),
      line(t("payment.method"), t("payment.balance")),
    ],
  };
}
