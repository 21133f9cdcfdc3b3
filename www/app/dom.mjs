/**
 * Building elements without markup: whatever comes from a page goes in as text, never as HTML.
 */

/**
 * An element with attributes and children. `onclick` and the like are listeners; `true` is an attribute without a value;
 * `false`, `null` and `undefined` leave an attribute or a child out.
 */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      element.addEventListener(key.slice(2), value);
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, value === true ? "" : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== false && child !== null && child !== undefined));
  return element;
}

/** A round picture with the first letter of a name, in a colour of its own. */
export function avatar(name, hue, shape = "round") {
  const element = el("span", { class: `avatar ${shape}`, "aria-hidden": "true" }, Array.from(name)[0] ?? "?");
  element.style.setProperty("--hue", hue);
  return element;
}

/** Enough of an id to tell it from others. */
export function shortId(id) {
  return String(id).slice(0, 8);
}
