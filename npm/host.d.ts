/**
 * The embedder's half: for an app that is a web page, and shows merchants' pages in frames.
 *
 * The page in the frame has `vvchat-jssdk` and calls `vvchat.pay(…)`; this makes of it a call of your function `pay`, and sends what
 * that returns. It is the same code as the Rust crate `vvchat-host`, as WebAssembly: under a content security policy your page
 * needs `script-src 'wasm-unsafe-eval'`.
 */

/**
 * Makes a host of your functions. It offers the methods that you give a function for, and no others.
 *
 * @param options - They are copied: later changes have no effect.
 * @returns A promise of the host. It rejects with a `TypeError` that names the option where one is missing, unknown or wrong, and with
 * the engine's own error where WebAssembly is not allowed.
 *
 * @example
 * ```js
 * const host = await createHost({
 *   origins: ["https://shop.example"],
 *   info: { name: "Tea house", version: "1.0" },
 *   methods: {
 *     async pay({ imprest_code }, { signal }) {
 *       if (await sheet(`Pay ${imprest_code}?`, signal)) return { trade_no: "201712023384923834" };
 *       throw Refusal.cancelled();
 *     },
 *   },
 * });
 * const frame = host.attach(document.querySelector("iframe"));
 * ```
 */
export declare function createHost(options: HostOptions): Promise<Host>;

/** What {@link createHost} takes. */
export interface HostOptions {
  /**
   * The origins whose pages are answered, as browsers write them: `https://shop.example`, without a path. There are no wildcards. The
   * requests of others are refused with error -32600, and reported. An empty list answers no page at all.
   */
  readonly origins: readonly string[];
  /** Who you are. `vvchat.diagnose()` shows it to merchants. */
  readonly info: Info;
  /** Your functions, by the methods' names; own properties alone. */
  readonly methods: Methods;
  /**
   * Hears of what was refused, or went wrong, at the moment it does. Write it to your log; look closer at those that are your own
   * ({@link Problem.isHosts}). Without it, problems are warnings on the console.
   */
  readonly onProblem?: ((problem: Problem) => void) | undefined;
  /** Hears of each handshake, just before it is answered. A page may greet more than once. */
  readonly onHello?: ((hello: Hello) => void) | undefined;
}

/** A name and a version: yours, or an SDK's. */
export interface Info {
  readonly name: string;
  readonly version: string;
}

/**
 * Your functions. Each gets params that keep the method's rules, for a page of a listed origin, and returns the result or a promise of
 * it. That the page may speak for its `app_id` is yours to check.
 *
 * To refuse, throw a {@link Refusal}. Whatever else is thrown is reported, and the page is told of an internal error and nothing more;
 * so it is with a result that breaks a rule.
 */
export interface Methods {
  /**
   * Asks the user's consent (guide: 用户信息授权, 第一步：请求CODE). `state` goes back by itself, as it came. A user who refuses is a
   * {@link Refusal}; the page gets it as a result.
   */
  auth?(params: AuthParams, call: Call): AuthResult | Promise<AuthResult>;
  /**
   * Opens the payment sheet (guide: VVChat 支付, 第二步：调起 VVChat 支付). What is paid for, and how much it is, your server knows by
   * `imprest_code`; the page has no say in it. A {@link Refusal} tells the merchant that it was **not** paid; where nobody knows,
   * throw {@link Refusal.internal}.
   */
  pay?(params: PayParams, call: Call): PayResult | Promise<PayResult>;
  /** The conversation that the page was opened from, at once: pages wait 10 seconds (guide: 发送消息, 获取当前会话信息). */
  getSession?(params: NoParams, call: Call): Session | Promise<Session>;
  /** Lets the user pick a conversation (guide: 发送消息, 获取用户选择的会话信息). */
  selectSession?(params: NoParams, call: Call): Session | Promise<Session>;
  /** Opens the share sheet (guide: VVChat 基础分享, VVChat 高级分享). That it was cancelled, or failed, is a result. */
  share?(params: ShareParams, call: Call): ShareResult | Promise<ShareResult>;
}

