/**
 * What calls fail with. The engine makes its own (any `Error` of that name), so that two copies of this package on one page agree
 * on what an instance is.
 */
export class VvchatError extends Error {
  constructor(fields) {
    super(fields.err_msg);
    Object.assign(this, { name: "VvchatError" }, fields);
  }

  static [Symbol.hasInstance](value) {
    return value instanceof Error && value.name === "VvchatError";
  }
}
