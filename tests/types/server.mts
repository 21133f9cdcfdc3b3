// The merchant server's half.

import type * as all from "vvchat-jssdk/server";
import type {
  AgentPayNotification,
  Authorization,
  Notification,
  Order,
  PaymentNotification,
  PlacedOrder,
  Reason,
  UserInfo,
} from "vvchat-jssdk/server";
import { Client, fen, OpenApiError, sign, yuan } from "vvchat-jssdk/server";
import { exactly } from "./exact.mjs";

exactly<"Client" | "OpenApiError" | "fen" | "sign" | "yuan">()({} as unknown as keyof typeof all);

const options = { app_id: "test", app_key: "123456", baseUrl: "https://open.example" };
const client = new Client(options);
new Client({ ...options, allowHttp: true, timeout: 1000, retries: undefined });
// @ts-expect-error: there is no platform without an address
new Client({ app_id: "test", app_key: "123456" });
// @ts-expect-error: a slip in a name
new Client({ ...options, baseURL: "https://open.example" });

const signal = new AbortController().signal;
exactly<Promise<Authorization>>()(client.exchangeCode("C0DE", { signal, timeout: 1000 }));
exactly<Promise<UserInfo>>()(client.userInfo("T0KEN"));
exactly<Promise<void>>()(client.sendMessage("T0KEN", "tea"));
// @ts-expect-error: the token alone, not the whole authorization
client.userInfo(await client.exchangeCode("C0DE"));

const { token, expires_at } = await client.exchangeCode("C0DE");
exactly<string>()(token);
exactly<Date>()(expires_at);

const order = { store_no: "1", out_trade_no: "A1", amount: 1280n, notify_url: "https://shop.example/n", title: "Tea" };
exactly<Promise<PlacedOrder>>()(client.placeOrder(order));
client.placeOrder({ ...order, amount: 1280, remark: null });
// @ts-expect-error: no texts, and no yuan in them
client.placeOrder({ ...order, amount: "12.80" });
// @ts-expect-error: without its number an order can't be repeated
client.placeOrder({ store_no: "1", amount: 1n, notify_url: "https://shop.example/n", title: "Tea" });

exactly<Promise<Order>>()(client.queryOrder({ out_trade_no: "A1" }));
exactly<Promise<Order>>()(client.queryOrder({ imprest_code: "P1" }));
// @ts-expect-error: one of the two
client.queryOrder({});
// @ts-expect-error: and not both
client.queryOrder({ out_trade_no: "A1", imprest_code: "P1" });
exactly<bigint>()((await client.queryOrder({ out_trade_no: "A1" })).amount);

const payOut = {
  out_order_no: "R1",
  in_open_id: "o1",
  out_open_id: "o2",
  amount: 5n,
  notify_url: "https://shop.example/n",
  title: "Refund",
};
exactly<Promise<void>>()(client.payOut(payOut));
exactly<Promise<PlacedOrder>>()(client.placeTestOrder());

const notification = client.verifyNotification(new Uint8Array(), "application/json");
exactly<Notification>()(notification);
if (notification.kind === "payment") exactly<PaymentNotification>()(notification);
else exactly<AgentPayNotification>()(notification);
client.verifyNotification("a=1", undefined);
// @ts-expect-error: what a framework made of the body is not signed
client.verifyNotification({ a: "1" });

exactly<bigint>()(fen("12.80"));
exactly<string>()(yuan(1280n));
exactly<string>()(sign.data({ app_id: "test" }, "123456"));

try {
  await client.userInfo("T0KEN");
} catch (error) {
  if (error instanceof OpenApiError) {
    exactly<Reason>()(error.reason);
    exactly<boolean>()(error.may_have_arrived);
  }
}
// @ts-expect-error: this package makes them
new OpenApiError();