/** What there is to know of a call besides its params. */
export interface Call {
  /** The request's id: a text that the page made up. For your log. */
  readonly id: string;
  /** The origin of the page that calls; one of those that you listed. */
  readonly origin: string;
  /** The params as they came, with fields that this version does not know, and with `null` for what is left out. */
  readonly params: unknown;
  /**
   * Aborts when nobody waits for the answer any more: the page has cancelled the call, is gone, or was let go of. Close the sheet. It
   * does not abort when the function has ended by itself.
   */
  readonly signal: AbortSignal;
}

/** The params of a method that takes none. */
export type NoParams = Readonly<Record<string, never>>;

/** What a page passes to `auth`. */
export interface AuthParams {
  /** The application that asks, as the platform issued it. Not blank. */
  readonly app_id: string;
  /** `snsapi_userinfo`, `sessionapi_sendmsg:SESSION_ID:SESSION_TYPE`, or what a later version asks for: refuse what you don't know. */
  readonly scope: string;
  /** Any text of the page's. It goes back by itself. */
  readonly state?: string;
}

/** The user agreed to `auth`. */
export interface AuthResult {
  /** The authorization code that the merchant's server exchanges for a token. Single use, not blank. */
  readonly code: string;
  /** Has no effect: the page's own `state` goes back. */
  readonly state?: string | undefined;
}

/** What a page passes to `pay`. */
export interface PayParams {
  /** The application that asks, as the platform issued it. Not blank. */
  readonly app_id: string;
  /** The prepaid order's code, from the platform's unified order API. Not blank. */
  readonly imprest_code: string;
}

/** The user has paid. */
export interface PayResult {
  /** The platform's number of the transaction, usually 18 digits: more than a JavaScript number can hold. Not blank. */
  readonly trade_no: string;
}

/** A conversation. */
export interface Session {
  /** Its id. Not blank. */
  readonly session_id: string;
  /** 1: a single chat, 2: a group. */
  readonly session_type: 1 | 2;
}

/** What a page passes to `share`: a card. */
export interface ShareParams {
  /** The application that asks, as the platform issued it. Not blank. */
  readonly app_id: string;
  /** The card's title. Not blank. */
  readonly share_title: string;
  /** The card's second line. */
  readonly sub_title?: string;
  /** What a tap on the card opens: an absolute http or https URL. */
  readonly share_url: string;
  /** The card's picture: an absolute http or https URL. */
  readonly thumb_url?: string;
  /** Makes it an advanced share: the card's own data, as JSON text, which may have a slip in it, or as a URL of such. */
  readonly share_data_url?: string;
}

/** What became of a `share`. */
export interface ShareResult {
  /** 200: shared. 400: failed or cancelled. */
  readonly code: number;
  /** Why it was not shared, for people. */
  readonly error?: string | undefined;
}

/** A host: it answers pages. */
export interface Host {
  /**
   * Answers the pages in a frame, from now on: messages of that frame's window and no other. Answers go to the very origin that asked,
   * never to `*`; so the origin `"null"`, which a sandboxed frame has, can't be answered.
   *
   * @param iframe - A frame in a document, and not attached already. Whether it has loaded makes no difference.
   * @throws `TypeError` where it is no such frame, `Error` where it is attached.
   *
   * @example
   * ```js
   * const frame = host.attach(document.querySelector("iframe"));
   * // When the frame is taken away:
   * frame.detach();
   * ```
   */
  attach(iframe: HTMLIFrameElement): AttachedFrame;

  /**
   * A page whose messages come in another way: over a `MessagePort`, from Electron, from a web view of yours.
   *
   * @example
   * ```js
   * const page = host.page();
   * port.onmessage = async ({ data }) => {
   *   const answer = await page.receive(data, "https://shop.example");
   *   if (answer !== null) port.postMessage(answer);
   * };
   * port.postMessage(page.ready());
   * ```
   */
  page(): Page;
}

