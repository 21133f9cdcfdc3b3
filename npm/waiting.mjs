// Waiting for a host: `ready`, `canIUse`, `isInVVChat`, and when to give up, on it or on an answer.
import { now } from "./alarm.mjs";

/** How often to look for a host that may appear without a word, in milliseconds. */
const MOST_OFTEN = 50;
const LEAST_OFTEN = 1000;

export function addWaiting(sdk) {
  const { settings, calls, callers } = sdk;
  let waiters = [];
  /** When the page finished loading. */
  let loadedAt = Infinity;
  sdk.isLoaded = () => loadedAt < Infinity;

  /** Whether anything depends on a host that is not there yet, or on its answer. */
  const anyoneWaits = () => calls.size + waiters.length > 0;

  /** The page has finished loading: some hosts come only now, and some only listen from now on. */
  sdk.loaded = () => {
    loadedAt = now();
    if (anyoneWaits()) sdk.wake();
  };

  /**
   * Makes a caller wait, for `"open"`, that there is a host, however late; `"ready"`, that there is a host; `"isThere"`, whether there is
   * one; `"offers"`, whether it offers the method.
   */
  sdk.wait = (caller, wants, method) => {
    waiters.push({ caller, wants, method, since: now() });
    sdk.lookAgain();
  };

  /** Nothing more to wait for: no alarm is needed. */
  sdk.rest = () => {
    if (!anyoneWaits()) sdk.alarm.stop();
  };

  /** Something may be due, or a host may have appeared. */
  sdk.wake = () => {
    sdk.lookAgain();
    expire();
  };

  /** Answers those who wait for a host, as far as anything is known, and sets the alarm for what is due next. */
  sdk.review = () => {
    const time = now();
    const isOpen = sdk.isOpen();
    const all = waiters;
    waiters = [];
    for (const waiter of all) {
      const { caller, wants, method } = waiter;
      const end = wants === "open" ? Infinity : givesUpAt(waiter.since);
      const isOver = end <= time;
      const isKnown = wants === "offers" ? isOpen && !sdk.awaitsGreeting() : isOpen;
      if (!isKnown && !isOver) {
        sdk.alarm.set(end);
        waiters.push(waiter);
      } else if (wants === "isThere") callers.succeed(caller, isOpen);
      else if (wants === "offers") callers.succeed(caller, isOpen && sdk.hostOffers(method));
      else if (isOpen) callers.succeed(caller);
      else callers.fail(caller, Object.assign({ method: wants }, noHost()));
    }
    if (isOpen) sdk.rest();
    else if (anyoneWaits()) {
      // Looks again soon; less often as time goes by.
      const pause = Math.min((time - loadedAt) / 10, LEAST_OFTEN);
      sdk.alarm.set(time + Math.max(pause, MOST_OFTEN));
    }
  };

  const noHost = () => ({ reason: "no_host", came: sdk.findings() });

  /** When to give up hope of a host for what was asked then: not while the page is loading. */
  const givesUpAt = (since) => Math.max(since, loadedAt) + settings.hostTimeout;

  /** When to give up hope of a host for a call that waits for one. */
  const hopelessAt = (call) => (call.sentOver ? Infinity : givesUpAt(call.since));

  /** When the first of a call's callers gives up. */
  const dueAt = (call) => call.callers.reduce((due, { deadline }) => Math.min(due, deadline), hopelessAt(call));

  /** Ends the calls whose time is over, and sets the alarm for the next. */
  function expire() {
    const time = now();
    for (const call of calls.values()) {
      if (dueAt(call) > time) continue;
      const isHopeless = hopelessAt(call) <= time;
      sdk.giveUp(
        call,
        ({ deadline }) => isHopeless || deadline <= time,
        ({ timeout }) => (isHopeless ? noHost() : { reason: "timeout", number: timeout }),
      );
    }
    for (const call of calls.values()) sdk.alarm.set(dueAt(call));
  }
}
