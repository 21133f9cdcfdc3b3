/**
 * What a page gives as `share_data_url`: by its name the address of a card's data, in the field the data itself, as JSON
 * text that may end its lists in a comma.
 */

/** The address that the text is, or nothing when it is the data itself. */
export function cardDataAddress(text) {
  return /^https?:\/\//i.test(text.trim()) ? text.trim() : undefined;
}

/**
 * Reads the data of a card of the page's own layout.
 *
 * @param {string} text
 * @returns {{ type: string, lines: string[] } | undefined} nothing when it cannot be read
 */
export function readCardData(text) {
  for (const candidate of [text, withoutLastCommas(text)]) {
    try {
      const { tpl_type: type, data } = JSON.parse(candidate);
      if (Array.isArray(data)) {
        const lines = data.map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
        return { type: typeof type === "string" ? type : "", lines };
      }
    } catch {
      // The next candidate, or none.
    }
  }
  return undefined;
}

/** Leaves out commas before a closing bracket, but not those in a string. */
function withoutLastCommas(text) {
  return text.replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[\]}])/g, (_whole, string) => string ?? "");
}
