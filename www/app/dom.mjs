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
  element.append(...children.flat(2).filter((child) => child !== false && child !== null && child !== undefined));
  return element;
}

/**
 * Makes these the items of a list. An item that is as before stays the very element that it was: a tap may be half-way through
 * on it, or the focus be in it.
 */
export function showItems(list, items) {
  const before = [...list.children];
  const kept = items.map((item) => {
    const place = before.findIndex((old) => old.isEqualNode(item));
    return place === -1 ? item : before.splice(place, 1)[0];
  });
  for (const gone of before) {
    gone.remove();
  }
  kept.forEach((item, place) => {
    if (list.children[place] !== item) {
      list.insertBefore(item, list.children[place] ?? null);
    }
  });
}

/** The element of that test id, which the page must have. */
export function byTestId(name) {
  return document.querySelector(`[data-testid="${name}"]`);
}

/** A picture with the first letter of a name, in a colour of its own. */
export function avatar(name, hue, shape = "round") {
  const element = el("span", { class: `avatar ${shape}`, "aria-hidden": "true" }, Array.from(name)[0] ?? "?");
  element.style.setProperty("--hue", hue);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** The strokes of each icon, on a field of 24 by 24. */
const ICONS = {
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  send: "M4 12l16-7-5 16-3.5-6.5z M11.5 14.5L20 5",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  tick: "M6 12.5l4 4 8-9",
  search: "M10.5 5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM15 15l4.5 4.5",
  arrow: "M5 12h14M13 6l6 6-6 6",
};

/** A picture that says nothing which is not said in words next to it. */
export function icon(name, size = 20) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", width: size, height: size, class: "icon" })) {
    svg.setAttribute(key, value);
  }
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows an icon alone. */
export function iconButton(name, label, attributes = {}) {
  return el(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, ...attributes },
    icon(name, 22),
  );
}
