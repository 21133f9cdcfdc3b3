/**
 * A merchant's server, as far as tests need one: it places orders with the simulated platform.
 */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";

/** The platform's documented test data. */
export const merchant = { app_id: "test", app_key: "123456" };

/** The platform's data signature: sorted, joined, hashed with the key. */
function dataSignature(params, key) {
  const pairs = Object.entries(params)
    .filter(([name, value]) => name !== "sign" && value !== "")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  return createHash("md5")
    .update(`${pairs.join("&")}&key=${key}`)
    .digest("hex")
    .toUpperCase();
}

/**
 * Places an order.
 *
 * @param {string} app the simulator's origin
 * @param {object} [data] what is not to be as usual; `amount` in fen
 * @returns {Promise<{ imprest_code: string, out_trade_no: string, amount: number, title: string }>}
 */
export async function placeOrder(app, data = {}) {
  const order = {
    app_id: merchant.app_id,
    store_no: "10000100",
    nonce_str: randomBytes(12).toString("hex"),
    sign_type: "MD5",
    out_trade_no: `T${randomBytes(8).toString("hex")}`,
    amount: 12800,
    // Nobody listens at port 9.
    notify_url: "http://127.0.0.1:9/notify",
    scene_type: "APP",
    title: "West Lake Longjing 50 g",
    ...data,
  };
  const response = await fetch(`${app}/paybusapi/v1/pay/unifiedorder`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...order, sign: dataSignature(order, merchant.app_key) }),
  });
  const answer = await response.json();
  assert.equal(response.status, 200, answer.err_msg);
  return { ...order, imprest_code: answer.imprest_code };
}

/** Asks the platform how an order stands, as a merchant's server would. */
export async function queryOrder(app, imprest_code) {
  const query = new URLSearchParams({ app_id: merchant.app_id, imprest_code });
  return (await fetch(`${app}/paybusapi/v1/pay/unifiedorder?${query}`)).json();
}

/** Exchanges a code for a token. Returns what the platform answers, an error as well. */
export async function exchangeCode(app, code) {
  const query = new URLSearchParams({ ...merchant, code });
  return (await fetch(`${app}/userservices/v2/authorization/token?${query}`)).json();
}

/** Exchanges a code for a token, and sends a message with that. */
export async function sendMessage(app, code, content) {
  const { token } = await exchangeCode(app, code);
  const response = await fetch(`${app}/messageapi/v1/authorization/sendmsg`, {
    method: "POST",
    headers: { Authorization: token, "Content-Type": "application/json" },
    body: JSON.stringify({ type: "text", content }),
  });
  assert.equal(response.status, 200, await response.text());
}
