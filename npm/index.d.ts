/**
 * The SDK that merchant pages load to talk to the VVChat app.
 *
 * @example
 * ```js
 * import vvchat from "vvchat-jssdk";
 *
 * const result = await vvchat.auth({ app_id: "test", scope: "snsapi_userinfo" });
 * if (result.err_code === 0) console.log(result.code);
 * ```
 */
export interface Vvchat extends Methods {
  /**
   * The version of this SDK.
   *
   * @example
   * ```js
   * console.log(vvchat.version);
   * ```
   */
  readonly version: string;

  /**
   * Calls a method. Exactly one of `onSuccess` and `onError` runs, once and never before `call` has returned; then `onComplete`
   * runs with the same value. The promise is settled with them. Calls may be made at any time: they wait for the host, in order.
   *
   * @param method - The method's name.
   * @param params - The method's params; `getSession` and `selectSession` have none.
   * @param onSuccess - Gets the result.
   * @param onError - Gets the error.
   * @param onComplete - Gets either, last.
   * @returns A promise of the result, which rejects with a {@link VvchatError}. With any callback given, a rejection that nobody
   * handles goes unreported.
   *
   * @example
   * ```js
   * vvchat.call("getSession", {}, (session) => console.log(session.session_id), (error) => console.log(error.err_msg));
   * ```
   */
  call<M extends keyof MethodMap>(
    method: M,
    params: MethodMap[M]["params"],
    onSuccess?: ((result: MethodMap[M]["result"]) => void) | null,
    onError?: ((error: VvchatError) => void) | null,
    onComplete?: ((outcome: MethodMap[M]["result"] | VvchatError) => void) | null,
  ): Promise<MethodMap[M]["result"]>;
  /** Calls a method that has no params. */
  call<M extends MethodWithoutParams>(
    method: M,
    params?: NoParams,
    onSuccess?: ((result: MethodMap[M]["result"]) => void) | null,
    onError?: ((error: VvchatError) => void) | null,
    onComplete?: ((outcome: MethodMap[M]["result"] | VvchatError) => void) | null,
  ): Promise<MethodMap[M]["result"]>;

  /**
   * Sets options, from now on. Those that are not given stay as they are.
   *
   * @returns A promise that rejects with `invalid_params` when an option is invalid; then none is set.
   *
   * @example
   * ```js
   * vvchat.config({ debug: true, lang: "en", timeouts: { pay: 5 * 60 * 1000 } });
   * ```
   */
  config(options: Options): Promise<void>;

  /**
   * Without a function: a promise that is fulfilled once there is a host, and rejects with `no_host` when there is none in time
   * (see {@link Options.hostTimeout}). With a function: runs it once there is a host, however late.
   *
   * @example
   * ```js
   * vvchat.ready(() => console.log("inside VVChat"));
   * ```
   */
  ready(fn?: () => void): Promise<void>;

  /**
   * The same as {@link Vvchat.ready}, by the name that the platform's first SDK had for it.
   *
   * @example
   * ```js
   * vvchat.onReady(() => console.log("inside VVChat"));
   * ```
   */
  onReady(fn?: () => void): Promise<void>;

  /**
   * Adds a handler of all errors: it gets every error that a call, or another function of this SDK, ends with.
   *
   * @example
   * ```js
   * vvchat.onError((error) => console.log(error.reason, error.err_msg));
   * ```
   */
  onError(handler: (error: VvchatError) => void): Promise<void>;

  /**
   * Whether there is a host that offers the method, as far as hosts tell. Waits for a host as `ready` does.
   *
   * @example
   * ```js
   * if (await vvchat.canIUse("share")) showShareButton();
   * ```
   */
  canIUse(method: string): Promise<boolean>;

  /**
   * Whether the page is inside VVChat: fulfilled as soon as a host is found, or with `false` when none is in time.
   *
   * @example
   * ```js
   * if (!(await vvchat.isInVVChat())) location.href = "qyx://thirdlogin?app_id=test";
   * ```
   */
  isInVVChat(): Promise<boolean>;

  /**
   * Plugs in a bridge of your own, and uses it from now on.
   *
   * @example
   * ```js
   * vvchat.use({
   *   name: "my-app",
   *   send: (message) => window.myApp.ask(message),
   *   subscribe: (receive) => window.myApp.addListener(receive),
   * });
   * ```
   */
  use(bridge: Bridge): Promise<void>;

  /**
   * What the SDK knows of itself, the page and the host: plain data that tells why nothing happens.
   *
   * @example
   * ```js
   * console.log(JSON.stringify(await vvchat.diagnose(), null, 2));
   * ```
   */
  diagnose(): Promise<Diagnosis>;
}

