/**
 * The five methods from the app's side: what it finds wrong with params, and what it answers when the person agrees,
 * when they cancel, when something fails, and when the app itself is broken.
 */
import { t } from "./i18n.mjs";
import { currentConversation } from "./world.mjs";

/** Which fields must be texts that are not blank; the first that is not is told. */
const needs =
  (...fields) =>
  (params) => {
    const field = fields.find((name) => typeof params[name] !== "string" || params[name].trim() === "");
    return field === undefined ? null : `${field}: a text that is not blank is expected`;
  };

const nothing = () => null;
const error = (code, key) => ({ error: { code, message: t(key) } });
const session = ({ id, type }) => ({ result: { session_id: id, session_type: type } });

export const methods = {
  auth: {
    check: needs("app_id", "scope"),
    agree: ({ state }) => ({ result: { err_code: 0, code: randomText(32), state } }),
    // The platform's rule: a person who says no has answered, so that is a result.
    cancel: ({ state }) => ({ result: { err_code: 400, err_msg: t("reply.cancelled"), state } }),
    fail: () => error(500, "reply.busy"),
    wrongShape: () => ({ result: { err_code: "agreed", code: null } }),
  },

  pay: {
    check: needs("app_id", "imprest_code"),
    agree: () => ({ result: { trade_no: tradeNumber() } }),
    cancel: () => error(400, "reply.cancelled"),
    fail: () => error(400, "reply.no_funds"),
    // A mistake that hosts do make: a number of so many digits is not the one they meant.
    wrongShape: () => ({ result: { trade_no: Number(tradeNumber()) } }),
  },

  getSession: {
    check: nothing,
    agree: () => session(currentConversation()),
    cancel: () => error(400, "reply.cancelled"),
    fail: () => error(500, "reply.no_session"),
    wrongShape: () => ({ result: { session_id: "", session_type: 7 } }),
  },

  selectSession: {
    check: nothing,
    agree: (_params, chosen = currentConversation()) => session(chosen),
    cancel: () => error(400, "reply.cancelled"),
    fail: () => error(500, "reply.no_session"),
    wrongShape: () => ({ result: { session_id: ["?"], session_type: "group" } }),
  },

  share: {
    check: needs("app_id", "share_title", "share_url"),
    agree: () => ({ result: { code: 200, error: "" } }),
    cancel: () => ({ result: { code: 400, error: t("reply.cancelled") } }),
    fail: () => ({ result: { code: 400, error: t("reply.not_sent") } }),
    wrongShape: () => ({ result: { code: "shared", error: 0 } }),
  },
};

function randomText(length) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => letters[byte % letters.length]).join("");
}

/** Eighteen digits: the day, then what tells one payment from another. */
function tradeNumber() {
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "");
  const digits = Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte % 10);
  // Odd: no float of this size is, so that a trade number which went through one can never come out whole.
  return `${day}${digits.slice(0, 9).join("")}${digits[9] | 1}`;
}
