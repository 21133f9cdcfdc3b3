/**
 * The visitor's orders, as the server has them.
 */
import { byTestId, element } from "./dom.mjs";
import { start } from "./flow.mjs";
import { findOut, payOrder } from "./flows/pay.mjs";
import { say, time, yuan } from "./language.mjs";
import { get } from "./server.mjs";

let orders = [];
let reached = true;

/** Asks the server for them. */
export async function refreshOrders() {
  try {
    orders = await get("/api/orders");
    reached = true;
  } catch {
    // Whatever they are, they are still there.
    reached = false;
  }
  showOrders();
}

export function showOrders() {
  byTestId("orders-note").textContent = reached ? say("orders.none") : say("orders.unreached");
  byTestId("orders-note").hidden = reached && orders.length > 0;
  byTestId("orders").replaceChildren(...orders.map(row));
}

function row(order) {
  const status = statusOf(order);
  const { out_trade_no, title, amount, placed_at, payment } = order;
  const words = element("p", { className: `status ${status}` }, say(`orders.${status}`));
  const about = element("p", { className: "soft" }, `${time(placed_at)} · ${out_trade_no}`);
  const item = element("li", { data: { testid: "order", order: out_trade_no, status } });
  item.append(
    element("p", { className: "between" }, element("strong", {}, title), element("strong", {}, yuan(amount))),
  );
  item.append(words, about);
  if (payment !== null) {
    item.append(element("p", { className: "soft" }, say("orders.trade_no", payment)));
  }
  if (status === "waiting") {
    const pay = button("order-pay", say("orders.pay"), (context) => payOrder(order, context));
    const check = button("order-check", say("orders.check"), ({ tell }) => findOut(order, { tell }));
    item.append(element("div", { className: "buttons" }, pay, check));
  }
  return item;
}

/** An order without an imprest_code has not reached the platform: whoever orders the same again takes it up. */
function statusOf({ payment, imprest_code }) {
  if (payment !== null) {
    return "paid";
  }
  return imprest_code === null ? "closed" : "waiting";
}

function button(name, text, run) {
  const onclick = () => start("pay", run);
  return element(
    "button",
    { type: "button", className: "button small", onclick, data: { testid: name, place: "pay" } },
    text,
  );
}
