/**
 * The five methods from the app's side: what it does and answers when the person agrees,
 * what it answers when they cancel or when something fails, and what a broken app makes of an answer.
 *
 * `agree(params, choice)` has VVChat's servers do it, and throws a `DeviceError` where they refuse; `refused(error)` is
 * what the page hears then.
 */
import { device } from "../device.mjs";
import { t } from "../i18n.mjs";
import { currentUser, pageConversation } from "../world.mjs";

const error = (code, message) => ({ error: { code, message } });
const refused = ({ code, message }) => error(code, message);
const session = ({ session_id, session_type }) => ({ result: { session_id, session_type } });

export const methods = {
  auth: {
    async agree({ app_id, scope, state }) {
      const { code } = await device.authorize(currentUser().user_id, app_id, scope);
      return { result: { err_code: 0, code, state } };
    },
    // The platform's rule: a person who says no has answered, so that is a result.
    cancel: ({ state }) => ({ result: { err_code: 400, err_msg: t("reply.cancelled"), state } }),
    fail: () => error(500, t("reply.busy")),
    refused,
    misshape: ({ state }) => ({ result: { err_code: "agreed", code: null, state } }),
  },

  pay: {
    // What is to be paid stands in the platform's books, and nobody is asked about an order that cannot be paid.
    async prepare({ app_id, imprest_code }) {
      const order = await device.order(app_id, imprest_code);
      if (order.status === 1) {
        // The platform refuses to take the money twice, in its own words.
        await device.pay(currentUser().user_id, app_id, imprest_code);
      }
      return order;
    },
    async agree({ app_id, imprest_code }) {
      const { trade_no } = await device.pay(currentUser().user_id, app_id, imprest_code);
      return { result: { trade_no } };
    },
    cancel: () => error(400, t("reply.cancelled")),
    fail: () => error(400, t("reply.no_funds")),
    refused,
    // A mistake that hosts do make: a number of so many digits is not the one they meant.
    misshape: (_params, answer) => ({ result: { trade_no: Number(answer.result?.trade_no ?? "9".repeat(18)) } }),
  },

  getSession: {
    agree: async () => session(pageConversation()),
    cancel: () => error(400, t("reply.cancelled")),
    fail: () => error(500, t("reply.no_session")),
    refused,
    misshape: () => ({ result: { session_id: "", session_type: 7 } }),
  },

  selectSession: {
    agree: async (_params, chosen = pageConversation()) => session(chosen),
    cancel: () => error(400, t("reply.cancelled")),
    fail: () => error(500, t("reply.no_session")),
    refused,
    misshape: () => ({ result: { session_id: ["?"], session_type: "group" } }),
  },

  share: {
    async agree(params, { session_id } = pageConversation()) {
      await device.share(currentUser().user_id, session_id, params);
      return { result: { code: 200, error: "" } };
    },
    cancel: () => ({ result: { code: 400, error: t("reply.cancelled") } }),
    fail: () => ({ result: { code: 400, error: t("reply.not_sent") } }),
    refused: ({ message }) => ({ result: { code: 400, error: message } }),
    misshape: () => ({ result: { code: "shared", error: 0 } }),
  },
};
