// What a shop's server does with VVChat, whatever carries its requests.
import { randomUUID } from "node:crypto";
import { Client, OpenApiError } from "vvchat-jssdk/server";

/** In fen. What something costs, the server alone knows. */
const prices = { "green-tea": 6800n, oolong: 8800n };

/** What is asked for can't be: the status and the message are the answer. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** A real shop keeps its orders in a database. */
export class Shop {
  #vvchat;
  #notifyUrl;
  #orders = new Map();

  constructor({ app_id, app_key, baseUrl, notifyUrl }) {
    this.#vvchat = new Client({ app_id, app_key, baseUrl });
    this.#notifyUrl = notifyUrl;
  }

  /** For the page's `vvchat.auth`: a text that no other session has. */
  newState(session) {
    session.state = randomUUID();
    return { state: session.state };
  }

  /** `code` and `state` are what the page's `vvchat.auth` gave. */
  async logIn(session, { code, state }) {
    if (session.state === undefined || state !== session.state) {
      throw new Refusal(403, "this answer is not for this session");
    }
    session.state = undefined;
    const { token } = await this.#vvchat.exchangeCode(code);
    const { open_id, nickname, avatar } = await this.#vvchat.userInfo(token);
    session.open_id = open_id;
    return { nickname, avatar };
  }

  /** `imprest_code` is for the page's `vvchat.pay`. */
  async placeOrder({ open_id }, { tea, count }) {
    if (open_id === undefined) throw new Refusal(401, "log in first");
    const price = Object.hasOwn(prices, tea) ? prices[tea] : undefined;
    if (price === undefined) throw new Refusal(400, "there is no such tea");
    if (!Number.isInteger(count) || count < 1 || count > 99) throw new Refusal(400, "1 to 99 of them");

    // Stored before it is placed: whatever happens next, its notification will be recognised.
    const order = {
      out_trade_no: randomUUID().replaceAll("-", ""),
      open_id,
      amount: price * BigInt(count),
      paid: false,
    };
    this.#orders.set(order.out_trade_no, order);
    const { out_trade_no, amount } = order;
    const about = { store_no: "1", title: `${count} × ${tea}`, notify_url: this.#notifyUrl };
    const { imprest_code } = await this.#vvchat.placeOrder({ out_trade_no, amount, ...about });
    return { out_trade_no, imprest_code };
  }

  /** What became of an order; where no notification has come yet, the platform is asked. */
  async whatBecameOf({ open_id }, out_trade_no) {
    const order = this.#orders.get(out_trade_no);
    if (order === undefined || order.open_id !== open_id) throw new Refusal(404, "there is no such order");
    if (!order.paid) {
      const { status, amount, trade_no } = await this.#vvchat.queryOrder({ out_trade_no });
      if (status === 1 && amount === order.amount) this.#deliver(order, trade_no);
    }
    return { paid: order.paid };
  }

  /** What came to `notifyUrl`: the body as it arrived, and its type. Returns the answer's text. */
  notified(body, contentType) {
    const { kind, out_trade_no, amount, status, trade_no } = this.#vvchat.verifyNotification(body, contentType);
    const order = kind === "payment" ? this.#orders.get(out_trade_no) : undefined;
    if (order === undefined || order.amount !== amount) throw new Refusal(400, "this is no order of ours");
    if (status === 1) this.#deliver(order, trade_no);
    return "success";
  }

  /** Once: notifications may come twice, and a query at the same time. */
  #deliver(order, trade_no) {
    if (order.paid) return;
    Object.assign(order, { paid: true, trade_no });
    console.log(`paid: order ${order.out_trade_no}, transaction ${trade_no}`);
  }
}

/** The answer to a request that went wrong. */
export function answerTo(error) {
  if (error instanceof Refusal) return { status: error.status, message: error.message };
  if (error instanceof OpenApiError) {
    // For us alone: what the platform says may quote what it was asked, secrets included.
    console.error(error.message);
    // A code that is not valid, a notification that is not the platform's: whoever sent it is wrong. The rest is between us and VVChat.
    const isTheirs = ["invalid_input", "refused", "rejected"].includes(error.reason);
    return isTheirs
      ? { status: 400, message: "VVChat does not accept this" }
      : { status: 502, message: "VVChat could not be asked" };
  }
  console.error(error);
  return { status: 500, message: "something is wrong here" };
}
