/**
 * What must not be seen over somebody's shoulder, nor leave in a file: keys, tokens, codes and signatures.
 */

const SECRET = new Set(["app_key", "token", "code", "sign", "authorization", "cookie"]);
const IN_TEXT = /\b(app_key|token|code|sign|authorization)(=|%3D|\\?"\s*:\s*\\?"|:\s*)([^&\s"\\%]+)/gi;

/** Enough of a secret to tell it from others, and not enough to use it. Of short ones, nothing. */
function shorten(secret) {
  return secret.length < 16 ? "…" : `${secret.slice(0, 4)}…`;
}

/** A text without the secrets that it spells out as `name=value` or `"name": "value"`. */
function maskText(text) {
  return text.replace(IN_TEXT, (whole, name, sign, secret) =>
    /^\d{1,3}$/.test(secret) || secret.endsWith("…") ? whole : `${name}${sign}${shorten(secret)}`,
  );
}

/** A copy of any JSON value without secrets. Numbers under such a name are no secrets: they are error codes. */
export function mask(value) {
  if (typeof value === "string") {
    return maskText(value);
  }
  if (Array.isArray(value)) {
    return value.map(mask);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      typeof field === "string" && SECRET.has(name.toLowerCase()) && field !== "" && !field.endsWith("…")
        ? shorten(field)
        : mask(field),
    ]),
  );
}

/** What a message says, without secrets: as JSON where it is, else as text. */
export function maskMessage(text) {
  try {
    return mask(JSON.parse(text));
  } catch {
    return mask(text);
  }
}
