/**
 * The person's language.
 */
import { texts } from "./texts.mjs";

let chosen = navigator.language.startsWith("zh") ? "zh" : "en";

/** `"zh"` or `"en"`. */
export function lang() {
  return chosen;
}

export function setLang(value) {
  chosen = value;
}

/** The text of that key, with `{name}` replaced by the value of that name. */
export function say(key, values = {}) {
  return texts[chosen][key].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

export function has(key) {
  return key in texts[chosen];
}

/** An amount in fen, as people read it. Whole numbers throughout: no shop should add up floating-point yuan. */
export function yuan(fen) {
  return `¥${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;
}

/** A moment in Unix seconds, as people read it. */
export function time(seconds) {
  const format = new Intl.DateTimeFormat(chosen === "zh" ? "zh-CN" : "en", { dateStyle: "medium", timeStyle: "short" });
  return format.format(seconds * 1000);
}
