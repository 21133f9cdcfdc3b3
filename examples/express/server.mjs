// A shop's server on Express 5.
import express from "express";
import { sessionOf } from "../session.mjs";
import { answerTo, Refusal, Shop } from "../shop.mjs";

const { VVCHAT_APP_ID, VVCHAT_APP_KEY, VVCHAT_URL, PORT = 3000, SHOP_URL = `http://127.0.0.1:${PORT}` } = process.env;

const shop = new Shop({
  app_id: VVCHAT_APP_ID,
  app_key: VVCHAT_APP_KEY,
  baseUrl: VVCHAT_URL,
  notifyUrl: `${SHOP_URL}/api/notify`,
});

const app = express();
app.disable("x-powered-by");

// A signature is of what arrived: this body must not be parsed before, so its route comes before express.json.
app.post("/api/notify", express.raw({ type: () => true }), (request, response) => {
  response.send(shop.notified(request.body, request.headers["content-type"]));
});

// Pages of other sites can't send JSON without being asked first, so they can't act in a user's name.
app.use("/api", express.json(), (request, response, next) => {
  if (!request.is("application/json")) throw new Refusal(415, "JSON, please");
  request.session = sessionOf(request, response);
  next();
});
app.post("/api/state", (request, response) => {
  response.json(shop.newState(request.session));
});
app.post("/api/login", async (request, response) => {
  response.json(await shop.logIn(request.session, request.body));
});
app.post("/api/orders", async (request, response) => {
  response.json(await shop.placeOrder(request.session, request.body));
});
app.post("/api/order", async (request, response) => {
  response.json(await shop.whatBecameOf(request.session, request.body.out_trade_no));
});
app.use(() => {
  throw new Refusal(404, "there is nothing here");
});

// Express knows by its four parameters that this one is for errors.
app.use((error, _request, response, _next) => {
  // What Express itself refuses, such as a body that is no JSON, has a status, too.
  const { status, message } = error.expose ? error : answerTo(error);
  response.status(status).json({ message });
});

const server = app.listen(PORT, "127.0.0.1", (error) => {
  if (error) throw error;
  console.log(`listening at http://127.0.0.1:${server.address().port}`);
});
