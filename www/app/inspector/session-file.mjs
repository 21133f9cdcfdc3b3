/**
 * A recorded session as a file: what is on the time line, as JSON, to be read by people and to be replayed.
 */

import { methods } from "../host/methods.mjs";
import { decisions, faults } from "../host/rules.mjs";

const FORMAT = "vvchat-session";
const VERSION = 1;

/** A row as plain data, times as texts and in milliseconds. */
export function plainRow({ kind, at, took, title, state, method, params, bridge, messages, exchange, ...about }) {
  const when = { kind, at: new Date(at).toISOString(), took_ms: took };
  if (exchange !== undefined) {
    const { id, at: _at, took_ms: _took, ...rest } = exchange;
    return { ...when, ...rest };
  }
  const { decision, choice, fault, delay } = about;
  return {
    ...when,
    ...(kind === "call" ? { method, params, decision, choice, fault, delay_ms: delay } : { title }),
    bridge,
    outcome: state,
    messages: messages.map(({ at: sent, direction, kind: sort, message }) => ({
      at: new Date(sent).toISOString(),
      direction,
      kind: sort,
      message,
    })),
  };
}

/** The whole time line as the text of a file. */
export function writeSession(rows) {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, entries: rows.map(plainRow) }, null, 2)}\n`;
}

/** Why a file is no session; `key` and `values` are those of its wording. */
export class SessionError extends Error {
  constructor(key, values = {}) {
    super(key);
    this.name = "SessionError";
    this.key = key;
    this.values = values;
  }
}

/**
 * The page's calls in a file, in order, as `{ method, params, decision, choice, fault, delay }`. A call that nobody
 * answered has no decision.
 *
 * @throws {SessionError}
 */
export function readSession(text) {
  let session;
  try {
    session = JSON.parse(text);
  } catch {
    throw new SessionError("session.not_json");
  }
  if (session?.format !== FORMAT || session.version !== VERSION || !Array.isArray(session.entries)) {
    throw new SessionError("session.not_a_session", { format: FORMAT, version: VERSION });
  }
  // What the app or the platform refused was nobody's decision: they will refuse it again.
  const isRecorded = (entry) => entry?.kind === "call" && (entry.outcome !== "refused" || entry.decision !== undefined);
  return session.entries.flatMap((entry, index) => (isRecorded(entry) ? [readCall(entry, index)] : []));
}

function readCall({ method, params, decision, choice, fault = "none", delay_ms: delay = 0 }, index) {
  const expect = (holds, field, value) => {
    if (!holds) {
      throw new SessionError("session.bad_field", {
        field: `entries[${index}].${field}`,
        value: JSON.stringify(value),
      });
    }
  };
  expect(typeof method === "string" && Object.hasOwn(methods, method), "method", method);
  expect(isObject(params), "params", params);
  expect(decision === undefined || (decision !== "ask" && decisions.includes(decision)), "decision", decision);
  expect(choice === undefined || (isObject(choice) && typeof choice.session_id === "string"), "choice", choice);
  expect(faults.includes(fault), "fault", fault);
  expect(Number.isInteger(delay) && delay >= 0, "delay_ms", delay);
  // What was never decided was never answered. A restart needs no decision.
  return {
    method,
    params,
    decision,
    choice,
    fault: decision === undefined && fault !== "restart" ? "silent" : fault,
    delay,
  };
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
