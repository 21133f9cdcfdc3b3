/**
 * The merchant server's half of VVChat: what your server says to the platform, and hears from it.
 *
 * It takes your `app_key`, so it runs on servers alone and refuses to be loaded in a browser.
 */

/**
 * Your server, as the platform knows it. Make one, and keep it.
 *
 * Every call gives a promise, which rejects with an {@link OpenApiError}. A call that got no usable answer is sent again where that
 * is safe, after a pause: up to 0.3 s, then up to 0.6 s. Printing a client shows nothing of it.
 *
 * @example
 * ```js
 * const vvchat = new Client({ app_id: "test", app_key: process.env.VVCHAT_APP_KEY, baseUrl: process.env.VVCHAT_URL });
 *
 * const { token, open_id } = await vvchat.exchangeCode(codeFromThePage);
 * const { nickname } = await vvchat.userInfo(token);
 * console.log(`${open_id} is ${nickname}`);
 * ```
 */
export declare class Client {
  /**
   * Checks the options; nothing is sent.
   *
   * @throws {@link OpenApiError} `invalid_input` where an option is missing, unknown or wrong.
   */
  constructor(options: ClientOptions);

  /**
   * Exchanges the code that the page got from `vvchat.auth` for a token (guide: 第二步：通过code获取token). A code can be exchanged once,
   * within five minutes.
   *
   * Sent again only if no connection was made: a second exchange would be refused, and the token of the first would be lost.
   *
   * @param code - The code, as the page handed it on.
   * @throws {@link OpenApiError} `refused` where the code is not valid (any more): `无效的code`.
   *
   * @example
   * ```js
   * const { open_id, token, expires_at } = await vvchat.exchangeCode(codeFromThePage);
   * console.log(open_id, expires_at.toISOString());
   * ```
   */
  exchangeCode(code: string, options?: CallOptions): Promise<Authorization>;

  /**
   * Reads the profile of the user whose token it is (guide: 获取用户个人信息). The token's scope must be `snsapi_userinfo`.
   *
   * @param token - The token, as {@link Client.exchangeCode} gave it.
   *
   * @example
   * ```js
   * const { token } = await vvchat.exchangeCode(codeFromThePage);
   * const { nickname, avatar, sex } = await vvchat.userInfo(token);
   * console.log(nickname, avatar, sex);
   * ```
   */
  userInfo(token: string, options?: CallOptions): Promise<UserInfo>;

  /**
   * Sends a text into the conversation that the token's scope names, `sessionapi_sendmsg:SESSION_ID:SESSION_TYPE` (guide: 发送消息).
   *
   * Sent again only if no connection was made: it would be there twice. Look at {@link OpenApiError.may_have_arrived}.
   *
   * @param token - The token, as {@link Client.exchangeCode} gave it.
   * @param content - The text. Not blank.
   *
   * @example
   * ```js
   * const { token } = await vvchat.exchangeCode(codeForAConversation);
   * await vvchat.sendMessage(token, "The spring tea is here.");
   * console.log("sent");
   * ```
   */
  sendMessage(token: string, content: string, options?: CallOptions): Promise<void>;

  /**
   * Places an order, for which the page then asks the user to pay: `vvchat.pay({ app_id, imprest_code })` (guide: 统一下单接口).
   *
   * `out_trade_no` names the order: placing it again gives the same one, so this is repeated.
   *
   * @throws {@link OpenApiError} `malformed_reply` too where the platform's answer is not signed as it must be.
   *
   * @example
   * ```js
   * const { imprest_code } = await vvchat.placeOrder({
   *   store_no: "1",
   *   out_trade_no: "A20260101-1",
   *   amount: fen("68.00"),
   *   notify_url: "https://shop.example/notify",
   *   title: "Green tea",
   * });
   * console.log(imprest_code);
   * ```
   */
  placeOrder(order: NewOrder, options?: CallOptions): Promise<PlacedOrder>;

  /**
   * Asks for an order by one of its numbers: is it paid? Above all where a page's `pay` ended with the outcome `unknown` (guide: 查询订单).
   *
   * @example
   * ```js
   * const { status, amount } = await vvchat.queryOrder({ out_trade_no: "A20260101-2" });
   * console.log(status === 1 && amount === fen("68.00") ? "paid" : "not paid");
   * ```
   */
  queryOrder(query: OrderQuery, options?: CallOptions): Promise<Order>;

