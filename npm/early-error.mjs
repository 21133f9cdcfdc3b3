// The errors that the engine can't make: those of calls that end before it is there.
import { ERRORS, MONEY } from "#wording";
import { VvchatError } from "./error.mjs";

/**
 * An error of that reason. `words` are what its wording leaves open: `method` (`null` for none), `cause`, `ms`.
 */
export function earlyError(reason, lang, words) {
  const error = ERRORS[reason];
  const { method } = words;
  const filled = { ...words, method: method || "vvchat" };
  return new VvchatError({
    err_code: error.code,
    err_msg: error[lang || pageLanguage()].replace(/\{(\w+)\}/g, (_, word) => String(filled[word])),
    reason,
    method,
    field: null,
    request_id: null,
    retryable: error.retryable,
    // Nothing has left the page, so no money can have moved.
    outcome: MONEY.includes(method) ? "none" : null,
  });
}

function pageLanguage() {
  const ofDocument = typeof document === "undefined" ? "" : document.documentElement.lang;
  const tag = ofDocument || (typeof navigator === "undefined" ? "" : navigator.language) || "";
  return /^zh\b/i.test(tag) ? "zh" : "en";
}
