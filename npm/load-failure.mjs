// The one error that the engine can't word itself: that it could not be loaded.
import { LOAD_FAILED } from "#wording";
import { VvchatError } from "./error.mjs";

/** The error of calls that were made when loading the engine failed for that cause. */
export function loadFailure(cause) {
  const wording = /^zh\b/i.test(pageLanguage()) ? LOAD_FAILED.zh : LOAD_FAILED.en;
  return new VvchatError({
    err_code: LOAD_FAILED.code,
    err_msg: wording.replace("{cause}", () => String(cause?.message || cause)),
    reason: LOAD_FAILED.reason,
    method: null,
    field: null,
    request_id: null,
    retryable: true,
    outcome: null,
  });
}

function pageLanguage() {
  const ofDocument = typeof document === "undefined" ? "" : document.documentElement.lang;
  return ofDocument || (typeof navigator === "undefined" ? "" : navigator.language) || "";
}