  /**
   * Pays money out of your account to a user (guide: 代付). Success says that the platform has accepted it; what became of it, a
   * notification says.
   *
   * `out_order_no` names the payout: with the same number it is paid once, so this is repeated.
   *
   * @example
   * ```js
   * await vvchat.payOut({
   *   out_order_no: "R20260101-1",
   *   in_open_id: "xd8wjr9jr02kjf823jse94kio8",
   *   out_open_id: "lJsDBB01QzGpBKOC7uaZB6D0QGZWBMCS",
   *   amount: 500n,
   *   notify_url: "https://shop.example/notify",
   *   title: "Refund",
   * });
   * console.log("accepted");
   * ```
   */
  payOut(payOut: PayOut, options?: CallOptions): Promise<void>;

  /**
   * Gets an order to try `vvchat.pay` with. The platform's test environment alone has it.
   *
   * @example
   * ```js
   * const { imprest_code } = await vvchat.placeTestOrder();
   * console.log(imprest_code);
   * ```
   */
  placeTestOrder(options?: CallOptions): Promise<PlacedOrder>;

  /**
   * Verifies what was sent to a `notify_url`: everybody can send something there (guide: 统一下单接口的回调说明).
   *
   * What it returns is the platform's, word for word. Look up your own order by `out_trade_no`, compare `amount` with its price, look
   * at `status`, store it, and answer `success`: until then it comes again. It may come twice all the same.
   *
   * @param body - The request's body as it arrived, before any parsing.
   * @param contentType - The request's `Content-Type`. A form, or JSON; where it says neither, the body tells.
   * @throws {@link OpenApiError} `rejected` where it is not the platform's. Answer with a status that is not 200.
   *
   * @example
   * ```js
   * const notification = vvchat.verifyNotification(request.body, request.headers["content-type"]);
   * if (notification.kind === "payment" && notification.status === 1) {
   *   console.log(notification.out_trade_no, "is paid:", yuan(notification.amount));
   * }
   * ```
   */
  verifyNotification(body: string | Uint8Array, contentType?: string): Notification;
}

/** What a {@link Client} is made of. */
export interface ClientOptions {
  /** The id of your app, issued by the platform. */
  readonly app_id: string;
  /** The key that the platform issued with it. Whoever knows it can act as you: keep it in your server's environment. */
  readonly app_key: string;
  /** Where the platform is, such as `https://open.example`. Plain http only to this very machine, as for the simulator. */
  readonly baseUrl: string;
  /** Takes plain http to any host, where whoever is on the way can read `app_key`. For a closed network, and no other. */
  readonly allowHttp?: boolean | undefined;
  /** Milliseconds that one attempt of a call may take. 15,000 unless given. */
  readonly timeout?: number | undefined;
  /** How often a call is sent again at most, where that is safe. 2 unless given. */
  readonly retries?: number | undefined;
}

/** What can be said about one call. */
export interface CallOptions {
  /** Ends the waiting, repeats included: the promise rejects with `aborted`. What was sent, was sent. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that one attempt of this call may take. */
  readonly timeout?: number | undefined;
}

/** What a user allowed. */
export interface Authorization {
  /** Who the user is to your app. Never changes. */
  open_id: string;
  /** What they allowed: `snsapi_userinfo`, or `sessionapi_sendmsg:SESSION_ID:SESSION_TYPE`. */
  scope: string;
  /** Acts for the user: keep it on your server. It is not enumerable, so that printing or sending on the whole leaves it out. */
  readonly token: string;
  /** From this moment on the token is of no use: the platform's `expire_in`. */
  expires_at: Date;
}

/** A user's profile. */
export interface UserInfo {
  /** Who the user is to your app. Never changes. */
  open_id: string;
  /** The name they go by. Text of theirs: escape it where it is shown. */
  nickname: string;
  /** The address of their picture. */
  avatar: string | null;
  /** What the profile says. */
  sex: "男" | "女" | null;
}

