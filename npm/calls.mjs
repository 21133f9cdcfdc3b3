// The way of a call: check, register, send; and back: take, check, settle.
import METHODS from "#methods";
import { FUNCTION, METHOD_NAME, REPLY } from "#numbers";
import { isMethod, unreadable } from "./settings.mjs";
import { question } from "./tell.mjs";
import { get, isFunction, isGiven, show } from "./values.mjs";
import { cancel, INTERNAL_ERROR, METHOD_NOT_FOUND, outcomeOfError, request, textOf } from "./wire.mjs";

/** How long a call may wait for a host and a person, in milliseconds, unless something else is said. */
const LONGEST = 600_000;

/** How many settled calls are remembered, to tell a second reply to one of them from a reply to none. */
const REMEMBERED = 256;

/** How a value is handed on, by the form that the engine says: as it is, as a number, as a text, as 0. */
const FORMS = [(value) => value, Number, String, () => 0];

/** What else the engine finds, by its number (`src/questions.rs`). */
const LEFT_OUT = 4;
const CHANGED = 5;
const REFUSED = 6;
const BROKEN = 10;

/** Random bytes, for many ids at a time: asking for them is dear. */
const bytes = new Uint8Array(1024);
let used = bytes.length;

const HEXADECIMAL = Array.from(bytes.slice(0, 256), (_, byte) => (byte + 256).toString(16).slice(1));

/** 128 random bits, in hexadecimal digits. */
export function random() {
  if (used === bytes.length) {
    crypto.getRandomValues(bytes);
    used = 0;
  }
  let text = "";
  for (const end = used + 16; used < end; used++) text += HEXADECIMAL[bytes[used]];
  return text;
}

