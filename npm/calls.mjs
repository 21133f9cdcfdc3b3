// The way of a call: check, register, send; and back: take, check, settle.
import METHODS from "#methods";
import { FUNCTION, METHOD_NAME, REPLY } from "#numbers";
import { now } from "./alarm.mjs";
import { isMethod, unreadable } from "./settings.mjs";
import { tell, word } from "./tell.mjs";
import { copy, get, isFunction, isGiven, show } from "./values.mjs";
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

/** 128 random bits, in hexadecimal digits. */
export const random = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => (byte + 256).toString(16).slice(1)).join("");

export function addCalls(sdk) {
  const { settings, callers } = sdk;
  /** The calls that wait for an answer, by id. */
  const calls = new Map();
  sdk.calls = calls;
  /** The ids of the payments among them, by what makes another call the same payment. */
  const payments = new Map();
  /** The ids of the last calls that were settled. */
  const settled = [];
  let count = 0;

  /**
   * Asks the engine about a method and values, and tells `found` of each thing that it finds: a number and two words. Returns a failure if
   * the engine itself fails.
   */
  function ask(question, method, values, found) {
    try {
      sdk.engine([question, method].map(word).join("") + values.map((value) => tell(value)).join(""), found);
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

  /** A caller called a method at that time: with params, or with those that can't be read; and with options. */
  sdk.call = (caller, params, options, madeAt) => {
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
    const failure = ask("params", method, [given], (what, field, from) => {
      if (what === LEFT_OUT) leftOut.push(field);
      else broken = { field, expected: what - BROKEN, came: field ? given[from] : given };
    });
    if (failure || broken) return fail(failure || broken);
    if (isAborted(options.signal)) return fail({ reason: "aborted" });
    if (settings.debug) advise(method, given);
    const sent = given || {};
    for (const name of leftOut) delete sent[name];
    start(caller, sent, options.timeout, madeAt);
  };

  /** Registers a call and sends it, or holds it back until there is a host. */
  function start(caller, params, timeout, madeAt) {
    const { method } = caller;
    caller.isTimed = timeout !== undefined;
    caller.timeout = caller.isTimed ? timeout : LONGEST;
    caller.deadline = madeAt + caller.timeout;
    sdk.alarm.set(caller.deadline);

    // Whatever the order of the params.
    const sorted = () =>
      Object.keys(params)
        .sort()
        .map((name) => [name, params[name]]);
    const payment = METHODS[method].movesMoney ? JSON.stringify(sorted()) : undefined;
    const same = calls.get(payments.get(payment));
    if (same) return join(caller, same);
    let nonce;
    try {
      nonce = random();
    } catch (thrown) {
      sdk.failCall(caller, { reason: "internal", cause: show(thrown) });
      return sdk.rest();
    }
    const id = `${count++}-${nonce}`;
    const call = { id, method, params, payment, since: madeAt, sentOver: undefined, callers: [] };
    calls.set(id, call);
    if (payment) payments.set(payment, id);
    join(caller, call);
    sdk.post(id);
  }

  /** Says what is allowed but looks like a slip. */
  function advise(method, params) {
    const slips = [];
    ask("advice", method, [params], (what, name, nearest) => slips.push([what, method, name, nearest]));
    // Only now: a console may be the page's, which could ask something itself.
    for (const slip of slips) sdk.advise(slip);
  }

  /** Makes a caller wait for a call. */
  function join(caller, call) {
    call.callers.push(caller);
    call.since = now();
    caller.call = call;
    if (call.sentOver) startClock(call);
  }

  /**
   * The call is sent: from now on its callers wait for an answer, as long as the method may take unless a caller has a time-out of
   * its own. (Before, they waited for a host to appear, which is another matter.)
   */
  function startClock(call) {
    const timeout = settings.timeouts[call.method] || METHODS[call.method].deadline;
    const deadline = now() + timeout;
    for (const caller of call.callers) {
      if (!caller.isTimed) Object.assign(caller, { isTimed: true, timeout, deadline });
    }
    sdk.alarm.set(deadline);
  }

  /** Sends a registered call over the bridge in use. */
  sdk.sendCall = (id, bridge) => {
    const call = calls.get(id);
    // It may have been aborted while it waited.
    if (!call) return;
    call.sentOver = bridge;
    startClock(call);
    const { method, params } = call;
    if (!sdk.hostOffers(method)) return end(id, { reason: "unsupported" });
    // Some bridges change what they are handed; ours is needed to check the reply.
    sdk.send(bridge, { id, method, params: copy(params), text: request(id, method, params) });
  };

  /** A response came over a bridge, for the call of that id. */
  sdk.answer = (bridge, id, response) => {
    const call = calls.get(id);
    if (!call) return sdk.ignore(settled.includes(id) ? "duplicate" : "unknown");
    if (!call.sentOver || call.sentOver !== bridge) return sdk.ignore("foreign");
    take(id);
    const made = {};
    const failure = accept(call, response, made);
    for (const caller of call.callers) {
      if (failure) sdk.failCall(caller, failure);
      else callers.succeed(caller, made);
    }
    sdk.rest();
  };

  /** Checks what the host says: a failure, or nothing, and then the result is `made`. */
  function accept(call, response, made) {
    const { message, result, code, text } = response;
    const malformed = (failure) => Object.assign({ reason: "malformed_reply" }, failure);
    const refusal = (number, text) => ({ reason: "host_error", number, text });
    if (code === METHOD_NOT_FOUND) return { reason: "unsupported" };
    if (code !== undefined) return refusal(code, text);
    if (!("result" in response)) return malformed({ expected: REPLY, came: message });
    let refused;
    const failure = ask("reply", call.method, [call.params, result], (what, field, from) => {
      if (what === CHANGED) refused = { reason: "state_mismatch", field };
      else if (what === REFUSED) refused = refusal(Number(result.err_code), textOf(result, "err_msg"));
      else if (what >= BROKEN) {
        refused = malformed({ field, expected: what - BROKEN, came: field ? result[from] : result });
        // Setting `__proto__` would change the object's prototype instead.
      } else if (field !== "__proto__") made[field] = FORMS[what](result[from]);
    });
    return failure || refused;
  }

  /** Removes a call from those that wait. */
  function take(id) {
    const call = calls.get(id);
    if (!call) return undefined;
    calls.delete(id);
    payments.delete(call.payment);
    if (settled.push(id) > REMEMBERED) settled.shift();
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