/** The methods that have no params. */
export type MethodWithoutParams = {
  [M in keyof MethodMap]: MethodMap[M]["params"] extends NoParams ? M : never;
}[keyof MethodMap];

/** The options of one call. */
export interface CallOptions {
  /** Aborts the call: it fails with `aborted`, and the host is told to stop. */
  signal?: AbortSignal | null | undefined;
  /** How long it may take, in milliseconds, counted from the call. Otherwise as in {@link Options.timeouts}. */
  timeout?: number | undefined;
}

/** The options of the SDK. */
export interface Options {
  /** Whether to show each message on the console, and what looks like a slip. `false` if never set. */
  debug?: boolean | undefined;
  /** The language of errors. The page's language (`<html lang>`), else the browser's, if never set. */
  lang?: "en" | "zh" | undefined;
  /** Uses this bridge alone. Otherwise the first that is there, in this order. */
  bridge?: "webview_javascript_bridge" | "injected" | "message_handler" | "post_message" | undefined;
  /**
   * The origins of a parent frame that are believed, such as `https://app.example`. None if never set: then a parent frame is not
   * a host.
   */
  origins?: readonly string[] | undefined;
  /**
   * How long to look for a host before giving up with `no_host`, in milliseconds, counted from the later of the call and the
   * window's `load` event. 3000 if never set.
   */
  hostTimeout?: number | undefined;
  /**
   * How long a call of each method may take, in milliseconds, counted from when it is sent. `getSession` 10 000, the others, which
   * wait for a person, 600 000 if never set.
   */
  timeouts?: { [M in keyof MethodMap]?: number | undefined } | undefined;
}

/** A bridge that an embedder plugs in. Messages are JSON-RPC 2.0, as `docs/protocol.md` has it. */
export interface Bridge {
  /** Its name, for `diagnose`. */
  name: string;
  /** Takes a message to the host: a JSON text. What it returns, or promises, is taken as the reply, if it is anything. */
  send(message: string): unknown;
  /** Is given a function once, which takes what the host sends: a JSON text, or the value of one. */
  subscribe(receive: (message: unknown) => void): void;
}

/** What {@link Vvchat.diagnose} tells. */
export interface Diagnosis {
  /** The version of this SDK. */
  version: string;
  /**
   * What runs it, and why that. `wasm`: WebAssembly, and `why` is how it was had. `js`: the same code as JavaScript, and `why` is what the
   * browser said against WebAssembly. `null`: neither could be loaded.
   */
  engine: { name: "wasm" | "js" | null; why: string };
  /** The bridge in use, by its name. */
  bridge: string | null;
  /** What the host said of itself in the handshake. */
  host: { name: string; version: string; methods: string[] | null } | null;
  /** Each bridge that was looked for, in order: whether it is there, and what was found, in words. */
  tried: { bridge: string; found: boolean; why: string }[];
  /** How many calls wait for an answer. */
  pending: number;
  /** How many messages were not believed: replies to no call, to a settled call, from the wrong place, and what is no message. */
  ignored: { unknown: number; duplicate: number; foreign: number; malformed: number };
  /** What the page's content security policy has blocked since the SDK runs: directive and address. */
  blocked: string[];
}

/**
 * What calls fail with. `JSON.stringify` shows all of it.
 *
 * @example
 * ```js
 * try {
 *   await vvchat.pay({ app_id: "test", imprest_code: "IMPREST_CODE" });
 * } catch (error) {
 *   if (!(error instanceof VvchatError)) throw error;
 *   if (error.outcome === "unknown") askYourServer("IMPREST_CODE");
 *   else console.log(error.err_msg);
 * }
 * ```
 */
export declare class VvchatError extends Error {
  /** The SDK makes them. */
  private constructor();
  name: "VvchatError";
  /** The reason's code, or the host's own where `reason` is `host_error`. */
  err_code: number;
  /** What happened, for people. In the language of {@link Options.lang}; may change with any version. */
  err_msg: string;
  /** Why, for programs. Never changes. */
  reason: Reason;
  /** The method that was called. */
  method: string | null;
  /** The field it is about. */
  field: string | null;
  /** The id that the call has, or would have had, on the wire; `null` for one that was refused before it got one. */
  request_id: string | null;
  /** Whether the same call may well succeed later. */
  retryable: boolean;
  /**
   * For `pay`: what became of the money. `none`: the host was not asked, or refused outright. `failed`: the host says that it was not
   * paid. `unknown`: ask your server by `imprest_code`.
   */
  outcome: "none" | "failed" | "unknown" | null;
}

/** The SDK. Nothing happens before the first call. */
export declare const vvchat: Vvchat;
export default vvchat;
