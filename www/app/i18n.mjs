/**
 * The language of the app's own words: Chinese or English, chosen by the person, else by the browser.
 */
import { texts } from "./texts.mjs";

const KEPT_AS = "vvchat.language";
const listeners = new Set();
let current = localStorage.getItem(KEPT_AS) ?? (navigator.language.startsWith("zh") ? "zh" : "en");

/** @returns {"zh" | "en"} */
export function language() {
  return current;
}

/** @param {"zh" | "en"} lang */
export function setLanguage(lang) {
  current = lang;
  localStorage.setItem(KEPT_AS, lang);
  for (const listener of listeners) {
    listener();
  }
}

/** Calls `listener` whenever the language has changed. */
export function onLanguage(listener) {
  listeners.add(listener);
}

/** The text of that key; `{name}` in it stands for `values.name`. */
export function t(key, values = {}) {
  return say(texts[key] ?? { zh: key, en: key }).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** What is the same in every language, or has a wording for each: `{ zh, en }`. */
export function say(words) {
  return typeof words === "string" ? words : words[current];
}

/** Puts the texts into all elements below `root` that name one: as content (`data-t`) or as label (`data-t-label`). */
export function translate(root) {
  for (const element of root.querySelectorAll("[data-t]")) {
    element.textContent = t(element.dataset.t);
  }
  for (const element of root.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", t(element.dataset.tLabel));
  }
}
