/**
 * What a page gives as `share_data_url`: by its name the address of a card's data, in the field the data itself, as JSON
 * text that may end its lists in a comma.
 *
 * @param {string} text
 * @returns {{ kind: "card", type: string, lines: string[] } | { kind: "address", url: string } | { kind: "unread" }}
 */
export function cardData(text) {
  if (/^https?:\/\//i.test(text.trim())) {
    return { kind: "address", url: text.trim() };
  }
  for (const candidate of [text, text.replace(/,(\s*[\]}])/g, "$1")]) {
    try {
      const { tpl_type: type, data } = JSON.parse(candidate);
      if (Array.isArray(data)) {
        const lines = data.map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
        return { kind: "card", type: typeof type === "string" ? type : "", lines };
      }
    } catch {
      // The next candidate, or none.
    }
  }
  return { kind: "unread" };
}
