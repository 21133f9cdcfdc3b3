/**
 * The sixth promise, as far as it holds over every bridge: replies are believed only for a call that waits, and `auth` checks the
 * `state`. What comes from elsewhere than the host is tested bridge by bridge.
 */
import { equal } from "../expect.mjs";
import { params, USUAL } from "../toolkit.mjs";

const forged = (id) => ({ value: { jsonrpc: "2.0", id, result: { trade_no: "forged" } } });
const auth = (t, state, result) => t.vvchat.auth({ ...params("auth", { say: [{ result }] }), ...state });

const MISMATCH = {
  en: "auth: the state that came back is not the one that was sent; the reply is not to be trusted",
  zh: "auth：返回的 state 与发送的不一致，该回复不可信",
};

export const believing = [
  {
    name: "6 believes only: replies to calls that were never made are ignored, and counted",
    when: ({ again, answers }) => again && answers === "message",
    async run(t) {
      const guesses = ["0", "1", "0-00000000000000000000000000000000", "-1", "", "9999999-1", "0-", "null", "$id "];
      const ignored = await t.ignoredDuring(async () => {
        const promise = t.vvchat.pay(params("pay", { say: [...guesses.map(forged), { result: USUAL.pay }] }));
        equal(await promise, USUAL.pay);
        await t.report();
      });
      equal(ignored, { unknown: guesses.length, duplicate: 0, foreign: 0, malformed: 0 }, "what was ignored");
    },
  },
  {
    name: "6 believes only: a state that comes back unchanged, or not at all",
    async run(t) {
      const ok = { err_code: 0, code: "C" };
      const lone = '\ud83c-\udf75\ud83c\udf75\0"\\ ';
      equal(await t.vvchat.auth({ ...params("auth"), state: "x7Kq" }), { ...USUAL.auth, state: "x7Kq" });
      equal(await t.vvchat.auth({ ...params("auth"), state: lone }), { ...USUAL.auth, state: lone });
      equal(await t.vvchat.auth({ ...params("auth"), state: "" }), { ...USUAL.auth, state: "" });
      equal(await auth(t, { state: "x7Kq" }, ok), ok);
      equal(await auth(t, {}, { ...ok, state: "" }), { ...ok, state: "" });
      equal(await auth(t, { state: "x7Kq" }, { ...ok, state: null }), ok);
    },
  },
  {
    name: "6 believes only: a state that comes back changed is a state_mismatch, in English and Chinese",
    async run(t) {
      const mismatch = { reason: "state_mismatch", method: "auth", field: "state", sent: true };
      const both = async (state, returned) => {
        for (const lang of ["en", "zh"]) {
          await t.inLanguage(lang, () =>
            t.fails(auth(t, state, { err_code: 0, code: "C", state: returned }), {
              ...mismatch,
              lang,
              err_msg: MISMATCH[lang],
            }),
          );
        }
      };
      await both({ state: "x7Kq" }, "x7kq");
      await both({ state: "x7Kq" }, "");
      await both({ state: "x7Kq" }, "x7Kq ");
      await both({ state: "" }, "x");
      await both({ state: "\ud83c" }, "\ud83d");
      await both({}, "never sent");
      // A refusal is not to be trusted either.
      await t.fails(auth(t, { state: "a" }, { err_code: 400, err_msg: "用户取消", state: "b" }), {
        ...mismatch,
        err_msg: MISMATCH.en,
      });
    },
  },
];
