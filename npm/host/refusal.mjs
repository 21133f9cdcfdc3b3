/**
 * What an app's function throws to say no.
 */

/** JSON-RPC's code for a host that failed. */
const INTERNAL_ERROR = -32603;

export class Refusal extends Error {
  constructor(code, message) {
    if (!Number.isInteger(code) || Math.abs(code) >= 2 ** 31) {
      throw new TypeError(`Refusal: code must be an integer of at most 31 bits, but it is ${shown(code)}`);
    }
    if (typeof message !== "string") {
      throw new TypeError(`Refusal: message must be a string, but it is ${shown(message)}`);
    }
    super(message);
    this.name = "Refusal";
    this.code = code;
  }

  static cancelled() {
    return new Refusal(400, "用户取消");
  }

  static internal(message) {
    return new Refusal(INTERNAL_ERROR, message);
  }
}

function shown(value) {
  return typeof value === "number" ? String(value) : value === null ? "null" : typeof value;
}