/**
 * An amount of money in fen, a hundredth of a yuan: a whole number. What comes from the platform is always a `bigint`.
 */
export type Fen = bigint | number;

/** An order to be placed. */
export interface NewOrder {
  /** The number of your shop, issued by the platform. */
  readonly store_no: string;
  /** Your own number of the order, another one for each. Visible ASCII without `&` and `=`. */
  readonly out_trade_no: string;
  /** The price in fen. At least 1. */
  readonly amount: Fen;
  /** Where the platform reports the payment: an absolute http or https URL of your server. */
  readonly notify_url: string;
  /** What the user sees that they pay for. Not blank. */
  readonly title: string;
  /** A remark. */
  readonly remark?: string | null | undefined;
}

/** An order that waits to be paid. */
export interface PlacedOrder {
  /** What the page hands to `vvchat.pay`. */
  imprest_code: string;
}

/** Which order: one of its numbers. */
export type OrderQuery =
  | { readonly out_trade_no: string; readonly imprest_code?: undefined }
  | { readonly imprest_code: string; readonly out_trade_no?: undefined };

/** An order, as the platform has it. */
export interface Order {
  /** Who paid. */
  open_id: string | null;
  /** The number of your shop. */
  store_no: string;
  /** Your own number of the order. */
  out_trade_no: string;
  /** The platform's number of the transaction: there once it is paid. */
  trade_no: string | null;
  /** What the page hands to `vvchat.pay`. */
  imprest_code: string;
  /** The price in fen. Compare it with your own. */
  amount: bigint;
  /** What the user sees that they pay for. */
  title: string;
  /** The remark. */
  remark: string | null;
  /** Where the platform reports the payment. A test order is reported nowhere. */
  notify_url: string | null;
  /** `APP`. */
  scene_type: string;
  /** 0: not paid yet. 1: paid. */
  status: number;
}

/** Money to be paid to a user. */
export interface PayOut {
  /** Your own number of the payout, another one for each. Visible ASCII without `&` and `=`. */
  readonly out_order_no: string;
  /** Who gets the money: an `open_id` from a login that your server has made. */
  readonly in_open_id: string;
  /** The account of yours that it comes from. */
  readonly out_open_id: string;
  /** How much, in fen. At least 1. */
  readonly amount: Fen;
  /** Where the platform reports: an absolute http or https URL of your server. */
  readonly notify_url: string;
  /** What the user sees that they get it for. Not blank. */
  readonly title: string;
  /** A remark. */
  readonly remark?: string | null | undefined;
}

/** What the platform reports. */
export type Notification = PaymentNotification | AgentPayNotification;

/** What became of an order. */
export interface PaymentNotification {
  /** It is about an order. */
  kind: "payment";
  /** Your app. */
  app_id: string;
  /** The platform's number of the transaction. */
  trade_no: string;
  /** Your own number of the order. */
  out_trade_no: string;
  /** Who paid. */
  open_id: string;
  /** When the order was placed. */
  trade_time: Date;
  /** When it was paid. */
  pay_time: Date;
  /** How much was paid, in fen. Compare it with your own order. */
  amount: bigint;
  /** 0: not paid yet. 1: paid. Anything else: an error. */
  status: number;
  /** The same for every repeat of this event, another for every other: store it, and do nothing more when it is there already. */
  dedup_key: string;
}

/** What became of a payout. */
export interface AgentPayNotification {
  /** It is about a payout. */
  kind: "agent_pay";
  /** Your app. */
  app_id: string;
  /** Your own number of the payout. */
  out_order_no: string;
  /** The platform's number of it. */
  agentpay_no: string;
  /** 0: not paid yet. 1: paid. 2: failed. */
  status: number;
  /** When that was so. */
  time: Date;
  /** The same for every repeat of this event, another for every other: store it, and do nothing more when it is there already. */
  dedup_key: string;
}

/**
 * What calls fail with. It has no `app_key`, token or code in it, since errors get logged, unless the platform itself repeats one in
 * `err_msg`: what it says there is kept word for word.
 *
 * @example
 * ```js
 * try {
 *   await vvchat.exchangeCode("USED-TWICE");
 * } catch (error) {
 *   if (!(error instanceof OpenApiError)) throw error;
 *   console.log(error.reason, error.err_code, error.err_msg);
 * }
 * ```
 */
