// Errors: what pages see of them. How they read stands in `npm/words.mjs`.
import { REASONS } from "#reasons";

/**
 * What calls fail with. Any `Error` of that name is one, so that two copies of this package on one page agree on what an instance is.
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

/**
 * An error of what is known of a failure: its `reason`, and as far as they apply `method`, the call's `id`, `field`, `expected` and `came`,
 * the host's code or the milliseconds that were waited as `number`, the host's `text`, the `cause`, and the `outcome`. `words`: how that
 * reads; nobody knows if they could not be loaded.
 */
export function createError(failure, lang, words) {
  const { reason, method, id, field, number, outcome } = failure;
  const [code, isRetryable] = REASONS[reason];
  return new VvchatError({
    err_code: reason === "host_error" ? number : code,
    err_msg: words
      ? words.message(failure, lang)
      : failure.text || [method || "vvchat", reason, field].filter(Boolean).join(": "),
    reason,
    method: method || null,
    field: field || null,
    request_id: id || null,
    // Never where money may have moved.
    retryable: isRetryable && outcome !== "unknown",
    outcome: outcome || null,
  });
}