/** A frame whose pages are answered. */
export interface AttachedFrame {
  /**
   * Says to the page that there is a host. {@link Host.attach} has done so; do it again when you know that a page has come which did
   * not hear that. Doing it too often does no harm.
   */
  announce(): void;
  /**
   * Lets go of all that was asked, without an answer: signals abort. When another page greets, this is done by itself; call it where
   * you know earlier, since you have set the frame's `src`.
   */
  forget(): void;
  /** Answers this frame no more, and lets go of all that was asked. */
  detach(): void;
}

/** A page, message by message. */
export interface Page {
  /**
   * Takes a message, and has read it when it returns: so calls come in order, and a cancellation finds its call. Many may be open at a
   * time. Whatever the message is, this does not fail.
   *
   * @param message - A JSON text, as the page sent it.
   * @param origin - The page's origin, as the channel tells it: `https://shop.example`. Never what the page says of itself.
   * @returns A promise of the JSON text to send back; `null` where there is none: a notification, a repeated id, a page that is gone.
   * @throws `TypeError` where either is no string.
   */
  receive(message: string, origin: string): Promise<string | null>;
  /** Lets go of all that was asked, without an answer: the page is gone, or will be. Signals abort. */
  forget(): void;
  /** The text by which a host announces itself, to be sent when the page may have been there first. */
  ready(): string;
}

/** A page's handshake. */
export interface Hello {
  /** Its id. A page that greets again does so by the same one. */
  readonly id: string;
  /** The page's origin. */
  readonly origin: string;
  /** Which SDK it is, if the page says. */
  readonly sdk: Info | null;
}

/** Something was refused, or went wrong. */
export interface Problem {
  /**
   * What, for programs:
   *
   * - `foreign_origin`: a page of an origin that is not listed asked; `origin` has it
   * - `no_message`: a page sent what is no message of JSON-RPC 2.0
   * - `unknown_method`: a page asked for what you don't offer; `method` has it
   * - `invalid_params`: a page sent params that break a rule
   * - `repeated_id`: a request was ignored since one with its `id` is open
   * - `handler_failed`: your function for `method` threw `error`, which is no {@link Refusal}
   * - `invalid_result`: your function's result breaks a rule
   * - `invalid_code`: your function for `method` refused with a code that means something else
   * - `other`: what later versions may add
   */
  readonly kind:
    | "foreign_origin"
    | "no_message"
    | "unknown_method"
    | "invalid_params"
    | "repeated_id"
    | "handler_failed"
    | "invalid_result"
    | "invalid_code"
    | "other";
  /** The same for people, in one line of English. It may change with any release. */
  readonly message: string;
  /** Whether it is your own mistake, not a page's. */
  readonly isHosts: boolean;
  readonly origin?: string;
  readonly method?: string;
  readonly id?: string;
  readonly error?: unknown;
}

/**
 * What a function throws to say no. The page is told code and message.
 *
 * @example
 * ```js
 * const methods = {
 *   selectSession() {
 *     throw new Refusal(403, "not in this room");
 *   },
 * };
 * ```
 */
export declare class Refusal extends Error {
  /**
   * @param code - One of your own: neither 0 nor 200, which mean success, nor one from -32768 to -32000, which JSON-RPC reserves; the
   * page is told of an internal error then.
   * @param message - The page hands it to merchants, who may show it to people.
   * @throws `TypeError` where code is no integer of at most 31 bits, or message no string.
   */
  constructor(code: number, message: string);
  /** The code, as the page gets it. */
  readonly code: number;
  /** The user cancelled: code 400. */
  static cancelled(): Refusal;
  /** You failed, and what became of the call is not known: code -32603. For `pay`, merchants then ask their server. */
  static internal(message: string): Refusal;
}