export declare class OpenApiError extends Error {
  /** Made by this package alone. */
  private constructor();
  /** What went wrong, in English; where the platform refused, with its own words. For people: it may change with any release. */
  readonly message: string;
  /** What kind of error it is. */
  readonly reason: Reason;
  /** For `transport` and `rejected`: more exactly, what happened. */
  readonly kind: TransportKind | RejectedKind | null;
  /** The name of the value that is not as it must be. */
  readonly field: string | null;
  /** The HTTP status of the platform's answer, for `refused` and `unexpected_status`. */
  readonly status: number | null;
  /** The platform's own code, for `refused`. */
  readonly err_code: number | null;
  /** The platform's own words, for `refused`; as a rule in Chinese. */
  readonly err_msg: string | null;
  /** Whether the platform may have done what was asked, in spite of the error. Then ask, before you tell anybody that it failed. */
  readonly may_have_arrived: boolean;
  /** Whether the same call may be sent again without harm, and may then do better. It has been, as often as `retries` says. */
  readonly retryable: boolean;
}

/**
 * - `invalid_input`: what was passed in breaks a rule. Nothing was sent.
 * - `refused`: the platform refused, and says why in `err_code` and `err_msg`. It did nothing, unless `status` is 5xx.
 * - `unexpected_status`: an HTTP status without these two. Only 4xx says that nothing was done. A redirect ends here, too: it is not
 *   followed.
 * - `malformed_reply`: the platform's answer breaks a rule.
 * - `transport`: no answer came.
 * - `aborted`: the call's signal ended it; `cause` has the signal's reason.
 * - `rejected`: this is no notification of the platform's.
 */
export type Reason =
  | "invalid_input"
  | "refused"
  | "unexpected_status"
  | "malformed_reply"
  | "transport"
  | "aborted"
  | "rejected";

/**
 * - `connect`: no connection was made; the platform knows nothing of the call.
 * - `timeout`: the time was over.
 * - `interrupted`: the connection broke.
 */
export type TransportKind = "connect" | "timeout" | "interrupted";

/** Why something is no notification. The message says the same in words. */
export type RejectedKind =
  | "not_json"
  | "nested"
  | "repeated"
  | "ambiguous"
  | "missing"
  | "wrong_signature"
  | "wrong_app"
  | "malformed";

/**
 * An amount in fen, from yuan as people write them.
 *
 * @param yuan - Digits, and after a point at most two more.
 * @throws {@link OpenApiError} `invalid_input` for anything else.
 *
 * @example
 * ```js
 * console.log(fen("12.34") * 3n); // 3702n
 * ```
 */
export declare function fen(yuan: string): bigint;

/**
 * Yuan as people write them, from an amount in fen.
 *
 * @throws {@link OpenApiError} `invalid_input` where it is no whole number of fen.
 *
 * @example
 * ```js
 * console.log(yuan(1234n)); // 12.34
 * ```
 */
export declare function yuan(fen: Fen): string;

/**
 * The platform's signatures: MD5 in upper-case hexadecimal. {@link Client} signs and verifies by itself; these are for your own tests,
 * of what you do with a notification for instance.
 *
 * @example
 * ```js
 * const fields = { app_id: "test", out_order_no: "R1", agentpay_no: "AP1", status: "1", time: "1517928240" };
 * const body = new URLSearchParams({ ...fields, sign: sign.data(fields, process.env.VVCHAT_APP_KEY) }).toString();
 * console.log(vvchat.verifyNotification(body, "application/x-www-form-urlencoded").kind); // agent_pay
 * ```
 */
export declare const sign: {
  /** The data signature, of orders and notifications. `sign` and what is empty take no part. */
  data(fields: { readonly [name: string]: string }, app_key: string): string;
  /** The base signature. `timestamp` is in Unix seconds, ten digits. */
  base(nonce: string, timestamp: string, app_key: string): string;
  /** The joint signature, of paying out. `base` is the base signature. */
  joint(fields: { readonly [name: string]: string }, base: string, app_key: string): string;
};
