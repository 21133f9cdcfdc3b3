/**
 * Money, times and data as people read them.
 */
import { now } from "./clock.mjs";
import { language, t } from "./i18n.mjs";

const DAY = 86_400_000;
const locale = () => (language() === "zh" ? "zh-CN" : "en-GB");
const format = (at, options) => new Intl.DateTimeFormat(locale(), options).format(at);

/** An amount in fen as yuan: 12800 is "¥128.00". */
export function yuan(fen) {
  return `¥${(fen / 100).toFixed(2)}`;
}

/** Hours and minutes: "09:41". */
export function timeOfDay(at) {
  return format(at, { hour: "2-digit", minute: "2-digit", hour12: false });
}

/** To the millisecond: "09:41:07.120". */
export function preciseTime(at) {
  return format(at, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    hour12: false,
  });
}

/** As short as a list of chats has it: the time today, else the day. */
export function shortTime(at) {
  const days = daysAgo(at);
  if (days === 0) {
    return timeOfDay(at);
  }
  if (days === 1) {
    return t("time.yesterday");
  }
  return days < 7 ? format(at, { weekday: "short" }) : format(at, { month: "short", day: "numeric" });
}

/** Day and time, as a conversation has it between its messages. */
export function longTime(at) {
  return daysAgo(at) === 0 ? timeOfDay(at) : `${shortTime(at)} ${timeOfDay(at)}`;
}

/** Day and time in full. */
export function fullTime(at) {
  return format(at, { dateStyle: "medium", timeStyle: "medium" });
}

/** "86 ms", "2.40 s". */
export function duration(milliseconds) {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}

/** Any JSON value in a line: a text as it is, nothing as nothing. */
export function asText(value) {
  return typeof value === "string" ? value : (JSON.stringify(value ?? undefined) ?? "");
}

function daysAgo(at) {
  const midnight = new Date(now()).setHours(0, 0, 0, 0);
  return at >= midnight ? 0 : Math.ceil((midnight - at) / DAY);
}
