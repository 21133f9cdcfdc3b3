// How errors, slips and a diagnosis read. The sentences come from `crates/protocol/src/wording.rs`.
import { IN_USE, NOT_NEEDED, OPTION_NAME } from "#numbers";
import {
  ABORTED,
  CAME,
  CHANGED,
  EXPECTED,
  FOUND,
  HOST_ERROR,
  INTERNAL,
  INVALID,
  MALFORMED,
  NEAR_PARAM,
  NEXT_TRIED,
  NO_HOST,
  PAYMENT_UNKNOWN,
  SUBJECT,
  TIMEOUT,
  TRIED,
  UNKNOWN_PARAM,
  UNKNOWN_SCOPE,
  UNSUPPORTED,
} from "#wording";
import { kindOf, LONE_SURROGATES } from "./values.mjs";

/** The kinds of values, in the order of their sentences. An empty string comes last. */
const KINDS = "ulbnisyfaoxe";

/** A sentence in a language, with its words filled in. What is filled in is never filled in again, whatever it contains. */
const say = (lang, sentence, ...words) =>
  sentence.split("|")[/^zh([-_]|$)/i.test(lang) ? 1 : 0].replace(/{}/g, () => words.shift());

/** What happened, by its reason. */
const WHAT_HAPPENED = {
  invalid_params: (failure, lang) => invalid(failure, lang, "params"),
  unknown_method: (failure, lang) => invalid(failure, lang, "method"),
  timeout: ({ number }, lang) => say(lang, TIMEOUT, Math.floor(number)),
  state_mismatch: ({ field }, lang) => say(lang, CHANGED, field),
  aborted: (_, lang) => say(lang, ABORTED),
  internal: ({ cause }, lang) => say(lang, INTERNAL, cause),
  unsupported: (_, lang) => say(lang, UNSUPPORTED),
  malformed_reply: (failure, lang) => say(lang, MALFORMED, invalid(failure, lang, "reply")),
  no_host: (failure, lang) => say(lang, NO_HOST, tried(failure, lang)),
  host_error: ({ number }, lang) => say(lang, HOST_ERROR, Math.trunc(number)),
};

/** How a failure reads. */
export function message(failure, lang) {
  const { reason, method, text, outcome } = failure;
  // The host's own words, as they are: pages show them to their customers.
  const words = text || say(lang, SUBJECT, method || "vvchat") + WHAT_HAPPENED[reason](failure, lang);
  return outcome === "unknown" ? words + say(lang, PAYMENT_UNKNOWN) : words;
}

const invalid = ({ field, expected, came, isUnreadable }, lang, whole) =>
  say(
    lang,
    INVALID,
    field || whole,
    say(lang, EXPECTED[expected]),
    sayCame(came, isUnreadable ? "x" : kindOf(came), lang),
  );

/** What a value is, in words. At most 40 characters of a text, so that no message drags a whole picture along. */
function sayCame(value, kind, lang) {
  // No half of a character.
  const text = "sbni".includes(kind) ? String(value).replace(LONE_SURROGATES, "\ufffd") : "";
  const characters = Array.from(text.slice(0, 82));
  const shown = characters.length > 40 ? `${characters.slice(0, 40).join("")}…` : text;
  return say(lang, CAME[KINDS.indexOf(value === "" ? "e" : kind)], shown);
}

const tried = ({ came }, lang) =>
  came.map(([bridge, finding]) => say(lang, TRIED, bridge, say(lang, FOUND[finding]))).join(say(lang, NEXT_TRIED));

/** How a slip reads, by its number (`src/questions.rs`): an unknown param, an unknown scope, or an unknown option. */
export function advice([what, method, name, nearest], lang) {
  if (what === 7) return say(lang, nearest ? NEAR_PARAM : UNKNOWN_PARAM, method, name, nearest);
  if (what === 8) return say(lang, UNKNOWN_SCOPE, method, name);
  return message({ reason: "invalid_params", method, field: "options", expected: OPTION_NAME, came: name }, lang);
}

/** Plain data that tells a merchant why nothing happens, from what the SDK knows. `cause`: why there is no engine. */
export function diagnosis({ sdk, ignored, blocked, lang }, engine, cause) {
  const waiting = Array.from(sdk.callers.waiting).filter(({ method }) => method !== undefined);
  return Object.assign(
    {
      version: __VERSION__,
      engine: engine.name ? engine : { name: null, why: message({ reason: "internal", cause }, lang) },
    },
    sdk.connected(),
    {
      // Without an engine, nobody has looked.
      tried: (sdk.engine ? sdk.findings() : []).map(([bridge, finding]) => ({
        bridge,
        found: [IN_USE, NOT_NEEDED].includes(finding),
        why: say(lang, FOUND[finding]),
      })),
      pending: sdk.engine ? sdk.calls.size : waiting.length,
      ignored: Object.assign({}, ignored),
      blocked: blocked.slice(),
    },
  );
}
