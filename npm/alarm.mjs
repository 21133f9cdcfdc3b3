// The one timer of the SDK, set to whatever is due first.

/** What a browser's timers can hold, in milliseconds: about 24 days. Who wakes up too early looks at the clock and sleeps again. */
export const LONGEST_TIMER = 2 ** 31 - 1;

export const now = () => performance.now();

/** An alarm that is not set; it will call `ring`. */
export function createAlarm(ring) {
  let due = Infinity;
  let timer;
  /** When the timer goes off. It may be before anything is due: setting one is dear, so that one is left running for the next call. */
  let endsAt = Infinity;

  function clear() {
    clearTimeout(timer);
    endsAt = Infinity;
  }

  return {
    /** Nothing is due any more. */
    stop() {
      due = Infinity;
      // Node would stay alive for it. There, timers are objects.
      if (typeof timer === "object") clear();
    },
    /** Makes it ring at that time, or before. */
    set(at) {
      due = Math.min(due, at);
      if (at >= endsAt) return;
      clear();
      endsAt = at;
      timer = setTimeout(
        () => {
          endsAt = Infinity;
          if (due === Infinity) return;
          due = Infinity;
          ring();
        },
        Math.min(Math.ceil(at - now()), LONGEST_TIMER),
      );
    },
  };
}
