/**
 * Paying. Its other half is crates/shop/src/orders.rs and notify.rs.
 *
 * Two rules keep everybody's money safe. Whether an order is paid, the page believes nobody but its own server. And who pays
 * again, for whatever reason, pays the same order, which VVChat lets be paid once.
 */
import { lang } from "../language.mjs";
import { get, post, shop } from "../server.mjs";

/** The last order of which nobody knows whether it is paid. */
let doubtful = null;

/** Orders so many of a tea, and pays. */
export async function pay(product, quantity, context) {
  context.tell("pay.ordering");
  // Who pays once more because the first time seemed to fail does not want a second tea.
  const before = doubtful && (await look(doubtful, context));
  if (before?.payment) {
    return { ...paid(before), text: "pay.already" };
  }
  // No price: the server has its own. Ordering again what is not paid yet gives the same order again.
  const wish = { product: product.id, quantity, lang: lang() };
  const order = await post("/api/orders", wish, { signal: context.signal });
  if (order.payment !== null) {
    return { ...paid(order), text: "pay.already" };
  }
  return payOrder(order, context);
}

/** Pays an order that was placed before. */
export async function payOrder(order, { signal, tell }) {
  const { app_id } = await shop;
  tell("pay.waiting");
  try {
    await vvchat.pay({ app_id, imprest_code: order.imprest_code }, { signal });
  } catch (error) {
    // "none": VVChat was not even asked. "failed": it said no, as it does to an order that is paid already. "unknown": it
    // was asked and gave no proper answer, so the money may have moved.
    return error.outcome === "none" ? notPaid(error) : findOut(order, { tell, error });
  }
  return findOut(order, { tell });
}

/** How long to wait before each question to the server, in milliseconds. */
const PAUSES = [0, 1000, 2000, 4000];

/** Asks the server whether an order is paid. `error` is what paying ended with, if it did not end well. */
export async function findOut(order, { tell, error }) {
  tell("pay.asking", { final: true });
  const refused = error?.outcome === "failed";
  let trouble = null;
  for (const pause of refused ? [0] : PAUSES) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    try {
      const now = await look(order, { signal: AbortSignal.timeout(10_000) });
      trouble = null;
      if (now.payment !== null) {
        return paid(now);
      }
    } catch (caught) {
      trouble = caught;
    }
  }
  if (refused && trouble === null) {
    return notPaid(error);
  }
  doubtful = order;
  return {
    kind: "unknown",
    text: "pay.unknown",
    values: order,
    error: trouble ?? error,
    actions: [
      { name: "ask-again", text: "pay.ask_again", run: ({ tell }) => findOut(order, { tell }) },
      { name: "pay-again", text: "pay.pay_again", run: (context) => payOrder(order, context) },
    ],
  };
}

/** The order as the server knows it now. It asks the platform if it has to. */
function look(order, { signal }) {
  return get(`/api/orders/${order.out_trade_no}`, { signal });
}

function notPaid(error) {
  return { kind: "error", text: `pay.${error.outcome}`, values: error, error };
}

function paid(order) {
  doubtful = null;
  return { kind: "success", text: "pay.success", values: { ...order, ...order.payment } };
}
