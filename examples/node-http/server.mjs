// A shop's server on nothing but Node.
import { createServer } from "node:http";
import { sessionOf } from "../session.mjs";
import { answerTo, Refusal, Shop } from "../shop.mjs";

const { VVCHAT_APP_ID, VVCHAT_APP_KEY, VVCHAT_URL, PORT = 3000, SHOP_URL = `http://127.0.0.1:${PORT}` } = process.env;

const shop = new Shop({
  app_id: VVCHAT_APP_ID,
  app_key: VVCHAT_APP_KEY,
  baseUrl: VVCHAT_URL,
  notifyUrl: `${SHOP_URL}/api/notify`,
});

/** Bytes of a request's body. */
const LARGEST = 64 * 1024;

/** What the page may ask for. */
const routes = {
  "POST /api/state": ({ session }) => shop.newState(session),
  "POST /api/login": ({ session, body }) => shop.logIn(session, body),
  "POST /api/orders": ({ session, body }) => shop.placeOrder(session, body),
  "POST /api/order": ({ session, body }) => shop.whatBecameOf(session, body.out_trade_no),
};

const server = createServer(async (request, response) => {
  try {
    const { method, url, headers } = request;
    const body = await read(request);
    if (method === "POST" && url === "/api/notify") {
      response.end(shop.notified(body, headers["content-type"]));
      return;
    }
    const route = routes[`${method} ${url}`];
    if (route === undefined) throw new Refusal(404, "there is nothing here");
    send(response, 200, await route({ session: sessionOf(request, response), body: json(body, headers) }));
  } catch (error) {
    const { status, message } = answerTo(error);
    send(response, status, { message });
  }
});

server.listen(PORT, "127.0.0.1", () => console.log(`listening at http://127.0.0.1:${server.address().port}`));

function send(response, status, value) {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
}

async function read(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    // What is too much is read to its end, or the answer would not be heard; but it is not kept.
    if (size <= LARGEST) chunks.push(chunk);
  }
  if (size > LARGEST) throw new Refusal(413, "this is too much");
  return Buffer.concat(chunks);
}

/** Pages of other sites can't send this type without being asked first, so they can't act in a user's name. */
function json(body, headers) {
  if (headers["content-type"]?.split(";")[0].trim() !== "application/json") throw new Refusal(415, "JSON, please");
  try {
    const value = JSON.parse(body);
    if (typeof value === "object" && value !== null) return value;
  } catch {}
  throw new Refusal(400, "this is no JSON object");
}
