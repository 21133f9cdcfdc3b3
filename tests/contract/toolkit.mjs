/**
 * What the cases of the suite share. Runs in the page.
 */
import { equal, ok, rejection } from "./expect.mjs";

/** A call's id on the wire: its place among those that wait, and 128 random bits. */
export const ID = /^\d+-[0-9a-f]{32}$/;

export const METHODS = ["auth", "pay", "getSession", "selectSession", "share"];

/** What hosts usually answer. */
export const USUAL = {
  auth: { err_code: 0, code: "CODE" },
  pay: { trade_no: "201712023384923834" },
  getSession: { session_id: "IqxDpc-s6S_9RaXMmag39YVH7W810Z57", session_type: 1 },
  selectSession: { session_id: "a:b", session_type: 2 },
  share: { code: 200, error: "" },
};

/** What an error ends in that leaves open what became of the money. */
const ASK_YOUR_SERVER = {
  en: ". The payment may have gone through: ask your server by imprest_code",
  zh: "。支付可能已成功，请用 imprest_code 向商户服务器查询",
};

const CODES = {
  invalid_params: 400,
  unknown_method: 404,
  timeout: 408,
  state_mismatch: 409,
  aborted: 499,
  internal: 500,
  unsupported: 501,
  malformed_reply: 502,
  no_host: 503,
};

/** Valid params of a method, with orders for the host. */
export function params(method, orders) {
  const app_id = orders === undefined ? "test" : JSON.stringify(orders);
  switch (method) {
    case "auth":
      return { app_id, scope: "snsapi_userinfo" };
    case "pay":
      return { app_id, imprest_code: "P1" };
    case "share":
      return { app_id, share_title: "Tea", share_url: "https://shop.example/tea" };
    default:
      return orders === undefined ? {} : { orders: JSON.stringify(orders) };
  }
}

export class Toolkit {
  constructor({ vvchat, VvchatError, can, bridge }) {
    Object.assign(this, { vvchat, VvchatError, can, bridge });
  }

  /** Calls a method with all three callbacks, and writes down what they hear. `over` is fulfilled when the last one has run. */
  ask(method, methodParams) {
    const heard = [];
    let finish;
    const over = new Promise((resolve) => {
      finish = resolve;
    });
    const promise = this.vvchat.call(
      method,
      methodParams,
      (result) => heard.push(["success", result]),
      (error) => heard.push(["error", error]),
      (outcome) => finish(heard.push(["complete", outcome])),
    );
    return { promise, heard, over };
  }

  /** What the host heard since the last report; everything that it said before has arrived. */
  async report() {
    const { error } = await this.vvchat.share(params("share", { report: true }));
    return JSON.parse(error);
  }

  /** Which methods the host heard since then. */
  async heardMethods() {
    return (await this.report()).map(({ method }) => method);
  }

  /** Makes the host say what it holds back under that name. */
  release(name) {
    return this.vvchat.share(params("share", { release: name }));
  }

  /** How many messages were ignored while that ran, for each reason. */
  async ignoredDuring(act) {
    const before = (await this.vvchat.diagnose()).ignored;
    await act();
    const after = (await this.vvchat.diagnose()).ignored;
    return Object.fromEntries(Object.keys(after).map((reason) => [reason, after[reason] - before[reason]]));
  }

  /** The promise must reject with an error that is exactly this; returns the error. */
  async fails(promise, expected) {
    const error = await rejection(promise, `${expected.method ?? "the call"}, to fail with ${expected.reason},`);
    this.isError(error, expected);
    return error;
  }

  /**
   * The error must be exactly this: `reason`, `method`, `err_msg`, and where they are not what goes without saying, `err_code`, `field`,
   * `outcome` (for `pay`: that nothing was sent, unless told otherwise), `sent` (the call had an id), `lang`.
   */
  isError(error, expected) {
    const { reason, method = null, field = null, sent = false, lang = "en" } = expected;
    const { outcome = method === "pay" ? "none" : null, err_code = CODES[reason] } = expected;
    ok(error instanceof Error, "the error is no Error");
    ok(error instanceof this.VvchatError, "the error is no VvchatError");
    const asked = outcome === "unknown" ? ASK_YOUR_SERVER[lang] : "";
    const { request_id, ...plain } = JSON.parse(JSON.stringify(error));
    equal(
      plain,
      {
        name: "VvchatError",
        err_code,
        err_msg: expected.err_msg + asked,
        reason,
        method,
        field,
        retryable: ["timeout", "internal", "no_host"].includes(reason) && outcome !== "unknown",
        outcome,
      },
      "the error",
    );
    equal(error.message, plain.err_msg, "its message");
    if (sent) ok(ID.test(request_id), `the request_id is ${request_id}`);
    else equal(request_id, null, "the request_id");
  }

  /** A promise of the next event of that kind on the window, which is then known and no longer reported. */
  nextEvent(type) {
    return new Promise((resolve) => {
      const take = (event) => {
        event.preventDefault();
        resolve(event);
      };
      addEventListener(type, take, { once: true });
    });
  }

  /** Runs it while the window's events of that kind are written down, and not reported. */
  async eventsDuring(type, act) {
    const events = [];
    const take = (event) => {
      event.preventDefault();
      events.push(event);
    };
    addEventListener(type, take);
    try {
      await act(events);
    } finally {
      removeEventListener(type, take);
    }
    return events;
  }

  /** Runs it in that language. */
  async inLanguage(lang, act) {
    await this.vvchat.config({ lang });
    try {
      await act();
    } finally {
      await this.vvchat.config({ lang: "en" });
    }
  }
}

/** Fulfilled by the event loop, after everything that can happen without it. */
export const turn = () => new Promise((resolve) => setTimeout(resolve));