export function addCalls(sdk) {
  const { settings, callers } = sdk;
  /** The calls that wait for an answer, by id. */
  const calls = new Map();
  sdk.calls = calls;
  /** The ids of the payments among them, by what makes another call the same payment. */
  const payments = new Map();
  /** The ids of the last calls that were settled. */
  const settled = [];
  /** How many calls there were. */
  let count = 0;

  /**
   * Asks the engine about a method and values, and tells `found` of each thing that it finds: a number and two words. Returns a failure if
   * the engine itself fails.
   */
  function ask(name, method, values, found) {
    try {
      sdk.engine(question(name, method, values), found);
    } catch (thrown) {
      return { reason: "internal", cause: show(thrown) };
    }
    return undefined;
  }

  /** Has a caller of a method told of a failure: of the call that it waits for, or of one that was never made. */
  sdk.failCall = (caller, failure) => {
    const { id, sentOver } = caller.call || {};
    const { method } = caller;
    const isKnown = isMethod(method);
    const outcome = isKnown && METHODS[method].movesMoney ? outcomeOf(sentOver, failure) : null;
    callers.fail(caller, Object.assign({ method: isKnown ? method : "", id, outcome }, failure));
  };

  /** What became of the money. */
  function outcomeOf(isSent, { reason, number }) {
    if (!isSent || reason === "unsupported") return "none";
    return reason === "host_error" ? outcomeOfError(number) : "unknown";
  }

  /**
   * Checks a call: its method, its params, or those that can't be read, and its options. Returns what is to be sent; nothing if the
   * caller was told of a failure.
   */
  sdk.check = (caller, params, options) => {
    const { method, callbacks } = caller;
    const fail = (failure) => sdk.failCall(caller, Object.assign({ reason: "invalid_params" }, failure));
    if (!isMethod(method)) return fail({ reason: "unknown_method", expected: METHOD_NAME, came: method });
    const place = callbacks.findIndex((callback) => isGiven(callback) && !isFunction(callback));
    if (place >= 0) {
      return fail({
        field: ["onSuccess", "onError", "onComplete"][place],
        expected: FUNCTION,
        came: callbacks[place],
      });
    }
    if (options.problem) return fail(options.problem);
    if ("unreadable" in params) return fail(unreadable(params.unreadable));
    const given = params.value;
    const leftOut = [];
    let broken;
    const report = (what, field, from) => {
      if (what === LEFT_OUT) leftOut.push(field);
      else broken = { field, expected: what - BROKEN, came: field ? given[from] : given };
    };
    // What gives nothing where nothing is taken leaves nothing to ask.
    const failure =
      given === undefined && !METHODS[method].takesParams ? undefined : ask("params", method, [given], report);
    if (failure || broken) return fail(failure || broken);
    if (isAborted(options.signal)) return fail({ reason: "aborted" });
    if (settings.debug) advise(method, given);
    const sent = given || {};
    for (const name of leftOut) delete sent[name];
    return sent;
  };

  /** Registers a call that was made at that time and sends it, or holds it back until there is a host. */
  sdk.begin = (caller, params, timeout, madeAt) => {
    const { method } = caller;
    caller.isTimed = timeout !== undefined;
    caller.timeout = caller.isTimed ? timeout : LONGEST;
    caller.deadline = madeAt + caller.timeout;
    // Nobody could have sent it before.
    const time = Math.max(madeAt, sdk.startedAt);
    sdk.alarm.set(caller.deadline);

    // Whatever the order of the params.
    const sorted = () =>
      Object.keys(params)
        .sort()
        .map((name) => [name, params[name]]);
    const payment = METHODS[method].movesMoney ? JSON.stringify(sorted()) : undefined;
    const same = calls.get(payments.get(payment));
    if (same) return join(caller, same, time);
    let nonce;
    try {
      nonce = random();
    } catch (thrown) {
      sdk.failCall(caller, { reason: "internal", cause: show(thrown) });
      return sdk.rest();
    }
    const id = `${count++}-${nonce}`;
    const call = { id, method, params, payment, since: time, sentOver: undefined, callers: [] };
    calls.set(id, call);
    if (payment) payments.set(payment, id);
    join(caller, call, time);
    sdk.post(id, time);
  };

  /** Says what is allowed but looks like a slip. */
  function advise(method, params) {
    const slips = [];
    ask("advice", method, [params], (what, name, nearest) => slips.push([what, method, name, nearest]));
    // Only now: a console may be the page's, which could ask something itself.
    for (const slip of slips) sdk.advise(slip);
  }

  /** Makes a caller wait for a call. */
  function join(caller, call, time) {
    call.callers.push(caller);
    call.since = time;
    caller.call = call;
    if (call.sentOver) startClock(call, time);
  }

  /**
   * The call is sent: from now on its callers wait for an answer, as long as the method may take unless a caller has a time-out of
   * its own. (Before, they waited for a host to appear, which is another matter.)
   */
  function startClock(call, sentAt) {
    const timeout = settings.timeouts[call.method] || METHODS[call.method].deadline;
    const deadline = sentAt + timeout;
    for (const caller of call.callers) {
      if (!caller.isTimed) Object.assign(caller, { isTimed: true, timeout, deadline });
    }
    sdk.alarm.set(deadline);
  }

  /** Sends a registered call over the bridge in use. */
  sdk.sendCall = (id, bridge, sentAt) => {
    const call = calls.get(id);
    // It may have been aborted while it waited.
    if (!call) return;
    call.sentOver = bridge;
    startClock(call, sentAt);
    const { method, params } = call;
    if (!sdk.hostOffers(method)) return end(id, { reason: "unsupported" });
    sdk.send(bridge, { id, method, params, text: request(id, method, params) });
  };

  /** A response came over a bridge, for the call of that id. */
  sdk.answer = (bridge, id, response) => {
    const call = calls.get(id);
    if (!call) return sdk.ignore(settled.includes(id) ? "duplicate" : "unknown");
    if (!call.sentOver || call.sentOver !== bridge) return sdk.ignore("foreign");
    take(id);
    const failure = accept(call, response);
    for (const caller of call.callers) {
      if (failure) sdk.failCall(caller, failure);
      else callers.succeed(caller, response.result);
    }
    sdk.rest();
  };

  const malformed = (failure) => Object.assign({ reason: "malformed_reply" }, failure);
  const refusal = (number, text) => ({ reason: "host_error", number, text });

  /** Checks what the host says: a failure, or nothing, and then the response's result is made what the page gets. */
  function accept(call, response) {
    const { message, result, code, text } = response;
    if (code === METHOD_NOT_FOUND) return { reason: "unsupported" };
    if (code !== undefined) return refusal(code, text);
    if (!("result" in response)) return malformed({ expected: REPLY, came: message });
    let refused;
    const failure = ask("reply", call.method, [call.params, result], (what, field, from) => {
      if (what === CHANGED) refused = { reason: "state_mismatch", field };
      else if (what === REFUSED) refused = refusal(Number(result.err_code), textOf(result, "err_msg"));
      else if (what >= BROKEN) {
        refused = malformed({ field, expected: what - BROKEN, came: field ? result[from] : result });
      } else if (what === LEFT_OUT) delete result[field];
      else result[field] = FORMS[what](result[from]);
    });
    return failure || refused;
  }

  /** Removes a call from those that wait. */
  function take(id) {
    const call = calls.get(id);
    if (!call) return undefined;
    calls.delete(id);
    payments.delete(call.payment);
    // As many were settled as do not wait any more.
    settled[(count - calls.size) % REMEMBERED] = id;
    return call;
  }

  /** Ends a call without an answer. */
  function end(id, failure) {
    const call = take(id);
    if (!call) return;
    for (const caller of call.callers) sdk.failCall(caller, failure);
    sdk.rest();
  }

  /** A host threw, or rejected its promise, instead of answering a request. */
  sdk.hostThrew = (id, thrown) => end(id, { reason: "host_error", number: INTERNAL_ERROR, text: show(thrown) });

  /** A caller's signal was triggered. */
  sdk.abort = (caller) => {
    if (caller.call)
      sdk.giveUp(
        caller.call,
        (other) => other === caller,
        () => ({ reason: "aborted" }),
      );
  };

  /** Those callers of a call who have waited long enough give up. When nobody waits any more, the host is told. */
  sdk.giveUp = (call, hasEnough, why) => {
    const { id, sentOver } = call;
    if (calls.get(id) !== call) return;
    const done = call.callers.filter(hasEnough);
    call.callers = call.callers.filter((caller) => !hasEnough(caller));
    for (const caller of done) sdk.failCall(caller, why(caller));
    if (call.callers.length) return;
    take(id);
    if (sentOver) sdk.send(sentOver, { text: cancel(id) });
    sdk.rest();
  };
}

export const isAborted = (signal) => Boolean(get(signal, "aborted"));
