/**
 * What time it is in this VVChat: its servers' time, which a person can let pass faster.
 */
let ahead = 0;

/** Sets the clock by what the servers say, in Unix milliseconds. */
export function setClock(now) {
  ahead = now - Date.now();
}

/** Unix milliseconds. */
export function now() {
  return Date.now() + ahead;
}
