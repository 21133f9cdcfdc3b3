/** What the figures were taken on, and how busy that was. */
import { arch, cpus, loadavg, totalmem, type } from "node:os";

/** More running programs than this, for each processor, disturb what is measured. */
const BUSY = 0.75;

/** Taken when the bench starts: later its own load is in it. */
const [loadAtStart] = loadavg();
const startedAt = new Date();

/**
 * A paragraph for the documentation.
 *
 * @param {string} command what was typed
 * @param {string} browser the version of Chromium
 * @param {boolean} isTimed whether it matters how busy the machine was
 */
export function conditions(command, browser, isTimed) {
  const [{ model }] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const isBusy = loadAtStart > BUSY * cpus().length;
  const sentences = [
    `Taken on ${startedAt.toISOString().slice(0, 16).replace("T", " ")} UTC by \`${command}\`:`,
    `Chromium ${browser}, headless; Node ${process.version.slice(1)}; ${type()}, ${arch()};`,
    `${cpus().length} × ${model}, ${gigabytes} GiB.`,
    isTimed && `Load average before the start: ${loadAtStart.toFixed(2)}.`,
    isTimed && isBusy && "**The machine was busy with other work: take the times for a trial, the ratios with care.**",
  ];
  return sentences.filter(Boolean).join(" ");
}
