import { inRust } from "./core.mjs";
import { send } from "./send.mjs";

/** Milliseconds that one attempt of a call may take, and how often it is repeated at most. */
const defaults = { timeout: 15_000, retries: 2 };

/** What timers can count. */
const LONGEST = 2 ** 31 - 1;

/** The merchant's server, as the platform knows it. What is private is not printed. */
export class Client {
  #platform;
  #timeout;
  #retries;

  constructor(options) {
    this.#platform = inRust((rust) => new rust.Platform(options));
    const { timeout = defaults.timeout, retries = defaults.retries } = options;
    checkTimeout(timeout);
    check(Number.isSafeInteger(retries) && retries >= 0, "retries", "a whole number, 0 or more", retries);
    this.#timeout = timeout;
    this.#retries = retries;
  }

  async exchangeCode(code, options) {
    const authorization = await this.#send((platform) => platform.exchangeCode(code), options);
    // Whoever prints the whole, or sends it on as JSON, does not mean the token.
    return Object.defineProperty(authorization, "token", { enumerable: false });
  }

  async userInfo(token, options) {
    return this.#send((platform) => platform.userInfo(token), options);
  }

  async sendMessage(token, content, options) {
    return this.#send((platform) => platform.sendMessage(token, content), options);
  }

  async placeOrder(order, options) {
    return this.#send((platform) => platform.placeOrder(order), options);
  }

  async queryOrder(query, options) {
    return this.#send((platform) => platform.queryOrder(query), options);
  }

  async payOut(payOut, options) {
    return this.#send((platform) => platform.payOut(payOut), options);
  }

  async placeTestOrder(options) {
    return this.#send((platform) => platform.placeTestOrder(), options);
  }

  verifyNotification(body, contentType) {
    return inRust(() => this.#platform.verifyNotification(body, contentType));
  }

  async #send(prepare, options = {}) {
    inRust((rust) => rust.checkNames("options", options, ["signal", "timeout"]));
    const { signal, timeout = this.#timeout } = options;
    check(signal === undefined || signal instanceof AbortSignal, "signal", "an AbortSignal", signal);
    checkTimeout(timeout);
    const prepared = inRust(() => prepare(this.#platform));
    try {
      return await send(prepared, { signal, timeout, retries: this.#retries });
    } finally {
      prepared.free();
    }
  }
}

function checkTimeout(timeout) {
  const isRight = typeof timeout === "number" && timeout > 0 && timeout <= LONGEST;
  check(isRight, "timeout", `milliseconds, above 0 and at most ${LONGEST}`, timeout);
}

function check(isRight, name, expected, value) {
  if (!isRight) inRust((rust) => rust.refuse(name, expected, value));
}
