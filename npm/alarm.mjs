// The one timer of the SDK, set to whatever is due first.

/** What a browser's timers can hold, in milliseconds: about 24 days. Who wakes up too early looks at the clock and sleeps again. */
export const LONGEST_TIMER = 2 ** 31 - 1;

export const now = () => performance.now();

/** An alarm that is not set; it will call `ring`. */
export function createAlarm(ring) {
  let due = Infinity;
  let timer;

  /** Nothing is due any more. (A timer that is left running would keep a Node process alive.) */
  const stop = () => {
    due = Infinity;
    clearTimeout(timer);
  };

  return {
    stop,
    /** Makes it ring at that time, or before. */
    set(at) {
      if (at >= due) return;
      clearTimeout(timer);
      due = at;
      timer = setTimeout(
        () => {
          due = Infinity;
          ring();
        },
        Math.min(Math.ceil(at - now()), LONGEST_TIMER),
      );
    },
  };
}
