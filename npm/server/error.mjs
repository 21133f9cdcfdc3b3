/**
 * What calls fail with. `instanceof` looks at the name, so that two copies of this package in one process agree on what an instance
 * is.
 */
export class OpenApiError extends Error {
  constructor({ message, cause, ...fields }) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, {
      name: "OpenApiError",
      reason: null,
      kind: null,
      field: null,
      status: null,
      err_code: null,
      err_msg: null,
      may_have_arrived: false,
      retryable: false,
      ...fields,
    });
  }

  static [Symbol.hasInstance](value) {
    return value instanceof Error && value.name === "OpenApiError";
  }
}
