/**
 * What time it is in this VVChat: its servers' time, which a person can let pass faster.
 */
let ahead = 0;

/**
 * Sets the clock by what the servers say, which was true at a moment since they were asked. A clock that may be right is left alone:
 * the servers are mostly on this machine, and what a page does after an HTTP call has to come after it on the time line.
 *
 * @param {number} said Unix milliseconds
 * @param {number} [asked] when, by this machine's clock; left out where the servers say so by themselves
 */
export function setClock(said, asked = Date.now()) {
  const least = said - Date.now();
  const most = said - asked;
  ahead = Math.min(Math.max(ahead, least), most);
}

/** Unix milliseconds. */
export function now() {
  return Date.now() + ahead;
}
