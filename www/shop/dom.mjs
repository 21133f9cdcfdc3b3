/**
 * Making elements, and finding them.
 */

/** A new element with these properties and children. `data` becomes its data-… attributes. */
export function element(tag, { data = {}, ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  Object.assign(made.dataset, data);
  made.append(...children);
  return made;
}

export function byTestId(name) {
  return document.querySelector(`[data-testid="${name}"]`);
}
